"""The record of a room, made of its published posts and of nothing else: each line is the beginning of one post, word for word,
with the post's identifier. Sides take turns, so that none is left out for want of room; votes put nothing in order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import zip_longest
from typing import Any, Final

#: in the order in which they are read
SECTIONS: Final = ("fact", "argument", "contested", "question", "option", "request")
#: kinds that a side takes
SIDED: Final = ("fact", "argument")
#: signs of one line, then of all the lines: two printed pages (a test prints them)
A_LINE: Final = 260
ALL_LINES: Final = 5_200
#: what a line costs besides its words: its number, its author's role, its date
OVERHEAD: Final = 90
_SENTENCE: Final = re.compile(r".+?[.!?…](?=\s|$)", re.S)


@dataclass(frozen=True, slots=True)
class Post:
    """One published post: `side` is None where there are no sides; `answer` and `days` are those of a question or request."""

    id: str
    kind: str
    side: int | None
    text: str
    day: str
    role: str = ""
    source: str = ""
    answer: Post | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """The words kept of one post; `cut` when the post says more."""

    post: str
    text: str
    cut: bool
    day: str
    role: str
    source: str
    days: int | None
    answer: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Section:
    """Lines of one kind and one side; `left` posts are read in the room only."""

    kind: str
    side: int | None
    lines: tuple[Line, ...]
    left: int


def beginning(text: str, most: int = A_LINE) -> tuple[str, bool]:
    """(the whole sentences that fit, else the words that do; whether something was left out)."""
    text = text.strip()
    if len(text) <= most:
        return text, False
    kept = ""
    for match in _SENTENCE.finditer(text):
        if match.end() > most:
            break
        kept = text[: match.end()]
    return kept or text[:most].rsplit(" ", 1)[0], True


def compose(posts: Iterable[Post], sides: Sequence[str], budget: int = ALL_LINES) -> list[Section]:
    """The sections of the record. Posts come in the order of their publication; a round of lines (one of each kind and side)
    is taken while the whole round fits, and the first round always is."""
    queues: dict[tuple[str, int | None], list[Post]] = {}
    for kind in SECTIONS:
        for side in range(len(sides)) if kind in SIDED else (None,):
            queues[kind, side] = []
    for post in posts:
        key = (post.kind, post.side if post.kind in SIDED else None)
        if key in queues:
            queues[key].append(post)
    kept: dict[tuple[str, int | None], list[Line]] = {key: [] for key in queues}
    for number, round_ in enumerate(zip_longest(*queues.values())):
        lines = [_line(post) for post in round_ if post is not None]
        cost = sum(map(_cost, lines))
        if number and cost > budget:
            break
        budget -= cost
        for key, post in zip(queues, round_, strict=True):
            if post is not None:
                kept[key].append(_line(post))
    return [Section(*key, tuple(lines), len(queues[key]) - len(lines)) for key, lines in kept.items() if queues[key]]


def unheard(posts: Iterable[Post], sides: Sequence[str]) -> list[int]:
    """The sides of which nothing is published yet, or no fact when another has one: the other side must be sought before a record
    is made. An argument does not answer evidence."""
    listed = list(posts)
    facts = {post.side for post in listed if post.kind == "fact"}
    heard = facts or {post.side for post in listed if post.kind in SIDED}
    return [side for side in range(len(sides)) if side not in heard]


def document(sections: Sequence[Section]) -> list[dict[str, Any]]:
    """The sections as they are stored."""
    return [asdict(section) for section in sections]


def _line(post: Post) -> Line:
    text, cut = beginning(post.text)
    answer = None
    if post.answer is not None:
        said, more = beginning(post.answer.text)
        answer = {"post": post.answer.id, "text": said, "cut": more, "day": post.answer.day}
    return Line(post.id, text, cut, post.day, post.role, post.source[:120], post.days, answer)


def _cost(line: Line) -> int:
    answer = len(line.answer["text"]) + OVERHEAD if line.answer else 0
    return len(line.text) + len(line.source) + OVERHEAD + answer
