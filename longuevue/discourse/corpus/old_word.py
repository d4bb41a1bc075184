"""The text of a Word 97-2003 file, by its compound-file sectors and its piece table ([MS-CFB], [MS-DOC]).
Formatting, pictures and macros are not looked at.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from longuevue.discourse.corpus.document import SENTENCE, Block
from longuevue.discourse.corpus.office import OfficeError
from longuevue.discourse.corpus.sentences import furniture_of

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA  # sector numbers from here on are marks, not sectors
_FIELD = re.compile("\x13[^\x13\x14\x15]*\x14?|\x15")
_CONTROL = re.compile("[\x00-\x06\x08\x0e-\x12\x16-\x1d]")


class _Compound:
    """Streams of a compound file, found by following chains of sectors."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        if len(content) < 512 or not content.startswith(SIGNATURE):
            raise OfficeError("ce n'est pas un document Word 97-2003")
        self.size = 1 << struct.unpack_from("<H", content, 30)[0]
        self.mini_size = 1 << struct.unpack_from("<H", content, 32)[0]
        if self.size not in (512, 4096):
            raise OfficeError("le document est abîmé")
        directory, _, self.cutoff, mini_fat, _, difat, difat_count = struct.unpack_from("<7I", content, 48)
        fat_sectors = [n for n in struct.unpack_from("<109I", content, 76) if n < _END]
        for _ in range(min(difat_count, 4096)):
            if difat >= _END:
                break
            entries = struct.unpack(f"<{self.size // 4}I", self._sector(difat))
            fat_sectors += [n for n in entries[:-1] if n < _END]
            difat = entries[-1]
        self.fat = [n for s in fat_sectors for n in struct.unpack(f"<{self.size // 4}I", self._sector(s))]
        self.entries = dict(self._directory(self._chain(directory)))
        self.mini_fat = list(struct.unpack(f"<{len(m := self._chain(mini_fat)) // 4}I", m)) if mini_fat < _END else []
        root = self.entries.get("Root Entry")
        self.mini = self._chain(root[0]) if root and root[0] < _END else b""

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self.size
        sector = self.content[start : start + self.size]
        return sector.ljust(self.size, b"\0")

    def _chain(self, number: int) -> bytes:
        parts, seen = [], 0
        while number < _END:
            seen += 1
            if number >= len(self.fat) or seen > len(self.fat):
                raise OfficeError("le document est abîmé ou tronqué")
            parts.append(self._sector(number))
            number = self.fat[number]
        return b"".join(parts)

    def _directory(self, content: bytes) -> Iterator[tuple[str, tuple[int, int]]]:
        for at in range(0, len(content) - 127, 128):
            length = struct.unpack_from("<H", content, at + 64)[0]
            if 2 <= length <= 64:
                name = content[at : at + length - 2].decode("utf-16-le", errors="replace")
                yield name, struct.unpack_from("<II", content, at + 116)

    def stream(self, name: str) -> bytes:
        if name not in self.entries:
            raise OfficeError("le document ne contient pas de texte Word")
        start, size = self.entries[name]
        if size >= self.cutoff:
            return self._chain(start)[:size]
        parts, number, seen = [], start, 0
        while number < _END and seen <= len(self.mini_fat):
            parts.append(self.mini[number * self.mini_size : (number + 1) * self.mini_size])
            number = self.mini_fat[number] if number < len(self.mini_fat) else _END
            seen += 1
        return b"".join(parts)[:size]


def doc_text(content: bytes) -> str:
    """The main text of a .doc, paragraphs ended by a line break."""
    try:
        compound = _Compound(content)
        main = compound.stream("WordDocument")
        flags = struct.unpack_from("<H", main, 0x0A)[0]
        if flags & 0x0100:
            raise OfficeError("le document est protégé par un mot de passe")
        table = compound.stream("1Table" if flags & 0x0200 else "0Table")
        wanted = struct.unpack_from("<I", main, 0x4C)[0]
        start, length = struct.unpack_from("<II", main, 0x01A2)
        pieces = _pieces(table[start : start + length])
        text = "".join(_decoded(main, at, count, narrow) for at, count, narrow in pieces)[:wanted]
    except (struct.error, IndexError, MemoryError):
        raise OfficeError("le document est abîmé ou tronqué") from None
    for _ in range(3):
        text = _FIELD.sub("", text)
    text = text.replace("\x07", "\n").replace("\r", "\n").replace("\x0b", " ").replace("\x0c", "\n")
    return _CONTROL.sub("", text.replace("\x1e", "-").replace("\x1f", ""))


def _pieces(clx: bytes) -> Iterator[tuple[int, int, bool]]:
    at = 0
    while at < len(clx) and clx[at] == 1:
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    if at >= len(clx) or clx[at] != 2:
        raise OfficeError("le texte du document est introuvable")
    length = struct.unpack_from("<I", clx, at + 1)[0]
    body = clx[at + 5 : at + 5 + length]
    count = (len(body) - 4) // 12
    for index in range(count):
        first, last = struct.unpack_from("<II", body, 4 * index)
        offset = struct.unpack_from("<I", body, 4 * (count + 1) + 8 * index + 2)[0]
        narrow = bool(offset & 0x40000000)
        offset &= 0x3FFFFFFF
        yield (offset // 2 if narrow else offset), max(0, last - first), narrow


def _decoded(main: bytes, at: int, count: int, narrow: bool) -> str:
    if narrow:
        return main[at : at + count].decode("cp1252", errors="replace")
    return main[at : at + 2 * count].decode("utf-16-le", errors="replace")


def doc_blocks(content: bytes) -> Iterator[Block]:
    """Paragraphs of a .doc."""
    for line in doc_text(content).split("\n"):
        text = " ".join(line.split())
        if text:
            yield Block(text, None, SENTENCE, furniture_of(text))
