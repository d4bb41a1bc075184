"""Names of countries in both languages, from CLDR. Which country a figure is about is decided where it is counted."""

from __future__ import annotations

import unicodedata
from functools import cache

from babel import Locale

_UNKNOWN = {"fr": "pays inconnu", "en": "country unknown"}
#: groupings, test codes and outlying parts that CLDR lists among territories
_NOT_COUNTRIES = frozenset(("EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"))
_WORLD = {"fr": "le monde entier", "en": "the whole world"}


def country_name(code: str | None, language: str = "fr") -> str:
    """The name of a country by its ISO code; plain words for the whole world (`W`) and for an unknown country.

    >>> country_name("MA"), country_name("MA", "en")
    ('Maroc', 'Morocco')
    """
    if not code or code in ("ZZ", "_U"):
        return _UNKNOWN[language]
    if code == "W":
        return _WORLD[language]
    return _territories(language).get(code, code)


def countries(language: str = "fr") -> dict[str, str]:
    """ISO alpha-2 code → name of every country that CLDR names: what a form offers."""
    return {
        code: name for code, name in _territories(language).items() if len(code) == 2 and code not in _NOT_COUNTRIES
    }


def in_order_of_names(name: str) -> str:
    """A key that sorts names as a reader expects: accents and case aside."""
    return "".join(c for c in unicodedata.normalize("NFD", name.lower()) if not unicodedata.combining(c))


@cache
def _territories(language: str) -> dict[str, str]:
    return dict(Locale(language).territories)
