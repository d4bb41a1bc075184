"""The cells of one entrusted source, gathered at every scale that a shown marker reads; and written back once decided.

What may leave of them is `release.py`'s; which sources go through the gate is `protected_facts.py`'s.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from longuevue.engine.disclosure.cells import Cell, CellKey, Given, added_up, area_name, level_and_code
from longuevue.engine.disclosure.release import Release
from longuevue.engine.disclosure.sensitive import Sensitive
from longuevue.engine.leaves import WITHHELD
from longuevue.facts.cards import SourceCard
from longuevue.facts.contributors import agreed, is_contributor
from longuevue.facts.table import facts_from_rows

UNKNOWN_COUNTRY = "_U"
REMAINDER = "_R"
#: the level whose areas make up a larger one, nearest first
MADE_OF: dict[str, tuple[str, ...]] = {
    "country": ("region", "departement", "commune"),
    "region": ("departement", "commune"),
    "departement": ("commune",),
    "epci": ("commune",),
    "perimeter": ("commune", "lau"),
}


#: (level of the area, level of its members) → code of the area → its members by name, with their shares
Makers = Mapping[tuple[str, str], Mapping[str, list[tuple[str, float]]]]


def makers_of(membership: pa.Table) -> Makers:
    """Who is made of whom, from one level to another."""
    made: dict[tuple[str, str], dict[str, list[tuple[str, float]]]] = defaultdict(lambda: defaultdict(list))
    for row in membership.to_pylist():
        if row["area_level"] != row["member_level"]:
            member = (area_name(row["member_level"], row["member_code"]), row["share"])
            made[row["area_level"], row["member_level"]][row["ref_area"]].append(member)
    return made


def drafted(
    source: str,
    facts: pa.Table,
    card: SourceCard,
    measures: Mapping[tuple[str, str], Sensitive],
    membership: pa.Table,
) -> Draft:
    """The cells of one source, at every scale that a shown marker reads."""
    mine = facts.filter(pc.equal(facts["source_id"], source)).to_pylist()
    rows = [row for row in mine if row["item"] is None or is_contributor(row["item"])]
    # only the areas that hold a place of this source, with all their members: the country is large, its files are small
    here = pc.is_in(
        membership["member_code"], value_set=pa.array(sorted({row["ref_area"] for row in rows}), pa.string())
    )
    touched = pc.unique(membership.filter(here)["ref_area"])
    draft = Draft(source, card, membership.filter(pc.is_in(membership["ref_area"], value_set=touched)))
    for (owner, measure), item in sorted(measures.items()):
        if owner == source and item.shown:
            draft.add(measure, item, rows)
    return draft


class Draft:
    """The cells of one source while they are gathered."""

    def __init__(self, source: str, card: SourceCard, membership: pa.Table) -> None:
        self.source = source
        self.card = card
        self.cells: dict[CellKey, Cell] = {}
        self.members: dict[str, list[tuple[str, float]]] = {}
        self._printed: dict[CellKey, dict[str, Any]] = {}
        self._levels: dict[str, set[str]] = defaultdict(set)
        self.makers = makers_of(membership)

    def add(self, measure: str, item: Sensitive, rows: list[dict[str, Any]]) -> None:
        """The publisher's rows, the totals over countries, then every larger area that will be shown."""
        told = [row for row in rows if row["measure"] == measure and row["obs_status"] not in WITHHELD]
        for row in told:
            key = self._key(measure, row)
            old = self.cells.get(key)
            value = row["value"] + (old.value if old else 0.0)
            mine = (Given(row["item"], row["value"], agreed(row["item"])),) if row["item"] else ()
            given = added_up([(old.given if old else (), 1.0), (mine, 1.0)])
            units = _units(given, item, [item.units_of(row, rows)])
            self.cells[key] = Cell(key, value, units=units, data_class=item.data_class, given=given)
            self._printed[key] = row
        own = {row["area_level"] for row in told}
        self._levels[measure] |= own
        if self.card.measure(measure).absent == "zero":
            self._fill_zeros(measure, item)
        self._sum_countries(measure, item)
        if self.card.measure(measure).rollup == "additive":
            for level in ("epci", "departement", "perimeter", "region", "country"):
                if level in item.scales and level not in own:
                    self._climb(measure, level, own, item)

    def _key(self, measure: str, row: Mapping[str, Any]) -> CellKey:
        return CellKey(
            self.source,
            measure,
            area_name(row["area_level"], row["ref_area"]),
            row["time_period"],
            row["counterpart_area"] or UNKNOWN_COUNTRY,
            row["category"] or "",
        )

    def _of(self, measure: str) -> list[CellKey]:
        return sorted(key for key in self.cells if key.measure == measure)

    def _fill_zeros(self, measure: str, item: Sensitive) -> None:
        """A country seen somewhere and not here is a zero that the table prints by its silence."""
        keys = self._of(measure)
        places = {(key.area, key.period) for key in keys}
        kinds = {(key.period, key.counterpart, key.category) for key in keys}
        for area, period in places:
            for when, counterpart, category in kinds:
                key = CellKey(self.source, measure, area, period, counterpart, category)
                if when == period and key not in self.cells:
                    self.cells[key] = Cell(key, 0.0, data_class=item.data_class)

    def _sum_countries(self, measure: str, item: Sensitive) -> None:
        """The world: stated by the publisher, with a remainder when countries do not make it up, or else summed."""
        parts: dict[CellKey, list[CellKey]] = defaultdict(list)
        for key in self._of(measure):
            if key.counterpart != "W":
                parts[key._replace(counterpart="W")].append(key)
        stated = self.card.measure(measure).world_total == "stated"
        for whole, keys in parts.items():
            total = sum(self.cells[key].value for key in keys)
            if not stated or whole not in self.cells:
                given = added_up([(self.cells[key].given, 1.0) for key in keys])
                units = _units(given, item, [self.cells[key].units for key in keys])
                self.cells[whole] = Cell(whole, total, units=units, data_class=item.data_class, given=given)
            elif self.cells[whole].value > total:
                rest = whole._replace(counterpart=REMAINDER)
                gap = self.cells[whole].value - total
                self.cells[rest] = Cell(rest, gap, data_class=item.data_class, planned=False)

    def _climb(self, measure: str, level: str, own: set[str], item: Sensitive) -> None:
        """Areas of `level` made of the nearest smaller level at hand; incomplete ones are left out where silence is not zero."""
        made_of = next((lower for lower in MADE_OF[level] if lower in self._levels[measure]), None)
        if made_of is None:
            return
        listed = {area: list(rows) for area, rows in self.makers.get((level, made_of), {}).items()}
        if level == "perimeter" and "lau" in own:
            for area, rows in self.makers.get((level, "lau"), {}).items():
                listed.setdefault(area, []).extend(rows)
        tables: dict[CellKey, dict[str, Cell]] = defaultdict(dict)
        for key in self._of(measure):
            tables[key._replace(area="")][key.area] = self.cells[key]
        silence_is_zero = self.card.measure(measure).absent == "zero"
        height = {"epci": 1, "departement": 1, "perimeter": 1, "region": 2, "country": 3}[level]
        for table, here in tables.items():
            for area, rows in listed.items():
                seen = [(here[name], share) for name, share in rows if name in here]
                if not seen or (not silence_is_zero and len(seen) < len(rows)):
                    continue
                key = table._replace(area=area_name(level, area))
                given = added_up([(cell.given, share) for cell, share in seen])
                self.cells[key] = Cell(
                    key,
                    sum(cell.value * share for cell, share in seen),
                    units=_units(given, item, [cell.units for cell, _ in seen]),
                    data_class=item.data_class,
                    given=given,
                    level=height,
                    planned=all(cell.planned for cell, _ in seen),
                )
                self.members[key.area] = sorted(rows)
        self._levels[measure].add(level)

    def shares(self, measures: Mapping[tuple[str, str], Sensitive]) -> list[Any]:
        """The percentages that markers will print from two measures of this source."""
        return [
            share
            for (owner, _), item in sorted(measures.items())
            if owner == self.source
            for share in item.shares_over(self.cells)
        ]

    def told(self, decided: Release) -> pa.Table:
        """Rows of facts: values that leave, and Q where one is withheld; a zero said by silence stays silent."""
        first = next(iter(self._printed.values()))
        same = {name: first[name] for name in ("source_id", "dataset", "geography_year", "vintage")}
        rows = []
        for key, cell in sorted(self.cells.items()):
            hidden = key in decided.suppressed
            if not cell.planned or (cell.value == 0 and not hidden and key not in self._printed):
                continue
            level, code = level_and_code(key.area)
            printed = self._printed.get(key, {})
            rows.append(
                {
                    "measure": key.measure,
                    "ref_area": code,
                    "area_level": level,
                    "time_period": key.period,
                    "counterpart_area": None if key.counterpart == UNKNOWN_COUNTRY else key.counterpart,
                    "category": key.category or None,
                    "item": None,
                    "value": None if hidden else cell.value,
                    "obs_status": "Q" if hidden else printed.get("obs_status", "A"),
                }
            )
        return facts_from_rows(rows, **same)

    def card_after(self) -> SourceCard:
        """The card of what left: each level stands for itself, and the world is stated."""
        measures = dict(self.card.measures)
        for name, levels in self._levels.items():
            measures[name] = measures[name].model_copy(
                update={"levels": tuple(sorted(levels)), "rollup": "none", "world_total": "stated"}
            )
        return self.card.model_copy(update={"measures": measures})


def _units(given: Sequence[Given], item: Sensitive, of_parts: Sequence[int | None]) -> int | None:
    """Contributors of a sum: those who are known, each once; else as many as its parts have; people count themselves."""
    if given and item.data_class == "amounts":
        return sum(one.value > 0 for one in given)
    return None if any(units is None for units in of_parts) else sum(units or 0 for units in of_parts)
