"""Which partner countries weigh more here than size and distance would have it, and whether diversity lies inside the
members or between them. A link that stands out is a lead for interviews, never a conclusion."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from longuevue.diagnosis.borders import LAND_BORDERS
from longuevue.edition.measured.rows import both, centres
from longuevue.engine.measures.partition import partition
from longuevue.engine.measures.reach import Point, haversine_km
from longuevue.engine.measures.rings import capitals, countries_in
from longuevue.engine.measures.specificity import (
    GRAVITY_TERMS,
    NOTABLE,
    gravity,
    independence_expectation,
    specificity,
)
from longuevue.terms.bilingual import Bilingual
from longuevue.terms.periods import period_end
from longuevue.terms.refusal import Refusal

if TYPE_CHECKING:
    from longuevue.edition.measured.measures import Measures
    from longuevue.edition.places import Place

#: a link alone always "stands out" where next to nothing was expected: under so many, nothing is concluded
FEWEST_TO_STAND_OUT = 2
LONE = Bilingual("un seul lien, trop peu pour conclure", "one link, too few to conclude")
#: fewer territories than this and no model of flows is fitted
FEWEST_PLACES = 10
#: whose diversity is read inside each level
INSIDE = {
    "epci": "commune",
    "departement": "commune",
    "perimeter": "commune",
    "region": "departement",
    "country": "region",
}

BY_GRAVITY = Bilingual(
    "Attendu selon la population du territoire, le poids du pays, la distance, la frontière et la langue "
    "(modèle de gravité).",
    "Expected from the population here, the weight of the country, distance, border and language (gravity model).",
)
BY_MARGINS = Bilingual(
    "Attendu selon les seuls totaux du territoire et du pays : la distance n'est pas connue ici.",
    "Expected from the totals of the place and of the country alone: the distance is not known here.",
)
NO_COUNTRY = Bilingual("Aucun chiffre par pays partenaire ici.", "No figure by partner country here.")
TOO_FEW = Bilingual(
    "Trop peu de territoires de cette échelle ont des chiffres par pays : rien d'attendu n'est calculé.",
    "Too few places of this level have figures by country: nothing expected is computed.",
)
LEAD = Bilingual("Une piste pour un entretien, pas une conclusion.", "A lead for an interview, not a conclusion.")


@dataclass(frozen=True, slots=True)
class Expected:
    """Expected flows of every (territory, country) of a level, and the terms of the model that gave them."""

    places: tuple[str, ...]
    countries: tuple[str, ...]
    flows: np.ndarray
    expected: np.ndarray
    by_gravity: np.ndarray
    coefficients: dict[str, float]


class Links:
    """Flows by partner country, read together at one level."""

    def __init__(self, measures: Measures) -> None:
        self._measures = measures
        self._edition = measures.edition
        self._expected = lru_cache(maxsize=32)(self._fit)

    def specific(self, marker: dict[str, Any], place: Place, period: str | None) -> dict[str, Any]:
        """Every partner country, in order of codes: observed, expected, ratio, residual, words."""
        known = period or self._measures.rows.latest(marker["id"], place.level)
        table = self._measures.rows.flows(marker["id"], place.level, known) if known else {}
        if place.code not in table:
            return _no_links(NO_COUNTRY, known)
        if len(table) < FEWEST_PLACES:
            return _no_links(TOO_FEW, known)
        fit = self._expected(marker["id"], place.level, known)
        row = fit.places.index(place.code)
        by_origin = self._measures.sureness.by_origin(marker)
        links = []
        for column, country in enumerate(fit.countries):
            told = specificity(
                float(fit.flows[row, column]), float(fit.expected[row, column]), level=place.level, by_origin=by_origin
            )
            if told.ratio.value is None and by_origin:
                return _no_links(told.words, known)
            notable = told.residual.value is not None and abs(told.residual.value) > NOTABLE
            lone = notable and is_lone(told.observed, told.residual.value)
            if told.observed or notable:
                links.append(
                    {
                        "counterpart_area": country,
                        "observed": told.observed,
                        "expected": told.expected,
                        "ratio": told.ratio.value,
                        "residual": told.residual.value,
                        "notable": notable,
                        "words": both(LONE if lone else told.words),
                    }
                )
        gravity_here = bool(fit.by_gravity[row])
        return {
            "time_period": known,
            "method": both(BY_GRAVITY if gravity_here else BY_MARGINS),
            "coefficients": fit.coefficients if gravity_here else {},
            "links": links,
            "observed": float(fit.flows[row].sum()),
            "expected": float(fit.expected[row].sum()),
            "note": both(LEAD),
        }

    def partition(self, marker: dict[str, Any], place: Place, period: str | None) -> dict[str, Any]:
        """Alpha, beta and gamma: the diversity of partner countries inside members, between them, and of them all."""
        level = INSIDE.get(place.level)
        known = (period or self._measures.rows.latest(marker["id"], level)) if level else None
        if level is None or known is None:
            return _no_parts(NO_COUNTRY, known)
        table = self._measures.rows.flows(marker["id"], level, known)
        mine = [table[code] for code in self._measures.members(place, level) if code in table]
        if len(mine) < 2:
            return _no_parts(FEW_MEMBERS, known)
        countries = sorted({country for flows in mine for country in flows})
        found = partition([[flows.get(country, 0.0) for country in countries] for flows in mine])
        inside = found.alpha - 1 >= found.beta - 1
        return {
            "time_period": known,
            "members": len(mine),
            "members_level": level,
            "alpha": found.alpha,
            "beta": found.beta,
            "gamma": found.gamma,
            "words": both(MOSTLY_INSIDE if inside else MOSTLY_BETWEEN),
        }

    def _fit(self, marker: str, level: str, period: str) -> Expected:
        table = self._measures.rows.flows(marker, level, period)
        places = tuple(sorted(code for code, flows in table.items() if sum(flows.values()) > 0))
        countries = tuple(sorted({c for code in places for c, x in table[code].items() if x > 0}))
        flows = np.array([[table[code].get(country, 0.0) for country in countries] for code in places])
        expected = independence_expectation(flows)
        by_gravity = np.zeros(len(places), dtype=bool)
        coefficients: dict[str, float] = {}
        at = [n for n, code in enumerate(places) if (level, code) in self._centres and self._people(level, code)]
        known = [k for k, country in enumerate(countries) if country in capitals()]
        if len(at) >= FEWEST_PLACES and len(known) > 1:
            try:
                fitted, coefficients = self._gravity(
                    flows, [(level, places[n]) for n in at], countries, at, known, period
                )
                expected[np.ix_(at, known)] = fitted
                by_gravity[at] = True
            except Refusal:
                coefficients = {}
        return Expected(places, countries, flows, expected, by_gravity, coefficients)

    def _gravity(
        self,
        flows: np.ndarray,
        areas: list[tuple[str, str]],
        countries: tuple[str, ...],
        at: list[int],
        known: list[int],
        period: str,
    ) -> tuple[np.ndarray, dict[str, float]]:
        on = period_end(period) or date.fromisoformat(self._edition.date)
        far = [capitals()[countries[k]] for k in known]
        lats, lons = [p.lat for p in far], [p.lon for p in far]
        distance = np.array([np.maximum(haversine_km(self._centres[area], lats, lons), 1.0) for area in areas])
        people = np.array([[float(self._people(*area) or 0)] for area in areas])
        weight = flows[:, known].sum(axis=0)[None, :]
        french = countries_in("french_official", on)
        touches = [set(self._borders(*area)) for area in areas]
        border = np.array([[float(countries[k] in near) for k in known] for near in touches])
        language = np.array([[float(countries[k] in french) for k in known]] * len(areas))
        shape = distance.shape
        dummies = {name: d.ravel() for name, d in (("border", border), ("language", language)) if d.min() < d.max()}
        fitted = gravity(
            flows[np.ix_(at, known)].ravel(),
            np.broadcast_to(people, shape).ravel(),
            np.broadcast_to(weight, shape).ravel(),
            distance.ravel(),
            **dummies,
        )
        return fitted.expected.reshape(shape), {
            n: fitted.coefficients[n] for n in GRAVITY_TERMS if n in fitted.coefficients
        }

    def _people(self, level: str, code: str) -> int | None:
        return self._edition.places.get(level, code).population

    def _borders(self, level: str, code: str) -> tuple[str, ...]:
        place = self._edition.places.get(level, code)
        departements: tuple[str, ...] = (code,) if level == "departement" else ()
        if place.departement:
            departements = (place.departement,)
        if level in ("region", "epci"):
            departements = self._measures.departements_of(place)
        return tuple(c for d in departements for c in LAND_BORDERS.get(d, ()))

    @cached_property
    def _centres(self) -> dict[tuple[str, str], Point]:
        return centres(self._edition)


FEW_MEMBERS = Bilingual(
    "Moins de deux membres ont des chiffres par pays : rien à partager entre « dedans » et « entre ».",
    "Fewer than two members have figures by country: nothing to share between inside and between.",
)
MOSTLY_INSIDE = Bilingual(
    "La diversité tient surtout à l'intérieur de chaque membre.", "Diversity lies mostly inside each member."
)
MOSTLY_BETWEEN = Bilingual(
    "La diversité tient surtout aux différences d'un membre à l'autre.",
    "Diversity lies mostly in the differences between members.",
)


def is_lone(observed: float, residual: float | None) -> bool:
    """Whether more than was expected is a link alone, from which nothing is concluded."""
    return residual is not None and residual > 0 and observed < FEWEST_TO_STAND_OUT


def _no_links(why: Bilingual, period: str | None) -> dict[str, Any]:
    nothing: dict[str, Any] = {"coefficients": {}, "links": [], "observed": None, "expected": None, "note": None}
    return {"time_period": period, "method": both(why), **nothing}


def _no_parts(why: Bilingual, period: str | None) -> dict[str, Any]:
    empty: dict[str, Any] = dict.fromkeys(("members_level", "alpha", "beta", "gamma"))
    return {"time_period": period, "members": 0, **empty, "words": both(why)}
