"""Addresses of the pages in both languages, written once: the URL patterns and the links are made from the same table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import quote, urlencode

from longuevue.terms.levels import LEVELS

#: plural slugs of the levels, for the tabs of a marker's page
LEVEL_SLUGS: Final[dict[str, dict[str, str]]] = {
    "commune": {"fr": "communes", "en": "communes"},
    "epci": {"fr": "intercommunalites", "en": "groups-of-communes"},
    "departement": {"fr": "departements", "en": "departements"},
    "region": {"fr": "regions", "en": "regions"},
    "arrondissement": {"fr": "arrondissements", "en": "arrondissements"},
    "lau": {"fr": "communes-etrangeres", "en": "municipalities-abroad"},
    "perimeter": {"fr": "perimetres", "en": "perimeters"},
    "country": {"fr": "france", "en": "france"},
}
LEVEL_OF_SLUG: Final[dict[tuple[str, str], str]] = {
    (language, slugs[language]): level for level, slugs in LEVEL_SLUGS.items() for language in ("fr", "en")
}

#: slugs of the zones in which a place is compared
ZONE_SLUGS: Final[dict[str, dict[str, str]]] = {
    "peers": {"fr": "pairs", "en": "peers"},
    "epci": {"fr": "intercommunalite", "en": "group-of-communes"},
    "departement": {"fr": "departement", "en": "departement"},
    "region": {"fr": "region", "en": "region"},
    "country": {"fr": "france", "en": "france"},
}
ZONE_OF_SLUG: Final[dict[tuple[str, str], str]] = {
    (language, slugs[language]): zone for zone, slugs in ZONE_SLUGS.items() for language in ("fr", "en")
}

#: name → (French path, English path); {area} may hold one slash (a perimeter's part in one country)
ROUTES: Final[dict[str, tuple[str, str]]] = {
    "home": ("", ""),
    "search": ("chercher/", "search/"),
    "territory": ("territoire/{area}/", "territory/{area}/"),
    "territory_zone": ("territoire/{area}/parmi/{zone}/", "territory/{area}/among/{zone}/"),
    "blind_spots": ("territoire/{area}/angles-morts/", "territory/{area}/blind-spots/"),
    "debate": ("territoire/{area}/debat/", "territory/{area}/debate/"),
    "debate_texts": ("territoire/{area}/debat/{corpus}/page-{page}/", "territory/{area}/debate/{corpus}/page-{page}/"),
    "room": ("debats/{room}/", "debates/{room}/"),
    "country": ("territoire/{area}/pays/{country}/", "territory/{area}/country/{country}/"),
    "figure": ("chiffre/{marker}/{area}/", "figure/{marker}/{area}/"),
    "figure_zone": ("chiffre/{marker}/{area}/parmi/{zone}/", "figure/{marker}/{area}/among/{zone}/"),
    "embed": ("chiffre/{marker}/{area}/integrer/", "figure/{marker}/{area}/embed/"),
    "marker": ("marqueur/{marker}/", "marker/{marker}/"),
    "marker_level": ("marqueur/{marker}/{level}/", "marker/{marker}/{level}/"),
    "marker_page": ("marqueur/{marker}/{level}/page-{page}/", "marker/{marker}/{level}/page-{page}/"),
    "questions": ("questions/", "questions/"),
    "helping": ("questions/aide/", "questions/help/"),
    "tagged": ("questions/{tag}/", "questions/{tag}/"),
    "tagged.json": ("questions/{tag}.json", "questions/{tag}.json"),
    "field": ("domaine/{field}/", "field/{field}/"),
    "field_step": ("domaine/{field}/{step}/", "field/{field}/{step}/"),
    "editions": ("editions/", "editions/"),
    "changes": ("editions/{old}/{new}/", "editions/{old}/{new}/"),
    "compare": ("comparer/", "compare/"),
    "coverage": ("couverture/", "coverage/"),
    "sources": ("sources/", "sources/"),
    "method": ("methode/", "method/"),
    "vocabulary": ("vocabulaire/", "vocabulary/"),
    "vocabulary.ttl": ("vocabulaire.ttl", "vocabulary.ttl"),
    "tour": ("visite/{step}/", "tour/{step}/"),
    "accessibility": ("accessibilite/", "accessibility/"),
    "api": ("donnees/", "data/"),
    "api.json": ("api.json", "api.json"),
    "theme.css": ("theme.css", "theme.css"),
    "territory.json": ("territoire/{area}.json", "territory/{area}.json"),
    "territory.csv": ("territoire/{area}.csv", "territory/{area}.csv"),
    "marker.json": ("marqueur/{marker}/{level}.json", "marker/{marker}/{level}.json"),
    "marker.csv": ("marqueur/{marker}/{level}.csv", "marker/{marker}/{level}.csv"),
    "marker_map": ("marqueur/{marker}/{level}/carte.svg", "marker/{marker}/{level}/map.svg"),
    "marker_map_whole": ("marqueur/{marker}/{level}/carte-entiere.svg", "marker/{marker}/{level}/whole-map.svg"),
    "marker_map.json": ("marqueur/{marker}/{level}/carte.json", "marker/{marker}/{level}/map.json"),
    "inside_map": ("chiffre/{marker}/{area}/carte.svg", "figure/{marker}/{area}/map.svg"),
    "among_map": ("chiffre/{marker}/{area}/situation.svg", "figure/{marker}/{area}/among.svg"),
    "partner_map": ("chiffre/{marker}/{area}/monde.svg", "figure/{marker}/{area}/world.svg"),
    "figure.json": ("chiffre/{marker}/{area}.json", "figure/{marker}/{area}.json"),
    "figure.csv": ("chiffre/{marker}/{area}.csv", "figure/{marker}/{area}.csv"),
}

#: what each placeholder accepts; anything else is answered by the 404 page in plain words
PLACEHOLDERS: Final[dict[str, str]] = {
    "area": r"(?P<area>[^/.]{1,100}(?:/[A-Za-z]{2})?)",
    "marker": r"(?P<marker>[^/.]{1,100})",
    "country": r"(?P<country>[^/.]{1,20})",
    "level": r"(?P<level>[a-z-]{1,40})",
    "corpus": r"(?P<corpus>deliberations|minutes|programmes|journal)",
    "page": r"(?P<page>[0-9]{1,4})",
    "old": r"(?P<old>[A-Za-z0-9][A-Za-z0-9._-]{0,80})",
    "new": r"(?P<new>[A-Za-z0-9][A-Za-z0-9._-]{0,80})",
    "zone": r"(?P<zone>[a-z-]{1,40})",
    "field": r"(?P<field>[a-z-]{1,40})",
    "tag": r"(?P<tag>(?:odd|sdg)-[0-9]{1,2}|agenda-[a-z]{1,20})",
    "room": r"(?P<room>[0-9a-f-]{36})",
    "step": r"(?P<step>[1-4])",
}


def pattern(template: str) -> str:
    """The regular expression of a path template."""
    text = template.replace(".", r"\.")
    for name, expression in PLACEHOLDERS.items():
        text = text.replace("{" + name + "}", expression)
    return f"^{text}$"


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses in one language; `prefix` pins them to one edition (`/edition/<id>`)."""

    language: str = "fr"
    prefix: str = ""

    def to(self, name: str, query: dict[str, object] | None = None, **values: object) -> str:
        """The address of a page, in this language. A level is written with its plural slug."""
        template = ROUTES[name][0 if self.language == "fr" else 1]
        if "level" in values and str(values["level"]) in LEVELS:
            values["level"] = LEVEL_SLUGS[str(values["level"])][self.language]
        if "zone" in values and str(values["zone"]) in ZONE_SLUGS:
            values["zone"] = ZONE_SLUGS[str(values["zone"])][self.language]
        path = template.format(**{key: quote(str(value), safe="/-") for key, value in values.items()})
        tail = f"?{urlencode({k: v for k, v in query.items() if v not in (None, '')}, doseq=True)}" if query else ""
        return f"{self.prefix}/{self.language}/{path}{tail}"

    def in_language(self, language: str) -> Links:
        """The same addresses in the other language."""
        return replace(self, language=language)
