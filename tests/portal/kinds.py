"""One address of each kind of page, in both languages: what every test of the pages walks through."""

from __future__ import annotations

from longuevue.portal.routes import Links

#: (route, values, query): places that stress a page (métropole, cross-border, village, overseas, PLM, France)
KINDS: tuple[tuple[str, dict[str, object], dict[str, object] | None], ...] = (
    ("home", {}, None),
    ("questions", {}, None),
    ("search", {}, None),
    ("search", {}, {"q": "annemase"}),
    ("search", {}, {"q": "zzzzzqqqqq"}),
    ("territory", {"area": "epci-243400017"}, None),
    ("territory", {"area": "per-grand-geneve"}, None),
    ("territory", {"area": "per-grand-geneve/CH"}, None),
    ("territory", {"area": "com-42012"}, None),
    ("territory", {"area": "com-98818"}, None),
    ("territory", {"area": "com-75056"}, None),
    ("territory", {"area": "dep-976"}, None),
    ("territory", {"area": "FR"}, None),
    ("territory_zone", {"area": "dep-34", "zone": "peers"}, None),
    ("blind_spots", {"area": "dep-42"}, None),
    ("country", {"area": "com-42218", "country": "DE"}, None),
    ("country", {"area": "com-42012", "country": "JP"}, None),
    ("figure", {"marker": "international-students-share", "area": "com-42218"}, None),
    ("figure", {"marker": "twinnings", "area": "com-42218"}, None),
    ("figure", {"marker": "fdi-projects", "area": "com-42012"}, None),
    ("marker", {"marker": "international-students-share"}, None),
    ("figure_zone", {"marker": "international-students-share", "area": "com-42218", "zone": "country"}, None),
    ("marker_level", {"marker": "twinnings", "level": "commune"}, None),
    ("marker_level", {"marker": "twinnings", "level": "epci"}, None),
    ("marker_page", {"marker": "twinnings", "level": "commune", "page": 2}, None),
    ("marker", {"marker": "fdi-projects"}, None),
    ("compare", {}, None),
    ("compare", {}, {"a": ["com-42218", "epci-243400017", "per-grand-geneve"]}),
    ("coverage", {}, None),
    ("helping", {}, {"q": "restaurants"}),
    ("tagged", {"tag": "agenda-migration"}, None),
    ("field", {"field": "education"}, None),
    ("field_step", {"field": "health", "step": "3"}, None),
    ("editions", {}, None),
    ("sources", {}, None),
    ("method", {}, None),
    ("vocabulary", {}, None),
    ("tour", {"step": 1}, None),
    ("tour", {"step": 4}, None),
    ("accessibility", {}, None),
    ("api", {}, None),
)

ADDRESSES: tuple[str, ...] = tuple(
    Links(language).to(name, query, **values) for language in ("fr", "en") for name, values, query in KINDS
)
