"""Facts of communes brought into the code list of today: merged, renumbered, never split by guess.

The passage itself is `territories.passage`; here facts go through it source by source, with what must be told of it.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from longuevue.facts.cards import MeasureCard, SourceCard
from longuevue.facts.companions import ANNOTATIONS
from longuevue.facts.table import SCHEMA, joined
from longuevue.terms.refusal import Refusal
from longuevue.territories.assets import LATEST_YEAR
from longuevue.territories.code_lists import codes_of_year
from longuevue.territories.conversion import shared_out, splits_withheld
from longuevue.territories.movements import Movement
from longuevue.territories.passage import Link, Passage, passage
from longuevue.territories.units import former_communes, units_of_year

#: the columns that make two rows of different communes the same thing counted
_SAME_THING = (
    "source_id",
    "dataset",
    "measure",
    "time_period",
    "counterpart_area",
    "category",
    "item",
    "vintage",
)
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Break:
    """A figure that covers several communes of today and can be given for none of them, nor for a part of them."""

    source_id: str
    measure: str
    time_period: str
    within: tuple[str, ...]


@dataclass
class Carried:
    """Facts in the codes of today, where series break, notes for readers, and what found no place, by source."""

    facts: pa.Table
    breaks: list[Break] = field(default_factory=list)
    annotations: pa.Table = field(default_factory=ANNOTATIONS.empty_table)
    left: dict[str, list[str]] = field(default_factory=dict)

    def remarks(self, source_id: str) -> list[str]:
        """What `longuevue sources` must tell of a source after its figures went through time."""
        codes = sorted(set(self.left.get(source_id, ())))
        if not codes:
            return []
        shown = ", ".join(codes[:8]) + (f" et {len(codes) - 8} autres" if len(codes) > 8 else "")
        return [f"Communes que le code officiel ne permet pas de placer aujourd'hui, laissées de côté : {shown}."]


def carried(facts: pa.Table, cards: Mapping[str, SourceCard], movements: tuple[Movement, ...] = ()) -> Carried:
    """Every commune fact in the list of today; other levels and codes that have not moved are left as they are."""
    at_commune = pc.equal(facts["area_level"], "commune")
    moved: list[Row] = []
    masks = []
    for year in sorted(pc.unique(facts.filter(at_commune)["geography_year"]).to_pylist()):
        step = _step(year, movements)
        of_year = pc.and_(at_commune, pc.equal(facts["geography_year"], year))
        still = pa.array(
            sorted(_unmoved(step) - _heirs(pc.unique(facts.filter(of_year)["ref_area"]), step)), pa.string()
        )
        mask = pc.and_(of_year, pc.invert(pc.is_in(facts["ref_area"], value_set=still)))
        masks.append(mask)
        moved += facts.filter(mask).to_pylist()
    if not moved:
        return Carried(facts)
    taken = masks[0]
    for mask in masks[1:]:
        taken = pc.or_(taken, mask)
    done = _Carrying(cards, movements)
    done.carry(moved)
    rows = pa.Table.from_pylist(done.rows, schema=SCHEMA)
    notes = pa.Table.from_pylist(done.notes(), schema=ANNOTATIONS)
    return Carried(joined([facts.filter(pc.invert(taken)), rows]), done.breaks, notes, dict(done.left))


def _step(year: int, movements: tuple[Movement, ...]) -> Passage | None:
    """The passage of a year's codes; None for the year in force, or one of which no list is known."""
    if year >= LATEST_YEAR:
        return None
    try:
        return passage(year, LATEST_YEAR, movements)
    except Refusal as refusal:
        if "tournent en rond" in refusal.found:
            raise
        return None


def _unmoved(step: Passage | None) -> set[str]:
    """Codes that mean the same commune then and now, and that nothing has joined."""
    if step is None:
        return set(codes_of_year(LATEST_YEAR))
    joined_by: dict[str | None, int] = defaultdict(int)
    for link in step.links:
        joined_by[link.new] += 1
    return {
        link.old for link in step.links if link.kind == "same" and link.old == link.new and joined_by[link.new] == 1
    }


