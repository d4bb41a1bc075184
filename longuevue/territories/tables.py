"""The catalogue as Arrow tables: one row per territory, one row per (territory, municipality).

The shapes are fixed in docs/explanation/house.md; nothing is looked up here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from longuevue.territories.units import LAU_YEAR, Units

if TYPE_CHECKING:
    from longuevue.territories.catalogue import Territory
    from longuevue.territories.perimeters import Member

TERRITORIES = pa.schema(
    [
        ("area_level", pa.string()),
        ("ref_area", pa.string()),
        ("name", pa.string()),
        ("geography_year", pa.int32()),
        ("zone", pa.string()),
        ("population", pa.int64()),
        ("epci", pa.string()),
        ("departement", pa.string()),
        ("region", pa.string()),
    ]
)
MEMBERSHIP = pa.schema(
    [
        ("area_level", pa.string()),
        ("ref_area", pa.string()),
        ("member_level", pa.string()),
        ("member_code", pa.string()),
        ("share", pa.float64()),
    ]
)
_LEVELS = ("commune", "epci", "departement", "region", "arrondissement", "lau", "country")


def territories_table(units: Mapping[str, Units], perimeters: Sequence[Territory], year: int) -> pa.Table:
    """Every territory; parents as bare codes; foreign municipalities carry the year of their own list."""
    parts = []
    for level in _LEVELS:
        table = units[level].table
        known_year = LAU_YEAR if level == "lau" else year
        columns = [
            table["level"],
            table["code"],
            table["name"],
            _repeat(known_year, table.num_rows, pa.int32()),
        ]
        columns += [table[name] for name in ("zone", "population", "epci", "departement", "region")]
        parts.append(pa.table(columns, schema=TERRITORIES))
    rows = [
        {
            "area_level": "perimeter",
            "ref_area": territory.code,
            "name": territory.name,
            "geography_year": year,
            "population": territory.population,
        }
        for territory in perimeters
    ]
    return pa.concat_tables([*parts, pa.Table.from_pylist(rows, schema=TERRITORIES)]).combine_chunks()


def membership_table(units: Mapping[str, Units], perimeters: Mapping[str, Sequence[Member]]) -> pa.Table:
    """Each municipality is a member of itself, of its two trees, of FR (not the overseas collectivities).

    A municipal arrondissement is a member of itself only: its figures reach the commune by an explicit
    roll-up, so that an arrondissement and its commune never meet in one total.
    """
    parts = [_rows(level, units[level].table["code"], level, units[level].table["code"]) for level in _SELF]
    communes = units["commune"].table
    for level in ("epci", "departement", "region"):
        inside = communes.filter(pc.is_valid(communes[level]))
        parts.append(_rows(level, inside[level], "commune", inside["code"]))
    inside = communes.filter(pc.not_equal(communes["zone"], "com"))
    parts.append(_rows("country", _repeat("FR", inside.num_rows, pa.string()), "commune", inside["code"]))
    rows = [
        {
            "area_level": "perimeter",
            "ref_area": slug,
            "member_level": m.system,
            "member_code": m.code,
            "share": m.share,
        }
        for slug, members in perimeters.items()
        for m in members
    ]
    return pa.concat_tables([*parts, pa.Table.from_pylist(rows, schema=MEMBERSHIP)]).combine_chunks()


_SELF = ("commune", "arrondissement", "lau")


def _rows(level: str, areas: pa.ChunkedArray | pa.Array, member_level: str, members: pa.ChunkedArray) -> pa.Table:
    count = len(members)
    columns = [_repeat(level, count, pa.string()), areas, _repeat(member_level, count, pa.string()), members]
    return pa.table([*columns, _repeat(1.0, count, pa.float64())], schema=MEMBERSHIP)


def _repeat(value: object, count: int, kind: pa.DataType) -> pa.Array:
    return pa.repeat(pa.scalar(value, kind), count)
