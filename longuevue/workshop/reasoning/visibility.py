"""How visible the international is: where its items stand in the council's order, the room it has in the municipal magazine,
who comes to its places and events. Three sums from logs; a log nobody kept gives nothing, not zero."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rank:
    """The mean place of international items in the orders of one year: 0 % is first, 100 % last."""

    year: int
    items: int
    percent: float | None


@dataclass(frozen=True, slots=True)
class Space:
    """The share of the magazine of one year, in the unit that was measured."""

    year: int
    issues: int
    percent: float


@dataclass(frozen=True, slots=True)
class Attendance:
    """Events of one year, and the visits that somebody counted; None: nobody did."""

    year: int
    events: int
    visits: int | None


def ranks(items: Iterable[tuple[int, int, int]]) -> list[Rank]:
    """(year, rank, items in the order) of each international item. An order of one item has no first and no last."""
    listed = list(items)
    parts = {year: (before, others) for year, before, others in rank_parts(listed)}
    found = []
    for year in sorted({year for year, _, _ in listed}):
        before, others = parts.get(year, (0, 0))
        number = sum(when == year for when, _, _ in listed)
        found.append(Rank(year, number, 100.0 * before / others if others else None))
    return found


def rank_parts(items: Iterable[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """(year, items that came before the international ones, all the others of these orders): what the mean place is made of."""
    before: dict[int, int] = {}
    others: dict[int, int] = {}
    for year, rank, of in items:
        if of > 1:
            before[year] = before.get(year, 0) + rank - 1
            others[year] = others.get(year, 0) + of - 1
    return [(year, before[year], others[year]) for year in sorted(others)]


def spaces(issues: Iterable[tuple[int, float, float]]) -> list[Space]:
    """(year, part given to the international, whole) of each issue: the share is rebuilt from its parts."""
    listed = list(issues)
    return [
        Space(year, sum(when == year for when, _, _ in listed), 100.0 * part / whole)
        for year, part, whole in space_parts(listed)
    ]


def space_parts(issues: Iterable[tuple[int, float, float]]) -> list[tuple[int, float, float]]:
    """(year, part given to the international, the whole), added up over the issues of a year."""
    parts: dict[int, float] = {}
    wholes: dict[int, float] = {}
    for year, part, whole in issues:
        parts[year] = parts.get(year, 0.0) + part
        wholes[year] = wholes.get(year, 0.0) + whole
    return [(year, parts[year], wholes[year]) for year in sorted(wholes)]


def attendance(events: Iterable[tuple[int, int | None]], venues: Iterable[tuple[int, int]]) -> list[Attendance]:
    """(year, people who came) of each event, and (year, visits) of each place."""
    held: dict[int, list[int | None]] = {}
    for year, came in events:
        held.setdefault(year, []).append(came)
    seen: dict[int, int] = {}
    for year, visitors in venues:
        seen[year] = seen.get(year, 0) + visitors
    found = []
    for year in sorted({*held, *seen}):
        counted = [came for came in held.get(year, []) if came is not None]
        visits = sum(counted) + seen.get(year, 0) if counted or year in seen else None
        found.append(Attendance(year, len(held.get(year, [])), visits))
    return found
