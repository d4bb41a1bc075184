"""The same people five years later: who is written to and when, who is never, how many are lost, what changed (methodology §4.3).
Messages themselves, consent and withdrawal are the workshop's; here are only dates and counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import copysign, inf, sqrt
from typing import Final, Literal

from scipy.stats import binomtest

YEARS: Final = 5
#: days before and after the due day within which a person may be written to
AROUND: Final = 183
#: days between two messages, and how many reminders at most
PAUSE: Final = 30
REMINDERS: Final = 2
#: absolute standardised difference above which those who stayed are not like those who left
UNLIKE: Final = 0.25

Message = Literal["invitation", "reminder"]


def years_after(day: dt.date, years: int) -> dt.date:
    """The same day of a later year; the 28 February for a 29."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


@dataclass(slots=True)
class Witness:
    """What the calendar knows of a person: a random id, dates, and consent to be asked again. No name, no address."""

    id: str
    told: dt.date
    may_be_asked: bool
    withdrew: dt.date | None = None
    refused: dt.date | None = None
    bounced: dt.date | None = None
    answered: dt.date | None = None
    sent: list[dt.date] = field(default_factory=list)

    @property
    def due(self) -> dt.date:
        """Five years after the first story."""
        return years_after(self.told, YEARS)


def to_write(people: Iterable[Witness], today: dt.date) -> list[tuple[str, Message]]:
    """Who is written to today. Never a person who did not consent, withdrew, refused, answered or cannot be reached."""
    found: list[tuple[str, Message]] = []
    for person in people:
        silent = not person.may_be_asked or any(
            day is not None for day in (person.withdrew, person.refused, person.bounced, person.answered)
        )
        late = today > person.due + dt.timedelta(days=AROUND)
        if silent or late or today < person.due or len(person.sent) > REMINDERS:
            continue
        if not person.sent:
            found.append((person.id, "invitation"))
        elif today >= person.sent[-1] + dt.timedelta(days=PAUSE):
            found.append((person.id, "reminder"))
    return found


@dataclass(frozen=True, slots=True)
class Attrition:
    """Of those who could be asked again, how many were not heard, with its interval; refusals and lost addresses apart."""

    eligible: int
    heard: int
    refused: int
    bounced: int
    share: float | None
    low: float | None
    high: float | None


def attrition(people: Iterable[Witness], today: dt.date) -> Attrition:
    """Attrition of the second wave among people due by today: 1 − heard / eligible, Wilson 95 % interval.

    Who withdrew is no longer counted anywhere: their story is gone.
    """
    due = [p for p in people if p.may_be_asked and p.withdrew is None and p.due <= today]
    heard = sum(p.answered is not None for p in due)
    share = low = high = None
    if due:
        lost = binomtest(len(due) - heard, len(due))
        interval = lost.proportion_ci(method="wilson")
        share, low, high = 1 - heard / len(due), float(interval.low), float(interval.high)
    refused = sum(p.refused is not None for p in due)
    return Attrition(len(due), heard, refused, sum(p.bounced is not None for p in due), share, low, high)


@dataclass(frozen=True, slots=True)
class Change:
    """A code in the two waves of the same people: gained, lost, kept, never there; p of McNemar's exact test."""

    gained: int
    lost: int
    kept: int
    never: int
    p: float | None


def change(before: Iterable[bool], after: Iterable[bool]) -> Change:
    """Paired change of one code. p = 2·P(Bin(b+c, 1/2) ≤ min(b, c)), at most 1; None when nobody changed."""
    pairs = list(zip(before, after, strict=True))
    gained, lost = pairs.count((False, True)), pairs.count((True, False))
    p = float(binomtest(min(gained, lost), gained + lost).pvalue) if gained + lost else None
    return Change(gained, lost, pairs.count((True, True)), pairs.count((False, False)), p)


def standardised_difference(stayed: Iterable[bool], left: Iterable[bool]) -> float | None:
    """How unlike are those who stayed and those who left on one code of the first wave; above 0.25, to be warned of."""
    one, other = list(stayed), list(left)
    if not one or not other:
        return None
    p, q = sum(one) / len(one), sum(other) / len(other)
    spread = sqrt((p * (1 - p) + q * (1 - q)) / 2)
    if spread == 0:  # all of one sort on each side: alike, or as unlike as can be
        return copysign(inf, p - q) if p != q else 0.0
    return (p - q) / spread
