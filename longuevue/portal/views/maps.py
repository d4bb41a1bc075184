"""Maps at addresses of their own: images that pages show and people take away, and what the moving map colours with.
They are drawn by the edition; here they are only asked for and sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpResponse, JsonResponse

from longuevue.portal import survey
from longuevue.portal.figures import Figure
from longuevue.portal.pages import Content, Visit, page
from longuevue.portal.routes import LEVEL_OF_SLUG
from longuevue.terms.levels import LEVEL_NAMES, PREFIX_OF_LEVEL
from longuevue.terms.refusal import Refusal
from longuevue.terms.words import STATUS_NAMES

MAPPED = ("region", "departement", "epci", "commune")
#: beyond, names of places without a figure are left out of what the moving map reads
NAMED = 5_000
#: under so many places with a figure, a map compares nothing
FEWEST_MAPPED = 2


def map_of_level(visit: Visit, marker_id: str, level: str) -> dict[str, Any] | None:
    """What the marker's page needs to show its map; None where there is nothing to draw."""
    atlas = visit.library.edition.atlas
    if level not in MAPPED or level not in atlas.about.get("levels", {}):
        return None
    drawing = atlas.card(marker_id, level, language=visit.language)
    seen = survey.levels_seen(visit.library, marker_id)
    scales = [
        {
            "level": other,
            "name": LEVEL_NAMES[other][visit.language],
            "json": visit.links.to("marker_map.json", marker=marker_id, level=other),
            "here": other == level,
        }
        for other in MAPPED
        if other in seen and atlas.tiles(other)
    ]
    return {
        **_pictured(drawing, visit.links.to("marker_map", marker=marker_id, level=level)),
        "whole": visit.links.to("marker_map_whole", marker=marker_id, level=level),
        "scales": scales if any(scale["here"] for scale in scales) else [],
    }


def _pictured(drawing: Any, src: str) -> dict[str, Any]:
    """A map's image and what is said of it, as `parts/map.html` shows them."""
    return {"drawing": drawing, "src": src, "width": 640, "height": round(drawing.height)}


def partners_map(visit: Visit, marker_id: str, area: str) -> dict[str, Any] | None:
    """What a figure's page needs to show where its partner countries are."""
    atlas = visit.library.edition.atlas
    if not atlas.about:
        return None
    drawing = atlas.partners(marker_id, area, language=visit.language)
    return _pictured(drawing, visit.links.to("partner_map", marker=marker_id, area=area))


def inside_map_of(visit: Visit, marker_id: str, area: str) -> dict[str, Any] | None:
    """The communes inside a place, for its figure's page; None where none of them has a figure."""
    atlas = visit.library.edition.atlas
    level = area.partition("-")[0]
    if not atlas.about or level not in ("epci", "per") or "commune" not in survey.levels_seen(visit.library, marker_id):
        return None
    drawing = atlas.card(marker_id, "commune", within=area, language=visit.language)
    if not drawing.valued:
        return None
    return _pictured(drawing, visit.links.to("inside_map", marker=marker_id, area=area))


def among_map_of(visit: Visit, figures: Sequence[Figure]) -> dict[str, Any] | None:
    """One map that shows a place among others, for its own page: of the first of its figures that can be mapped.

    A commune is shown among those of its group of communes, a larger place among all of its level; a figure lent by a
    larger place shows that larger place.
    """
    atlas = visit.library.edition.atlas
    for figure in figures:
        shown = figure.shown
        if shown is None or shown.level not in MAPPED or shown.level not in atlas.about.get("levels", {}):
            continue
        among = _among(visit, shown.area)
        if among is None:
            continue
        drawing = atlas.card(figure.marker_id, shown.level, within=among, language=visit.language)
        if drawing.valued < FEWEST_MAPPED:
            continue
        here = visit.say("map.here", place=shown.place_name)
        return {
            **_pictured(
                replace(drawing, alt=f"{drawing.alt} {here}", notes=[here, *drawing.notes]),
                visit.links.to("among_map", marker=figure.marker_id, area=shown.area),
            ),
            "more": visit.links.to("marker_level", marker=figure.marker_id, level=shown.level),
            "question": figure.question,
        }
    return None


