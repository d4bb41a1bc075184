"""Reading a few rows of a sorted Parquet file without reading the rest: row groups found by their bounds, kept a while.
What the rows mean is the reader's business."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq


class SortedRows:
    """A Parquet file sorted by one text column, and the rows that carry one key."""

    def __init__(self, path: Path, key: str, *, groups_kept: int = 64) -> None:
        self._path = path
        self._key = key
        self._file = pq.ParquetFile(path, memory_map=False)
        column = self._file.schema_arrow.get_field_index(key)
        self._bounds = []
        for index in range(self._file.metadata.num_row_groups):
            statistics = self._file.metadata.row_group(index).column(column).statistics
            self._bounds.append((statistics.min, statistics.max))
        self._group = lru_cache(maxsize=groups_kept)(self._read_group)

    def of(self, key: str) -> pa.Table:
        """The rows of that key, in the order of the file."""
        tables = [self._rows_in(index, key) for index, (low, high) in enumerate(self._bounds) if low <= key <= high]
        return pa.concat_tables(tables) if tables else self._file.schema_arrow.empty_table()

    def keys(self) -> list[str]:
        """Every key of the file, once."""
        column = self._file.read(columns=[self._key]).column(0)
        return pc.unique(column).to_pylist()

    def _rows_in(self, index: int, key: str) -> pa.Table:
        table, first_row = self._group(index)
        bounds = first_row.get(key)
        return table.slice(bounds[0], bounds[1]) if bounds else table.slice(0, 0)

    def _read_group(self, index: int) -> tuple[pa.Table, dict[str, tuple[int, int]]]:
        table = self._file.read_row_group(index)
        runs = pc.run_end_encode(table.column(self._key).combine_chunks())
        if isinstance(runs, pa.ChunkedArray):
            runs = runs.combine_chunks()
        found, start = {}, 0
        for value, end in zip(runs.values.to_pylist(), runs.run_ends.to_pylist(), strict=True):
            found[value] = (start, end - start)
            start = end
        return table, found
