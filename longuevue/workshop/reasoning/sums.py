"""Parts that do not make the total announced, said with the gap. Which of them is wrong is for people to find."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Gap:
    """A total announced and the sum of its parts; `missing` is negative when the parts exceed it."""

    announced: int
    summed: int

    @property
    def missing(self) -> int:
        return self.announced - self.summed


def gap(announced: int | None, parts: Mapping[str, int | None]) -> Gap | None:
    """The gap, or None when they agree or when a part is unknown (an unknown part is not zero)."""
    if announced is None or not parts or any(part is None for part in parts.values()):
        return None
    summed = sum(part for part in parts.values() if part is not None)
    return Gap(announced, summed) if summed != announced else None
