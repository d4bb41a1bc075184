"""What an authority owes its residents about a link: why, for whom, with what money, with what return.
A line nobody filled is a line, printed as missing; a return without a beneficiary cannot be written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from longuevue.terms.money import year_total

#: the lines of the sheet, in the order in which residents ask
LINES = ("aims", "local_interest", "mutual_interest", "money", "returns", "vote")


class Accountable(Protocol):
    """What is asked of a link."""

    aims: str
    local_interest: str
    mutual_interest: str
    vote: str


@dataclass(frozen=True, slots=True)
class Money:
    """One year of money engaged, in euros: the authority's own, and what others gave. None: nobody said."""

    year: int
    own: float | None
    co_funded: float | None

    @property
    def total(self) -> float | None:
        return year_total(self.own, self.co_funded)


@dataclass(frozen=True, slots=True)
class Return:
    """What came back: of what kind, for whom, over which years, on what evidence. None of the four may be missing."""

    kind: str
    beneficiary: str
    years: str
    evidence: str

    def missing(self) -> list[str]:
        """Which of the four is not said."""
        return [name for name in ("kind", "beneficiary", "years", "evidence") if not getattr(self, name).strip()]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the sheet: what was said, or that nobody said it."""

    name: str
    said: Any
    missing: bool


def sheet(link: Accountable, money: Sequence[Money], returns: Iterable[Return]) -> list[Line]:
    """The whole sheet, every line of it, missing ones included."""
    whole = [back for back in returns if not back.missing()]
    years = sorted((year for year in money if year.total is not None), key=lambda year: year.year)
    said: dict[str, Any] = {
        "aims": link.aims.strip(),
        "local_interest": link.local_interest.strip(),
        "mutual_interest": link.mutual_interest.strip(),
        "money": years,
        "returns": whole,
        "vote": link.vote.strip(),
    }
    return [Line(name, said[name], not said[name]) for name in LINES]
