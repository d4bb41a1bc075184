"""One figure's own page (its trend, its partner countries, where it comes from) and its form for other sites."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.template.loader import get_template

from longuevue.portal import effects, rooms, survey, voices
from longuevue.portal.beneath import beneath
from longuevue.portal.beside import side_by_side
from longuevue.portal.companions import companion_rows
from longuevue.portal.compared import compare_with_larger
from longuevue.portal.distribution import distribution
from longuevue.portal.figures import Figure, with_remarks
from longuevue.portal.pages import Content, Visit, moved, page
from longuevue.portal.partners import partner_rows, with_unknown
from longuevue.portal.standing import standings, zone_of_slug, zone_tabs
from longuevue.portal.telling import citation
from longuevue.portal.trend import trend_of
from longuevue.portal.views.maps import inside_map_of, partners_map
from longuevue.portal.views.marker import published_marker
from longuevue.portal.views.territory import place_words
from longuevue.portal.weighed import weighed
from longuevue.terms.numbers import number
from longuevue.terms.periods import day_words


@page
def figure(visit: Visit, marker: str, area: str, zone: str = "") -> Content:
    """`/fr/chiffre/international-students-share/com-42218/`, then `…/parmi/france/` to compare in another zone"""
    among = zone_of_slug(visit, zone) if zone else "peers"
    published_marker(visit, marker)
    found = visit.library.territory(area)
    exact = visit.library.area_text(found["level"], found["code"])
    if exact != area:
        return moved(visit.links.to(visit.name, None, marker=marker, area=exact, zone=zone))
    reading = visit.library.edition.reading(marker, exact)
    shown = _shown(visit, reading)
    partners = visit.library.edition.counterparts(marker, exact)
    told = beneath(visit, shown)
    return "portal/figure_page.html", {
        "figure": shown,
        "place": place_words(visit, found, exact),
        "trend": trend_of(visit, marker, exact),
        "plot": _plot(visit, shown),
        "zones": zone_tabs(visit, exact, among, "figure_zone", "compare", marker=marker) if shown.has_value else [],
        "standing": next(iter(standings(visit, [reading], among)), None),
        "plot_title": visit.say("plot.title"),
        "companions": companion_rows(visit, marker, exact if shown.has_value or not shown.shown else shown.shown.area),
        "weighed": weighed(visit, shown),
        "beneath": told,
        "partners": with_unknown(visit, partner_rows(visit, partners, exact), shown, told),
        "world": partners_map(visit, marker, exact) if partners else None,
        "inside": inside_map_of(visit, marker, exact),
        "effects": effects.of_place(visit, exact, marker),
        "stories": voices.of_place(visit, exact, marker),
        "rooms": rooms.of_place(visit, exact, marker),
        "debate_url": rooms.open_url(marker, exact),
        "ancestry": _ancestry(visit, shown) if shown.shown else None,
        "beside_one": side_by_side(visit, marker, exact),
        "embed_url": visit.links.to("embed", marker=marker, area=exact),
        "citation": citation(visit, f"{shown.label}, {found['name']}", visit.request.path),
    }


def _shown(visit: Visit, reading: dict[str, Any]) -> Figure:
    area = visit.library.area_text(reading["area_level"], reading["ref_area"])
    shown = with_remarks(visit.figure(reading), area, visit.library, visit.language)
    source = reading if shown.has_value else reading.get("offered")
    if shown.shown and source:
        shown.shown.compared = compare_with_larger(source, visit)
    return shown


def _plot(visit: Visit, own: Figure) -> dict[str, Any] | None:
    """The spread of the level with this place on it, when places of that level can be compared."""
    if not own.has_value or own.level in ("country", "perimeter") or "/" in own.area:
        return None
    figures = [visit.figure(r) for r in survey.with_value(visit.library, own.marker_id, own.level)]
    drawn = distribution(figures, visit, here=own.area) if len(figures) > 3 else None
    if drawn:
        drawn["here"] = visit.say("plot.here", place=own.place_name, value=own.full_text)
    return drawn


def _ancestry(visit: Visit, own: Figure) -> list[dict[str, Any]]:
    """Each source under the figure: publisher, file, hash, size, date of retrieval, rows."""
    shown = own.shown
    assert shown is not None
    found = []
    for source_id in filter(None, shown.source_id.split(";")):
        card = visit.library.source(source_id)
        if card is None:
            continue
        receipt = card.get("receipt") or {}
        files = receipt.get("files") or ([receipt] if receipt else [])
        found.append(
            {
                "name": visit.library.source_name(source_id, visit.language),
                "url": visit.links.to("sources") + f"#{source_id}",
                "rows": number(card.get("rows") or 0, 0, visit.language),
                "retrieved": day_words(card["retrieved"], visit.language) if card.get("retrieved") else "",
                "files": [
                    {"name": f.get("name") or f.get("file") or f.get("path") or "", "sha256": f.get("sha256") or ""}
                    for f in files
                    if f.get("sha256")
                ],
            }
        )
    return found


@page
def embed(visit: Visit, marker: str, area: str) -> Content:
    """`…/integrer/`: the figure alone, for an `<iframe>` on another site; pin it with `/edition/<id>/`."""
    published_marker(visit, marker)
    found = visit.library.territory(area)
    reading = visit.library.edition.reading(marker, visit.library.area_text(found["level"], found["code"]))
    context = {**visit.context(), "figure": _shown(visit, reading), "place": place_words(visit, found, area)}
    response = HttpResponse(get_template("portal/embed.html").render(context, visit.request))
    response.may_be_framed = True
    response._csp_replace = {"frame-ancestors": ["*"]}
    return response
