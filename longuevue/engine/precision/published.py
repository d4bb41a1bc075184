"""Precision guessed from a published count alone, where no individual file is at hand.

An approximation of ours, not an INSEE formula (methodology §2.3): it is printed as such.
"""

from __future__ import annotations

import math
from typing import Final

from longuevue.engine.precision.classes import NOBODY_DRAWN, Verdict, verdict
from longuevue.engine.precision.weighted import Estimate
from longuevue.terms.refusal import Refusal

#: how much clustering in households widens the error: traits that households share, and the others
DESIGN_EFFECT_SHARED: Final = 3.0
DESIGN_EFFECT_INDEPENDENT: Final = 1.0
#: sampling fractions of the French census over five years
LARGE_COMMUNE_FRACTION: Final = 0.40
SMALL_COMMUNE_FRACTION: Final = 1.0
SMALL_COMMUNE_COMPLEMENTARY_FRACTION: Final = 0.20
LARGE_COMMUNE_INHABITANTS: Final = 10_000


def census_fraction(inhabitants: float, *, complementary: bool = False) -> float:
    """The share of dwellings surveyed in a commune of that size, for main or complementary variables."""
    if inhabitants >= LARGE_COMMUNE_INHABITANTS:
        return LARGE_COMMUNE_FRACTION
    return SMALL_COMMUNE_COMPLEMENTARY_FRACTION if complementary else SMALL_COMMUNE_FRACTION


def approximate(count: float, population: float, *, fraction: float, design_effect: float) -> Estimate:
    """CV = √( deff · (1−f)/f · (1−p) / count ), with p = count / population."""
    if not 0 < fraction <= 1 or population <= 0 or not 0 <= count <= population:
        raise Refusal(
            "Effectif, population ou taux de sondage impossibles.",
            "L'effectif doit être compris entre 0 et la population, le taux entre 0 et 1.",
        )
    if count == 0:
        return Estimate(0.0, 0.0, 0, 0)
    cv = math.sqrt(design_effect * (1 - fraction) / fraction * (1 - count / population) / count)
    return Estimate(count, cv * count, round(count), 0)


def approximate_share(count: float, population: float, *, fraction: float, design_effect: float) -> Estimate:
    """The same for count / population, the population being taken as known."""
    estimate = approximate(count, population, fraction=fraction, design_effect=design_effect)
    return Estimate(estimate.value / population, estimate.standard_error / population, estimate.units, 0)


def judged_share(
    count: float, base: float, *, level: str, inhabitants: float, complementary: bool, shared: bool
) -> tuple[Estimate, Verdict]:
    """The error and class of a census share of which only the two counts are published.

    An EPCI or a département mixes large and small communes: the fraction of large ones, the less sure, is kept.
    """
    size = inhabitants if level == "commune" else LARGE_COMMUNE_INHABITANTS
    fraction = census_fraction(size, complementary=complementary)
    effect = DESIGN_EFFECT_SHARED if shared else DESIGN_EFFECT_INDEPENDENT
    estimate = approximate_share(count, base, fraction=fraction, design_effect=effect)
    if count == base and fraction < 1:
        # everyone has the trait: that the share did not vary among those drawn does not make it certain
        estimate = Estimate(1.0, math.sqrt(effect * (1 - fraction) / fraction / count), round(count), 0)
    if count == 0:
        return estimate, Verdict("A", True, "ok", None) if fraction == 1 else NOBODY_DRAWN
    return estimate, verdict(estimate, weighted_count=count)
