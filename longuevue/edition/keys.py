"""The words by which a row of an edition is found: a territory's key, a marker's key, a figure's address."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from longuevue.terms.levels import PREFIX_OF_LEVEL


def area_key(level: str, code: str) -> str:
    """`com-42218`, `per-grand-geneve/CH`, `FR`."""
    return code if level == "country" else f"{PREFIX_OF_LEVEL[level]}-{code}"


def area_keys(table: pa.Table) -> pa.Array:
    """The key of each row of a table that has `area_level, ref_area`."""
    levels, codes = table.column("area_level").to_pylist(), table.column("ref_area").to_pylist()
    return pa.array([area_key(level, code) for level, code in zip(levels, codes, strict=True)], pa.string())


def marker_keys(table: pa.Table, name: str = "marker") -> pa.Array:
    """`marker|level` of each row."""
    joined = pc.binary_join_element_wise(table.column(name), table.column("area_level"), "|")
    return joined.combine_chunks() if isinstance(joined, pa.ChunkedArray) else joined


def address(marker: str, version: int, edition: str, area: str, period: str, counterpart: str) -> str:
    """What a debate or a decision cites: marker, edition, territory, period (and partner country)."""
    return f"{marker}@{version}/{edition}/{area}/{period}/{counterpart}"
