"""Estimates from individual files: weighted totals and ratios with the variance of a sample of households.

Methodology §2.3: V = (1 − f) · H/(H−1) · Σ (t_h − t̄)², t_h the weighted total of household h, f the sampling
fraction. Published counts without microdata are in `published.py`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from longuevue.engine.measures.measured import Z95, Column, Floats, counts_of, same_length
from longuevue.terms.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Estimate:
    """An estimated quantity with its standard error."""

    value: float
    standard_error: float
    units: int
    households: int

    @property
    def cv(self) -> float | None:
        """Coefficient of variation in per cent; None for an estimate of zero."""
        return 100 * self.standard_error / abs(self.value) if self.value else None

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval; a count never goes below zero."""
        half = Z95 * self.standard_error
        low = self.value - half
        return (max(low, 0.0) if self.value >= 0 else low), self.value + half


def total(
    weights: Column, households: Sequence[Any], inside: Column | None = None, *, fraction: Column | float
) -> Estimate:
    """Estimated total Σ w·y with the variance between sampled households.

    `inside` is 1 (or an amount) for the individuals counted and 0 for the others: households without anyone inside
    stay in the sample and count. `fraction` is the sampling fraction, one number or one per row; rows of different
    fractions are different strata (large communes 0.40, small communes 1 or 0.20).
    """
    w = counts_of(weights, what="poids")
    y = np.ones_like(w) if inside is None else np.asarray(inside, dtype=np.float64)
    same_length(w, y, households)
    variance, drawn = _variance(w * y, households, _fractions(fraction, w))
    return Estimate(float((w * y).sum()), math.sqrt(variance), int((y != 0).sum()), drawn)


def ratio(
    weights: Column,
    households: Sequence[Any],
    numerator: Column,
    denominator: Column | None = None,
    *,
    fraction: Column | float,
) -> Estimate:
    """Estimated ratio Σ w·y / Σ w·n by linearisation: y becomes (y − R·n) / Σ w·n."""
    w = counts_of(weights, what="poids")
    y = np.asarray(numerator, dtype=np.float64)
    n = np.ones_like(w) if denominator is None else np.asarray(denominator, dtype=np.float64)
    same_length(w, y, n, households)
    base = float((w * n).sum())
    if base <= 0:
        raise Refusal("Le dénominateur estimé est nul.", "Choisissez un domaine qui contient des habitants.")
    value = float((w * y).sum()) / base
    variance, drawn = _variance(w * (y - value * n) / base, households, _fractions(fraction, w))
    return Estimate(value, math.sqrt(variance), int((y != 0).sum()), drawn)


def _fractions(fraction: Column | float, weights: Floats) -> Floats:
    f = np.broadcast_to(np.asarray(fraction, dtype=np.float64), weights.shape)
    if not ((f > 0) & (f <= 1)).all():
        raise Refusal("Un taux de sondage est hors de 0–1.", "Donnez la part des logements enquêtés, entre 0 et 1.")
    return f


def _variance(contributions: Floats, households: Sequence[Any], fractions: Floats) -> tuple[float, int]:
    _, household = np.unique(np.asarray(households), return_inverse=True)
    variance, drawn = 0.0, 0
    for f in np.unique(fractions):
        rows = fractions == f
        _, local = np.unique(household[rows], return_inverse=True)
        totals = np.bincount(local, weights=contributions[rows])
        drawn += len(totals)
        if f == 1:
            continue
        if len(totals) < 2:
            raise Refusal(
                "Un seul ménage enquêté dans une strate : aucune précision n'est calculable.",
                "Regroupez les strates ou montez d'une échelle.",
            )
        spread = float(((totals - totals.mean()) ** 2).sum())
        variance += (1 - float(f)) * len(totals) / (len(totals) - 1) * spread
    return variance, drawn