def _heirs(present: pa.Array, step: Passage | None) -> set[str]:
    """Communes of today that a code unknown to its own year belongs to: their rows must be added to its own."""
    known = codes_of_year(LATEST_YEAR) if step is None else step.links_of.keys()
    former = former_communes(LATEST_YEAR)
    strange = [code for code in present.to_pylist() if code not in known and code in former]
    return {heir for code in strange for heir in former[code].successors}


class _Carrying:
    """Carries moved rows, thing by thing."""

    def __init__(self, cards: Mapping[str, SourceCard], movements: tuple[Movement, ...]) -> None:
        self._cards = cards
        self._movements = movements
        self._now = codes_of_year(LATEST_YEAR)
        self.rows: list[Row] = []
        self.breaks: list[Break] = []
        self.left: dict[str, list[str]] = defaultdict(list)
        self._told: dict[tuple[str, ...], dict[str, set[str]]] = {}

    def carry(self, moved: Iterable[Row]) -> None:
        things: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
        for row in moved:
            things[row["geography_year"], *(row[name] for name in _SAME_THING)].append(row)
        for (year, *_), rows in things.items():
            step = _step(year, self._movements)
            card = self._cards.get(rows[0]["source_id"])
            measure = card.measures.get(rows[0]["measure"]) if card else None
            self._carry_thing(rows, step, measure)

    def _carry_thing(self, rows: list[Row], step: Passage | None, measure: MeasureCard | None) -> None:
        arrived: dict[str, list[tuple[Row, Link]]] = defaultdict(list)
        whole: dict[tuple[str, ...], list[Row]] = defaultdict(list)
        rollup = measure.rollup if measure else "additive"
        sensitive = measure is None or measure.sensitivity != "low"
        for row in rows:
            links = self._links(row["ref_area"], step)
            if not links:
                self.left[row["source_id"]].append(row["ref_area"])
            elif any(link.kind == "wider" for link in links) or (
                len(links) > 1 and (rollup != "additive" or splits_withheld(row["value"], links, sensitive))
            ):
                whole[tuple(step.covering(row["ref_area"]) if step else ())].append(row)
            else:
                for link, part in zip(links, shared_out(row["value"], links), strict=True):
                    arrived[str(link.new)].append((row | {"value": part}, link))
        for within in list(whole):  # what joined a commune that is only known inside a larger whole joins that whole
            for code in within:
                whole[within] += [row for row, link in arrived.pop(code, []) if link.share == 1.0]
        for code, cells in arrived.items():
            self._arrive(code, cells, rollup)
        for within, inside in whole.items():
            self._as_a_whole(within, inside, rollup)

    def _links(self, code: str, step: Passage | None) -> list[Link]:
        """Where a code goes; a code that its year did not know is tried as one of today, or a former one."""
        if step is not None and code in step.links_of:
            return [link for link in step.links_of[code] if link.new is not None]
        if code in self._now:
            return [Link(code, code, 1.0, "same")]
        former = former_communes(LATEST_YEAR).get(code)
        heirs = former.successors if former else ()
        return [Link(code, heirs[0], 1.0, "merged")] if len(heirs) == 1 and heirs[0] in self._now else []

    def _arrive(self, code: str, cells: list[tuple[Row, Link]], rollup: str) -> None:
        first = cells[0][0]
        if rollup == "none" and len(cells) > 1:  # a printed rate cannot be put together from rates
            self.left[first["source_id"]] += [row["ref_area"] for row, _ in cells]
            return
        statuses = {row["obs_status"] for row, _ in cells}
        split = any(link.kind == "split" for _, link in cells)
        status = next((s for s in "QMEPB" if s in statuses), "A")
        value: float | None = None
        if status not in "QM":
            status = "E" if split else status
            values = [row["value"] for row, _ in cells]
            value = max(values) if rollup == "union" else sum(values)
        self.rows.append(
            first | {"ref_area": code, "geography_year": LATEST_YEAR, "value": value, "obs_status": status}
        )
        olds = {row["ref_area"] for row, _ in cells}
        if olds != {code}:
            self._tell("estimated" if split else "sum" if len(olds) > 1 else "moved", code, first, olds)

    def _as_a_whole(self, within: tuple[str, ...], rows: list[Row], rollup: str) -> None:
        """A figure that today's communes only share: kept for the larger areas that hold them all, given for none."""
        first = rows[0]
        if not within or rollup == "none":
            self.left[first["source_id"]] += [row["ref_area"] for row in rows]
            return
        holder = next((row["ref_area"] for row in rows if row["ref_area"] in within), within[0])
        statuses = {row["obs_status"] for row in rows}
        status = next((s for s in "QM" if s in statuses), "B")
        values = [row["value"] for row in rows if row["value"] is not None]
        value = None if status in "QM" else max(values) if rollup == "union" else sum(values)
        self.rows.append(first | {"ref_area": holder, "value": value, "obs_status": status})
        self.breaks.append(Break(first["source_id"], first["measure"], first["time_period"], within))
        for code in within:
            self._tell("break", code, first, set(within) - {code})

    def _tell(self, what: str, code: str, row: Row, others: set[str]) -> None:
        key = (what, code, row["source_id"], row["measure"], str(row["geography_year"]), row["vintage"])
        told = self._told.setdefault(key, {"periods": set(), "others": set()})
        told["periods"].add(row["time_period"])
        told["others"] |= others

    def notes(self) -> list[Row]:
        """One note per commune, source and measure, whatever the number of periods and countries."""
        listed = []
        for (what, code, source_id, measure, year, vintage), told in sorted(self._told.items()):
            periods = sorted(told["periods"])
            names = sorted(_named(other, int(year)) for other in told["others"])
            words = _WORDS[what]
            said = {"names": ", ".join(names), "year": year}
            listed.append(
                {
                    "kind": "series_break" if what == "break" else "passage",
                    "source_id": source_id,
                    "measure": measure,
                    "ref_area": code,
                    "area_level": "commune",
                    "geography_year": LATEST_YEAR,
                    "time_period": periods[-1],
                    "rank": None,
                    "counterpart_area": None,
                    "text_fr": words[0].format(**said, periods=_span(periods, " à ")),
                    "text_en": words[1].format(**said, periods=_span(periods, " to ")),
                    "vintage": vintage,
                }
            )
        return listed


