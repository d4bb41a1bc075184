"""How far coders agree: Krippendorff's alpha (any number of coders, missing codes), Cohen's and Fleiss' kappa (methodology §4.5).
Which units are coded and by whom, and what is done with a disagreement, is the workshop's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np

Code = Hashable
#: one unit: what each coder said of it, None where a coder did not
Unit = Sequence[Code | None]
Level = Literal["nominal", "ordinal", "interval", "ratio"]
#: Krippendorff: from here reliable; from the second, tentative conclusions only; below, the codebook is to be worked again
RELIABLE: Final = 0.800
TENTATIVE: Final = 0.667
DRAWS: Final = 1_000


@dataclass(frozen=True, slots=True)
class Agreement:
    """Alpha with its 95 % bootstrap interval over units, raw agreement, how common each code is, and on how many units."""

    alpha: float | None
    low: float | None
    high: float | None
    raw: float | None
    prevalence: Mapping[Code, float]
    units: int

    @property
    def verdict(self) -> Literal["reliable", "tentative", "rework", "unknown"]:
        """What Krippendorff's thresholds say of alpha."""
        if self.alpha is None:
            return "unknown"
        return "reliable" if self.alpha >= RELIABLE else "tentative" if self.alpha >= TENTATIVE else "rework"


def agreement(units: Sequence[Unit], level: Level = "nominal", *, draws: int = DRAWS, seed: int = 0) -> Agreement:
    """Alpha of all units, its interval from `draws` samples of units with replacement (seeded), raw agreement."""
    paired = [codes for unit in units if len(codes := [code for code in unit if code is not None]) > 1]
    if not paired:
        return Agreement(None, None, None, None, {}, 0)
    every = Counter(code for codes in paired for code in codes)
    prevalence = {code: count / every.total() for code, count in every.most_common()}
    raw = float(np.mean([_same_pairs(codes) for codes in paired]))
    low = high = None
    found = alpha(units, level)
    if found is not None and len(paired) > 1:
        codes, each = _together(paired, level)
        draw = np.random.default_rng(seed)
        sampled = (
            np.bincount(draw.integers(len(paired), size=len(paired)), minlength=len(paired)) for _ in range(draws)
        )
        values = [value for weights in sampled if (value := _alpha(codes, weights @ each, level)) is not None]
        if values:
            low, high = (float(edge) for edge in np.quantile(values, (0.025, 0.975)))
    return Agreement(found, low, high, raw, prevalence, len(paired))


def alpha(units: Sequence[Unit], level: Level = "nominal") -> float | None:
    """Krippendorff's alpha, 1 for full agreement and 0 for chance; None without two codes on one unit, or a single code.

    Source: K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011). Units coded once are left out. Codes of
    another level than nominal are numbers.
    """
    paired = [codes for unit in units if len(codes := [code for code in unit if code is not None]) > 1]
    if not paired:
        return None
    codes, each = _together(paired, level)
    return _alpha(codes, each.sum(axis=0), level)


def _together(paired: Sequence[Sequence[Code]], level: Level) -> tuple[list[Any], np.ndarray]:
    """The codes in order, and of each unit how often two of them meet in it, laid flat: what a sample of units adds up."""
    distinct: set[Any] = {code for codes in paired for code in codes}
    values = sorted(distinct, key=_order if level == "nominal" else None)
    index = {code: position for position, code in enumerate(values)}
    each = np.zeros((len(paired), len(values) ** 2))
    for row, codes in enumerate(paired):
        counts = np.bincount([index[code] for code in codes], minlength=len(values)).astype(float)
        each[row] = ((np.outer(counts, counts) - np.diag(counts)) / (len(codes) - 1)).ravel()
    return values, each


def _alpha(values: Sequence[Code], flat: np.ndarray, level: Level) -> float | None:
    together = flat.reshape(len(values), len(values))
    totals = together.sum(axis=1)
    if np.count_nonzero(totals) < 2:
        return None
    n = totals.sum()
    apart = _DISTANCES[level](values, totals)
    observed = float((together * apart).sum() / n)
    expected = float((np.outer(totals, totals) * apart).sum() / (n * (n - 1)))
    return 1 - observed / expected


def cohen(first: Sequence[Code], second: Sequence[Code]) -> float | None:
    """Cohen's kappa of two coders on the same units; None when both always say the same single code."""
    if len(first) != len(second) or not first:
        raise ValueError("two lists of the same length are needed")
    observed = sum(a == b for a, b in zip(first, second, strict=True)) / len(first)
    one, other = Counter(first), Counter(second)
    expected = sum(one[code] * other[code] for code in one) / len(first) ** 2
    return None if expected == 1 else (observed - expected) / (1 - expected)


def fleiss(counts: Sequence[Sequence[int]]) -> float | None:
    """Fleiss' kappa: one row per unit, how many of the m coders chose each code; the same m on each row."""
    table = np.asarray(counts, dtype=float)
    m = table.sum(axis=1)
    if table.size == 0 or m[0] < 2 or not (m == m[0]).all():
        raise ValueError("each unit needs the same number of codes, two at least")
    of_units = ((table**2).sum(axis=1) - m[0]) / (m[0] * (m[0] - 1))
    expected = float(((table.sum(axis=0) / table.sum()) ** 2).sum())
    return None if expected == 1 else float((of_units.mean() - expected) / (1 - expected))


def _same_pairs(codes: Sequence[Code]) -> float:
    counts = Counter(codes)
    return sum(c * (c - 1) for c in counts.values()) / (len(codes) * (len(codes) - 1))


def _order(code: Code) -> str:
    return f"{type(code).__name__} {code}"


def _nominal(values: Sequence[Code], totals: np.ndarray) -> np.ndarray:
    return np.asarray(1 - np.eye(len(values)))


def _ordinal(values: Sequence[Code], totals: np.ndarray) -> np.ndarray:
    """Squares of how many codes lie between two ranks, half of each end counted."""
    middle = np.cumsum(totals) - totals / 2
    return np.asarray((middle[:, None] - middle[None, :]) ** 2)


def _interval(values: Sequence[Code], totals: np.ndarray) -> np.ndarray:
    numbers = np.asarray(values, dtype=float)
    return np.asarray((numbers[:, None] - numbers[None, :]) ** 2)


def _ratio(values: Sequence[Code], totals: np.ndarray) -> np.ndarray:
    numbers = np.asarray(values, dtype=float)
    sums = numbers[:, None] + numbers[None, :]
    return np.asarray(
        np.divide(numbers[:, None] - numbers[None, :], sums, out=np.zeros_like(sums), where=sums != 0) ** 2
    )


_DISTANCES: Final[Mapping[str, Callable[[Sequence[Code], np.ndarray], np.ndarray]]] = {
    "nominal": _nominal,
    "ordinal": _ordinal,
    "interval": _interval,
    "ratio": _ratio,
}
