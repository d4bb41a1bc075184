"""The independent auditor: reads an edition as an intruder would, and tries to recover every withheld value.

It shares the arithmetic of sums with the gate and none of its decisions. Exported files are read in `exits.py`.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq

from longuevue.edition import layout
from longuevue.edition.beside import Beside, told_too_small
from longuevue.edition.equations import CLOSE, intervals_of, sums_of
from longuevue.edition.exits import leaks_in
from longuevue.edition.retold import Told, told_in
from longuevue.edition.sought import Sought, remainders, stems_of
from longuevue.engine.disclosure.cells import CellKey, area_name
from longuevue.engine.disclosure.floors import breaches
from longuevue.engine.disclosure.ledger import Ledger
from longuevue.engine.disclosure.public_totals import is_beside_a_public_figure
from longuevue.engine.disclosure.sensitive import is_entrusted
from longuevue.engine.disclosure.settings import DisclosureSettings
from longuevue.engine.precision.floors import detail_floor
from longuevue.facts.cards import SourceCard
from longuevue.terms.refusal import Refusal

#: how many bounds a report lists; all of them are checked
LISTED = 50


@dataclass(frozen=True, slots=True)
class Interval:
    """What the edition lets one know of a withheld figure."""

    key: CellKey
    low: float
    high: float

    def as_data(self) -> dict[str, Any]:
        """For the JSON report; an open bound is null."""
        high = None if np.isinf(self.high) or self.high > 1e11 else self.high
        return {**self.key._asdict(), "low": self.low, "high": high}


@dataclass(slots=True)
class Audit:
    """The auditor's report. `faults` is empty when nothing withheld can be recovered and no floor is broken."""

    edition: str
    withheld: int = 0
    intervals: list[Interval] = field(default_factory=list)
    floors_checked: int = 0
    files_read: int = 0
    #: counts found in exported tables that the edition's facts do not state, and that the attack used
    counts_told: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not self.faults

    def as_data(self) -> dict[str, Any]:
        """The JSON document of the command line."""
        return {
            "edition": self.edition, "holds": self.holds, "withheld": self.withheld,
            "floors_checked": self.floors_checked, "files_read": self.files_read,
            "counts_told": self.counts_told, "faults": self.faults,
            "bounds": [interval.as_data() for interval in self.intervals[:LISTED]],
        }  # fmt: skip


def audit_edition(
    folder: Path,
    *,
    ledger: Ledger | None = None,
    settings: DisclosureSettings | None = None,
    exports: Sequence[Path] = (),
    progress: Callable[[str], None] = lambda _: None,
) -> Audit:
    """Attack the edition in `folder`, and the `exports` made from it.

    With the instance's private ledger the protection intervals are checked too, and exported texts are searched for
    the withheld values themselves; with its private settings, nothing printed nor left of a public total may be too
    small. Without them, exact recovery only.
    """
    if not (folder / layout.MANIFEST).is_file():
        raise Refusal(
            "Ce dossier n'est pas une édition.", "Donnez le chemin imprimé par longuevue build.", where=str(folder)
        )
    audit = Audit(json.loads((folder / layout.MANIFEST).read_text(encoding="utf-8"))["id"])
    cards = {card["id"]: card for card in json.loads((folder / layout.SOURCES).read_text(encoding="utf-8"))}
    markers = json.loads((folder / layout.MARKERS).read_text(encoding="utf-8"))
    progress("Attaque des valeurs protégées")
    secrets = {
        key: secret.value
        for entry in (ledger.entries if ledger else ())
        for key, secret in entry.withheld.items()
        if secret.upper or secret.lower or not is_beside_a_public_figure(key)
    }
    hidden, left = _attack(folder, cards, markers, (ledger, settings), audit, told_in(exports, markers), secrets)
    progress("Lectures des valeurs protégées")
    _stated(folder, markers, hidden, audit)
    progress("Seuils de population, et leurs compléments")
    _floors(folder, markers, audit)
    progress("Fichiers exportés")
    sought = _sought(folder, cards, markers, secrets, left) if exports else []
    for export in exports:
        leaks, count = leaks_in(export, secrets, sought)
        audit.files_read += count
        audit.faults += [leak.sentence() for leak in leaks]
    return audit


