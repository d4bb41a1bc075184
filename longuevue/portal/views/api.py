"""The page of open data and its machine-readable description. Which addresses there are is in `openapi.py`."""

from __future__ import annotations

import json
import re
from typing import Any

from django.http import HttpResponse

from longuevue.portal.openapi import DATA, READING, description
from longuevue.portal.pages import Content, Visit, page
from longuevue.portal.routes import LEVEL_SLUGS, ROUTES


@page
def api(visit: Visit) -> Content:
    """`/fr/donnees/`: what programs may read, each with an address that opens here."""
    area = str((visit.library.observatory.get("perimeter") or ["FR"])[0])
    reading = next((r for r in visit.library.portrait(area)["readings"] if r["value"] is not None), None)
    values: dict[str, Any] = {
        "area": area,
        "marker": reading["marker"] if reading else next(iter(visit.library.markers)),
        "level": reading["area_level"] if reading else "commune",
        "tag": "agenda-migration",
    }
    return "portal/api.html", {
        "title_text": visit.say("api.title"),
        "rows": [_row(visit, name, values) for name in DATA],
        "fields": [{"name": name, "said": said} for name, (_, said) in READING.items()],
        "levels": [slugs[visit.language] for slugs in LEVEL_SLUGS.values()],
        "example": visit.request.build_absolute_uri(
            visit.links.to("marker.csv", marker=values["marker"], level=values["level"])
        ),
        "edition_prefix": f"/edition/{visit.library.id}",
    }


def _row(visit: Visit, name: str, values: dict[str, Any]) -> dict[str, str]:
    template = ROUTES[name][0 if visit.language == "fr" else 1]
    needed = {slot: values[slot] for slot in re.findall(r"{(\w+)}", template)}
    return {
        "template": f"/{visit.language}/" + re.sub(r"{(\w+)}", lambda slot: slot[1].upper(), template),
        "url": visit.links.to(name, None, **needed),
        "said": DATA[name][visit.language],
    }


@page
def api_json(visit: Visit) -> HttpResponse:
    """`/fr/api.json`: OpenAPI 3.1."""
    title = visit.text(visit.library.observatory.get("name")) or "Longuevue"
    document = json.dumps(description(visit.language, title, visit.library.id), ensure_ascii=False, indent=1)
    response = HttpResponse(document, content_type="application/json; charset=utf-8")
    response["Access-Control-Allow-Origin"] = "*"
    return response
