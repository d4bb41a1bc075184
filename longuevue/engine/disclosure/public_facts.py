"""Among the facts of other sources, the public figures that an entrusted figure can be set against.

Same thing counted (the measure bears the same name, or a marker divides the one by the other), same unit, same place, same
period, and no card that says « different ». What is left between the two is `public_totals.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from longuevue.engine.disclosure.cells import CellKey, area_name, level_and_code
from longuevue.engine.disclosure.draft import MADE_OF, Makers
from longuevue.engine.disclosure.public_totals import PublicFigure, rest_of
from longuevue.engine.disclosure.sensitive import Sensitive, is_entrusted
from longuevue.engine.leaves import WITHHELD
from longuevue.facts.cards import MeasureCard, SourceCard

#: units that all say « counted one by one »
_COUNTS = ("number", "persons", "personnes", "people")


@dataclass(slots=True)
class _Told:
    """What one public source says of one measure: by place, period, partner and category; rolled up when asked."""

    card: MeasureCard
    makers: Makers
    values: dict[CellKey, float] = field(default_factory=dict)
    levels: set[str] = field(default_factory=set)

    def at(self, key: CellKey) -> float | None:
        """The figure at this address, stated or added up by anyone from all of its places; None where nobody can."""
        if key in self.values:
            return self.values[key]
        level, code = level_and_code(key.area)
        lower = next((each for each in MADE_OF.get(level, ()) if each in self.levels), None)
        if lower is None or level in self.levels or self.card.rollup != "additive":
            return None
        parts = list(self.makers.get((level, lower), {}).get(code, ()))
        if level == "perimeter" and lower != "lau":
            parts += self.makers.get((level, "lau"), {}).get(code, ())
        told = [(self.values.get(key._replace(area=name)), share) for name, share in parts]
        if not told or (self.card.absent != "zero" and any(value is None for value, _ in told)):
            return None
        return sum(share * (value or 0.0) for value, share in told)


def public_figures(
    facts: pa.Table,
    keys: Iterable[CellKey],
    items: Mapping[tuple[str, str], Sensitive],
    cards: Mapping[str, SourceCard],
    makers: Makers,
) -> list[PublicFigure]:
    """Every public figure beside one of the entrusted cells `keys`; whether the two can be of one universe is for the
    arithmetic to say."""
    by_measure: dict[tuple[str, str], list[CellKey]] = {}
    for key in sorted(keys):
        by_measure.setdefault((key.marker, key.measure), []).append(key)
    found = []
    for (owner, measure), mine in by_measure.items():
        item = items.get((owner, measure))
        if item is None:
            continue
        for source, other in _beside(item, cards):
            told = _told(facts, source, other, mine, cards[source].measure(other), makers)
            if not told.values:
                continue
            units = _Told(told.card, makers)
            if item.data_class == "amounts":
                units = _told(facts, source, f"{other}_units", mine, told.card, makers)
            if other == measure:
                found += list(_same_thing(mine, source, other, told, units))
            elif other in item.divided_by:
                found += list(_wholes(mine, source, other, told, units))
            if other in item.divides:
                found += list(_parts(mine, source, other, told, units))
    return found


def _beside(item: Sensitive, cards: Mapping[str, SourceCard]) -> Iterator[tuple[str, str]]:
    """(public source, measure) pairs whose definitions let them be set against the entrusted measure."""
    mine = cards[item.source_id]
    for source, card in sorted(cards.items()):
        if is_entrusted(card) or _declared_different(mine, card):
            continue
        for measure in sorted({item.measure, *item.divided_by, *item.divides} & card.measures.keys()):
            if _same_unit(mine.measure(item.measure).unit, card.measure(measure).unit):
                yield source, measure


def _declared_different(one: SourceCard, other: SourceCard) -> bool:
    said = [*(c.how for c in one.comparable_with if c.source == other.id)]
    said += [c.how for c in other.comparable_with if c.source == one.id]
    return "different" in said


def _same_unit(one: str, other: str) -> bool:
    one, other = one.lower(), other.lower()
    return one == other or (one in _COUNTS and other in _COUNTS)


def _told(facts: pa.Table, source: str, measure: str, keys: list[CellKey], card: MeasureCard, makers: Makers) -> _Told:
    told = _Told(card, makers)
    mask = pc.and_(pc.equal(facts["source_id"], source), pc.equal(facts["measure"], measure))
    rows = facts.filter(pc.and_(mask, pc.is_null(facts["item"])))
    periods = pa.array(sorted({key.period for key in keys}))
    rows = rows.filter(pc.and_(pc.is_in(rows["time_period"], periods), pc.is_valid(rows["value"])))
    rows = rows.filter(pc.invert(pc.is_in(rows["obs_status"], pa.array(WITHHELD))))
    by = ["area_level", "ref_area", "time_period", "counterpart_area", "category"]
    stated = rows.filter(pc.is_valid(rows["counterpart_area"])).group_by(by).aggregate([("value", "sum")]).to_pylist()
    if card.world_total == "summed":
        by.remove("counterpart_area")
        worlds = rows.group_by(by).aggregate([("value", "sum")]).to_pylist()
        stated = [row for row in stated if row["counterpart_area"] != "W"] + worlds
    for row in stated:
        area = area_name(row["area_level"], row["ref_area"])
        partner, category = row.get("counterpart_area", "W"), row["category"] or ""
        told.values[CellKey("", "", area, row["time_period"], partner, category)] = row["value_sum"]
        told.levels.add(row["area_level"])
    return told


def _same_thing(keys: list[CellKey], source: str, measure: str, told: _Told, units: _Told) -> Iterator[PublicFigure]:
    for key in keys:
        at = key._replace(marker="", measure="")
        if (value := told.at(at)) is not None:
            yield PublicFigure(key, rest_of(key, measure, source), value, units=_whole(units.at(at)))


def _wholes(keys: list[CellKey], source: str, measure: str, told: _Told, units: _Told) -> Iterator[PublicFigure]:
    """The entrusted figure is divided by the public one, which is told of all countries and categories together."""
    for key in keys:
        at = key._replace(marker="", measure="", counterpart="W", category="")
        if (value := told.at(at)) is not None:
            yield PublicFigure(key, rest_of(key, measure, source), value, base=True, units=_whole(units.at(at)))


def _parts(keys: list[CellKey], source: str, measure: str, told: _Told, units: _Told) -> Iterator[PublicFigure]:
    """The public figure is divided by the entrusted one, all countries and categories together or each of them."""
    kinds = {(at.counterpart, at.category) for at in told.values}
    for key in keys:
        for counterpart, category in sorted(kinds) if (key.counterpart, key.category) == ("W", "") else ():
            at = key._replace(marker="", measure="", counterpart=counterpart, category=category)
            if (value := told.at(at)) is not None:
                rest = rest_of(at._replace(marker=key.marker, measure=measure), key.measure, source)
                yield PublicFigure(key, rest, value, whole=False, base=True, units=_whole(units.at(at)))


def _whole(units: float | None) -> int | None:
    return None if units is None else round(units)
