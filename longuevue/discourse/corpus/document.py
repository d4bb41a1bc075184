"""What reading a file gives: a document, its units in their place, and what could not be read.
The readers of each format live beside.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

READ, PARTLY, UNREAD = "read", "partly", "unread"
SENTENCE, ITEM, TITLE, PROPOSAL, ROW = "sentence", "item", "title", "proposal", "row"


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text before it is cut into units: a paragraph, a list item, a cell."""

    text: str
    page: int | None = None
    kind: str = SENTENCE
    furniture: str = ""  # head, contents, vote, signature, visa: why it is not speech
    space_cm2: float | None = None  # column space, where the layout of a PDF gives it


@dataclass(frozen=True, slots=True)
class Unit:
    """One statement, in its place."""

    id: str
    text: str
    document: str
    position: int
    page: int | None = None
    kind: str = SENTENCE
    furniture: str = ""
    language: str = "fr"
    group: str | None = None  # the list, for a programme; the deliberation's number, for a title
    date: str | None = None
    copy_of: str | None = None
    space_cm2: float | None = None

    @property
    def words(self) -> int:
        return len(self.text.split())


@dataclass(frozen=True, slots=True)
class Document:
    """A file as read. An unread one says so, with the reason: it never counts as zero."""

    name: str
    sha256: str
    kind: str
    status: str = READ
    why: str = ""
    pages: int | None = None
    unread_pages: tuple[int, ...] = ()
    units: tuple[Unit, ...] = field(default=(), repr=False)
    titles_only: bool = False
    lists: tuple[tuple[str, str], ...] = ()  # (id, name) of each list, in the order of the file

    def with_units(self, units: list[Unit]) -> Document:
        return replace(self, units=tuple(units))


def unread(name: str, sha256: str, kind: str, why: str, pages: int | None = None) -> Document:
    """A document nobody could read, with the sentence that says why."""
    missing = tuple(range(1, pages + 1)) if pages else ()
    return Document(name, sha256, kind, UNREAD, why, pages, missing)
