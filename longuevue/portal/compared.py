"""« À comparer : Loire 9,1 %, France 10,3 % »: the same figure for the larger areas, when comparing has a meaning."""

from __future__ import annotations

from typing import Any

from longuevue.portal.pages import Visit
from longuevue.terms.refusal import Refusal

#: only figures that do not depend on the size of the place are put side by side
COMPARABLE = frozenset({"ratio", "pooled", "recompute", "none"})
_WIDER = ("departement", "region", "country")


def compare_with_larger(reading: dict[str, Any], visit: Visit) -> list[tuple[str, str]]:
    """(name, value) of the département, région and France, each with its period when it is another one."""
    key = ("compared", reading["address"], visit.links)
    known: list[tuple[str, str]] | None = visit.library.lent.get(key)
    if known is None:
        known = visit.library.lent[key] = _compared(reading, visit)
    return known


def _compared(reading: dict[str, Any], visit: Visit) -> list[tuple[str, str]]:
    marker = visit.library.markers[reading["marker"]]
    if (
        marker["aggregation"] not in COMPARABLE
        or reading["value"] is None
        or reading["status"] not in ("ok", "estimated")
    ):
        return []
    if marker["aggregation"] == "none" and not marker["unit"]["fr"].startswith("%"):
        return []
    pairs: list[tuple[str, str]] = []
    for area in larger_areas(reading["area_level"], reading["ref_area"], visit):
        other = reading_of(area, reading["marker"], visit)
        if not other or other["status"] not in ("ok", "estimated") or other["value"] is None:
            continue
        figure = visit.figure(other)
        text = figure.full_text
        if other["time_period"] != reading["time_period"]:
            text = f"{text} ({figure.period_text})"
        if figure.place_name not in dict(pairs) and figure.place_name != reading["ref_area_name"]:
            pairs.append((figure.place_name, text))
    return pairs


def larger_areas(level: str, code: str, visit: Visit) -> list[str]:
    """Typed texts of the larger areas that hold this one, then France."""
    if level == "country":
        return []
    try:
        territory = visit.library.territory(visit.library.area_text(level, code))
    except Refusal:
        return ["FR"]
    parents = territory.get("parents") or []
    found = [
        visit.library.area_text(parent["level"], parent["code"])
        for wanted in _WIDER
        for parent in parents
        if parent["level"] == wanted and parent["level"] != level
    ]
    return [*[area for area in found if area != "FR"], "FR"]


def reading_of(area: str, marker_id: str, visit: Visit) -> dict[str, Any] | None:
    """The reading of a marker in the portrait of an area, remembered with it."""
    try:
        portrait = visit.library.portrait(area)
    except Refusal:
        return None
    return next((r for r in portrait["readings"] if r["marker"] == marker_id), None)
