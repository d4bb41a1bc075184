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
    by_year: dict[int, list[tuple[int, int]]] = {}
    for year, rank, of in items:
        by_year.setdefault(year, []).append((rank, of))
    found = []
    for year, listed in sorted(by_year.items()):
        places = [(rank - 1, of - 1) for rank, of in listed if of > 1]
        whole = sum(of for _, of in places)
        found.append(Rank(year, len(listed), 100.0 * sum(rank for rank, _ in places) / whole if whole else None))
    return found


def spaces(issues: Iterable[tuple[int, float, float]]) -> list[Space]:
    """(year, part given to the international, whole) of each issue: the share is rebuilt from its parts."""
    by_year: dict[int, list[tuple[float, float]]] = {}
    for year, part, whole in issues:
        by_year.setdefault(year, []).append((part, whole))
    return [
        Space(year, len(listed), 100.0 * sum(part for part, _ in listed) / sum(whole for _, whole in listed))
        for year, listed in sorted(by_year.items())
    ]


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
