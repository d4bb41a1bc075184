"""What a paper is made of, whatever its form: sections, paragraphs, figures, tables, drawings, lists and blanks.
It is written once, in one language; how each form draws it is the renderers' work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

Style = Literal["plain", "kicker", "lead", "note", "source", "aloud", "quote"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence or a few."""

    text: str
    style: Style = "plain"


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of short texts."""

    items: tuple[str, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Entries:
    """Short entries under a caption: what each is about, then what is said of it."""

    caption: str
    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Pairs of a name and what it is: « Source : … »."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption and a header row; the first cell of each row heads it. `numbers` are right-aligned."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()
    widths: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if not self.caption.strip():
            raise ValueError("a table without a caption cannot be found by ear")
        if any(len(row) != len(self.head) for row in self.rows):
            raise ValueError(f"a row of « {self.caption} » has not one cell per column")


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing in SVG and the words that replace it for whoever does not see it. Without words it is refused."""

    svg: str
    alternative: str
    caption: str = ""
    width: int = 640
    height: int = 200

    def __post_init__(self) -> None:
        if not self.alternative.strip():
            raise ValueError("a drawing without its alternative text is not a figure")


@dataclass(frozen=True, slots=True)
class Figure:
    """One reading in words, with the record it comes from: what every form must print alike."""

    name: str
    question: str
    value: str
    aloud: str
    status: str
    details: tuple[tuple[str, str], ...]
    reading: dict[str, Any] = field(compare=False)
    borrowed: str = ""
    compared: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Blank:
    """A part that has nothing yet: said in so many words, with what would fill it and who could."""

    title: str
    text: str
    fillers: tuple[str, ...] = ()
    who: str = ""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts on a new page, where there are pages."""


Block = Paragraph | Listing | Entries | Facts | Table | Chart | Figure | Blank | PageBreak


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part; `level` 1 opens a chapter, 2 and 3 lie inside it."""

    level: int
    anchor: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole paper in one language, with the edition it was written from."""

    kind: str
    language: str
    title: str
    subtitle: str
    place: str
    area: str
    edition: str
    date: str
    observatory: str
    summary: str
    footer: str
    opening: tuple[Block, ...]
    sections: tuple[Section, ...]
    with_contents: bool = True

    def blocks(self) -> Iterator[Block]:
        """Every block, in reading order."""
        yield from self.opening
        for section in self.sections:
            yield from section.blocks

    def figures(self) -> list[Figure]:
        """Every figure, in reading order."""
        return [block for block in self.blocks() if isinstance(block, Figure)]

    def charts(self) -> list[Chart]:
        """Every drawing, in reading order."""
        return [block for block in self.blocks() if isinstance(block, Chart)]

    def text(self) -> Iterator[str]:
        """Every word of the paper: what decides which letters it needs."""
        yield from (self.title, self.subtitle, self.place, self.observatory, self.summary, self.footer)
        for section in self.sections:
            yield section.title
        for block in self.blocks():
            yield from words_of(block)


def words_of(block: Block) -> Iterator[str]:
    """The texts of a block, in reading order."""
    match block:
        case Paragraph(text=text):
            yield text
        case Listing(items=items):
            yield from items
        case Entries():
            yield block.caption
            for about, said in block.items:
                yield f"{about} {said}"
        case Facts(pairs=pairs):
            for pair in pairs:
                yield from pair
        case Table():
            yield block.caption
            yield from block.head
            for row in block.rows:
                yield from row
        case Chart():
            yield block.alternative
            yield block.caption
        case Figure():
            yield from (block.question, block.value, block.aloud, block.status, block.borrowed)
            for name, value in (*block.compared, *block.details):
                yield from (name, value)
        case Blank():
            yield from (block.title, block.text, *block.fillers, block.who)
        case PageBreak():
            return
