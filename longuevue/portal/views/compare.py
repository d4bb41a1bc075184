"""Up to six places side by side: what sets them apart first, then their figures, question by question, never sorted."""

from __future__ import annotations

from typing import Any

from longuevue.portal.figures import Figure
from longuevue.portal.pages import Content, Visit, page
from longuevue.portal.views.territory import place_words
from longuevue.terms.refusal import Refusal

MOST = 6


@page
def compare(visit: Visit) -> Content:
    """`/fr/comparer/?a=epci-243400017&a=com-42218&q=annemase`"""
    asked = [text.strip()[:60] for text in visit.request.GET.getlist("a") if text.strip()]
    query = visit.request.GET.get("q", "").replace("\x00", "").strip()[:80]
    notes: list[str] = []
    places: dict[str, dict[str, Any]] = {}
    for text in asked:
        _add(visit, text, places, notes)
    if query:
        _search(visit, query, places, notes)
    if len(places) > MOST:
        notes.append(visit.say("compare.too_many"))
    areas = list(places)[:MOST]
    return "portal/compare.html", {
        "places": [_column(visit, area, places[area], areas) for area in areas],
        "rows": _rows(visit, areas) if len(areas) > 1 else [],
        "notes": notes,
        "areas": areas,
    }


def _add(visit: Visit, text: str, places: dict[str, dict[str, Any]], notes: list[str]) -> None:
    try:
        found = visit.library.territory(text)
    except Refusal:
        notes.append(visit.say("compare.not_found", text=text))
        return
    places.setdefault(visit.library.area_text(found["level"], found["code"]), found)


def _search(visit: Visit, query: str, places: dict[str, dict[str, Any]], notes: list[str]) -> None:
    try:
        hits = list(visit.library.edition.search(query, 1))
    except Refusal:
        hits = []
    if not hits:
        notes.append(visit.say("compare.not_found", text=query))
        return
    places.setdefault(visit.library.area_text(hits[0]["level"], hits[0]["code"]), hits[0])


def _column(visit: Visit, area: str, found: dict[str, Any], areas: list[str]) -> dict[str, Any]:
    rest = [other for other in areas if other != area]
    return {**place_words(visit, found, area), "without_url": visit.links.to("compare", {"a": rest})}


def _rows(visit: Visit, areas: list[str]) -> list[dict[str, Any]]:
    columns: list[dict[str, Figure]] = []
    for area in areas:
        readings = visit.library.portrait(area)["readings"]
        columns.append({r["marker"]: visit.figure(r) for r in readings})
    rows = []
    for marker in visit.library.markers.values():
        cells = [column.get(marker["id"]) for column in columns]
        if any(cell and cell.has_value for cell in cells):
            rows.append(
                {
                    "question": visit.text(marker["question"]),
                    "url": visit.links.to("marker", marker=marker["id"]),
                    "direction": marker["direction"],
                    "cells": cells,
                }
            )
    return rows
