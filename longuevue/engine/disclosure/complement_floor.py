"""The other half of a population floor: no two published readings may leave, by difference, fewer people than the floor.

Which areas are themselves under the floor is decided in `engine.statuses`; here the smallest neighbour steps back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from longuevue.engine.context import Context
from longuevue.engine.disclosure.cells import area_name
from longuevue.engine.disclosure.floors import withhold
from longuevue.engine.precision.floors import detail_floor
from longuevue.markers.marker import Marker

_EMPTIED = ("value", "numerator", "denominator", "coverage", "precision", "standard_error")


def with_complement_floors(readings: pa.Table, markers: Iterable[Marker], context: Context) -> pa.Table:
    """The same readings, without those from which a place under the floor could be computed."""
    bound = [marker for marker in markers if marker.population_floor]
    floors = {marker.id: marker.population_floor for marker in bound}
    details = {m.id: detail_floor(floors[m.id], context.partner_countries(m.tree().measures())) for m in bound}
    mine = pc.is_in(readings["marker"], value_set=pa.array(sorted(floors), pa.string()))
    # a count and a ratio can be subtracted; an index of diversity, which states no numerator, cannot
    places = pc.indices_nonzero(pc.and_(mine, pc.is_valid(readings["numerator"]))).to_pylist()
    if not places:
        return readings
    people, members = _people(context), _members(context)
    groups: dict[tuple[str, str, str], dict[str, int]] = defaultdict(dict)
    rows = readings.take(places).to_pylist()
    for place, row in zip(places, rows, strict=True):
        name = area_name(row["area_level"], row["ref_area"])
        # INSEE's floors bind INSEE's figures: a foreign commune stays as its own office prints it
        if name in people and row["area_level"] != "lau":
            groups[row["marker"], row["time_period"], row["counterpart_area"]][name] = place
    hidden = [
        here[name]
        for (marker, _, counterpart), here in groups.items()
        for name in withhold(set(here), people, members, floors[marker] if counterpart == "W" else details[marker])
    ]
    return _emptied(readings, hidden) if hidden else readings


def _emptied(readings: pa.Table, places: list[int]) -> pa.Table:
    chosen = set(places)
    mask = pa.array([place in chosen for place in range(readings.num_rows)])
    for name in _EMPTIED:
        emptied = pc.if_else(mask, pa.scalar(None, readings.schema.field(name).type), readings[name])
        readings = readings.set_column(readings.column_names.index(name), name, emptied)
    for name, said in (("status", "not_available"), ("status_reason", "scale_too_small")):
        readings = readings.set_column(
            readings.column_names.index(name), name, pc.if_else(mask, pa.scalar(said), readings[name])
        )
    return readings


def _people(context: Context) -> dict[str, float]:
    rows = context.backend.collect(context.populations.select("area_level", "ref_area", "population")).to_pylist()
    return {
        area_name(row["area_level"], row["ref_area"]): float(row["population"])
        for row in rows
        if row["population"] is not None
    }


def _members(context: Context) -> dict[str, list[tuple[str, float]]]:
    """Each larger area and its French communes; areas across a border stand by their French part."""
    table = context.membership
    rows = context.backend.collect(
        table.filter(table.area_level != "commune", table.member_level.isin(["commune", "lau"])).select(
            "area_level", "ref_area", "member_level", "member_code", "share"
        )
    ).to_pylist()
    made_of: dict[str, list[tuple[str, float]]] = defaultdict(list)
    abroad: set[str] = set()
    for row in sorted(rows, key=lambda row: (row["area_level"], row["ref_area"], row["member_code"])):
        area = area_name(row["area_level"], row["ref_area"])
        if row["member_level"] == "lau":
            abroad.add(area)
        elif row["area_level"] != "lau":
            made_of[area].append((area_name("commune", row["member_code"]), row["share"]))
    return {area: members for area, members in made_of.items() if area not in abroad}
