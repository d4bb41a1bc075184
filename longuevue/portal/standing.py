"""Where a place stands among those it may be compared with, in a zone that the reader chooses; context is said first.
Who peers are and where a value stands is asked of the edition; nobody is ranked, « higher » is never « better »."""

from __future__ import annotations

from typing import Any

from longuevue.portal.compared import COMPARABLE
from longuevue.portal.drawing import svg
from longuevue.portal.pages import Visit
from longuevue.portal.routes import ZONE_OF_SLUG
from longuevue.terms import spoken
from longuevue.terms.countries import country_name
from longuevue.terms.numbers import number, with_unit
from longuevue.terms.refusal import Refusal


def zone_of_slug(visit: Visit, slug: str) -> str:
    """The zone that an address names. Raises `Refusal` for another word."""
    zone = ZONE_OF_SLUG.get((visit.language, slug))
    if zone:
        return zone
    raise Refusal(f"La zone « {slug} » n'existe pas.", "Choisissez une zone sur la page du territoire.")


def zone_tabs(visit: Visit, area: str, here: str, route: str, anchor: str, **values: Any) -> list[dict[str, Any]]:
    """The zones in which the place may be compared, as links back to the same spot of the page."""
    found = []
    for zone in visit.library.edition.zones(area):
        found.append(
            {
                "zone": zone["zone"],
                "name": _zone_name(visit, zone),
                "url": visit.links.to(route, area=area, zone=zone["zone"], **values) + f"#{anchor}",
                "here": zone["zone"] == here,
            }
        )
    return found


def _zone_name(visit: Visit, zone: dict[str, Any]) -> str:
    if zone["zone"] == "peers":
        return visit.say("standing.peers")
    return str(zone["name"])


def standings(visit: Visit, readings: list[dict[str, Any]], zone: str) -> list[dict[str, Any]]:
    """One row per figure of the place that can be compared in the zone, in the order of the page."""
    rows = []
    for reading in readings:
        marker = visit.library.markers[reading["marker"]]
        if marker["aggregation"] not in COMPARABLE and zone != "peers":
            continue
        found = visit.library.edition.standing(reading, zone)
        if found and found["compared_with"]:
            rows.append(standing_row(visit, reading, found))
    return rows


def standing_row(visit: Visit, reading: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    """The figure, the median of the others, and the words; the drawing is a strip from the lowest to the highest rank."""
    marker, language = visit.library.markers[reading["marker"]], visit.language
    figure = visit.figure(reading)
    median = spoken.full_text({"value": found["median"], "status": "ok"}, marker, language)
    percentile = found["percentile"]
    # « 5 %, plus bas que la médiane (5 %) » would be read as a fault
    alike = found["side"] in ("higher", "lower") and figure.full_text == median
    words = visit.say("standing.close" if alike else f"standing.{found['side']}", median=median)
    if percentile is not None:
        words += visit.say("standing.percentile", percentile=number(percentile, 0, language))
    return {
        "question": figure.question,
        "url": figure.url,
        "direction": figure.direction,
        "value": figure.full_text,
        "period": figure.period_text,
        "median": median,
        "words": words,
        "compared": visit.say(
            "standing.compared",
            count=number(found["compared_with"], 0, language),
            asked=number(found["asked"], 0, language),
        ),
        "x": svg(percentile) if percentile is not None else "",
    }


def context_words(visit: Visit, portrait: dict[str, Any]) -> list[str]:
    """What must be known of a place before any comparison: size, zone, border, ranks, nearness of the métropoles."""
    context, language = portrait["context"], visit.language
    said = []
    if context["communes"] and context["communes"] > 1:
        said.append(visit.say("standing.communes", count=number(context["communes"], 0, language)))
    if context["zone"] in ("drom", "com"):
        said.append(visit.say(f"standing.zone_{context['zone']}"))
    if context["border"]:
        names = ", ".join(country_name(code, language) for code in context["border"])
        said.append(visit.say("standing.border", countries=names))
    said += [visit.text(rank) for rank in context["ranks"]]
    far = [one for one in context["distances"] if one["km"] >= 1]
    if far:
        named = ", ".join(f"{one['name']} {with_unit(number(one['km'], 0, language), 'km', language)}" for one in far)
        since = context["measured_from"]
        key = "standing.distances_from" if since else "standing.distances"
        said.append(visit.say(key, named=named, since=since or ""))
    elif portrait["territory"]["level"] in ("commune", "epci") and context["zone"] == "metro":
        said.append(visit.say("standing.distances_unknown"))
    return said


def peer_links(visit: Visit, area: str) -> dict[str, Any] | None:
    """The peers by name, how they were chosen, and the page that puts some of them side by side."""
    group = visit.library.edition.peers(area)
    if group is None:
        return None
    some = [area, *(peer["ref"] for peer in group["peers"][:5])]
    return {
        "label": visit.text(group["label"]),
        "why": visit.text(group["why"]),
        "warning": visit.text(group["warning"]),
        "list": [{"name": p["name"], "url": visit.links.to("territory", area=p["ref"])} for p in group["peers"]],
        "compare_url": visit.links.to("compare", {"a": some}),
    }