def _attack(
    folder: Path,
    cards: dict[str, Any],
    markers: list[dict[str, Any]],
    private: tuple[Ledger | None, DisclosureSettings | None],
    audit: Audit,
    told: Mapping[Told, float],
    secrets: Mapping[CellKey, float],
) -> tuple[set[CellKey], list[Sought]]:
    """Every withheld fact of the entrusted sources, by linear programmes over what is published beside it: the facts
    of the edition, public figures among them, and the counts that exported tables tell."""
    ledger, settings = private
    known_keys = set(SourceCard.model_fields)
    read = {
        source: SourceCard.model_validate({k: v for k, v in card.items() if k in known_keys})
        for source, card in sorted(cards.items())
    }
    entrusted = [source for source, card in read.items() if is_entrusted(card)]
    held = {key for entry in (ledger.entries if ledger else ()) for key in entry.withheld}
    out = {item for entry in (ledger.entries if ledger else ()) for item in entry.published.items()}
    filters = [("source_id", "in", entrusted)]
    rows = pq.read_table(folder / layout.FACTS_BY_TERRITORY, filters=filters).to_pylist() if filters[0][2] else []
    tables: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        tables[row["source_id"], row["measure"]].append(row)
    membership = pq.read_table(folder / layout.MEMBERSHIP).to_pylist() if tables else []
    beside = Beside(folder, read, markers, entrusted) if tables else None
    everything: set[CellKey] = set()
    left: list[Sought] = []
    for (source, measure), mine in sorted(tables.items()):
        known: dict[CellKey, float | None] = {}
        for row in mine:
            key = CellKey(source, measure, area_name(row["area_level"], row["ref_area"]), row["time_period"],
                          row["counterpart_area"] or "_U", row["category"] or "")  # fmt: skip
            known[key] = row["value"]
        hidden = {key for key, value in known.items() if value is None}
        everything |= hidden
        for (name, area, period, counterpart), value in sorted(told.items()):
            key = CellKey(source, measure, area, period, counterpart, "")
            if name == measure and key in hidden:
                audit.faults.append(f"{key.code()} : la valeur protégée est donnée dans un tableau exporté")
            elif name == measure and key not in known:
                known[key] = value
                audit.counts_told += 1
        audit.faults += [
            f"{key.code()} : la valeur protégée est imprimée"
            for key, value in sorted(known.items())
            if value is not None and secrets.get(key) == value and (key, value) not in out
        ]
        figures = beside.figures(known) if beside else []
        if beside and settings:
            audit.faults += told_too_small(known, figures, beside.items, settings, ledger)
        # what nobody but the ledger may say: whether the two are of one universe
        figures = [figure for figure in figures if figure.rest in held]
        asked = sorted({*hidden, *(figure.rest for figure in figures if figure.rest in secrets)})
        if not asked:
            continue
        silence_is_zero = cards[source]["measures"][measure]["absent"] == "zero"
        sums = sums_of(known, membership, silence_is_zero)
        left += [Sought(number, part, whole) for number, part, whole in remainders(known, sums, secrets)]
        known |= dict.fromkeys(figure.rest for figure in figures)
        low, high = intervals_of(known, [*sums, *(figure.relation() for figure in figures)])
        audit.withheld += len(asked)
        for key in asked:
            audit.intervals.append(Interval(key, low[key], high[key]))
            _judge(audit, key, low[key], high[key], ledger)
    return everything, left


