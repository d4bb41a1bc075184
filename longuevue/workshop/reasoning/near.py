"""Texts that are almost the same, found in a few seconds among thousands, without reading any of them for anybody. What is done
about them is a person's to say; short texts are alike only when they are the same."""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Hashable, Mapping
from typing import Final, TypeVar

import numpy as np

Key = TypeVar("Key", bound=Hashable)

#: fewer texts than this that look alike are not told: people of one street tell one story
MANY: Final = 3
#: shared part of their pieces from which two texts are almost the same (Jaccard, estimated)
ALIKE: Final = 0.5
_PIECE: Final = 5
_BANDS, _ROWS = 32, 4
_NOT_LETTERS: Final = re.compile(r"[^a-z]+")


def plain(text: str) -> str:
    """Without accents, capitals, figures, invisible signs nor punctuation: what one changes to look different."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return _NOT_LETTERS.sub(" ", "".join(c for c in apart if unicodedata.category(c) not in ("Mn", "Cf"))).strip()


def groups(texts: Mapping[Key, str], many: int = MANY) -> list[list[Key]]:
    """Keys of texts almost the same, largest group first; a text is in one group at most."""
    marks = {key: _mark(plain(text)) for key, text in texts.items()}
    leader: dict[Key, Key] = {key: key for key in marks}

    def first(key: Key) -> Key:
        while leader[key] != key:
            leader[key] = leader[leader[key]]
            key = leader[key]
        return key

    seen: dict[tuple[int, bytes], Key] = {}
    for key, mark in marks.items():
        if mark is None:
            continue
        for band in range(_BANDS):
            part = (band, mark[band * _ROWS : (band + 1) * _ROWS].tobytes())
            other = seen.setdefault(part, key)
            known = marks[other]
            if other != key and known is not None and float((mark == known).mean()) >= ALIKE:
                leader[first(key)] = first(other)
    together: dict[Key, list[Key]] = {}
    for key in marks:
        together.setdefault(first(key), []).append(key)
    return sorted((keys for keys in together.values() if len(keys) >= many), key=len, reverse=True)


def _mark(text: str) -> np.ndarray | None:
    """The smallest hash of its pieces under each of 128 draws: two texts share as many as they share pieces."""
    if not text:
        return None
    pieces = {text[at : at + _PIECE] for at in range(max(1, len(text) - _PIECE + 1))}
    numbers = np.fromiter((zlib.crc32(piece.encode()) for piece in pieces), dtype=np.uint64, count=len(pieces))
    drawn: np.ndarray = ((numbers[:, None] * _FACTORS + _TERMS) >> _HIGH).min(axis=0)
    return drawn


_DRAWS = np.random.default_rng(5)
#: products are taken modulo 2**64, as numbers of 64 bits do by themselves; their high half is well mixed
_FACTORS: Final = _DRAWS.integers(1 << 62, 1 << 63, _BANDS * _ROWS, dtype=np.uint64) | np.uint64(1)
_TERMS: Final = _DRAWS.integers(0, 1 << 63, _BANDS * _ROWS, dtype=np.uint64)
_HIGH: Final = np.uint64(32)
