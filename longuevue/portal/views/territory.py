"""A territory's page: three sentences, figures by direction and field, what is unseen and whom to ask."""

from __future__ import annotations

from typing import Any

from longuevue.portal import effects, events, local, registers, rooms, threads, voices
from longuevue.portal.beside import across_the_border
from longuevue.portal.compared import compare_with_larger
from longuevue.portal.crossborder import both_sides
from longuevue.portal.drawing import svg
from longuevue.portal.figures import Figure, with_remarks
from longuevue.portal.pages import Content, Visit, moved, page
from longuevue.portal.standing import context_words, peer_links, standings, zone_of_slug, zone_tabs
from longuevue.portal.telling import citation, legend, questions_to_ask, three_sentences
from longuevue.portal.unseen import unseen_blocks
from longuevue.portal.views.maps import among_map_of
from longuevue.portal.weighed import flow_rows, unmeasured
from longuevue.terms.flows import DIRECTIONS, FIELDS
from longuevue.terms.levels import LEVEL_NAMES
from longuevue.terms.numbers import number

ANCHORS = {
    "inbound": {"fr": "le-monde-ici", "en": "the-world-here"},
    "outbound": {"fr": "vers-le-monde", "en": "to-the-world"},
    "both": {"fr": "deux-sens", "en": "both-ways"},
}


@page
def territory(visit: Visit, area: str, zone: str = "") -> Content:
    """`/fr/territoire/epci-243400017/`, then `…/parmi/region/` to compare in another zone"""
    among = zone_of_slug(visit, zone) if zone else "peers"
    found = visit.library.territory(area)
    exact = visit.library.area_text(found["level"], found["code"])
    if exact != area:
        return moved(visit.links.to(visit.name, None, area=exact, zone=zone))
    portrait = visit.library.portrait(exact)
    figures = [
        _with_context(visit, reading) for reading in portrait["readings"] if reading["counterpart_area"] in ("W", None)
    ]
    shown = [f for f in figures if f.shown]
    unseen = [f for f in figures if not f.shown]
    groups = [_group(visit, direction, shown) for direction in DIRECTIONS]
    groups.sort(key=lambda group: not group["figures"])
    worth = portrait.get("questions") or [{"marker": ""}]
    return "portal/territory.html", {
        "place": place_words(visit, found, exact),
        "parents": parents(visit, found),
        "sentences": three_sentences(visit, found, figures, worth[0]["marker"]),
        "notice": visit.text(portrait["context"]["notice"]),
        "groups": groups,
        "flows": flow_rows(visit, figures, portrait["companions"]),
        "unmeasured": unmeasured(visit, figures),
        "inside": _inside(visit, portrait.get("inside") or {}),
        "seen": _seen(visit, figures),
        "fields": _fields(visit, figures),
        "ask": questions_to_ask(visit, portrait, figures),
        "unseen": unseen_blocks(visit, unseen),
        "unseen_key": tuple((f.marker_id, f.status, f.reason_text) for f in unseen),
        "debate": visit.links.to("debate", area=exact) if visit.library.edition.debates(exact) else "",
        "local_links": local.links(visit, exact),
        "local_gap": local.gap(visit, exact),
        "local_actors": local.actors(visit, exact),
        "effects": effects.of_place(visit, exact),
        "stories": voices.of_place(visit, exact),
        "rooms": rooms.of_place(visit, exact),
        "local_sheets": registers.sheets(visit, exact),
        "local_strata": registers.strata(visit, exact),
        "local_networks": registers.networks(visit, exact),
        "local_organisation": registers.organisation(visit, exact),
        "local_cards": registers.cards(visit, exact),
        "decisions": threads.of_place(visit, exact),
        "events": events.of_place(visit, exact),
        "cross": both_sides(visit, found),
        "across": across_the_border(visit, exact) if found["parts"] else [],
        "context": context_words(visit, portrait),
        "peers": peer_links(visit, exact),
        "zones": zone_tabs(visit, exact, among, "territory_zone", "compare"),
        "standings": standings(visit, portrait["readings"], among),
        "among": among_map_of(visit, [f for group in groups for f in group["figures"]]),
        "citation": citation(visit, found["name"], visit.request.path),
        "legend": legend(visit),
    }


