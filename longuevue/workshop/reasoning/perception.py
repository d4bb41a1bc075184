"""What officials believed that residents would say, beside what residents said: the gap, with its 95 % interval.

Two independent samples: guesses (each a percentage) give a mean with Student's interval, answers a share with Wilson's;
the interval of their difference is Zou and Donner's (MOVER, as Newcombe does for two shares), which keeps its promise when
shares are near 0 or 100. Where a whole council or a whole village answered, the finite population correction narrows it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

Z: Final = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value in per cent with its 95 % interval."""

    value: float
    low: float
    high: float

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high


def mean_guess(guesses: Sequence[float], among: int | None = None) -> Estimate:
    """The mean of guesses between 0 and 100; `among`: how many officials there are in all, when it is known."""
    n = len(guesses)
    if n < 2:
        raise ValueError("an interval needs two guesses at least")
    mean = math.fsum(guesses) / n
    variance = math.fsum((guess - mean) ** 2 for guess in guesses) / (n - 1)
    half = _student(n - 1) * math.sqrt(variance / n * _unseen(n, among))
    return Estimate(mean, mean - half, mean + half)


def share(yes: int, total: int, among: int | None = None) -> Estimate:
    """The per cent who said yes, by Wilson; `among`: how many residents there are in all, when it is known."""
    if total < 1 or not 0 <= yes <= total:
        raise ValueError("a share needs answers, and no more yes than answers")
    unseen = _unseen(total, among)
    if unseen == 0:
        whole = 100 * yes / total
        return Estimate(whole, whole, whole)
    n, p = total / unseen, yes / total
    spread = Z * math.sqrt(p * (1 - p) / n + Z**2 / (4 * n**2))
    middle, scale = p + Z**2 / (2 * n), 1 + Z**2 / n
    return Estimate(100 * p, 100 * max(0.0, (middle - spread) / scale), 100 * min(1.0, (middle + spread) / scale))


def gap(guess: Estimate, answer: Estimate) -> Estimate:
    """Points by which officials believed more (above zero) or less than what residents say."""
    between = guess.value - answer.value
    down = math.hypot(guess.value - guess.low, answer.high - answer.value)
    up = math.hypot(guess.high - guess.value, answer.value - answer.low)
    return Estimate(between, between - down, between + up)


def _unseen(n: int, among: int | None) -> float:
    """The finite population correction of a variance: 1 when the population is large or unknown, 0 when all answered."""
    if among is None or among <= 1:
        return 1.0
    return max(0.0, (among - n) / (among - 1))


@lru_cache(maxsize=256)
def _student(freedom: int) -> float:
    from scipy.stats import t  # read when a gap is asked for only

    return float(t.ppf(0.975, freedom))
