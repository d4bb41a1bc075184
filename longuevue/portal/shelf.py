"""Bytes that all the processes of one server keep together, in memory that no file holds and that goes with them, even when
they are killed. What is kept, and under which key, is decided by those who ask."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import mmap
import struct
import tempfile
import threading
import zlib
from collections.abc import Iterator
from typing import Final

#: where the next bytes go, counted since the beginning: the memory is a ring, whose oldest bytes are written over
_HEAD: Final = struct.Struct("<Q")
#: a place of the index: the key's imprint, where its bytes begin, how many they are, their sum
_PLACE: Final = struct.Struct("<16sQII")
_PLACES: Final = 1 << 16
_AT_ONCE: Final = 1 << 20


class Shelf:
    """At most `most` bytes, the oldest going first. Made before a fork, it is the same in both processes.

    Nobody waits to read: bytes written over meanwhile do not have their sum, and are then not there. Two keys that fall on
    the same place of the index drive each other out.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._ring = _HEAD.size + _PLACES * _PLACE.size
        self._memory = mmap.mmap(-1, self._ring + most)
        self._door = tempfile.TemporaryFile()  # noqa: SIM115 — a lock that ends with whoever holds it
        self._threads = threading.Lock()

    def get(self, key: str) -> bytes | None:
        """What was put under this key, whole, or None."""
        imprint, place = _imprint(key)
        found, begin, length, total = _PLACE.unpack_from(self._memory, place)
        if found != imprint or not length:
            return None
        start = self._ring + begin % self.most
        content = self._memory[start : start + length]
        return content if zlib.crc32(content) == total else None

    def put(self, key: str, content: bytes) -> None:
        """Keep these bytes, if there is room for them at all."""
        if not 0 < len(content) <= self.most:
            return
        imprint, place = _imprint(key)
        with self._alone():
            (head,) = _HEAD.unpack_from(self._memory, 0)
            left = self.most - head % self.most
            begin = head if len(content) <= left else head + left
            start = self._ring + begin % self.most
            self._memory[start : start + len(content)] = content
            _PLACE.pack_into(self._memory, place, imprint, begin, len(content), zlib.crc32(content))
            _HEAD.pack_into(self._memory, 0, begin + len(content))

    def forget(self) -> None:
        """Write nothing over all that was kept: not a word of it is left in the memory."""
        with self._alone():
            used = self._ring + min(self.most, _HEAD.unpack_from(self._memory, 0)[0])
            for start in range(0, used, _AT_ONCE):
                part = min(_AT_ONCE, used - start)
                self._memory[start : start + part] = bytes(part)

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """One writer at a time, among threads and among processes; a killed one holds nobody up."""
        with self._threads:
            fcntl.lockf(self._door, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.lockf(self._door, fcntl.LOCK_UN)


def _imprint(key: str) -> tuple[bytes, int]:
    """Sixteen bytes of the key, and its place in the index."""
    imprint = hashlib.blake2b(key.encode(), digest_size=16).digest()
    return imprint, _HEAD.size + int.from_bytes(imprint[:4], "little") % _PLACES * _PLACE.size
