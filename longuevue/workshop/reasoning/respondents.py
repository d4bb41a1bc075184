"""What may be said of anonymous answers: nothing under eleven respondents, nothing when all said the same (each would be
known), and never while the vote is open (two totals one answer apart would tell that answer). Counting only; shown elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

#: the number under which tax data on persons are not released (methodology §3.1)
LEAST: Final = 11
Why = Literal["", "open", "few", "unanimous", "apart"]


@dataclass(frozen=True, slots=True)
class Told:
    """Counts that may be shown, or why nothing may: then there is neither a total nor a share to be found here."""

    why: Why = ""
    total: int | None = None
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def shown(self) -> bool:
        return not self.why

    def share(self, choice: str) -> float | None:
        """Per cent of those who answered; None when nothing may be said."""
        return 100 * self.counts.get(choice, 0) / self.total if self.total else None


def told(counts: Mapping[str, int], *, closed: bool, least: int = LEAST) -> Told:
    """What may be said of one question whose answers are counted by choice."""
    total = sum(counts.values())
    if not closed:
        return Told("open")
    if total < least:
        return Told("few")
    if max(counts.values()) == total:
        return Told("unanimous")
    return Told("", total, dict(counts))


def told_apart(parts: Mapping[str, Told]) -> dict[str, Told]:
    """What may be said of the parts of a whole that is told: when one is withheld, none is, for a subtraction would give it."""
    if all(part.shown for part in parts.values()):
        return dict(parts)
    return {name: Told("apart") if part.shown else part for name, part in parts.items()}
