"""Money of links year by year beside the accounts: what the register says, what the accounts say, and the gap between the two.
A year of which nobody said anything is no zero; where both speak, they agree or the gap is told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from longuevue.terms.money import year_total
from longuevue.workshop.reasoning.accountability import Money


@dataclass(frozen=True, slots=True)
class Year:
    """Euros of one year over all links, and what the accounts say of it. None: nobody said."""

    year: int
    own: float | None
    co_funded: float | None
    accounts: float | None
    inhabitants: int | None

    @property
    def total(self) -> float | None:
        return year_total(self.own, self.co_funded)

    @property
    def per_inhabitant(self) -> float | None:
        """Of the authority's own money: what others gave is not the inhabitants'."""
        return None if self.own is None or not self.inhabitants else self.own / self.inhabitants

    @property
    def gap(self) -> float | None:
        """Accounts minus the register's own money; None when one of the two says nothing, 0 when they agree."""
        return None if self.accounts is None or self.own is None else round(self.accounts - self.own, 2)


def series(money: Iterable[Money], accounts: Mapping[int, float], inhabitants: int | None) -> list[Year]:
    """Every year of which the register or the accounts say something, in order."""
    own: dict[int, list[float]] = defaultdict(list)
    others: dict[int, list[float]] = defaultdict(list)
    years = set(accounts)
    for line in money:
        years.add(line.year)
        if line.own is not None:
            own[line.year].append(line.own)
        if line.co_funded is not None:
            others[line.year].append(line.co_funded)
    return [
        Year(
            year,
            sum(own[year]) if own[year] else None,
            sum(others[year]) if others[year] else None,
            accounts.get(year),
            inhabitants,
        )
        for year in sorted(years)
    ]
