"""How far: great-circle distances, mean and median reach, distance-weighted openness, breadth (methodology §2.6).

Shares by ring are in `rings.py`. A territory without a known centre gets no distance, and says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from longuevue.engine.measures.measured import Column, Floats, Measured, counts_of, same_length, undefined
from longuevue.terms.bilingual import Bilingual

EARTH_RADIUS_KM: Final = 6371.0088
#: under this share of located flow, no distance is given (the same bar as the coverage of an aggregate)
SMALLEST_LOCATED_SHARE: Final = 0.95
#: the distance at which openness counts ln 2
OPENNESS_UNIT_KM: Final = 100.0


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the globe, in degrees."""

    lat: float
    lon: float


def haversine_km(origin: Point, lats: Column, lons: Column) -> Floats:
    """Great-circle distances from `origin`; NaN where a coordinate is unknown."""
    lat, lon = np.radians(np.asarray(lats, dtype=np.float64)), np.radians(np.asarray(lons, dtype=np.float64))
    lat0, lon0 = np.radians(origin.lat), np.radians(origin.lon)
    chord = np.sin((lat - lat0) / 2) ** 2 + np.cos(lat0) * np.cos(lat) * np.sin((lon - lon0) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(chord, 0, 1)))


def population_centroid(lats: Column, lons: Column, populations: Column) -> Point | None:
    """The centre of a perimeter: mean of its members' centres on the sphere, weighted by population; None if unknown.

    Members without coordinates are left out only while those that have some hold 95 % of the population.
    """
    lat, lon = np.asarray(lats, dtype=np.float64), np.asarray(lons, dtype=np.float64)
    weight = counts_of(populations, what="populations")
    same_length(lat, lon, weight)
    known = ~(np.isnan(lat) | np.isnan(lon))
    total = float(weight.sum())
    if total <= 0 or float(weight[known].sum()) / total < SMALLEST_LOCATED_SHARE:
        return None
    phi, theta, w = np.radians(lat[known]), np.radians(lon[known]), weight[known]
    x = float((w * np.cos(phi) * np.cos(theta)).sum())
    y = float((w * np.cos(phi) * np.sin(theta)).sum())
    z = float((w * np.sin(phi)).sum())
    return Point(float(np.degrees(np.arctan2(z, np.hypot(x, y)))), float(np.degrees(np.arctan2(y, x))))


def no_centroid() -> Measured:
    """The answer where the territory's centre is unknown."""
    return undefined(
        "Le centre du territoire n'est pas connu : aucune distance n'est calculée.",
        "The centre of the territory is unknown: no distance is computed.",
    )


def _located(counts: Column, distances: Column | None) -> tuple[Floats, Floats, float] | Measured:
    """The flow that has a distance, these distances and its share of the whole; or why no reach is given."""
    if distances is None:
        return no_centroid()
    x, d = counts_of(counts), np.asarray(distances, dtype=np.float64).ravel()
    same_length(x, d)
    total = float(x.sum())
    if total <= 0:
        return undefined("Aucun lien : pas de portée.", "No link: no reach.")
    known = ~np.isnan(d) & (x > 0)
    located = float(x[known].sum()) / total
    if located < SMALLEST_LOCATED_SHARE:
        return undefined(
            "Moins de 95 % du flux a un lieu partenaire connu : la portée n'est pas donnée.",
            "Less than 95% of the flow has a known partner place: reach is not given.",
        )
    return x[known], d[known], located


def _answer(value: float, located: float) -> Measured:
    if located >= 1 - 1e-12:
        return Measured(value)
    percent = f"{100 * located:.0f}"
    return Measured(
        value,
        "partial",
        "incomplete_members",
        note=Bilingual(
            f"Calculé sur les {percent} % du flux dont le lieu partenaire est connu.",
            f"Computed on the {percent}% of the flow whose partner place is known.",
        ),
    )


def mean_reach(counts: Column, distances_km: Column | None) -> Measured:
    """Σ p d: the mean distance of a unit of flow, in kilometres. `None` distances: the centre is unknown."""
    found = _located(counts, distances_km)
    if isinstance(found, Measured):
        return found
    x, d, located = found
    return _answer(float((x * d).sum() / x.sum()), located)


def median_reach(counts: Column, distances_km: Column | None) -> Measured:
    """The distance within which half of the flow lies (lower weighted median), in kilometres."""
    found = _located(counts, distances_km)
    if isinstance(found, Measured):
        return found
    x, d, located = found
    order = np.argsort(d, kind="stable")
    cumulated = np.cumsum(x[order])
    at = int(np.searchsorted(cumulated, cumulated[-1] / 2 - 1e-12))
    return _answer(float(d[order][at]), located)


@dataclass(frozen=True, slots=True)
class Openness:
    """Flow per inhabitant with and without the weight of distance: the second says what distance adds."""

    weighted: Measured
    unweighted: Measured


def openness(counts: Column, base: float, distances_km: Column | None) -> Openness:
    """O = Σ (x/P) ln(1 + d/100), beside the plain Σ x/P."""
    if base <= 0:
        none = undefined("Pas de base à laquelle rapporter ce flux.", "No base to relate this flow to.")
        return Openness(none, none)
    plain = Measured(float(counts_of(counts).sum()) / base)
    found = _located(counts, distances_km)
    if isinstance(found, Measured):
        return Openness(found, plain)
    x, d, located = found
    return Openness(_answer(float((x * np.log1p(d / OPENNESS_UNIT_KM)).sum()) / base, located), plain)


def breadth(counts: Column, national: Column) -> Measured:
    """1 − ½ Σ |p − q|: 1 when the partners weigh here as in the whole country, 0 when they have none in common."""
    here, there = counts_of(counts), counts_of(national)
    same_length(here, there)
    if here.sum() <= 0 or there.sum() <= 0:
        return undefined("Aucun lien ici ou dans le pays.", "No link here or in the country.")
    return Measured(float(1 - 0.5 * np.abs(here / here.sum() - there / there.sum()).sum()))
