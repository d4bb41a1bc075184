"""Votes that come by hundreds from few networks, told as such. Whose networks they are is not known here, nor what they voted:
only how many votes each sent in one window, and nothing of it is ever used to put posts in order."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

#: fewer votes than this in a window say nothing: a class, a family, a library have one network
MANY: Final = 30
#: so many networks are « few »
FEW: Final = 3
#: more than this share from few networks is told
SHARE: Final = 0.5
#: ballots a network and a day, on average, from which days that are each too small to tell anything are told together
EACH: Final = 5


@dataclass(frozen=True, slots=True)
class Sent:
    """The votes of one window: how many, from how many networks, how many from the few largest of these."""

    votes: int
    networks: int
    from_few: int

    @property
    def grouped(self) -> bool:
        return self.votes >= MANY and self.from_few > SHARE * self.votes


def sent(by_network: Collection[int]) -> Sent:
    """What a window amounts to, once it no longer says which network sent what."""
    counts = sorted(by_network, reverse=True)
    return Sent(sum(counts), len(counts), sum(counts[:FEW]))


def over_days(days: Collection[Sent]) -> list[Sent]:
    """What is told of a vote of several days: each grouped day; else all of them together, when they were fed drop by drop from
    few networks that each sent several ballots a day. Which network came back is not known any more: `networks` then counts one
    a day."""
    grouped = [day for day in days if day.grouped]
    whole = Sent(sum(d.votes for d in days), sum(d.networks for d in days), sum(d.from_few for d in days))
    if not grouped and whole.grouped and whole.votes >= EACH * whole.networks:
        return [whole]
    return grouped
