"""A request for data, step by step: which step may follow which, what the law allows when nobody answers, and whether the
source stands closed. Deadlines are those of the code of relations between the public and the administration (CRPA)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

#: step → what may follow it
FOLLOWS: Final[dict[str, tuple[str, ...]]] = {
    "": ("asked",),
    "asked": ("reminded", "answered", "refused", "silent"),
    "reminded": ("reminded", "answered", "refused", "silent"),
    "refused": ("appealed", "answered", "asked"),
    "silent": ("appealed", "answered", "refused", "asked"),
    "appealed": ("opinion_for", "opinion_against", "answered"),
    "opinion_for": ("answered", "refused", "asked"),
    "opinion_against": ("answered", "asked"),
    "answered": ("asked",),
}
#: the source stands closed after these
CLOSED: Final = frozenset({"refused", "silent", "appealed", "opinion_for", "opinion_against"})
STEPS: Final = tuple(step for step in FOLLOWS if step)


class Step(Protocol):
    """What is asked of a step."""

    what: str
    day: dt.date


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day that the law gives: `silence` (no answer by then is a refusal), `appeal` (last day before the commission)."""

    name: str
    day: dt.date


def state_of(steps: Sequence[Step]) -> str:
    """Where the request stands: its last step, or nothing."""
    return steps[-1].what if steps else ""


def stands_closed(steps: Sequence[Step]) -> bool:
    """True when whoever holds the data refused, or kept silent, and has not answered since."""
    return state_of(steps) in CLOSED


def may_follow(steps: Sequence[Step], what: str, day: dt.date, today: dt.date) -> str:
    """Why that step cannot be written there (`order`, `before`, `future`), or nothing when it can."""
    if what not in FOLLOWS[state_of(steps)]:
        return "order"
    if steps and day < steps[-1].day:
        return "before"
    return "future" if day > today else ""


def deadline(steps: Sequence[Step]) -> Deadline | None:
    """The next day that counts: one month of silence is a refusal (R. 311-13), which may be appealed for two (R. 343-1)."""
    if not steps:
        return None
    last = steps[-1]
    if last.what in ("asked", "reminded"):
        asked = next(step for step in reversed(steps) if step.what == "asked")
        return Deadline("silence", months_after(asked.day, 1))
    return Deadline("appeal", months_after(last.day, 2)) if last.what in ("refused", "silent") else None


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last one of that month."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    for number in range(day.day, 27, -1):
        try:
            return dt.date(year, month, number)
        except ValueError:
            continue
    return dt.date(year, month, min(day.day, 27))
