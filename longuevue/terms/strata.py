"""The layers of a place's links with the world, as the ground shows its ages: which were laid when, which are still alive.
Counting only; links themselves are in `models.py`, and a link without a date is counted as such, never dropped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

#: oldest first; a new layer never replaces those below it
LAYERS = ("first_exchanges", "twinning", "cooperation", "attractiveness")
#: what a link of each kind is laid in when nobody says otherwise
LAYER_OF_KIND = {
    "twinning": "twinning",
    "friendship_pact": "twinning",
    "decentralised_cooperation": "cooperation",
    "project": "cooperation",
    "network": "attractiveness",
}
UNDATED = "undated"


class Laid(Protocol):
    """What is asked of a link: its layer, the year it began (or None), whether it is alive."""

    layer: str
    start_year: int | None

    @property
    def alive(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Stratum:
    """One cell of the chart: links of one layer begun in one period."""

    period: str
    layer: str
    alive: int
    ended: int

    @property
    def total(self) -> int:
        return self.alive + self.ended


def period_of(year: int | None, step: int = 10) -> str:
    """`1990-1999` for 1994; `undated` for None."""
    if year is None:
        return UNDATED
    first = year - year % step
    return f"{first}-{first + step - 1}"


def stratigraphy(links: Iterable[Laid], step: int = 10) -> list[Stratum]:
    """Links by period of `step` years and layer, oldest first, undated last. The totals add up to the register."""
    alive: Counter[tuple[str, str]] = Counter()
    ended: Counter[tuple[str, str]] = Counter()
    for link in links:
        (alive if link.alive else ended)[(period_of(link.start_year, step), link.layer)] += 1
    cells = sorted({*alive, *ended}, key=lambda cell: (cell[0] == UNDATED, cell[0], LAYERS.index(cell[1])))
    return [Stratum(period, layer, alive[(period, layer)], ended[(period, layer)]) for period, layer in cells]
