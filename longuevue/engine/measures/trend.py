"""How it moves: change over disjoint windows, growth rate, slope and test from eight points, breaks (§2.7).

Drawing the line is the portal's work; here a break cuts it and overlapping census windows forbid a "change".
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from longuevue.engine.measures.measured import Column, Measured, undefined
from longuevue.terms.refusal import Refusal

#: fewer points than this and no slope is tested
FEWEST_POINTS: Final = 8


@dataclass(frozen=True, slots=True)
class Observation:
    """One point of a series: the years it was collected over, its value, and whether a break precedes it."""

    first_year: int
    last_year: int
    value: float
    break_before: bool = False

    @property
    def middle(self) -> float:
        """The year that the point stands for."""
        return (self.first_year + self.last_year) / 2


def unbroken_runs(series: Sequence[Observation]) -> tuple[tuple[Observation, ...], ...]:
    """The series in order of time, cut wherever definition, source or geography broke it."""
    runs: list[list[Observation]] = []
    for point in sorted(series, key=lambda p: (p.last_year, p.first_year)):
        if not runs or point.break_before:
            runs.append([])
        runs[-1].append(point)
    return tuple(tuple(run) for run in runs)


def _ends(series: Sequence[Observation]) -> tuple[Observation, Observation] | Measured:
    runs = unbroken_runs(series)
    if len(series) < 2:
        return undefined("Une seule période connue : pas d'évolution.", "Only one period known: no change.")
    if len(runs[-1]) < 2:
        return undefined(
            "Un seul point depuis la dernière rupture de série : pas d'évolution.",
            "Only one point since the last break of the series: no change.",
        )
    first, last = runs[-1][0], runs[-1][-1]
    if first.last_year >= last.first_year:
        return undefined(
            f"Les deux millésimes partagent des années d'enquête ({last.first_year}–{first.last_year}) : "
            "leur différence n'est pas une évolution.",
            f"Both vintages share survey years ({last.first_year}–{first.last_year}): "
            "their difference is not a change.",
        )
    return first, last


def change(series: Sequence[Observation]) -> Measured:
    """Last minus first value since the last break, refused when their collection windows overlap."""
    ends = _ends(series)
    return ends if isinstance(ends, Measured) else Measured(ends[1].value - ends[0].value)


def growth_rate(series: Sequence[Observation]) -> Measured:
    """CAGR in per cent a year between the first and last points since the last break; undefined from zero."""
    ends = _ends(series)
    if isinstance(ends, Measured):
        return ends
    first, last = ends
    return compound_growth(first.value, last.value, last.middle - first.middle)


def compound_growth(start: float, end: float, years: float) -> Measured:
    """100 × ((end / start)^(1/years) − 1), of two values that are not negative (a balance has no rate)."""
    if start <= 0 or end < 0 or years <= 0:
        return undefined(
            "Une valeur nulle au départ, ou négative : pas de taux de croissance.",
            "A value that starts from zero, or is negative: no growth rate.",
        )
    return Measured(100 * ((end / start) ** (1 / years) - 1))


@dataclass(frozen=True, slots=True)
class Slope:
    """Theil-Sen slope with the Mann-Kendall test: S, its normal score and the two-sided probability."""

    slope: Measured
    kendall_s: int
    score: float
    probability: float


def slope_and_test(times: Column, values: Column) -> Slope | Measured:
    """The median of pairwise slopes and the Mann-Kendall test, from eight points only."""
    t, y = np.asarray(times, dtype=np.float64), np.asarray(values, dtype=np.float64)
    if len(t) != len(y):
        raise Refusal("Autant d'années que de valeurs sont attendues.", "Donnez une valeur par année.")
    if len(t) < FEWEST_POINTS:
        plural = "s" if len(t) > 1 else ""
        return undefined(
            f"{len(t)} point{plural} : aucune tendance n'est testée avant huit.",
            f"{len(t)} point{plural}: no trend is tested before eight.",
        )
    i, j = np.triu_indices(len(t), k=1)
    if (t[i] == t[j]).any():
        raise Refusal("Deux points ont la même date.", "Donnez un seul point par date.")
    rises = (y[j] - y[i]) / (t[j] - t[i])
    kendall_s = int(np.sign(rises).sum())
    n = len(y)
    ties = np.unique(y, return_counts=True)[1]
    variance = (n * (n - 1) * (2 * n + 5) - float((ties * (ties - 1) * (2 * ties + 5)).sum())) / 18
    score = 0.0 if kendall_s == 0 or variance <= 0 else (kendall_s - math.copysign(1, kendall_s)) / math.sqrt(variance)
    return Slope(Measured(float(np.median(rises))), kendall_s, score, math.erfc(abs(score) / math.sqrt(2)))


def deflated(values: Column, price_index: Column, *, base: float = 100.0) -> list[float]:
    """Nominal amounts at the prices of the base: value × base / index of its year."""
    v, p = np.asarray(values, dtype=np.float64), np.asarray(price_index, dtype=np.float64)
    if len(v) != len(p) or (p <= 0).any():
        raise Refusal("Il faut un indice de prix positif par année.", "Complétez la série d'indices.")
    return [float(x) for x in v * base / p]
