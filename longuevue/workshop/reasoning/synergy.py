"""Knowing who does what, then acting together: which actors are tied by an action done together, before an evening of work and
since. Ties are counted on the same actors both times, so that the share moves only when somebody acts with somebody new."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from longuevue.sources.places import name_key


@dataclass(frozen=True, slots=True)
class Action:
    """An action done together: the year, month or day it began, and who does it."""

    since: str
    parties: Sequence[str]


@dataclass(frozen=True, slots=True)
class Ties:
    """Of all pairs of the actors that act with another: how many were tied before the day, and how many are now."""

    actors: int
    pairs: int
    before: int
    after: int

    @property
    def density_before(self) -> float | None:
        return self.before / self.pairs if self.pairs else None

    @property
    def density_after(self) -> float | None:
        return self.after / self.pairs if self.pairs else None


def ties(actions: Iterable[Action], day: str) -> Ties:
    """Ties before the day and up to now. An action without a date was there before: nothing says that the evening made it."""
    early: set[frozenset[str]] = set()
    every: set[frozenset[str]] = set()
    actors: set[str] = set()
    for action in actions:
        names = sorted({key for party in action.parties if (key := name_key(party))})
        pairs = {frozenset(pair) for pair in combinations(names, 2)}
        every |= pairs
        actors.update(names if pairs else ())
        if action.since < day[: len(action.since)] or not action.since:
            early |= pairs
    count = len(actors)
    return Ties(count, count * (count - 1) // 2, len(early), len(every))
