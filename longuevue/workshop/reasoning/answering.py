"""How long the authority takes to answer: days from the publication of a question or a request to that of its answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Delay:
    """Days waited, whether an answer came, and whether the number of days promised is past."""

    days: int
    answered: bool
    late: bool


def delay(asked: dt.date, answered: dt.date | None, today: dt.date, promised: int) -> Delay:
    """The delay of one question; while nobody answers, it runs until today."""
    days = max(0, ((answered or today) - asked).days)
    return Delay(days, answered is not None, days > promised)


def median_days(delays: Iterable[Delay]) -> float | None:
    """Half of the answers took this many days or less; questions without an answer are counted apart, not here."""
    days = sorted(one.days for one in delays if one.answered)
    if not days:
        return None
    middle = len(days) // 2
    return float(days[middle]) if len(days) % 2 else (days[middle - 1] + days[middle]) / 2
