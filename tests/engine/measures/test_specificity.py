"""Specificity: expected flows, residuals, and planted links found again in generated flows."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from longuevue.engine.measures.reach import Point, haversine_km
from longuevue.engine.measures.rings import capitals
from longuevue.engine.measures.specificity import (
    deviance_residuals,
    gravity,
    independence_expectation,
    specificity,
)
from longuevue.terms.refusal import Refusal


def test_independence_expectation_is_margins_over_total() -> None:
    # Valmont 30 and Lacustre 70 students; 40 from one country, 60 from the other
    expected = independence_expectation([[20, 10], [20, 50]])
    assert expected == pytest.approx(np.array([[12, 18], [28, 42]]))


def test_deviance_residual_of_a_small_table() -> None:
    # x = 20 where 12 were expected: √(2 [20 ln(20/12) − 8]) = 2.106; x = 0 where 3 were: −√6
    assert deviance_residuals([20], [12])[0] == pytest.approx(math.sqrt(2 * (20 * math.log(20 / 12) - 8)))
    assert deviance_residuals([0], [3])[0] == pytest.approx(-math.sqrt(6))
    assert deviance_residuals([3], [3])[0] == 0


def test_a_link_is_called_specific_only_beyond_two() -> None:
    assert specificity(20, 12).words.fr == "plus qu'attendu"
    assert specificity(2, 12).words.fr == "moins qu'attendu"
    assert specificity(13, 12).words.fr == "comme attendu"
    # 19 for 12 is 1.86 units of deviance, 6 for 12 is −1.92: neither is beyond two
    assert [specificity(x, 12).words.fr for x in (19, 6)] == ["comme attendu"] * 2


def test_no_residual_by_nationality_below_the_departement() -> None:
    refused = specificity(20, 12, level="commune", by_origin=True)
    assert refused.ratio.value is None
    assert refused.residual.status_reason == "scale_too_small"
    assert specificity(20, 12, level="departement", by_origin=True).residual.value is not None


def test_gravity_finds_the_coefficients_that_made_the_flows() -> None:
    generator = np.random.default_rng(7)
    population = np.exp(generator.uniform(8, 13, 4_000))
    partner = np.exp(generator.uniform(14, 20, 4_000))
    distance = np.exp(generator.uniform(5, 9, 4_000))
    border = generator.integers(0, 2, 4_000)
    mean = np.exp(-8 + 0.8 * np.log(population) + 0.5 * np.log(partner) - 1.1 * np.log(distance) + 0.6 * border)
    fitted = gravity(generator.poisson(mean), population, partner, distance, border=border)
    assert fitted.coefficients["ln_population"] == pytest.approx(0.8, abs=0.03)
    assert fitted.coefficients["ln_partner_size"] == pytest.approx(0.5, abs=0.03)
    assert fitted.coefficients["ln_distance"] == pytest.approx(-1.1, abs=0.03)
    assert fitted.coefficients["border"] == pytest.approx(0.6, abs=0.06)
    assert fitted.iterations < 30


def test_poisson_fit_agrees_with_the_textbook_dobson_example() -> None:
    """Dobson (1990), the first example of R's help page of glm: outcome by factor, coefficients 3.045, −0.454, −0.293.

    The gravity columns carry the same design: exp(treatment dummies) stand for sizes, so their logs are the dummies.
    """
    counts = [18, 17, 15, 20, 10, 20, 25, 13, 12]
    outcome = np.array([1, 2, 3] * 3)
    treatment = np.repeat([1, 2, 3], 3)
    fitted = gravity(
        counts,
        np.exp((outcome == 2) * 1.0),
        np.exp((outcome == 3) * 1.0),
        np.exp((treatment == 2) * 1.0),
        border=(treatment == 3) * 1.0,
    )
    assert fitted.coefficients["constant"] == pytest.approx(3.045, abs=5e-4)
    assert fitted.coefficients["ln_population"] == pytest.approx(-0.4543, abs=5e-5)
    assert fitted.coefficients["ln_partner_size"] == pytest.approx(-0.2930, abs=5e-5)
    assert fitted.deviance == pytest.approx(5.1291, abs=5e-5)


def test_total_expected_equals_total_observed() -> None:
    """A Poisson model with a constant spends exactly the flow it is given: nothing is lost in the expectation."""
    generator = np.random.default_rng(3)
    x = generator.poisson(5, 60)
    size = np.exp(generator.uniform(1, 3, (3, 60)))
    assert gravity(x, *size).expected.sum() == pytest.approx(x.sum(), rel=1e-6)


def test_gravity_refuses_what_it_cannot_fit() -> None:
    with pytest.raises(Refusal, match="nulle"):
        gravity([1, 2, 3, 4, 5, 6], [1] * 6, [1] * 6, [0] * 6)
    with pytest.raises(Refusal, match="Trop peu"):
        gravity([1, 2], [1, 2], [1, 2], [1, 2])


def _area_under_curve(scores: np.ndarray, planted: np.ndarray) -> float:
    order = np.argsort(scores)
    ranks = np.empty(len(scores))
    ranks[order] = np.arange(1, len(scores) + 1)
    yes = int(planted.sum())
    return float((ranks[planted].sum() - yes * (yes + 1) / 2) / (yes * (len(scores) - yes)))


def test_planted_specific_links_are_found_again(counts: Any, prove: Any) -> None:
    found = [_found_again(seed) for seed in range(counts(10, 100))]
    prove(
        f"planted specific links, lowest area under the curve of {len(found)} generated flows",
        value=round(min(found), 3),
        bar=">= 0.9",
        holds=min(found) >= 0.9,
    )


def _found_again(seed: int) -> float:
    """40 territories × 60 countries, 5 % of links planted 2 to 6 times stronger, extra noise: area under the curve."""
    generator = np.random.default_rng(seed)
    countries = sorted(capitals())[::3][:60]
    lats = generator.uniform(43, 50, 40)
    lons = generator.uniform(-2, 7, 40)
    distance = np.array(
        [
            haversine_km(
                Point(lat, lon),
                [capitals()[c].lat for c in countries],
                [capitals()[c].lon for c in countries],
            )
            for lat, lon in zip(lats, lons, strict=True)
        ]
    )
    population = np.exp(generator.normal(11.5, 1.0, 40))[:, None] * np.ones((1, 60))
    size = np.exp(generator.normal(16, 1.5, 60))[None, :] * np.ones((40, 1))
    mean = np.exp(-9 + 0.9 * np.log(population) + 0.5 * np.log(size) - 0.8 * np.log(distance))
    mean *= 40 / mean.mean()
    planted = generator.random(mean.shape) < 0.05
    strength = np.where(planted, generator.uniform(2, 6, mean.shape), 1.0)
    noise = generator.gamma(1 / 0.05, 0.05, mean.shape)
    flows = generator.poisson(mean * strength * noise)
    fitted = gravity(flows.ravel(), population.ravel(), size.ravel(), distance.ravel())
    residuals = deviance_residuals(flows.ravel(), fitted.expected)
    # links too thin to be told from nothing are not candidates: fewer than five expected
    told = fitted.expected >= 5
    return _area_under_curve(residuals[told], planted.ravel()[told])
