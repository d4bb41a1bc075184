"""What is promised to programs is what they get: every address of the description opens, and readings bear its fields."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from longuevue.portal.openapi import DATA, READING, description
from longuevue.portal.routes import ROUTES
from longuevue.portal.views.data import COLUMNS

TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str, "integer": int, "number": (int, float), "object": dict, "null": type(None), "array": list
}  # fmt: skip


def fits(value: Any, kind: Any) -> bool:
    kinds = [kind] if isinstance(kind, str) else kind
    return any(isinstance(value, TYPES[one]) and not isinstance(value, bool) for one in kinds)


def test_an_address_of_data_is_promised_to_nobody() -> None:
    answers = {name for name in ROUTES if name.endswith((".json", ".csv", ".ttl"))}
    assert answers == set(DATA)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_address_that_is_promised_does_not_open(pages: Client, language: str) -> None:
    level = {"fr": "departements", "en": "departements"}[language]
    given = {"area": "com-42218", "marker": "international-students-share", "tag": "agenda-migration", "level": level}
    for path, operations in description(language, "x", "y")["paths"].items():
        operation = operations["get"]
        assert [p["name"] for p in operation["parameters"]] == re.findall(r"{(\w+)}", path)
        response = pages.get(path.format(**given))
        assert response.status_code == 200, path
        (kind,) = operation["responses"]["200"]["content"]
        assert response["Content-Type"].startswith(kind), path


def test_a_reading_bears_other_fields_than_described(pages: Client) -> None:
    schema = description("fr", "x", "y")["components"]["schemas"]["Reading"]
    documents = [
        pages.get(f"/fr/territoire/{area}.json").json() for area in ("com-42218", "per-grand-geneve", "com-98818")
    ]
    readings = [r for document in documents for r in document["readings"]]
    readings += [r["offered"] for r in readings if r["offered"]]
    assert len(readings) > 100
    for reading in readings:
        assert set(reading) == set(READING)
        for name, value in reading.items():
            field = schema["properties"][name]
            assert fits(value, field["type"]), (name, value)
            assert value in field.get("enum", [value]), (name, value)
    assert set(READING) - {"offered"} <= set(COLUMNS), "the CSV says less than the JSON"


def test_the_page_of_open_data_leads_nowhere(pages: Client, text_of: Callable[[str], str]) -> None:
    for address in ("/fr/donnees/", "/en/data/"):
        for url in re.findall(r'<td[^>]*><a href="(/[^"]+)">', text_of(address)):
            assert pages.get(url).status_code == 200, url
    assert json.loads(pages.get("/fr/api.json").content)["openapi"] == "3.1.0"
