"""« Fort enjeu, pas de débat »: a flow that weighs here more than among comparable places, and of which nothing is asked,
undertaken or decided. What was debated is given by the caller; silence is not agreement, and is not told as such."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

#: the meter's own threshold for a high stake
HIGH_FROM_PERCENTILE: Final = 75.0
#: figures about the debate itself are no stake
APART: Final = frozenset({"debate"})


@dataclass(frozen=True, slots=True)
class Stake:
    """A share, its field, and the percentile where it stands among the place's peers."""

    marker: str
    field: str
    percentile: float


@dataclass(frozen=True, slots=True)
class Silence:
    """A high stake of which nobody speaks, and the rule that says so."""

    marker: str
    field: str
    percentile: float
    threshold: float = HIGH_FROM_PERCENTILE


def silences(stakes: Iterable[Stake], talked: Iterable[str]) -> list[Silence]:
    """The stakes at or above the threshold, of fields of which nothing is told, in the order given (never by value)."""
    spoken = frozenset(talked) | APART
    return [
        Silence(one.marker, one.field, one.percentile)
        for one in stakes
        if one.percentile >= HIGH_FROM_PERCENTILE and one.field not in spoken
    ]
