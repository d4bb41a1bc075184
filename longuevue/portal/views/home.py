"""The home page: what this is, a search, a true and recent fact, and questions before anything else."""

from __future__ import annotations

import math
from typing import Any

from longuevue.portal import survey
from longuevue.portal.compared import compare_with_larger
from longuevue.portal.figures import Figure
from longuevue.portal.library import Library
from longuevue.portal.pages import Content, Visit, page
from longuevue.portal.steps import STEPS, step_of
from longuevue.portal.tags import tag_links
from longuevue.terms.flows import FIELDS
from longuevue.terms.levels import LEVEL_NAMES
from longuevue.terms.numbers import number
from longuevue.terms.refusal import Refusal
from longuevue.terms.statuses import WITH_VALUE

#: places shown on every observatory that holds them, after its own perimeter
KNOWN_PLACES = ("epci-243400017", "per-grand-geneve", "com-42218", "dep-69")
SHOWN_PER_STEP = 6


def ask(visit: Visit, marker: dict[str, Any]) -> dict[str, Any]:
    """A question as a link: its text, its direction, whether this edition has a figure for it."""
    return {
        "id": marker["id"],
        "text": visit.text(marker["question"]),
        "direction": marker["direction"],
        "url": visit.links.to("marker", marker=marker["id"]),
        "seen": survey.is_seen(visit.library, marker["id"]),
        "field": marker["field"],
    }


def questions_by_step(visit: Visit) -> dict[str, list[dict[str, Any]]]:
    """Every question under its step: those that have a figure first, then in order of fields."""
    found: dict[str, list[dict[str, Any]]] = {step: [] for step in STEPS}
    for marker in visit.library.markers.values():
        found[step_of(marker)].append(ask(visit, marker))
    for items in found.values():
        items.sort(key=lambda q: (not q["seen"],))
    return found


@page
def home(visit: Visit) -> Content:
    """`/fr/`"""
    places = _places(visit)
    fact, fact_place = _fact(visit, [p["area"] for p in places])
    steps = []
    for step, items in questions_by_step(visit).items():
        more = visit.say("home.more", count=len(items)) if len(items) > SHOWN_PER_STEP else ""
        steps.append({"id": step, **_step_words(visit, step), "first": items[:SHOWN_PER_STEP], "more": more})
    return "portal/home.html", {"places": places, "fact": fact, "fact_place": fact_place, "steps": steps}


@page
def questions(visit: Visit) -> Content:
    """`/fr/questions/`: all of them, by step then by field."""
    steps = []
    for step, items in questions_by_step(visit).items():
        blocks = [
            {"name": names[visit.language], "items": [q for q in items if q["field"] == field]}
            for field, names in FIELDS.items()
        ]
        steps.append({"id": step, **_step_words(visit, step), "fields": [b for b in blocks if b["items"]]})
    total = len(visit.library.markers)
    seen = sum(survey.is_seen(visit.library, marker) for marker in visit.library.markers)
    return "portal/questions.html", {
        "steps": steps,
        "lead": visit.say("questions.lead", total=total, seen=seen),
        "by_field": _fields(visit),
        "tags": tag_links(visit),
    }


def _fields(visit: Visit) -> list[dict[str, str]]:
    known = {marker["field"] for marker in visit.library.markers.values()}
    return [
        {"name": names[visit.language], "url": visit.links.to("field", field=field)}
        for field, names in FIELDS.items()
        if field in known
    ]


def _step_words(visit: Visit, step: str) -> dict[str, str]:
    return {"name": visit.say(f"home.step.{step}"), "means": visit.say(f"home.step_means.{step}")}


def _places(visit: Visit) -> list[dict[str, Any]]:
    wanted = visit.library.observatory.get("perimeter") or []
    wanted = [wanted] if isinstance(wanted, str) else list(wanted)
    found: dict[str, dict[str, Any]] = {}
    for area in [*map(str, wanted), *KNOWN_PLACES]:
        try:
            territory = visit.library.territory(area)
        except Refusal:
            continue
        found.setdefault(visit.library.area_text(territory["level"], territory["code"]), territory)
    return [_place(visit, area, territory) for area, territory in list(found.items())[:4]]


def _place(visit: Visit, area: str, territory: dict[str, Any]) -> dict[str, Any]:
    own = sum(r["status"] in WITH_VALUE for r in visit.library.portrait(area)["readings"])
    key = "home.seen_none" if not own else "home.seen_one" if own == 1 else "home.seen_many"
    population = territory.get("population")
    what = LEVEL_NAMES[territory["level"]][visit.language]
    if population:
        people = visit.say("territory.population", population=number(population, 0, visit.language))
        what = f"{what} · {people}"
    return {
        "area": area,
        "name": territory["name"],
        "url": visit.links.to("territory", area=area),
        "what": what,
        "seen": visit.say(key, count=own),
    }


def _fact(visit: Visit, areas: list[str]) -> tuple[Figure | None, dict[str, Any]]:
    """The recent, published figure that stands farthest from the larger area's; sensitive markers never make it."""
    own = set(map(str, visit.library.observatory.get("perimeter") or []))
    candidates = [
        (area in own, _distance(visit.library, reading), area, reading)
        for area in areas
        for reading in visit.library.portrait(area)["readings"]
        if _distance(visit.library, reading)
    ]
    if not candidates:
        return None, {}
    _, _, area, reading = max(candidates, key=lambda candidate: candidate[:3])
    figure = visit.figure(reading)
    figure.compared = compare_with_larger(reading, visit)
    territory = visit.library.territory(area)
    return figure, {"name": territory["name"], "url": visit.links.to("territory", area=area)}


def _distance(library: Library, reading: dict[str, Any]) -> float:
    from longuevue.terms.periods import age_in_years, is_old

    marker = library.markers[reading["marker"]]
    quiet = (marker.get("sensitivity") or {}).get("level") in ("high", "very_high")
    if reading["status"] != "ok" or not reading["value"] or quiet or reading["counterpart_area"] not in ("W", None):
        return 0.0
    if is_old(reading["time_period"], library.date) or age_in_years(reading["time_period"], library.date) is None:
        return 0.0
    if marker["aggregation"] not in ("ratio", "pooled"):
        return 0.001
    france = next((r for r in library.portrait("FR")["readings"] if r["marker"] == reading["marker"]), None)
    if not france or not france["value"] or reading["value"] <= 0:
        return 0.002
    return 0.01 + abs(math.log(reading["value"] / france["value"]))
