"""CSV and JSON beside every figure, marker and territory, at predictable addresses. Whole exports are made by `publish`."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from django.http import HttpResponse

from longuevue.portal import survey
from longuevue.portal.pages import Visit, page
from longuevue.portal.routes import LEVEL_OF_SLUG
from longuevue.portal.views.marker import published_marker
from longuevue.terms.refusal import Refusal

COLUMNS = (
    "marker", "marker_version", "question", "ref_area", "ref_area_name", "area_level", "geography_year", "time_period",
    "counterpart_area", "value", "unit", "shown_as", "numerator", "denominator", "coverage", "status", "status_reason",
    "precision", "method_version", "source", "vintage", "licence", "edition", "address",
)  # fmt: skip
_RISKY = ("=", "+", "-", "@", "\t", "\r")


def cell(value: Any) -> Any:
    """A value safe to open in a spreadsheet: a text that would be taken for a formula gets an apostrophe before it."""
    if isinstance(value, str) and value.startswith(_RISKY):
        return "'" + value
    return "" if value is None else value


@page
def territory_json(visit: Visit, area: str) -> HttpResponse:
    """`/fr/territoire/epci-243400017.json`: the portrait, in the contract of the command line."""
    return _json(visit.library.portrait(_exact(visit, area)), f"longuevue-{area}.json")


@page
def territory_csv(visit: Visit, area: str) -> HttpResponse:
    """`/fr/territoire/epci-243400017.csv`"""
    readings = visit.library.portrait(_exact(visit, area))["readings"]
    return _csv(visit, readings, f"longuevue-{area}.csv")


@page
def marker_json(visit: Visit, marker: str, level: str) -> HttpResponse:
    """`/fr/marqueur/twinnings/communes.json`: the marker as published and its table."""
    card = published_marker(visit, marker)
    readings = survey.table(visit.library, marker, _level(visit, level))
    return _json({"marker": card, "edition": visit.library.id, "readings": readings}, f"longuevue-{marker}.json")


@page
def marker_csv(visit: Visit, marker: str, level: str) -> HttpResponse:
    """`/fr/marqueur/twinnings/communes.csv`: in order of names, as on the page."""
    published_marker(visit, marker)
    readings = survey.table(visit.library, marker, _level(visit, level))
    return _csv(visit, readings, f"longuevue-{marker}-{level}.csv")


@page
def figure_json(visit: Visit, marker: str, area: str) -> HttpResponse:
    """`/fr/chiffre/twinnings/com-42218.json`: one reading, in the contract of the command line."""
    published_marker(visit, marker)
    return _json(visit.library.edition.reading(marker, _exact(visit, area)), f"longuevue-{marker}-{area}.json")


@page
def figure_csv(visit: Visit, marker: str, area: str) -> HttpResponse:
    """`/fr/chiffre/twinnings/com-42218.csv`: every period, then every partner country of the latest."""
    published_marker(visit, marker)
    exact = _exact(visit, area)
    edition = visit.library.edition
    readings = edition.series(marker, exact) or [edition.reading(marker, exact)]
    return _csv(visit, [*readings, *edition.counterparts(marker, exact)], f"longuevue-{marker}-{area}.csv")


def _exact(visit: Visit, area: str) -> str:
    found = visit.library.territory(area)
    return visit.library.area_text(found["level"], found["code"])


def _level(visit: Visit, slug: str) -> str:
    level = LEVEL_OF_SLUG.get((visit.language, slug))
    if level is None:
        raise Refusal(f"L'échelle « {slug} » n'existe pas.", "Par exemple : communes, departements, regions.")
    return level


def _json(document: Any, name: str) -> HttpResponse:
    text = json.dumps(document, ensure_ascii=False, indent=1, default=str)
    return _file(text, "application/json; charset=utf-8", name)


def _csv(visit: Visit, readings: list[dict[str, Any]], name: str) -> HttpResponse:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for reading in readings:
        figure = visit.figure(reading)
        row = {**reading, "question": figure.question, "unit": figure.unit, "shown_as": figure.full_text}
        writer.writerow([cell(row.get(column)) for column in COLUMNS])
    return _file("\ufeff" + out.getvalue(), "text/csv; charset=utf-8", name)


def _file(text: str, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(text.encode("utf-8"), content_type=kind)
    safe = "".join(c if c.isalnum() or c in ".-_" else "-" for c in name)
    response["Content-Disposition"] = f'inline; filename="{safe}"'
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