def _sought(
    folder: Path,
    cards: dict[str, Any],
    markers: list[dict[str, Any]],
    secrets: Mapping[CellKey, float],
    left: Sequence[Sought],
) -> list[Sought]:
    """Withheld values and remainders, each with the names of its place and the words of what is counted."""
    columns = ["area_level", "ref_area", "name"]
    names = {
        area_name(row["area_level"], row["ref_area"]): (row["name"], row["ref_area"])
        for row in pq.read_table(folder / layout.TERRITORIES, columns=columns).to_pylist()
    }
    said: dict[str, frozenset[str]] = {}
    for key in secrets:
        if key.measure not in said:
            measure = cards.get(key.marker, {}).get("measures", {}).get(key.measure, {})
            own = [
                measure.get("label") or {},
                *(m["label"] for m in markers if key.measure in _measures(m["formula_tree"])),
            ]
            words = [word for label in own for word in label.values()]
            said[key.measure] = stems_of([*words, str(measure.get("unit", "")), "personnes persons people habitants"])
    return [
        replace(one, places=names.get(one.key.area, ()), stems=said[one.key.measure],
                whole_places=names.get(one.whole.area, ()) if one.whole else ())
        for one in (*(Sought(value, key) for key, value in secrets.items()), *left)
    ]  # fmt: skip


def _judge(audit: Audit, key: CellKey, low: float, high: float, ledger: Ledger | None) -> None:
    if high - low <= CLOSE * (1 + abs(low)):
        audit.faults.append(f"{key.code()} : la valeur protégée se retrouve exactement par soustraction")
        return
    secret = next((e.withheld[key] for e in reversed(ledger.entries) if key in e.withheld), None) if ledger else None
    if secret is None:
        return
    room = CLOSE * (1 + abs(secret.value))
    if low > secret.value - secret.lower + room or high < secret.value + secret.upper - room:
        audit.faults.append(f"{key.code()} : la valeur protégée se retrouve à trop peu près")


def _stated(folder: Path, markers: list[dict[str, Any]], hidden: set[CellKey], audit: Audit) -> None:
    """A withheld fact that a reading states all the same: as its value, its numerator or its denominator."""
    if not hidden:
        return
    places = {(key.measure, key.area, key.period, key.counterpart) for key in hidden}
    measures = {key.measure for key in hidden}
    read = {m["id"]: _measures([m["formula_tree"], m.get("companions", [])]) for m in markers}
    readers = {name: found for m in markers if (found := measures & set(read[m["id"]])) for name in _names_of(m)}
    table = pq.read_table(folder / layout.READINGS_BY_TERRITORY, filters=[("marker", "in", sorted(readers))])
    for row in table.to_pylist() if readers else ():
        told = [name for name in ("value", "numerator", "denominator") if row[name] is not None]
        area = area_name(row["area_level"], row["ref_area"])
        for measure in sorted(readers[row["marker"]]):
            if told and (measure, area, row["time_period"], row["counterpart_area"]) in places:
                audit.faults.append(f"{row['marker']} {area} {row['time_period']} : {told[0]} donné, fait protégé")


def _names_of(marker: dict[str, Any]) -> list[str]:
    """The marker's id, and those of the measures that accompany it."""
    return [marker["id"], *(f"{marker['id']}.{companion['id']}" for companion in marker.get("companions", []))]


def _measures(tree: Any) -> list[str]:
    """Every measure named in a formula written as data."""
    if isinstance(tree, list):
        return [name for part in tree for name in _measures(part)]
    if isinstance(tree, dict):
        own = [tree["measure"]] if isinstance(tree.get("measure"), str) else []
        return own + [name for part in tree.values() for name in _measures(part)]
    return []


