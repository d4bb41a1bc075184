"""Pages of prose: method, accessibility, vocabulary, guided tour. Their words are in templates, one per language."""

from __future__ import annotations

import unicodedata
from typing import Any

from django.http import HttpResponse

from longuevue.portal.access import declared
from longuevue.portal.glossary import terms, words
from longuevue.portal.pages import Content, Visit, page
from longuevue.portal.skos import skos
from longuevue.portal.telling import legend
from longuevue.portal.words import say
from longuevue.terms.numbers import french_spaces
from longuevue.terms.statuses import REASONS_OF_ABSENCE


@page
def method(visit: Visit) -> Content:
    """`/fr/methode/`"""
    reasons = [visit.say(f"status.reason.{reason}") for reason in REASONS_OF_ABSENCE]
    return "portal/method.html", {
        "legend": legend(visit),
        "reasons": reasons,
        "prose": _prose(visit, "method"),
    }


@page
def accessibility(visit: Visit) -> Content:
    """`/fr/accessibilite/`"""
    audit = declared(visit.language)
    for theme in audit["themes"]:
        theme["said"] = _theme_said(visit, theme["criteria"])
    for one in [*audit["faults"], *(row for theme in audit["themes"] for row in theme["criteria"])]:
        one["found_text"] = visit.say(f"access.found_{one['found']}")
        one["how_text"] = visit.say(f"access.how_{one['how']}") if one["how"] else ""
    return "portal/accessibility.html", {
        "title_text": visit.say("prose.accessibility"),
        "prose": _prose(visit, "accessibility"),
        "audit": audit,
        "state": visit.say("access.partly", applies=audit["applies"], rate=audit["rate"], **audit["count"]),
    }


def _theme_said(visit: Visit, criteria: list[dict[str, Any]]) -> str:
    applies = sum(one["found"] != "na" for one in criteria)
    if not applies:
        return visit.say("access.theme_none")
    return visit.say("access.theme_said", c=sum(one["found"] == "c" for one in criteria), applies=applies)


@page
def vocabulary(visit: Visit) -> Content:
    """`/fr/vocabulaire/`: the thirteen terms of the founding text, in our own words."""
    ours = {term["id"] for term in terms()}
    others = [word for word in words().values() if word.id not in ours]
    others.sort(key=lambda word: sort_key(word.name[visit.language]))
    return "portal/vocabulary.html", {
        "terms": [_term(visit, term) for term in terms()],
        "jargon": [{"id": w.id, "name": w.name[visit.language], "means": w.means[visit.language]} for w in others],
    }


@page
def vocabulary_skos(visit: Visit) -> Content:
    """`/fr/vocabulaire.ttl`: the same words as SKOS, both languages in one file."""
    note = {language: say("prose.vocabulary_lead", language) for language in ("fr", "en")}
    return HttpResponse(skos(note), content_type="text/turtle; charset=utf-8")


@page
def theme(visit: Visit) -> Content:
    """`/fr/theme.css`: the colours that the authority chose, checked when the edition was built."""
    chosen: dict[str, str] = visit.library.observatory.get("theme") or {}
    lines = "".join(f"{name}: {colour}; " for name, colour in chosen.items())
    return HttpResponse(f":root {{ {lines}}}\n", content_type="text/css; charset=utf-8")


@page
def tour(visit: Visit, step: str) -> Content:
    """`/fr/visite/1/` to 4."""
    number = int(step)
    return "portal/tour.html", {
        "step": number,
        "title_text": visit.say(f"tour.title_{number}"),
        "prose": _prose(visit, f"tour_{number}"),
        "quiz": _prose(visit, "tour_quiz") if number == 4 else "",
        "steps": [
            {"n": n, "name": visit.say(f"tour.title_{n}"), "url": visit.links.to("tour", step=n), "here": n == number}
            for n in range(1, 5)
        ],
        "next_url": visit.links.to("tour", step=number + 1) if number < 4 else visit.links.to("questions"),
        "next_name": visit.say(f"tour.title_{number + 1}") if number < 4 else visit.say("questions.title"),
    }


def _prose(visit: Visit, name: str) -> str:
    return f"portal/prose/{name}.{visit.language}.html"


def terms_of(visit: Visit, marker_id: str) -> list[dict[str, Any]]:
    """The words of the vocabulary that a marker puts to use, for its own page."""
    return [_term(visit, term) for term in terms() if marker_id in term.get("markers", ())]


def _term(visit: Visit, term: dict[str, Any]) -> dict[str, Any]:
    fr = visit.language == "fr"
    means = term["means"][visit.language]
    used = [m for m in visit.library.markers.values() if m["id"] in term.get("markers", ())]
    return {
        "id": term["id"],
        "name": term["name"][visit.language],
        "french": "" if fr else term["name"]["fr"],
        "means": french_spaces(means) if fr else means,
        "markers": [
            {"question": visit.text(m["question"]), "url": visit.links.to("marker", marker=m["id"])} for m in used
        ],
        "see": [{"name": _name_of(other, visit), "id": other} for other in term.get("see", ())],
    }


def _name_of(term_id: str, visit: Visit) -> str:
    return next(t["name"][visit.language] for t in terms() if t["id"] == term_id)


def sort_key(name: str) -> str:
    """Names in the order of a dictionary: accents and capitals put aside."""
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
