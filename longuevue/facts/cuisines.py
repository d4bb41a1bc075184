"""What a cuisine tag says of a country, by the open table `cuisines.yaml`. Counting restaurants is not done here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from longuevue.terms.yaml_text import read_yaml

Kind = Literal["country", "region", "dish", "french", "concept", "unknown", "untagged"]


@dataclass(frozen=True, slots=True)
class CuisineOrigin:
    """The class of a tag, and its country where the tag names one (or a dish's origin, kind `dish`)."""

    kind: Kind
    country: str | None = None


@cache
def _table() -> dict[str, CuisineOrigin]:
    content = read_yaml((Path(__file__).parent / "cuisines.yaml").read_text(encoding="utf-8"))
    known: dict[str, CuisineOrigin] = {}
    named: tuple[Kind, ...] = ("country", "dish")
    for kind in named:
        known |= {tag: CuisineOrigin(kind, country) for tag, country in content[kind].items()}
    unnamed: tuple[Kind, ...] = ("region", "french", "concept")
    for kind in unnamed:
        known |= {tag: CuisineOrigin(kind) for tag in content[kind]}
    return known


def cuisine_values(tag: str) -> tuple[str, ...]:
    """The values of one tag, cleaned: `Japanese Sushi` is two words of cooking, `kebab; pizza` two values."""
    values = []
    for raw in tag.replace(",", ";").split(";"):
        value = raw.strip().lower()
        whole = value.replace(" ", "_")
        if not value:
            continue
        values += [whole] if whole in _table() else value.split()
    return tuple(values)


def origin_of_cuisine(tag: str) -> CuisineOrigin:
    """What a whole tag says: its country when its values name exactly one, else the first kind that applies."""
    values = cuisine_values(tag)
    if not values:
        return CuisineOrigin("untagged")
    origins = [_table().get(value, CuisineOrigin("unknown")) for value in values]
    countries = {origin.country for origin in origins if origin.kind == "country"}
    if len(countries) == 1:
        return CuisineOrigin("country", countries.pop())
    if countries:
        return CuisineOrigin("region")
    for kind in ("region", "french", "dish", "concept"):
        for origin in origins:
            if origin.kind == kind:
                return origin if kind != "dish" else _one_dish(origins)
    return CuisineOrigin("unknown")


def _one_dish(origins: list[CuisineOrigin]) -> CuisineOrigin:
    countries = {origin.country for origin in origins if origin.kind == "dish"}
    return CuisineOrigin("dish", countries.pop() if len(countries) == 1 else None)


def main_cuisine(tag: str) -> str:
    """The one value that a place is counted under: its country's cooking first, then a dish, else the first value.

    >>> main_cuisine("kebab; pizza"), main_cuisine("Japanese Sushi"), main_cuisine("")
    ('kebab', 'japanese', '')
    """
    values = cuisine_values(tag)
    for kind in ("country", "region", "dish", "french", "concept"):
        for value in values:
            if _table().get(value, CuisineOrigin("unknown")).kind == kind:
                return value
    return values[0] if values else ""


def partner_country_of_cuisine(tag: str) -> str | None:
    """The partner country of a place to eat: `FR` for French cooking, null for dishes, regions and the untagged."""
    origin = origin_of_cuisine(tag)
    if origin.kind == "french":
        return "FR"
    return origin.country if origin.kind == "country" else None