def _among(visit: Visit, area: str) -> str | None:
    """The place whose members a commune is drawn among; the whole country (empty) for a larger place."""
    place = visit.library.edition.find(area)
    if place.level != "commune":
        return ""
    return f"epci-{place.epci}" if place.epci else None


@page
def among_map(visit: Visit, marker: str, area: str) -> Content:
    """`/fr/chiffre/twinnings/com-74012/situation.svg`: the place among others, a thick line around it"""
    place = visit.library.edition.find(area)
    among = _among(visit, place.key) if place.level in MAPPED else None
    if among is None:
        raise Refusal("Il n'y a pas de carte de ce territoire parmi d'autres.", "Voyez la page du marqueur.")
    atlas = visit.library.edition.atlas
    return _image(atlas.among(marker, place.level, place.code, within=among, language=visit.language).svg())


@page
def marker_map(visit: Visit, marker: str, level: str) -> Content:
    """`/fr/marqueur/immigrant-residents-share/departements/carte.svg` (carte-entiere.svg: with title, legend and source)"""
    drawing = visit.library.edition.atlas.choropleth(marker, _level(visit, level), language=visit.language)
    return _image(drawing.svg(whole=visit.name == "marker_map_whole"))


@page
def inside_map(visit: Visit, marker: str, area: str) -> Content:
    """`/fr/chiffre/twinnings/epci-243400017/carte.svg`"""
    exact = visit.library.territory(area)["ref"]
    return _image(
        visit.library.edition.atlas.choropleth(marker, "commune", within=exact, language=visit.language).svg()
    )


@page
def partner_map(visit: Visit, marker: str, area: str) -> Content:
    """`/fr/chiffre/twinnings/com-42218/monde.svg`"""
    exact = visit.library.territory(area)["ref"]
    return _image(visit.library.edition.atlas.partners(marker, exact, language=visit.language).svg())


@page
def marker_map_json(visit: Visit, marker: str, level: str) -> Content:
    """Fill, name and figure by code, in the page's words: all that the moving map writes comes from here."""
    wanted = _level(visit, level)
    edition = visit.library.edition
    drawing = edition.atlas.choropleth(marker, wanted, language=visit.language)
    readings = {r["ref_area"]: r for r in survey.table(visit.library, marker, wanted)}
    units = {p.code: p.name for p in edition.places.of_level(wanted)}
    places = {}
    for code, fill in drawing.fills.items():
        if code not in readings and len(drawing.fills) > NAMED:
            continue
        said = (
            visit.figure(readings[code]).full_text if code in readings and readings[code]["value"] is not None else ""
        )
        places[code] = [fill, units.get(code, code), said or STATUS_NAMES[fill][visit.language]]
    absent = [fill for code, fill in drawing.fills.items() if code not in readings]
    usual = max(set(absent), key=absent.count) if absent else "not_available"
    return JsonResponse(
        {
            "level": wanted,
            "title": drawing.title,
            "tiles": f"/tuiles/{visit.library.id}/{wanted}.pmtiles",
            "places": places,
            "usual": [usual, STATUS_NAMES[usual][visit.language]],
            "legend": [[line.fill, line.pattern, line.text, line.count] for line in drawing.legend],
            "notes": [*drawing.notes, drawing.source],
            "page": visit.links.to("figure", marker=marker, area=f"{PREFIX_OF_LEVEL[wanted]}-CODE"),
        },
        json_dumps_params={"ensure_ascii": False, "separators": (",", ":")},
    )


def _level(visit: Visit, slug: str) -> str:
    level = LEVEL_OF_SLUG.get((visit.language, slug))
    if level not in MAPPED:
        raise Refusal(
            f"Il n'y a pas de carte à l'échelle « {slug} ».", "Choisissez une échelle sur la page du marqueur."
        )
    return level


def _image(svg: str) -> HttpResponse:
    return HttpResponse(svg, content_type="image/svg+xml; charset=utf-8")
