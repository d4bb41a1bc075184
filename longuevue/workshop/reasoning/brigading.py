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
