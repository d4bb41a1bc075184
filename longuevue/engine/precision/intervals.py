"""Intervals that need no survey design: Wilson for proportions, seeded bootstrap, difference of disjoint vintages.

The variance of census estimates is in `weighted.py` and `published.py`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from longuevue.engine.measures.measured import Z95, Floats, Measured, undefined
from longuevue.engine.precision.weighted import Estimate
from longuevue.terms.bilingual import Bilingual
from longuevue.terms.refusal import Refusal


def wilson(successes: float, trials: float, *, z: float = Z95) -> Measured:
    """A proportion with its Wilson interval; undefined without a trial."""
    if trials <= 0:
        return undefined("Aucune réponse : pas de proportion.", "No answer: no proportion.")
    if not 0 <= successes <= trials:
        raise Refusal("Plus de succès que d'essais.", "Vérifiez les deux effectifs.")
    p, z2 = successes / trials, z * z
    centre = (p + z2 / (2 * trials)) / (1 + z2 / trials)
    half = z * math.sqrt(p * (1 - p) / trials + z2 / (4 * trials * trials)) / (1 + z2 / trials)
    return Measured(p, low=max(centre - half, 0.0), high=min(centre + half, 1.0))


def bootstrap(
    units: Sequence[Any] | Floats,
    statistic: Callable[[Any], float],
    *,
    seed: int,
    draws: int = 1000,
) -> Measured:
    """The statistic with its 2.5–97.5 % percentile interval, resampling whole units; the seed makes it repeatable."""
    rows = np.asarray(units)
    if len(rows) < 2:
        return undefined("Il faut au moins deux unités à retirer.", "At least two units are needed to resample.")
    generator = np.random.default_rng(seed)
    drawn = np.array([statistic(rows[generator.integers(0, len(rows), len(rows))]) for _ in range(draws)])
    drawn = drawn[~np.isnan(drawn)]
    if not len(drawn):
        return undefined("La statistique n'a de valeur sur aucun tirage.", "The statistic has no value on any draw.")
    low, high = np.percentile(drawn, [2.5, 97.5])
    return Measured(float(statistic(rows)), low=float(low), high=float(high))


def difference(earlier: Estimate, later: Estimate) -> Measured:
    """Later minus earlier of two disjoint vintages; the note says "change" only when 0 is outside the interval."""
    gap = later.value - earlier.value
    half = Z95 * math.hypot(earlier.standard_error, later.standard_error)
    low, high = gap - half, gap + half
    if low <= 0 <= high:
        note = Bilingual("pas d'évolution discernable", "no discernible change")
    elif gap > 0:
        note = Bilingual("en hausse", "higher than before")
    else:
        note = Bilingual("en baisse", "lower than before")
    return Measured(gap, low=low, high=high, note=note)
