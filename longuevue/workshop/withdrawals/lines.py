"""Lines of the ledger as text, the same in a file and in a database: whose words, under a random id, and what was taken back of
them. No Django here: a restore reads them before the database is opened."""

from __future__ import annotations

import re
import uuid
from typing import Final, NamedTuple

STORY, POST, ROOM = "story", "post", "room"
#: what was taken back of a contribution or a room that two managers removed: the row itself
REMOVED: Final = "removed"
_PURPOSE: Final = re.compile(r"[a-z_]{1,12}")


class Line(NamedTuple):
    """A story, a contribution of a debate or a room, and what was taken back of it: all of it when `purpose` is empty."""

    kind: str
    record: uuid.UUID
    purpose: str = ""

    def __str__(self) -> str:
        """`<id>`, `<id> publish` for stories, as ledgers always said; `post <id>`, `room <id> removed` for the others."""
        named = "" if self.kind == STORY else self.kind
        return " ".join(part for part in (named, str(self.record), self.purpose) if part)


def line(text: str) -> Line:
    """The line that this text says. Raises `ValueError` for anything else."""
    first, *rest = text.split(" ")
    kind, words = (first, rest) if first in (POST, ROOM) else (STORY, [first, *rest])
    if not 1 <= len(words) <= 2 or not all(_PURPOSE.fullmatch(word) for word in words[1:]):
        raise ValueError(text)
    return Line(kind, uuid.UUID(words[0]), *words[1:])
