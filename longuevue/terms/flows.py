"""What crosses a territory and which way: fields, directions, stances and objects of flows, in two languages.
Which marker has which is written on the shelf, not here."""

from __future__ import annotations

from typing import Final

FIELDS: Final[dict[str, dict[str, str]]] = {
    "people": {"fr": "Habitants et arrivées", "en": "Residents and arrivals"},
    "institutions": {"fr": "Institutions et acteurs", "en": "Institutions and actors"},
    "cooperation": {"fr": "Jumelages et coopérations", "en": "Twinnings and cooperation"},
    "economy": {"fr": "Économie et emploi", "en": "Economy and jobs"},
    "education": {"fr": "Études, école et recherche", "en": "School, study and research"},
    "health": {"fr": "Santé", "en": "Health"},
    "culture": {"fr": "Culture", "en": "Culture"},
    "sport": {"fr": "Sport", "en": "Sport"},
    "housing-tourism": {"fr": "Logement, tourisme et frontière", "en": "Housing, tourism and border"},
    "environment-urbanism": {"fr": "Environnement et urbanisme", "en": "Environment and planning"},
    "languages-food-lifestyles": {"fr": "Langues, tables et modes de vie", "en": "Languages, food and ways of life"},
    "debate": {"fr": "Débat et décisions", "en": "Debate and decisions"},
}

DIRECTIONS: Final[dict[str, dict[str, str]]] = {
    "inbound": {"fr": "le monde ici", "en": "the world here"},
    "outbound": {"fr": "d'ici vers le monde", "en": "from here to the world"},
    "both": {"fr": "dans les deux sens", "en": "both ways"},
}

STANCES: Final[dict[str, dict[str, str]]] = {
    "wanted": {"fr": "voulu", "en": "wanted"},
    "endured": {"fr": "subi", "en": "endured"},
    "both": {"fr": "voulu et subi", "en": "wanted and endured"},
    "not_stated": {"fr": "non dit", "en": "not stated"},
}

#: what a flow is made of (founding text, l. 144-149)
OBJECTS: Final[dict[str, dict[str, str]]] = {
    "people": {"fr": "des personnes", "en": "people"},
    "institutions": {"fr": "des institutions", "en": "institutions"},
    "ideas": {"fr": "des idées", "en": "ideas"},
    "goods": {"fr": "des biens", "en": "goods"},
    "money": {"fr": "de l'argent", "en": "money"},
    "models": {"fr": "des modèles et des règles", "en": "models and rules"},
    "ways_of_life": {"fr": "des modes de vie", "en": "ways of life"},
    "food": {"fr": "des cuisines et des denrées", "en": "food"},
    "illicit": {"fr": "des flux illicites", "en": "illicit flows"},
}

AGGREGATIONS: Final[tuple[str, ...]] = ("sum", "ratio", "pooled", "union", "recompute", "none")

SENSITIVITIES: Final[tuple[str, ...]] = ("low", "medium", "high", "very_high")
