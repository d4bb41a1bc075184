"""How far a diagnostic is taken up, policy area by policy area: cited, decided, done with a proof. Three states, never summed.
Citing is not acting: the marker counts the last alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

CITED, DECIDED, PROVEN, NOTHING = "cited", "decided", "proven", "nothing"


@dataclass(frozen=True, slots=True)
class Cited:
    """A decision that takes the diagnostic up, and how long after the edition."""

    area: str
    delay_days: int | None


@dataclass(frozen=True, slots=True)
class Undertaken:
    """A commitment: carried by a decision or not, done with a proof or not."""

    area: str
    decided: bool
    proven: bool


@dataclass(frozen=True, slots=True)
class AreaUptake:
    """One policy area: how many of each, the furthest state, the median delay in days (None: no dated citation)."""

    area: str
    cited: int
    decided: int
    proven: int
    delay_days: float | None

    @property
    def state(self) -> str:
        return PROVEN if self.proven else DECIDED if self.decided else CITED if self.cited else NOTHING


def by_area(followed: Iterable[str], cited: Iterable[Cited], undertaken: Iterable[Undertaken]) -> list[AreaUptake]:
    """Every area that is followed, in order of names; one where nothing was taken up is a line like another."""
    quoted, made = list(cited), list(undertaken)
    areas = {*followed, *(one.area for one in quoted), *(one.area for one in made)} - {""}
    found = []
    for area in sorted(areas):
        delays = [one.delay_days for one in quoted if one.area == area and one.delay_days is not None]
        mine = [one for one in made if one.area == area]
        found.append(
            AreaUptake(
                area,
                sum(one.area == area for one in quoted),
                sum(one.decided for one in mine),
                sum(one.proven for one in mine),
                median(delays) if delays else None,
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class Line:
    """One thing owed to residents about a policy: what was said, or that nobody said it."""

    name: str
    said: str
    missing: bool


def accountability(
    aims: str, expected_return: str, money: Iterable[tuple[int, float | None, float | None]]
) -> list[Line]:
    """Aims, return, money engaged (founding text, l. 107-108): a line nobody filled stays, and says so."""
    years: dict[int, float] = {}
    for year, voted, spent in money:
        amount = spent if spent is not None else voted
        if amount is not None:
            years[year] = years.get(year, 0.0) + amount
    told = ", ".join(f"{year} : {amount:,.0f} €".replace(",", "\u202f") for year, amount in sorted(years.items()))
    return [
        Line(name, said.strip(), not said.strip())
        for name, said in (("aims", aims), ("expected_return", expected_return), ("money", told))
    ]
