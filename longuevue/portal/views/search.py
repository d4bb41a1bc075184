"""Search of a place (and of a question) by a plain form: a typo is forgiven, and no result is an answer too."""

from __future__ import annotations

import unicodedata
from typing import Any

from longuevue.portal.pages import Content, Visit, page
from longuevue.portal.views.home import ask
from longuevue.terms.levels import LEVEL_NAMES
from longuevue.terms.numbers import number
from longuevue.terms.refusal import Refusal

MAX_LENGTH = 80
MAX_RESULTS = 20


@page
def search(visit: Visit) -> Content:
    """`/fr/chercher/?q=annemase`"""
    query = " ".join(visit.request.GET.get("q", "").replace("\x00", " ").split())[:MAX_LENGTH]
    if not query:
        return "portal/search.html", {"query": ""}
    try:
        found = list(visit.library.edition.search(query, MAX_RESULTS))
    except Refusal:
        found = []
    results = [_result(visit, territory) for territory in found]
    key = "search.found_none" if not results else "search.found_one" if len(results) == 1 else "search.found_many"
    return "portal/search.html", {
        "query": query,
        "results": results,
        "found_title": visit.say(key, query=query, count=number(len(results), 0, visit.language)),
        "nothing": visit.say("search.nothing"),
        "questions": _questions(visit, query),
    }


def _result(visit: Visit, territory: dict[str, Any]) -> dict[str, str]:
    area = visit.library.area_text(territory["level"], territory["code"])
    level = LEVEL_NAMES[territory["level"]][visit.language]
    population = territory.get("population")
    if population:
        people = number(population, 0, visit.language)
        what = visit.say("search.result_population", level=level, population=people, code=territory["code"])
    else:
        what = visit.say("search.result", level=level, code=territory["code"])
    return {"name": territory["name"], "url": visit.links.to("territory", area=area), "what": what}


def _questions(visit: Visit, query: str) -> list[dict[str, Any]]:
    words = [word for word in _plain(query).split() if len(word) > 3]
    found = []
    for marker in visit.library.markers.values():
        text = _plain(f"{visit.text(marker['question'])} {visit.text(marker['label'])}")
        if words and all(word[:5] in text for word in words):
            found.append(ask(visit, marker))
    return found[:5]


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
