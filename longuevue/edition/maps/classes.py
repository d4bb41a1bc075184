"""Cutting values into a few classes: as many places in each, or at the natural breaks where ties forbid it.
Zero is never in a class: it has its own sign. Colours are chosen elsewhere."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

#: more shades than this cannot be told apart in a legend
MOST = 5


@dataclass(frozen=True, slots=True)
class Classes:
    """Upper bounds of the classes, lowest first, and how they were found: `quantiles`, `natural` or `values`."""

    lows: tuple[float, ...]
    highs: tuple[float, ...]
    method: str

    def of(self, value: float) -> int:
        """The class of a value, 0 for the lowest."""
        return min(bisect_left(self.highs, value), len(self.highs) - 1)


def classes_of(values: Sequence[float], most: int = MOST) -> Classes | None:
    """Classes for these values, zeros left out; None when nothing is left. Bounds are values that exist."""
    known = sorted(v for v in values if v != 0)
    distinct = sorted(set(known))
    if not distinct:
        return None
    if len(distinct) <= most:
        return _cut(known, distinct, "values")
    highs = [known[min(len(known) - 1, round((i + 1) * len(known) / most) - 1)] for i in range(most)]
    if len(set(highs)) == most and highs[0] != known[-1]:
        return _cut(known, highs, "quantiles")
    return _cut(known, natural_breaks(known, most), "natural")


def natural_breaks(ordered: Sequence[float], count: int) -> list[float]:
    """Upper bounds that keep each class closest to its own mean (Fisher, 1958; exact, on distinct values).

    Beyond 400 distinct values, neighbours are first joined by rank, so that it stays quick.
    """
    tally = sorted(Counter(ordered).items())
    if len(tally) > 400:
        step = len(tally) / 400
        ends = [tally[min(len(tally) - 1, round((i + 1) * step) - 1)][0] for i in range(400)]
        weights = [0] * len(ends)
        for value, times in tally:
            weights[bisect_left(ends, value)] += times
        tally = list(zip(ends, weights, strict=True))
    size = len(tally)
    total, square, weight = [0.0], [0.0], [0.0]
    for value, times in tally:
        total.append(total[-1] + value * times)
        square.append(square[-1] + value * value * times)
        weight.append(weight[-1] + times)

    def spread(i: int, j: int) -> float:
        mass = weight[j] - weight[i]
        return square[j] - square[i] - (total[j] - total[i]) ** 2 / mass if mass else 0.0

    count = min(count, size)
    best = [spread(0, j) if j else 0.0 for j in range(size + 1)]
    cuts: list[list[int]] = []
    for k in range(1, count):
        row, cut = [0.0] * (size + 1), [0] * (size + 1)
        for j in range(k + 1, size + 1):
            row[j], cut[j] = min((best[i] + spread(i, j), i) for i in range(k, j))
        best = row
        cuts.append(cut)
    bounds, at = [tally[size - 1][0]], size
    for cut in reversed(cuts):
        at = cut[at]
        bounds.append(tally[at - 1][0])
    return sorted(bounds)


def _cut(known: Sequence[float], highs: Sequence[float], method: str) -> Classes:
    lows = [known[0]] + [next(v for v in known if v > high) for high in highs[:-1]]
    return Classes(tuple(lows), tuple(highs), method)
