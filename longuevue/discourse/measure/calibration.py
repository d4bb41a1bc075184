"""How sure the meter should be: a probability for each answer, and the checks that it keeps its word.
Small tables only: no library of learning, the same figures on every machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from longuevue.discourse.judge import Judgement

LEVELS = ("quiet", "hint", "one", "several")


def level_of(judgement: Judgement) -> str:
    """How much stands behind the answer: nothing, a hint, one proof, several."""
    if judgement.international:
        return "several" if judgement.doubt <= 1 / 3 else "one"
    return "hint" if judgement.doubt >= 0.5 else "quiet"


def learned_rates(judgements: Sequence[Judgement], truths: Sequence[bool]) -> dict[str, float]:
    """The share of truly international units at each level, drawn towards its neighbour when there are few."""
    rates: dict[str, float] = {}
    answers = {True: [0.5, 1.0], False: [0.5, 1.0]}
    for judgement, truth in zip(judgements, truths, strict=True):
        answers[judgement.international][0] += truth
        answers[judgement.international][1] += 1
    for level in LEVELS:
        here = [t for j, t in zip(judgements, truths, strict=True) if level_of(j) == level]
        wide, base = answers[level in ("one", "several")]
        prior = wide / base
        rates[level] = (sum(here) + 5.0 * prior + 0.5) / (len(here) + 6.0)
    return rates


@dataclass(frozen=True, slots=True)
class Calibration:
    """Mean prediction minus mean truth, in points; slope of truth on the log-odds of the prediction."""

    in_the_large: float
    slope: float
    slope_low: float
    slope_high: float


def calibration(
    predicted: Sequence[float], truths: Sequence[bool], *, resamples: int = 500, seed: int = 7
) -> Calibration:
    """Calibration of predictions made on units that did not serve to learn them."""
    p = np.clip(np.asarray(predicted, dtype=float), 1e-4, 1 - 1e-4)
    y = np.asarray(truths, dtype=float)
    slope = _slope(p, y)
    random = np.random.default_rng(seed)
    drawn = []
    for _ in range(resamples):
        rows = random.integers(0, len(y), len(y))
        drawn.append(_slope(p[rows], y[rows]))
    low, high = np.percentile(drawn, [2.5, 97.5])
    return Calibration(float((p.mean() - y.mean()) * 100), slope, float(low), float(high))


def _slope(p: np.ndarray, y: np.ndarray) -> float:
    """Slope of a logistic regression with Firth's penalty: it stays finite when the meter makes no mistake."""
    x = np.stack([np.ones_like(p), np.log(p / (1 - p))], axis=1)
    beta = np.array([0.0, 1.0])
    for _ in range(60):
        mean = 1.0 / (1.0 + np.exp(-np.clip(x @ beta, -30, 30)))
        weight = np.maximum(mean * (1 - mean), 1e-9)
        information = (x * weight[:, None]).T @ x + 1e-9 * np.eye(2)
        inverse = np.linalg.inv(information)
        leverage = weight * np.einsum("ij,jk,ik->i", x, inverse, x)
        step = inverse @ (x.T @ (y - mean + leverage * (0.5 - mean)))
        step *= min(1.0, 2.0 / max(1e-9, float(np.abs(step).max())))
        beta = beta + step
        if np.abs(step).max() < 1e-7:
            break
    return float(beta[1])
