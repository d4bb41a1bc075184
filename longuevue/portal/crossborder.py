"""A perimeter that crosses a border: the part in each country, and a total only where the definitions allow one."""

from __future__ import annotations

from typing import Any

from longuevue.portal.figures import Figure
from longuevue.portal.pages import Visit
from longuevue.terms.countries import country_name


def both_sides(visit: Visit, found: dict[str, Any]) -> dict[str, Any] | None:
    """The table of parts, or None for a place that lies in one country."""
    portrait = visit.library.portrait(visit.library.area_text(found["level"], found["code"]))
    parts = [_part(visit, part) for part in portrait["parts"]]
    if len(parts) < 2:
        return None
    whole = _by_marker(visit, portrait["readings"])
    rows = []
    for marker_id in visit.library.markers:
        cells = [part["figures"].get(marker_id) for part in parts]
        total = whole.get(marker_id)
        if any(cell and cell.has_value for cell in cells) or (total and total.has_value):
            rows.append(_row(visit, marker_id, cells, total, parts))
    return {"parts": parts, "rows": rows} if rows else None


def _part(visit: Visit, part: dict[str, Any]) -> dict[str, Any]:
    if part["country"] == "FR":
        name = visit.say("cross.french_part")
    else:
        name = visit.say("cross.part", country=country_name(part["country"], visit.language))
    return {
        "name": name,
        "area": part["area"],
        "url": visit.links.to("territory", area=part["area"]),
        "figures": _by_marker(visit, part["readings"]),
    }


def _by_marker(visit: Visit, readings: list[dict[str, Any]]) -> dict[str, Figure]:
    return {reading["marker"]: visit.figure(reading) for reading in readings}


def _row(
    visit: Visit, marker_id: str, cells: list[Figure | None], total: Figure | None, parts: list[dict[str, Any]]
) -> dict[str, Any]:
    missing = [part["name"] for part, cell in zip(parts, cells, strict=True) if not (cell and cell.has_value)]
    if total and total.has_value and missing:
        why = visit.say("cross.only_one_side", counted=", ".join(_lower(name) for name in _others(parts, missing)))
    elif len(missing) == len(parts):
        why = visit.say("cross.why_none")
    elif missing:
        why = visit.say("cross.why_one_side", missing=", ".join(_lower(name) for name in missing))
    elif total and total.has_value:
        why = ""
    else:
        why = visit.say("cross.why_different")
    marker = visit.library.markers[marker_id]
    return {
        "question": visit.text(marker["question"]),
        "marker_url": visit.links.to("marker", marker=marker_id),
        "cells": cells,
        "total": total if total and total.has_value else None,
        "why": why,
    }


def _others(parts: list[dict[str, Any]], missing: list[str]) -> list[str]:
    return [part["name"] for part in parts if part["name"] not in missing]


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]
