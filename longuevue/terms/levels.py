"""Levels of territory and their prefixes on the command line. Which places exist is for `territories`."""

from __future__ import annotations

from typing import Final

PREFIX_OF_LEVEL: Final[dict[str, str]] = {
    "commune": "com",
    "epci": "epci",
    "departement": "dep",
    "region": "reg",
    "arrondissement": "arm",
    "lau": "lau",
    "perimeter": "per",
}
LEVEL_OF_PREFIX: Final[dict[str, str]] = {prefix: level for level, prefix in PREFIX_OF_LEVEL.items()}
LEVELS: Final[tuple[str, ...]] = (*PREFIX_OF_LEVEL, "country")

#: from the nearest to the farthest larger scale that may lend its figure to a smaller one
LENDING_ORDER: Final[tuple[str, ...]] = ("epci", "departement", "region", "country")

LEVEL_NAMES: Final[dict[str, dict[str, str]]] = {
    "commune": {"fr": "commune", "en": "commune"},
    "epci": {"fr": "intercommunalité", "en": "group of communes"},
    "departement": {"fr": "département", "en": "département"},
    "region": {"fr": "région", "en": "region"},
    "arrondissement": {"fr": "arrondissement municipal", "en": "municipal arrondissement"},
    "lau": {"fr": "commune étrangère", "en": "municipality abroad"},
    "perimeter": {"fr": "périmètre nommé", "en": "named perimeter"},
    "country": {"fr": "pays", "en": "country"},
}