_WORDS = {
    "sum": (
        "Chiffres de {periods} additionnés pour la commune d'aujourd'hui, à partir de : {names} (communes de {year}).",
        "Figures of {periods} added up for today's commune, from: {names} (communes of {year}).",
    ),
    "moved": (
        "Chiffre de {periods} publié sous le nom ou le code d'alors : {names} (communes de {year}).",
        "Figure of {periods} published under the name or code of the time: {names} (communes of {year}).",
    ),
    "estimated": (
        "Chiffre de {periods} estimé : la commune d'alors a été partagée ; il est réparti selon la population, à partir de : {names}.",
        "Figure of {periods} estimated: the commune of the time was split; it is shared out by population, from: {names}.",
    ),
    "break": (
        "Série coupée : en {periods}, le chiffre portait sur un territoire plus large, aujourd'hui partagé avec {names}. "
        "Il n'est pas réparti entre ces communes ; il compte dans les territoires qui les contiennent toutes.",
        "Series broken: in {periods} the figure covered a wider territory, now shared with {names}. It is not divided "
        "between these communes; it counts in the areas that hold them all.",
    ),
}


def _span(periods: list[str], to: str) -> str:
    return periods[0] if len(periods) == 1 else f"{periods[0]}{to}{periods[-1]}"


def _named(code: str, year: int) -> str:
    """« Saline (14666) »: the commune's name in its own year's list, or today's, or as a former one."""
    former = former_communes(LATEST_YEAR).get(code)
    units = units_of_year(LATEST_YEAR)["commune"]
    if code in units.row_of:
        return f"{units.column('name')[units.row_of[code]]} ({code})"
    return f"{former.name} ({code})" if former else code


def carrying_fingerprint() -> str:
    """A hash of the code that carries facts through time: a mended passage makes another edition."""
    import longuevue.territories as territories

    digest = hashlib.sha256(Path(__file__).read_bytes())
    for path in sorted(Path(territories.__path__[0]).glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
