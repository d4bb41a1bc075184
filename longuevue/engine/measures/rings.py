"""Where partners lie: rings around France, and the dated lists that draw them (EU, Schengen, OECD-DAC recipients).

The lists are data (`country_lists.csv`, `capitals.csv`); a membership is always asked at a date.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from longuevue.engine.measures.measured import Column, counts_of, same_length
from longuevue.engine.measures.reach import Point
from longuevue.terms.bilingual import Bilingual
from longuevue.terms.refusal import Refusal

#: from the nearest to the farthest; a country takes the first ring that holds it
RINGS: Final[tuple[str, ...]] = (
    "neighbour",
    "other_eu",
    "other_europe",
    "mediterranean_africa",
    "rest",
    "unknown",
)
RING_NAMES: Final[dict[str, Bilingual]] = {
    "neighbour": Bilingual("États voisins", "Neighbouring states"),
    "other_eu": Bilingual("reste de l'Union européenne", "Other EU countries"),
    "other_europe": Bilingual("reste de l'Europe", "Other European countries"),
    "mediterranean_africa": Bilingual("Méditerranée et Afrique", "Mediterranean and Africa"),
    "rest": Bilingual("reste du monde", "Rest of the world"),
    "unknown": Bilingual("pays inconnu", "Unknown country"),
}


@cache
def _lists() -> dict[str, tuple[tuple[str, date, date], ...]]:
    lists: dict[str, list[tuple[str, date, date]]] = {}
    with (Path(__file__).parent / "country_lists.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            since = date.fromisoformat(row["since"]) if row["since"] else date.min
            until = date.fromisoformat(row["until"]) if row["until"] else date.max
            lists.setdefault(row["list"], []).append((row["country"], since, until))
    return {name: tuple(rows) for name, rows in lists.items()}


def countries_in(list_name: str, on: date) -> frozenset[str]:
    """The members of a list on a given day. The DAC list goes back to 2018; earlier dates are refused."""
    rows = _lists().get(list_name)
    if rows is None:
        raise Refusal(f"La liste de pays « {list_name} » est inconnue.", f"Listes connues : {', '.join(_lists())}.")
    if list_name == "dac_recipients" and on < date(2018, 1, 1):
        raise Refusal(
            "La liste des bénéficiaires de l'aide (CAD) n'est embarquée qu'à partir de 2018.",
            "Choisissez une date de 2018 ou plus récente.",
        )
    return frozenset(country for country, since, until in rows if since <= on <= until)


@cache
def capitals() -> dict[str, Point]:
    """The capital of each country (ISO 3166 alpha-2), used when the partner city is unknown, and flagged as such."""
    with (Path(__file__).parent / "capitals.csv").open(encoding="utf-8", newline="") as handle:
        return {row["country"]: Point(float(row["lat"]), float(row["lon"])) for row in csv.DictReader(handle)}


def ring_of(country: str | None, on: date) -> str:
    """The ring of a partner country on a given day."""
    if not country or country in ("W", "FR"):
        return "unknown"
    if country in countries_in("france_land_border", on):
        return "neighbour"
    if country in countries_in("eu", on):
        return "other_eu"
    if country in countries_in("europe", on):
        return "other_europe"
    if country in countries_in("africa", on) or country in countries_in("mediterranean_non_eu", on):
        return "mediterranean_africa"
    return "rest"


def ring_shares(counts: Column, countries: Sequence[str | None], on: date) -> dict[str, float]:
    """Share of the flow in each ring, unknown countries kept apart; every ring is present, empty ones at 0."""
    x = counts_of(counts)
    same_length(x, countries)
    total = float(x.sum())
    if total <= 0:
        return {}
    shares = dict.fromkeys(RINGS, 0.0)
    for value, country in zip(x, countries, strict=True):
        shares[ring_of(country, on)] += float(value) / total
    return shares


def share_in(counts: Column, countries: Sequence[str | None], list_name: str, on: date) -> float | None:
    """Share of the flow whose partner is in a list that day (EU, Schengen, DAC); None when there is no flow."""
    x = counts_of(counts)
    same_length(x, countries)
    members = countries_in(list_name, on)
    total = float(x.sum())
    inside = sum(float(value) for value, country in zip(x, countries, strict=True) if country in members)
    return inside / total if total > 0 else None
