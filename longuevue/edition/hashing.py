"""Hashes that mean the same on any machine: of a file's bytes, and of a table's rows whatever wrote them.
Deciding what to do when two hashes differ is `verify`'s work."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

#: a cell that is null, which no text of ours can be
NULL = "\x00"


def sha256_of_file(path: Path) -> str:
    """SHA-256 of the bytes, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def sha256_of_data(data: Any) -> str:
    """SHA-256 of plain data, written as JSON with sorted keys."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def sha256_of_rows(table: pa.Table, key: Sequence[str]) -> str:
    """SHA-256 of the rows sorted by `key`, then by every other column; floats at 12 significant digits."""
    others = [name for name in table.column_names if name not in key]
    texts = pa.table({name: _texts(table.column(name)) for name in (*key, *sorted(others))})
    texts = texts.sort_by([(name, "ascending") for name in texts.column_names])
    digest = hashlib.sha256("\x1f".join(texts.column_names).encode())
    for batch in texts.to_batches(max_chunksize=100_000):
        lines = pc.binary_join_element_wise(*batch.columns, "\x1f")
        digest.update("\x1e".join(lines.to_pylist()).encode())
        digest.update(b"\x1e")
    return digest.hexdigest()


def _texts(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if pa.types.is_floating(column.type):
        encoded = column.combine_chunks().dictionary_encode()
        words = pa.array([f"{value:.12g}" for value in encoded.dictionary.to_pylist()], pa.string())
        return pa.chunked_array([words.take(encoded.indices).fill_null(NULL)])
    return pc.cast(column, pa.string()).fill_null(NULL)
