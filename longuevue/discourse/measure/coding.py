"""Units sent out to be coded by a person, and read back: a stratified draw, a CSV, an estimate.
The meter's answer is not in the file: a coder must not see it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from longuevue.discourse.corpus.tables import table_rows
from longuevue.discourse.judge.lexicon import DIRECTIONS, THEMES
from longuevue.discourse.measure.correction import Share
from longuevue.discourse.measure.counting import JudgedUnit
from longuevue.terms.refusal import Refusal

WANTED = 150
COLUMNS = ("id", "text", "document", "page", "draw", "international", "theme", "direction", "ambiguous")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A unit drawn for coding, from which stratum of the meter's own answers."""

    judged: JudgedUnit
    stratum: str


@dataclass(frozen=True, slots=True)
class CodedRow:
    """One line that came back."""

    id: str
    international: bool
    theme: str
    direction: str
    ambiguous: bool


def stratum_of(judged: JudgedUnit) -> str:
    """yes, doubtful, no: by the meter's own answer and its doubt."""
    if judged.judgement.international:
        return "yes"
    return "doubtful" if judged.judgement.doubt >= 0.5 or judged.judgement.reasons else "no"


def strata(units: Iterable[JudgedUnit]) -> dict[str, list[JudgedUnit]]:
    """Units that count, by stratum."""
    found: dict[str, list[JudgedUnit]] = {"yes": [], "doubtful": [], "no": []}
    for one in units:
        if one.counts:
            found[stratum_of(one)].append(one)
    return found


def draw(units: Iterable[JudgedUnit], wanted: int = WANTED, seed: int = 1346) -> list[Drawn]:
    """About 150 units: 40 % among the meter's yes, 25 % among its doubts, the rest among its no."""
    pools = strata(units)
    quota = {"yes": round(0.4 * wanted), "doubtful": round(0.25 * wanted)}
    quota["no"] = wanted - sum(quota.values())
    for name in ("yes", "doubtful"):
        spare = max(0, quota[name] - len(pools[name]))
        quota[name] -= spare
        quota["no"] += spare
    random = np.random.default_rng(seed)
    drawn: list[Drawn] = []
    for name, pool in pools.items():
        size = min(quota[name], len(pool))
        drawn += [Drawn(pool[index], name) for index in sorted(random.choice(len(pool), size, replace=False))]
    # Shuffled, so that the order tells the coder nothing.
    return [drawn[index] for index in random.permutation(len(drawn))]


def to_csv(drawn: Sequence[Drawn]) -> str:
    """The file that goes out; columns to fill: international (0/1), theme, direction, ambiguous (0/1)."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for number, one in enumerate(drawn, start=1):
        unit = one.judged.unit
        text = unit.text if not unit.text.startswith(("=", "+", "-", "@")) else f"'{unit.text}"
        writer.writerow([unit.id, text, unit.document, unit.page or "", number, "", "", "", ""])
    return out.getvalue()


def from_csv(content: bytes, name: str = "fichier codé") -> list[CodedRow]:
    """The file that comes back; a wrong code is refused with its line. Lines left empty are not coded yet."""
    table_rows(content, name)  # refuses what is not a table with id and text
    text = content.decode("utf-8-sig", errors="replace")
    delimiter = max(",;\t", key=text.split("\n", 1)[0].count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    if "international" not in (reader.fieldnames or ()):
        raise Refusal("La colonne international manque.", "Reprenez le fichier sorti du codage.", where=name)
    rows: list[CodedRow] = []
    for row in reader:
        answer = (row.get("international") or "").strip()
        if not answer:
            continue
        where = f"{name}, ligne {reader.line_num}"
        if answer not in ("0", "1"):
            raise Refusal(f"international vaut « {answer} ».", "Écrivez 0 ou 1.", where=where)
        theme = (row.get("theme") or "").strip() or "none"
        direction = (row.get("direction") or "").strip() or "none"
        if answer == "1" and theme not in THEMES:
            raise Refusal(f"Thème inconnu : « {theme} ».", f"Choisissez parmi {', '.join(THEMES)}.", where=where)
        if direction not in DIRECTIONS:
            raise Refusal(f"Direction inconnue : « {direction} ».", "Choisissez in, out, both ou none.", where=where)
        rows.append(CodedRow(row["id"], answer == "1", theme, direction, (row.get("ambiguous") or "").strip() == "1"))
    return rows


def stratified_share(
    units: Sequence[JudgedUnit], rows: Sequence[CodedRow], *, resamples: int = 4000, seed: int = 804
) -> Share:
    """The share estimated from the coded units alone, each stratum weighted by its size in the corpus.

    Each stratum's rate is drawn from its posterior under Jeffreys' prior: none found among thirty is not never.
    """
    pools = strata(units)
    total = sum(len(pool) for pool in pools.values())
    answers = {row.id: row.international for row in rows}
    found_in = {name: [answers[one.unit.id] for one in pool if one.unit.id in answers] for name, pool in pools.items()}
    coded = sum(len(codes) for codes in found_in.values())
    uncovered = [name for name, pool in pools.items() if pool and len(found_in[name]) < min(10, len(pool))]
    hits = sum(one.judgement.international for pool in pools.values() for one in pool)
    if not total or uncovered:
        why = "trop peu d'unités codées" if total else "aucune unité lue"
        return Share(None, None, None, 100 * hits / total if total else None, total, hits, why)
    random = np.random.default_rng(seed)
    point, draws = 0.0, np.zeros(resamples)
    for name, pool in pools.items():
        if not pool:
            continue
        yes, coded_here = sum(found_in[name]), len(found_in[name])
        part = len(pool) / total
        if coded_here == len(pool):
            rate = np.full(resamples, yes / coded_here)
        else:
            rate = random.beta(yes + 0.5, coded_here - yes + 0.5, resamples)
        point += part * yes / coded_here
        draws += part * rate
    low, high = np.percentile(draws, [2.5, 97.5])
    low, high = min(float(low), point), max(float(high), point)
    return Share(
        100 * point, 100 * low, 100 * high, 100 * hits / total, total, hits, f"stratifiée sur {coded} unités codées"
    )
