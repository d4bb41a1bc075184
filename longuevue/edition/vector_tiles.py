"""The features of a vector tile (Mapbox Vector Tile 2.1): layer, number, and properties, whatever kind of value they hold.

Geometry is passed over: the auditor looks for what a tile says of a place, and a count may stand there as a number.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

Value = str | int | float | bool
_VARINT, _EIGHT, _LENGTH, _FOUR = 0, 1, 2, 5


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing drawn on a tile."""

    layer: str
    number: int | None
    properties: dict[str, Value] = field(default_factory=dict)

    def words(self) -> str:
        """What the feature says, as one line: numbers are written as a person would."""
        said = [self.layer, *(() if self.number is None else (str(self.number),))]
        for name, value in self.properties.items():
            said += [name, f"{value:.0f}" if isinstance(value, float) and value.is_integer() else str(value)]
        return " ".join(said)


def features_of(tile: bytes) -> Iterator[Feature]:
    """Every feature of an opened tile; raises `ValueError` when these bytes are not a tile."""
    try:
        for number, layer in _fields(tile):
            if number != 3 or not isinstance(layer, bytes):
                raise ValueError("no layer")
            yield from _features(layer)
    except (IndexError, struct.error, UnicodeDecodeError, TypeError, OverflowError) as error:
        raise ValueError("not a vector tile") from error


def _features(layer: bytes) -> Iterator[Feature]:
    name, keys, values, drawn = "", [], [], []
    for number, content in _fields(layer):
        if not isinstance(content, bytes):
            continue
        if number == 1:
            name = content.decode("utf-8")
        elif number == 2:
            drawn.append(content)
        elif number == 3:
            keys.append(content.decode("utf-8"))
        elif number == 4:
            values.append(_value(content))
    for content in drawn:
        own, tags = None, []
        for number, part in _fields(content):
            if number == 1 and isinstance(part, int):
                own = part
            elif number == 2 and isinstance(part, bytes):
                tags = list(_varints(part))
        pairs = zip(tags[::2], tags[1::2], strict=True)
        yield Feature(name, own, {keys[key]: values[value] for key, value in pairs})


def _value(content: bytes) -> Value:
    for number, part in _fields(content):
        if isinstance(part, bytes):
            if number == 1:
                return part.decode("utf-8")
            return float(struct.unpack("<f" if number == 2 else "<d", part)[0])
        if number == 6:
            return (part >> 1) ^ -(part & 1)
        if number == 7:
            return bool(part)
        return part - (1 << 64) if number == 4 and part >= 1 << 63 else part
    raise ValueError("an empty value")


def _fields(block: bytes) -> Iterator[tuple[int, int | bytes]]:
    """The fields of a protocol buffer: a number and its content."""
    at = 0
    while at < len(block):
        head, at = _varint(block, at)
        kind = head & 7
        if kind == _VARINT:
            content, at = _varint(block, at)
            yield head >> 3, content
            continue
        if kind == _LENGTH:
            size, at = _varint(block, at)
        elif kind in (_EIGHT, _FOUR):
            size = 8 if kind == _EIGHT else 4
        else:
            raise ValueError("an unknown kind of field")
        if at + size > len(block):
            raise ValueError("a field longer than its tile")
        yield head >> 3, block[at : at + size]
        at += size


def _varints(block: bytes) -> Iterator[int]:
    at = 0
    while at < len(block):
        number, at = _varint(block, at)
        yield number


def _varint(block: bytes, at: int) -> tuple[int, int]:
    number = shift = 0
    while True:
        byte = block[at]
        at += 1
        number |= (byte & 127) << shift
        if byte < 128:
            return number, at
        shift += 7
