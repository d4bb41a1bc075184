"""How an individual file's rows of sampling covariance are named among the facts: `one*other`, of two estimated totals.

Covariances of samples drawn commune by commune add up like counts, so the engine rolls them up with the figures. They are
computed in `sources` and read by `engine.precision`; no formula may ask for one.
"""

from __future__ import annotations

from typing import Final

_MARK: Final = "*"
UNIT: Final = "PERSONS_SQUARED"


def covariance(one: str, other: str) -> str:
    """The measure that holds the sampling covariance of two estimated counts (of a count with itself: its variance)."""
    return f"{one}{_MARK}{other}"


def pair(measure: str) -> tuple[str, str] | None:
    """The two counts of a covariance; None for a measure that counts something."""
    one, mark, other = measure.partition(_MARK)
    return (one, other) if mark else None


def counted(measure: str) -> str:
    """The measure itself, or the first of the two whose covariance it is: the one whose rules of secrecy it follows."""
    return measure.partition(_MARK)[0]
