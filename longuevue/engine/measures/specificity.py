"""What remains once size and distance are accounted for: expected flows, ratios and signed residuals (§2.9).

A specific link is a lead for the testimony workshop, never a conclusion; naming links is left to the diagnosis.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from longuevue.engine.measures.location import origin_refused
from longuevue.engine.measures.measured import Column, Floats, Measured, counts_of, same_length, undefined
from longuevue.terms.bilingual import Bilingual
from longuevue.terms.refusal import Refusal

#: beyond this many units of deviance, a link is "more (or less) than expected"
NOTABLE: Final = 2.0
GRAVITY_TERMS: Final = ("constant", "ln_population", "ln_partner_size", "ln_distance", "border", "language")


def independence_expectation(table: Any) -> Floats:
    """E = row total × column total / grand total, for a table territories × partner countries."""
    x = np.asarray(table, dtype=np.float64)
    counts_of(x)
    total = float(x.sum())
    if x.ndim != 2 or total <= 0:
        raise Refusal("Aucun flux à répartir.", "Donnez un tableau territoires × pays avec au moins un flux.")
    return np.outer(x.sum(axis=1), x.sum(axis=0)) / total


def deviance_residuals(observed: Column, expected: Column) -> Floats:
    """sign(x − E) √(2 [x ln(x/E) − (x − E)]), with x ln x = 0 at 0."""
    x, e = np.asarray(observed, dtype=np.float64), np.asarray(expected, dtype=np.float64)
    if (e <= 0).any():
        raise Refusal("Un flux attendu est nul.", "Écartez les couples qui ne peuvent pas échanger.")
    with np.errstate(divide="ignore", invalid="ignore"):
        logged = np.where(x > 0, x * np.log(np.where(x > 0, x, 1.0) / e), 0.0)
    return np.sign(x - e) * np.sqrt(np.maximum(2 * (logged - (x - e)), 0.0))


@dataclass(frozen=True, slots=True)
class Specificity:
    """One link against its expected size."""

    observed: float
    expected: float
    ratio: Measured
    residual: Measured
    words: Bilingual


def specificity(observed: float, expected: float, *, level: str | None = None, by_origin: bool = False) -> Specificity:
    """s = x/E and the signed deviance residual of one link, refused by nationality below the département."""
    refused = origin_refused(level, by_origin)
    if refused is None and expected <= 0:
        refused = undefined("Aucun flux n'était attendu.", "No flow was expected.")
    if refused is not None:
        assert refused.note is not None
        return Specificity(observed, expected, refused, refused, refused.note)
    residual = float(deviance_residuals([observed], [expected])[0])
    words = Bilingual("comme attendu", "as expected")
    if residual > NOTABLE:
        words = Bilingual("plus qu'attendu", "more than expected")
    elif residual < -NOTABLE:
        words = Bilingual("moins qu'attendu", "less than expected")
    return Specificity(observed, expected, Measured(observed / expected), Measured(residual), words)


@dataclass(frozen=True, slots=True)
class Gravity:
    """A fitted gravity model: expected flow of each link, and what each term weighs."""

    expected: Floats
    coefficients: dict[str, float]
    deviance: float
    iterations: int


def gravity(
    flows: Column,
    population: Column,
    partner_size: Column,
    distance_km: Column,
    border: Column | None = None,
    language: Column | None = None,
) -> Gravity:
    """Expected flows under ln E = α + a ln P + b ln M + c ln d + border + language (Poisson pseudo-likelihood).

    One row per (territory, partner country). Zeros are kept: that is why the model is Poisson and not a regression
    of logarithms (Santos Silva and Tenreyro 2006).
    """
    x = counts_of(flows)
    sizes = [counts_of(column) for column in (population, partner_size, distance_km)]
    same_length(x, *sizes)
    if any((column <= 0).any() for column in sizes):
        raise Refusal(
            "Une population, une taille de partenaire ou une distance est nulle.",
            "Écartez ces couples avant l'ajustement.",
        )
    columns = [np.ones_like(x), *(np.log(column) for column in sizes)]
    names = list(GRAVITY_TERMS[:4])
    for name, dummy in (("border", border), ("language", language)):
        if dummy is not None:
            columns.append(np.asarray(dummy, dtype=np.float64))
            names.append(name)
    design = np.column_stack(columns)
    same_length(x, design)
    if float(x.sum()) <= 0 or len(x) <= design.shape[1]:
        raise Refusal("Trop peu de flux pour ajuster un modèle.", "Élargissez l'échelle ou la période.")
    beta, mu, deviance, rounds = _poisson_irls(design, x)
    return Gravity(mu, dict(zip(names, (float(b) for b in beta), strict=True)), deviance, rounds)


def _poisson_irls(design: Floats, x: Floats, *, rounds: int = 100) -> tuple[Floats, Floats, float, int]:
    """Iteratively reweighted least squares with step halving; centred columns keep the system well conditioned."""
    centre = design.mean(axis=0)
    scale = design.std(axis=0)
    moving = scale > 1e-12
    centre[~moving], scale[~moving] = 0.0, 1.0
    z = (design - centre) / scale
    eta = np.log(np.maximum(x, 0.1))
    beta = np.linalg.lstsq(z, eta, rcond=None)[0]
    mu = np.exp(np.clip(z @ beta, -30, 30))
    deviance = _deviance(x, mu)
    done = rounds
    for turn in range(1, rounds + 1):
        working = np.log(mu) + (x - mu) / mu
        weighted = z * mu[:, None]
        step = np.linalg.lstsq(z.T @ weighted, weighted.T @ working, rcond=None)[0] - beta
        for _ in range(30):
            candidate = np.exp(np.clip(z @ (beta + step), -30, 30))
            after = _deviance(x, candidate)
            if after <= deviance + 1e-12:
                break
            step = step / 2
        gain, beta, mu, deviance = deviance - after, beta + step, candidate, after
        if gain < 1e-10 * (abs(deviance) + 1e-10):
            done = turn
            break
    slopes = beta / scale
    slopes[0] = beta[0] - float((beta[1:] * centre[1:] / scale[1:]).sum())
    return slopes, mu, deviance, done


def _deviance(x: Floats, mu: Floats) -> float:
    logged = np.where(x > 0, x * np.log(np.where(x > 0, x, 1.0) / mu), 0.0)
    return float(2 * (logged - (x - mu)).sum())
