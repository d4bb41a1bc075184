"""Readings that a broken series forbids: the publisher counted a wider territory, and an area holds a part of it only.

Which figures are in that case is said by `sources.through_time`; here the readings they reach are withheld.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from longuevue.engine.readings import READINGS
from longuevue.markers.marker import Marker

#: (measure, period) → sets of communes that a figure covers together
Wholes = Mapping[tuple[str, str], Iterable[tuple[str, ...]]]


def withheld_at_breaks(readings: pa.Table, wholes: Wholes, markers: Iterable[Marker], membership: pa.Table) -> pa.Table:
    """The same readings; those of an area that holds some of the communes of a whole, not all, have no value."""
    if not wholes:
        return readings
    astride = _astride(wholes, membership)
    measures = {m.id: set(m.tree().measures()) for h in markers for m in (h, *h.companion_markers())}
    forbidden: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for (measure, period), areas in astride.items():
        for marker_id, read in measures.items():
            if measure in read:
                forbidden[marker_id, period] |= areas
    periods = pa.array(sorted({period for _, period in forbidden}), pa.string())
    looked_at = pc.indices_nonzero(pc.fill_null(pc.is_in(readings["time_period"], value_set=periods), False))
    rows = readings.take(looked_at).select(["marker", "time_period", "area_level", "ref_area"]).to_pylist()
    hit = [
        position
        for position, row in zip(looked_at.to_pylist(), rows, strict=True)
        if (row["area_level"], row["ref_area"]) in forbidden.get((row["marker"], row["time_period"]), ())
    ]
    return _emptied(readings, hit)


def _astride(wholes: Wholes, membership: pa.Table) -> dict[tuple[str, str], set[tuple[str, str]]]:
    """By measure and period, the areas that hold a part of a whole without the rest."""
    codes = {code for listed in wholes.values() for whole in listed for code in whole}
    mask = pc.and_(
        pc.equal(membership["member_level"], "commune"),
        pc.is_in(membership["member_code"], value_set=pa.array(sorted(codes), pa.string())),
    )
    areas_of: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in membership.filter(mask).select(["member_code", "area_level", "ref_area"]).to_pylist():
        areas_of[row["member_code"]].add((row["area_level"], row["ref_area"]))
    found: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for key, listed in wholes.items():
        for whole in listed:
            every, shared = set(areas_of[whole[0]]), set(areas_of[whole[0]])
            for code in whole[1:]:
                every |= areas_of[code]
                shared &= areas_of[code]
            found[key] |= every - shared
    return found


def _emptied(readings: pa.Table, positions: list[int]) -> pa.Table:
    if not positions:
        return readings
    hit = pa.array([False] * readings.num_rows).to_numpy(zero_copy_only=False).copy()
    hit[positions] = True
    mask = pa.array(hit)
    columns = []
    for field in READINGS:
        column = readings[field.name]
        if field.name in ("value", "numerator", "denominator", "coverage", "precision", "standard_error"):
            column = pc.if_else(mask, pa.scalar(None, field.type), column)
        elif field.name == "status":
            column = pc.if_else(mask, "not_available", column)
        elif field.name == "status_reason":
            column = pc.if_else(mask, "scale_too_small", column)
        columns.append(column)
    return pa.table(columns, schema=READINGS)
