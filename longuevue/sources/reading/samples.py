"""Sampling covariances of the counts of an individual file, gathered batch by batch: what says how sure they are.

Methodology §2.3: V = (1 − f) · H/(H−1) · Σ (t_h − t̄)² in each stratum, t_h the weighted total of a sampled household.
The sampling fraction f is read from the stratum's own weights: people surveyed over people estimated (about 0.40 in a
large commune, 0.20 or 0.25 in a small one, 1 where everyone was asked). Memory follows strata, not the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


class Sample:
    """Sampled units of every stratum: how many, whom they stand for, and the moments of their weighted totals."""

    def __init__(self, counts: tuple[str, ...]) -> None:
        self.counts = counts
        self._moments: dict[Any, Floats] = {}

    def add(self, strata: list[Any], units: Floats, people: Floats, weights: Floats, totals: Floats) -> None:
        """Some units, one a row: their stratum, how many people answered, the sum of their weights, and their weighted
        total of each count."""
        squares = totals[:, :, None] * totals[:, None, :]
        self.add_moments(strata, units, people, weights, totals, squares)

    def add_moments(
        self, strata: list[Any], units: Floats, people: Floats, weights: Floats, totals: Floats, squares: Floats
    ) -> None:
        """The same with the sums of products given."""
        rows = np.column_stack([units, people, weights, totals, squares.reshape(len(units), -1)])
        keys = list(dict.fromkeys(strata))
        place = {key: position for position, key in enumerate(keys)}
        summed = np.zeros((len(keys), rows.shape[1]))
        np.add.at(summed, [place[key] for key in strata], rows)
        for key, row in zip(keys, summed, strict=True):
            known = self._moments.get(key)
            self._moments[key] = row if known is None else known + row

    def covariances(self, *, design_effect: float = 1.0) -> Iterator[tuple[Any, Floats]]:
        """Each stratum with the covariances of its counts; `design_effect` widens them where units are not households."""
        size = len(self.counts)
        for key, row in self._moments.items():
            units, people, weights = row[:3]
            totals, squares = row[3 : 3 + size], row[3 + size :].reshape(size, size)
            fraction = min(people / weights, 1.0) if weights > 0 else 1.0
            # one unit alone has no spread: its whole total is taken as uncertain
            spread = squares - np.outer(totals, totals) / units if units > 1 else squares
            yield key, design_effect * (1 - fraction) * (units / max(units - 1, 1)) * spread


class Households:
    """Rows put together into households while they pass: people of one household follow one another in INSEE's files."""

    def __init__(self, sample: Sample) -> None:
        self._sample = sample
        self._left: dict[str, npt.NDArray[Any]] | None = None

    def add(self, columns: Mapping[str, npt.NDArray[Any]]) -> None:
        """`stratum` and `household` (text), `weight`, `totals` (one column a count) of some rows, in the file's order."""
        rows = dict(columns)
        if self._left is not None:
            rows = {name: np.concatenate([self._left[name], column]) for name, column in rows.items()}
        if not len(rows["weight"]):
            return
        changes = (rows["stratum"][1:] != rows["stratum"][:-1]) | (rows["household"][1:] != rows["household"][:-1])
        # people out of ordinary households (hostels, the street) bear no number: each stands alone
        changes |= rows["household"][1:] == ""
        starts = np.concatenate([[0], np.flatnonzero(changes) + 1])
        self._left = {name: column[starts[-1] :] for name, column in rows.items()}
        self._whole({name: column[: starts[-1]] for name, column in rows.items()}, starts[:-1])

    def finish(self) -> None:
        """The last household, which waited for its possible next member."""
        if self._left is not None:
            rest, self._left = self._left, None
            self._whole(rest, np.array([0]))

    def _whole(self, rows: dict[str, npt.NDArray[Any]], starts: npt.NDArray[Any]) -> None:
        if not len(starts):
            return
        people = np.diff(np.append(starts, len(rows["weight"]))).astype(np.float64)
        weights = np.add.reduceat(rows["weight"], starts)
        totals = np.add.reduceat(rows["totals"], starts, axis=0)
        self._sample.add(rows["stratum"][starts].tolist(), np.ones(len(starts)), people, weights, totals)
