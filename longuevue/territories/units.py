"""The official units of one year as columns in memory: read from Parquet in one go, looked up by code.

Perimeters, parsing and search are built on top, in their own modules.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from longuevue.territories.assets import asset, known_year

#: year of the foreign code list shipped in `lau_ch.csv`
LAU_YEAR = 2021


class Units:
    """One level in the order of codes: an Arrow table, its columns as lists, the row of each code."""

    def __init__(self, table: pa.Table) -> None:
        self.table = table
        self._columns: dict[str, list] = {}
        self.row_of: dict[str, int] = {code: row for row, code in enumerate(self.column("code"))}

    def column(self, name: str) -> list:
        """The values of one column, turned into Python once."""
        if name not in self._columns:
            self._columns[name] = self.table[name].to_pylist()
        return self._columns[name]

    def __len__(self) -> int:
        return self.table.num_rows


@dataclass(frozen=True, slots=True)
class FormerCommune:
    """A code that is not a commune in the year asked, with what the lists say of it."""

    code: str
    name: str
    successors: tuple[str, ...]
    appears_in: int | None


@lru_cache(maxsize=4)
def units_of_year(year: int) -> dict[str, Units]:
    """Every level of one code list, foreign municipalities included; the files are read once per process."""
    table = pq.ParquetFile(asset(f"units-{known_year(year)}.parquet")).read()
    # the file is written level by level: slices are enough, and much cheaper than filters
    found, start = {}, 0
    for level, count in ((c["values"], c["counts"]) for c in pc.value_counts(table["level"]).to_pylist()):
        found[level] = Units(table.slice(start, count).combine_chunks())
        start += count
    found["lau"] = Units(_foreign(table.schema))
    return found


@lru_cache(maxsize=4)
def former_communes(year: int) -> dict[str, FormerCommune]:
    """Codes that were or will be communes, but are not in `year`."""
    rows = pq.ParquetFile(asset(f"former-{known_year(year)}.parquet")).read().to_pylist()
    return {r["code"]: FormerCommune(r["code"], r["name"], tuple(r["successors"]), r["appears_in"]) for r in rows}


def _foreign(schema: pa.Schema) -> pa.Table:
    text = (files(__package__) / "lau_ch.csv").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    rows = [
        {"level": "lau", "code": r["code"], "name": r["name"], "population": int(r["population"])}
        for r in csv.DictReader(lines)
    ]
    return pa.Table.from_pylist(rows, schema=schema)
