"""The addresses that programs read, described in OpenAPI 3.1 from the table of routes: what is not a route is not promised.
How the answers are made is in `views/data.py`; the same description serves the page « Données ouvertes »."""

from __future__ import annotations

import re
from typing import Any, Final

from longuevue.portal.routes import LEVEL_SLUGS, ROUTES
from longuevue.terms.statuses import REASONS, STATUSES

#: route → what it gives
DATA: Final[dict[str, dict[str, str]]] = {
    "figure.json": {"fr": "une lecture : valeur, statut, source", "en": "one reading: value, status, source"},
    "figure.csv": {"fr": "toutes ses périodes, puis chaque pays partenaire", "en": "all its periods, then each partner country"},
    "territory.json": {"fr": "le portrait d'un territoire", "en": "the portrait of a territory"},
    "territory.csv": {"fr": "le portrait, une ligne par question", "en": "the portrait, one row per question"},
    "marker.json": {"fr": "un marqueur, sa définition et son tableau à une échelle", "en": "a marker, its definition and its table at one scale"},
    "marker.csv": {"fr": "son tableau à une échelle, dans l'ordre des noms", "en": "its table at one scale, in order of names"},
    "tagged.json": {"fr": "les questions d'un objectif de développement durable ou d'un agenda", "en": "the questions of a sustainable development goal or agenda"},
    "marker_map.json": {"fr": "ce que la carte montre : couleur et valeur de chaque territoire", "en": "what the map shows: colour and value of each territory"},
    "vocabulary.ttl": {"fr": "le vocabulaire, en SKOS", "en": "the vocabulary, in SKOS"},
    "api.json": {"fr": "cette description, en OpenAPI 3.1", "en": "this description, in OpenAPI 3.1"},
}  # fmt: skip
_KINDS: Final = {"json": "application/json", "csv": "text/csv", "ttl": "text/turtle"}
_OPTIONAL: Final = ["string", "null"]
#: type of each field of a reading, and what it means
READING: Final[dict[str, tuple[Any, str]]] = {
    "marker": ("string", "id of the marker"),
    "marker_version": ("integer", "a change of definition makes a new version"),
    "ref_area": ("string", "bare code of the territory"),
    "ref_area_name": ("string", "its name"),
    "area_level": ("string", "commune, epci, departement, region, arrondissement, lau, perimeter or country"),
    "geography_year": ("integer", "year of the official code list"),
    "time_period": (_OPTIONAL, "period described, as the publisher writes it"),
    "counterpart_area": (_OPTIONAL, "partner country (ISO 3166-1 alpha-2), W for the whole world, null when unknown"),
    "value": (["number", "null"], "unrounded; percentages from 0 to 100; null always comes with a reason"),
    "unit": ("string", "unit"),
    "numerator": (["number", "null"], "upper part of a ratio"),
    "denominator": (["number", "null"], "lower part of a ratio"),
    "coverage": (["number", "null"], "share of the members that are known, 0 to 1"),
    "status": ("string", "how far to trust the value"),
    "status_reason": (_OPTIONAL, "why it is not simply ok"),
    "precision": (["string", "number", "object", "null"], "precision, where the source is a sample"),
    "method_version": ("string", "formula and its version"),
    "source": (_OPTIONAL, "ids of the sources, separated by semicolons"),
    "vintage": (_OPTIONAL, "vintage of the files"),
    "licence": (_OPTIONAL, "licence of the figure"),
    "edition": ("string", "edition that holds it, for ever"),
    "address": ("string", "address to cite"),
    "offered": (["object", "null"], "when there is no value: the whole reading of the nearest larger scale that has one"),
}  # fmt: skip


def description(language: str, title: str, edition: str) -> dict[str, Any]:
    """The OpenAPI document of the addresses in one language."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": title,
            "version": edition,
            "description": "Read only, no key. Prefix an address with /edition/ID to stay in one edition.",
            "license": {
                "name": "Licence Ouverte 2.0",
                "url": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
            },
        },
        "paths": {_path(name, language): {"get": _operation(name, language)} for name in DATA},
        "components": {"schemas": {"Reading": _schema()}},
    }


def _path(name: str, language: str) -> str:
    return f"/{language}/" + ROUTES[name][0 if language == "fr" else 1]


def _operation(name: str, language: str) -> dict[str, Any]:
    path, kind = _path(name, language), _KINDS[name.rpartition(".")[2]]
    body: dict[str, Any] = {"type": "string"} if kind != "application/json" else {"type": "object"}
    if name == "figure.json":
        body = {"$ref": "#/components/schemas/Reading"}
    elif name in ("territory.json", "marker.json"):
        readings = {"type": "array", "items": {"$ref": "#/components/schemas/Reading"}}
        body = {"type": "object", "properties": {"readings": readings}, "required": ["readings"]}
    elif name == "tagged.json":
        body = {"type": ["object", "array"]}
    return {
        "operationId": name.replace(".", "_"),
        "summary": DATA[name][language],
        "parameters": [_parameter(slot, language) for slot in re.findall(r"{(\w+)}", path)],
        "responses": {
            "200": {"description": DATA[name][language], "content": {kind: {"schema": body}}},
            "304": {"description": "not changed since the ETag sent in If-None-Match"},
            "404": {"description": "a page that says what was not found and what to do"},
        },
    }


def _parameter(slot: str, language: str) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    if slot == "level":
        schema["enum"] = [slugs[language] for slugs in LEVEL_SLUGS.values()]
    example = {"area": "epci-243400017", "marker": "twinnings", "tag": "agenda-migration"}.get(slot)
    return {
        "name": slot,
        "in": "path",
        "required": True,
        "schema": schema,
        **({"example": example} if example else {}),
    }


def _schema() -> dict[str, Any]:
    fields: dict[str, dict[str, Any]] = {
        name: {"type": kind, "description": said} for name, (kind, said) in READING.items()
    }
    fields["status"]["enum"] = list(STATUSES)
    fields["status_reason"]["enum"] = [*dict.fromkeys(r for some in REASONS.values() for r in some), None]
    return {"type": "object", "properties": fields, "required": list(READING), "additionalProperties": False}