def _floors(folder: Path, markers: list[dict[str, Any]], audit: Audit) -> None:
    """No reading of a marker with a population floor, nor a difference of two of them, is about fewer people."""
    floors = {name: m["population_floor"] for m in markers if m["population_floor"] for name in _names_of(m)}
    if not floors:
        return
    columns = ["area_level", "ref_area", "population"]
    people = {
        area_name(level, code): float(population)
        for level, code, population in zip(
            *(column.to_pylist() for column in pq.read_table(folder / layout.TERRITORIES, columns=columns).columns),
            strict=True,
        )
        if population is not None
    }
    members = _communes_of(folder, people)
    table = pq.read_table(folder / layout.READINGS_BY_MARKER, filters=[("marker", "in", sorted(floors))])
    shown: dict[tuple[str, str, str, bool], set[str]] = defaultdict(set)
    for row in table.to_pylist():
        if any(row[name] is not None for name in ("value", "numerator")) and row["area_level"] != "lau":
            # an index without a numerator cannot be subtracted from another
            at = (row["marker"], row["time_period"], row["counterpart_area"], row["numerator"] is not None)
            shown[at].add(area_name(row["area_level"], row["ref_area"]))
    for at, areas in _facts_under(folder, markers).items():
        shown[at] |= areas
    partners = Counter(
        marker for marker, partner in {at[0::2] for at in shown} if partner not in ("W", "FR", "_U", None)
    )
    pooled = {m["id"] for m in markers if "effective_number" in m.get("formula_tree", {})}
    for (marker, period, counterpart, additive), areas in sorted(shown.items()):
        audit.floors_checked += len(areas)
        told = counterpart != "W" or marker in pooled
        floor = detail_floor(floors[marker], partners[marker]) if told else floors[marker]
        for breach in breaches(areas & people.keys(), people, members if additive else {}, floor):
            audit.faults.append(f"{marker} {period} {counterpart} : {breach.sentence()}")


def _facts_under(folder: Path, markers: list[dict[str, Any]]) -> dict[tuple[str, str, str, bool], set[str]]:
    """Areas of which the edition's facts state a measure that a floor withholds: the file says as much as the page."""
    found: dict[tuple[str, str, str, bool], set[str]] = defaultdict(set)
    if not (folder / layout.SOURCES).is_file():
        return found
    cards = json.loads((folder / layout.SOURCES).read_text(encoding="utf-8"))
    grave = {(c["id"], name) for c in cards for name, m in c["measures"].items() if m["sensitivity"] != "low"}
    readers: dict[tuple[str, str], set[tuple[int, str]]] = defaultdict(set)
    for marker in markers:
        for name in _measures(marker["formula_tree"]) if marker["population_floor"] else ():
            for source in marker["sources"]:
                if (source, name) in grave:
                    readers[source, name].add((marker["population_floor"], marker["id"]))
    if not readers:
        return found
    filters = [("measure", "in", sorted({name for _, name in readers})), ("area_level", "!=", "lau")]
    for row in pq.read_table(folder / layout.FACTS_BY_MARKER, filters=filters).to_pylist():
        if of_marker := readers.get((row["source_id"], row["measure"])):
            partner = row["counterpart_area"] or "_U"
            marker_id = (min if partner == "W" else max)(of_marker)[1]
            at = (marker_id, row["time_period"], partner, row["value"] is not None)
            found[at].add(area_name(row["area_level"], row["ref_area"]))
    return found


def _communes_of(folder: Path, people: dict[str, float]) -> dict[str, list[tuple[str, float]]]:
    """Each larger area and the French communes that make it; perimeters across a border stand by their French part."""
    made_of: dict[str, list[tuple[str, float]]] = defaultdict(list)
    abroad: set[str] = set()
    for row in pq.read_table(folder / layout.MEMBERSHIP).to_pylist():
        area = area_name(row["area_level"], row["ref_area"])
        if row["member_level"] == "lau":
            abroad.add(area)
        elif row["member_level"] == "commune" and row["area_level"] != "commune":
            made_of[area].append((area_name("commune", row["member_code"]), row["share"]))
    return {area: rows for area, rows in made_of.items() if area in people and area not in abroad}
