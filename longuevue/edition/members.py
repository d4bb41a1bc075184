"""Who is a member of what in one edition: the communes of a territory, and how many there are. Figures are elsewhere."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from longuevue.edition.places import Place, Places

#: levels at which a territory has no commune inside it
ALONE = ("commune", "arrondissement", "lau")


class Members:
    """The membership recorded in an edition."""

    def __init__(self, path: Path, places: Places) -> None:
        self._path = path
        self._places = places

    def of(self, place: Place) -> list[dict[str, Any]]:
        """The communes (and foreign ones) of the territory in order of names: ref, name, population, share."""
        rows = self._table
        mine = rows.filter(pc.and_(pc.equal(rows["area_level"], place.level), pc.equal(rows["ref_area"], place.code)))
        found = []
        inside = pc.or_(pc.equal(mine["member_level"], "commune"), pc.equal(mine["member_level"], "lau"))
        for row in mine.filter(inside).to_pylist():
            if self._places.has(row["member_level"], row["member_code"]):
                member = self._places.get(row["member_level"], row["member_code"])
                found.append(
                    {"ref": member.key, "name": member.name, "population": member.population, "share": row["share"]}
                )
        return sorted(found, key=lambda m: (m["name"], m["ref"]))

    def count(self, place: Place) -> int | None:
        """How many French communes the territory is made of; None for a commune itself."""
        return None if place.level in ALONE else self._counts.get((place.level, place.code))

    @cached_property
    def _table(self) -> pa.Table:
        return pq.ParquetFile(self._path).read()

    @cached_property
    def _counts(self) -> dict[tuple[str, str], int]:
        communes = self._table.filter(pc.equal(self._table["member_level"], "commune"))
        grouped = communes.group_by(["area_level", "ref_area"]).aggregate([([], "count_all")])
        return {(r["area_level"], r["ref_area"]): r["count_all"] for r in grouped.to_pylist()}