def _with_context(visit: Visit, reading: dict[str, Any]) -> Figure:
    area = visit.library.area_text(reading["area_level"], reading["ref_area"])
    figure = with_remarks(visit.figure(reading), area, visit.library, visit.language)
    source = reading if figure.has_value else reading.get("offered")
    if figure.shown and source:
        figure.shown.compared = compare_with_larger(source, visit)
    return figure


def place_words(visit: Visit, found: dict[str, Any], area: str) -> dict[str, Any]:
    """A territory as a page's head says it."""
    population = found.get("population")
    return {
        "name": found["name"],
        "area": area,
        "ref": area,
        "level_name": LEVEL_NAMES[found["level"]][visit.language],
        "population": number(population, 0, visit.language) if population else "",
        "url": visit.links.to("territory", area=area),
    }


def parents(visit: Visit, found: dict[str, Any]) -> list[dict[str, str]]:
    """Links to the areas that hold this one."""
    names: dict[str, str] = {}
    for parent in found.get("parents") or []:
        area = visit.library.area_text(parent["level"], parent["code"])
        names.setdefault(parent["name"], visit.links.to("territory", area=area))
    return [{"name": name, "url": url} for name, url in names.items() if name != found["name"]]


#: up to so many communes, each shows its whole figure; beyond, a table in order of names
WHOLE_FIGURES = 3


def _inside(visit: Visit, inside: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """What is known of communes inside where the whole has no honest total: their figures, never added."""
    blocks = []
    for marker, readings in inside.items():
        rows = [visit.figure(reading) for reading in readings]
        blocks.append(
            {
                "question": rows[0].question,
                "url": visit.links.to("marker", marker=marker),
                "cards": rows if len(rows) <= WHOLE_FIGURES else [],
                "rows": rows if len(rows) > WHOLE_FIGURES else [],
                "source": rows[0].source_name,
            }
        )
    return sorted(blocks, key=lambda block: len(block["rows"]))


def _group(visit: Visit, direction: str, shown: list[Figure]) -> dict[str, Any]:
    """The figures of one direction: this place's own first, recent before old, then in the order of fields."""
    order = list(FIELDS)
    mine = [f for f in shown if f.direction == direction]
    mine.sort(key=lambda f: (not f.has_value, bool(f.shown and f.shown.old), order.index(f.field_id)))
    return {
        "id": direction,
        "anchor": ANCHORS[direction][visit.language],
        "name": visit.say(f"direction.{direction}"),
        "means": visit.say(f"direction.{direction}_means"),
        "nothing": visit.say("direction.nothing"),
        "figures": mine,
        "count": len(mine),
    }


def _seen(visit: Visit, figures: list[Figure]) -> dict[str, Any]:
    own = sum(f.has_value for f in figures)
    lent = sum(1 for f in figures if not f.has_value and f.shown)
    unseen = len(figures) - own - lent
    return {
        "own": own,
        "lent": lent,
        "unseen": unseen,
        "sentence": visit.say("territory.seen", total=len(figures), own=own, lent=lent, unseen=unseen),
    }


def _fields(visit: Visit, figures: list[Figure]) -> list[dict[str, Any]]:
    rows = []
    for field, names in FIELDS.items():
        mine = [f for f in figures if f.field_id == field]
        if not mine:
            continue
        own = sum(f.has_value for f in mine)
        lent = sum(1 for f in mine if not f.has_value and f.shown)
        rows.append(
            {
                "name": names[visit.language],
                "own": own,
                "lent": lent,
                "unseen": len(mine) - own - lent,
                "own_width": svg(100 * own / len(mine)),
                "lent_width": svg(100 * (own + lent) / len(mine)),
            }
        )
    return rows
