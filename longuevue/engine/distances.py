"""Kilometres between the centre of each area and each partner, computed once in NumPy and handed to the engine.
Trigonometry stays out of formulas: no two engines promise its last digits."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from longuevue.engine.context import Context
from longuevue.engine.measures.reach import Point, haversine_km
from longuevue.engine.measures.rings import capitals


def distances_between(context: Context, ends: pa.Table, *, by_item: bool) -> pa.Table:
    """`ends` (`area_level, ref_area, partner`) with `kilometres`, null where either end is unknown.

    A partner is a thing counted (`by_item`) or a country, which stands at its capital.
    """
    levels, codes, partners = (ends[name].to_pylist() for name in ("area_level", "ref_area", "partner"))
    places = context.item_places if by_item else capitals()
    kilometres: list[float | None] = [None] * len(partners)
    of_area: dict[tuple[str, str], list[int]] = {}
    for index, (level, code, partner) in enumerate(zip(levels, codes, partners, strict=True)):
        if partner in places and (level, code) in context.centres:
            of_area.setdefault((level, code), []).append(index)
    for area, indices in of_area.items():
        far = [places[partners[index]] for index in indices]
        found = haversine_km(context.centres[area], [p.lat for p in far], [p.lon for p in far])
        for index, distance in zip(indices, np.asarray(found), strict=True):
            kilometres[index] = float(distance)
    columns = ends.select(["area_level", "ref_area", "partner"])
    return columns.append_column("kilometres", pa.array(kilometres, pa.float64()))


def centres_of(territories: pa.Table | None) -> dict[tuple[str, str], Point]:
    """The known centres of areas, from a table with `area_level, ref_area, latitude, longitude` (absent: none)."""
    if territories is None or "latitude" not in territories.column_names:
        return {}
    names = ("area_level", "ref_area", "latitude", "longitude")
    rows = zip(*(territories[name].to_pylist() for name in names), strict=True)
    return {(level, code): Point(lat, lon) for level, code, lat, lon in rows if lat is not None and lon is not None}


def places_of_items(items: list[dict[str, object]] | None) -> dict[str, Point]:
    """Where each thing counted abroad lies: its own position, else the capital of its country."""
    known = capitals()
    found: dict[str, Point] = {}
    for item in items or []:
        lat, lon, country = item.get("latitude"), item.get("longitude"), item.get("counterpart_area")
        if country == "FR":
            continue
        if isinstance(lat, int | float) and isinstance(lon, int | float):
            found[str(item["item"])] = Point(float(lat), float(lon))
        elif isinstance(country, str) and country in known:
            found[str(item["item"])] = known[country]
    return found
