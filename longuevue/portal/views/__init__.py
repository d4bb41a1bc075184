"""One view per kind of page; each turns what the edition says into a template's context. Figures are worded in `figures.py`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from longuevue.portal.views.api import api, api_json
from longuevue.portal.views.compare import compare
from longuevue.portal.views.country import country
from longuevue.portal.views.coverage import blind_spots, coverage
from longuevue.portal.views.data import figure_csv, figure_json, marker_csv, marker_json, territory_csv, territory_json
from longuevue.portal.views.debate import debate, debate_texts
from longuevue.portal.views.editions import between, editions
from longuevue.portal.views.fields import field, tagged, tagged_json
from longuevue.portal.views.figure import embed, figure
from longuevue.portal.views.helping import helping
from longuevue.portal.views.home import home, questions
from longuevue.portal.views.maps import among_map, inside_map, marker_map, marker_map_json, partner_map
from longuevue.portal.views.marker import marker
from longuevue.portal.views.prose import accessibility, method, theme, tour, vocabulary, vocabulary_skos
from longuevue.portal.views.rooms import room
from longuevue.portal.views.search import search
from longuevue.portal.views.sources import sources
from longuevue.portal.views.territory import territory

VIEWS: dict[str, Callable[..., Any]] = {
    "home": home,
    "search": search,
    "territory": territory,
    "territory_zone": territory,
    "blind_spots": blind_spots,
    "debate": debate,
    "debate_texts": debate_texts,
    "room": room,
    "country": country,
    "figure": figure,
    "figure_zone": figure,
    "embed": embed,
    "marker": marker,
    "marker_level": marker,
    "marker_page": marker,
    "questions": questions,
    "helping": helping,
    "tagged": tagged,
    "tagged.json": tagged_json,
    "field": field,
    "field_step": field,
    "editions": editions,
    "changes": between,
    "compare": compare,
    "coverage": coverage,
    "sources": sources,
    "method": method,
    "vocabulary": vocabulary,
    "vocabulary.ttl": vocabulary_skos,
    "tour": tour,
    "accessibility": accessibility,
    "api": api,
    "api.json": api_json,
    "theme.css": theme,
    "territory.json": territory_json,
    "territory.csv": territory_csv,
    "marker.json": marker_json,
    "marker.csv": marker_csv,
    "marker_map": marker_map,
    "marker_map_whole": marker_map,
    "marker_map.json": marker_map_json,
    "inside_map": inside_map,
    "among_map": among_map,
    "partner_map": partner_map,
    "figure.json": figure_json,
    "figure.csv": figure_csv,
}
