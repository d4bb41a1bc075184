"""French and English names of places abroad: our own table first, then CLDR's exemplar cities, else the label given.

Countries are named by `babel` where they are shown; which place is meant is decided by its Wikidata id, never here.
"""

from __future__ import annotations

import csv
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from babel import Locale
from babel.core import get_global

OWN_TABLE = Path(__file__).parent / "data" / "exonyms.csv"


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A place's name in two languages, and who gives it (`publisher`: the label as it stands)."""

    fr: str
    en: str
    origin: Literal["own", "cldr", "publisher"]


def name_of_place(wikidata: str, label: str, country: str | None) -> PlaceName:
    """The name to show for a place known by its Wikidata id, a label in any language and perhaps its country.

    >>> name_of_place("Q270", "Warschau", "PL").fr
    'Varsovie'
    """
    if own := _own_table().get(wikidata):
        return PlaceName(*own, "own")
    if country and (names := _exemplar_cities().get((country, _key(label)))):
        return PlaceName(*names, "cldr")
    return PlaceName(label, label, "publisher")


@cache
def _own_table() -> dict[str, tuple[str, str]]:
    with OWN_TABLE.open(encoding="utf-8", newline="") as lines:
        return {row["wikidata"]: (row["fr"], row["en"]) for row in csv.DictReader(lines)}


@cache
def _exemplar_cities() -> dict[tuple[str, str], tuple[str, str]]:
    """(country, name in German or English) → (French, English), from the cities that name CLDR's time zones."""
    zones = {locale: Locale(locale).time_zones for locale in ("fr", "en", "de")}
    names: dict[tuple[str, str], tuple[str, str]] = {}
    for zone, country in get_global("zone_territories").items():
        default = zone.rsplit("/", 1)[-1].replace("_", " ")
        city = {locale: known.get(zone, {}).get("city", default) for locale, known in zones.items()}
        for label in (city["de"], city["en"], city["fr"]):
            names.setdefault((country, _key(label)), (city["fr"], city["en"]))
    return names


def _key(name: str) -> str:
    plain = unicodedata.normalize("NFD", name.casefold())
    return "".join(letter for letter in plain if letter.isalnum())
