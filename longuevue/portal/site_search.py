"""Search in a site without a server: every place in a list by first letter, and a small script that filters it as one types."""

from __future__ import annotations

import json
from collections import defaultdict

from django.template.loader import get_template

from longuevue.edition.reader import Edition
from longuevue.portal import desk
from longuevue.portal.routes import Links
from longuevue.terms.countries import in_order_of_names
from longuevue.terms.levels import LEVEL_NAMES
from longuevue.terms.numbers import number


def search_pages(edition: Edition, areas: list[str]) -> dict[str, str]:
    """Path → content: the page of each language, and the index that its script reads."""
    found: dict[str, str] = {}
    for language in ("fr", "en"):
        links = Links(language)
        places = sorted(
            (edition.territory(area) for area in areas), key=lambda p: (in_order_of_names(p["name"]), p["ref"])
        )
        letters: dict[str, list[dict[str, str]]] = defaultdict(list)
        index = []
        for place in places:
            url = links.to("territory", area=place["ref"])
            what = LEVEL_NAMES[place["level"]][language]
            people = number(place["population"], 0, language) if place["population"] else ""
            letters[in_order_of_names(place["name"])[:1].upper()].append(
                {"name": place["name"], "url": url, "what": what}
            )
            index.append([place["name"], place["ref"], what, people, place["population"] or 0])
        path = links.to("search")
        found[f"{path}places.json"] = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
        other = "en" if language == "fr" else "fr"
        found[path] = get_template("portal/site_search.html").render(
            {
                "lang": language,
                "links": links,
                "library": desk.current(),
                "observatory_name": edition.observatory["name"],
                "twin_url": Links(other).to("search"),
                "twin_lang": other,
                "here": "search",
                "letters": sorted(letters.items()),
            }
        )
    return found
