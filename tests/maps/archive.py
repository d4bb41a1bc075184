"""Reads a PMTiles archive as a browser would, from the published format (version 3): tests look at what is inside."""

from __future__ import annotations

import gzip
import struct
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Tile:
    zoom: int
    bytes: int
    raw: bytes


def varints(block: bytes) -> list[int]:
    found, value, shift = [], 0, 0
    for byte in block:
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            found.append(value)
            value = shift = 0
    return found


def directory(block: bytes) -> list[tuple[int, int, int, int]]:
    numbers = varints(gzip.decompress(block))
    count = numbers[0]
    steps, runs, lengths, offsets = (numbers[1 + i * count : 1 + (i + 1) * count] for i in range(4))
    entries, tile, end = [], 0, 0
    for step, run, length, offset in zip(steps, runs, lengths, offsets, strict=True):
        tile += step
        start = end if offset == 0 else offset - 1
        end = start + length
        entries.append((tile, run, length, start))
    return entries


def zoom_of(tile: int) -> int:
    zoom = 0
    while tile >= 4**zoom:
        tile -= 4**zoom
        zoom += 1
    return zoom


def tiles_of(path: Path) -> list[Tile]:
    data = path.read_bytes()
    assert data[:8] == b"PMTiles\x03"
    root, root_length, _, _, leaves, _, start, _ = struct.unpack("<8Q", data[8:72])
    waiting, found = directory(data[root : root + root_length]), []
    while waiting:
        tile, run, length, offset = waiting.pop()
        if run == 0:
            waiting += directory(data[leaves + offset : leaves + offset + length])
        else:
            body = data[start + offset : start + offset + length]
            found.append(Tile(zoom_of(tile), length, gzip.decompress(body)))
    return found
