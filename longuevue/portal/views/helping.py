"""From a question in one's own words to the markers that can answer it: cost, scale, secrecy and limits of each.
Words are matched, nothing is guessed by a model; the search for places is in `search.py`."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any

from longuevue.portal import survey
from longuevue.portal.library import Library
from longuevue.portal.pages import Content, Visit, page
from longuevue.terms.levels import LEVEL_NAMES, LEVELS

MOST = 6
#: words that carry no subject
_EMPTY = frozenset(
    re.findall(
        r"\w+",
        "combien quel quelle quels quelles qui que quoi est sont les des une dans avec pour sur aux ici nos notre nous vous the "
        "many much what which who how are our here with from there have has avons ont nombre number part share densite density "
        "territoire territory place places ville town",
    )
)
#: everyday words → words of the shelf
_KIN = {
    "lien": "jumelage cooperation partenaire",
    "liens": "jumelage cooperation partenaire",
    "link": "twinning cooperation partner",
    "links": "twinning cooperation partner",
    "restaurant": "cuisine mange",
    "restaurants": "cuisine mange",
    "manger": "mange cuisine restaurant",
    "docteur": "soignant",
    "medecin": "soignant",
    "medecins": "soignant",
    "doctors": "health",
    "boite": "entreprise",
    "migrants": "immigre etranger asile refugie",
    "immigration": "immigre etranger",
    "vacances": "touriste location",
    "airbnb": "location touriste",
    "frontiere": "frontalier",
    "erasmus": "etudiant eleve mobilite",
    "travail": "emploi metier salarie",
    "usine": "emploi entreprise",
    "mariage": "mariages",
}


@page
def helping(visit: Visit) -> Content:
    """`/fr/questions/aide/?q=combien de restaurants étrangers`"""
    query = visit.request.GET.get("q", "").replace("\x00", "").strip()[:160]
    found = answering(visit.library, query, visit.language) if query else []
    return "portal/helping.html", {
        "asked": query,
        "rows": [_row(visit, marker) for marker in found],
        "nothing": query and not found,
    }


def answering(library: Library, query: str, language: str) -> list[dict[str, Any]]:
    """The markers whose words meet those of the question: most in common first, then those with a figure, then by cost,
    fineness of scale and least secrecy; ties in the order of fields."""
    asked = _stems(query)
    if not asked:
        return []
    for word in _words(query):
        asked |= _stems(_KIN.get(word, ""))
    scored = []
    for order, marker in enumerate(library.markers.values()):
        heard = _heard(library.id, marker["id"], " ".join(_texts(marker, language)))
        strong = _heard(library.id, marker["id"] + "!", f"{marker['label'][language]} {marker['question'][language]}")
        score = 2 * len(asked & strong) + len(asked & heard)
        if score >= 2:
            seen = survey.is_seen(library, marker["id"])
            scored.append((-score, not seen, _cost(library, marker), _secrecy(marker), order, marker))
    scored.sort(key=lambda row: row[:-1])
    least = scored[0][0] / 2 if scored else 0  # a marker half as near as the nearest answers another question
    return [row[-1] for row in scored[:MOST] if row[0] <= least]


def _texts(marker: dict[str, Any], language: str) -> list[str]:
    return [marker[key][language] for key in ("label", "question", "why", "aloud")] + [marker["id"].replace("-", " ")]


@lru_cache(maxsize=512)
def _heard(edition: str, marker: str, text: str) -> frozenset[str]:
    return frozenset(_stems(text))


def _words(text: str) -> list[str]:
    bare = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return [word for word in re.findall(r"[a-z]{3,}", bare) if word not in _EMPTY]


def _stems(text: str) -> set[str]:
    """Words cut to their first six letters, plural and gender aside: enough for a shelf of sixty pages."""
    return {re.sub(r"(?:e?s|x)$", "", word)[:6] for word in _words(text)}


def _cost(library: Library, marker: dict[str, Any]) -> int:
    """0: at hand; 1: open, to be loaded; 2: to be asked of someone."""
    if survey.is_seen(library, marker["id"]):
        return 0
    return 2 if all(source.startswith(("actor-", "longuevue-")) for source in marker["sources"]) else 1


def _secrecy(marker: dict[str, Any]) -> int:
    return ("low", "medium", "high", "very_high").index(marker["sensitivity"]["level"])


def _row(visit: Visit, marker: dict[str, Any]) -> dict[str, Any]:
    levels = [level for level in LEVELS if level in survey.levels_seen(visit.library, marker["id"])]
    scale = visit.text(marker["finest_scale"])
    if levels:
        scale = visit.say("helping.seen_at", levels=", ".join(LEVEL_NAMES[level][visit.language] for level in levels))
    level = marker["sensitivity"]["level"]
    return {
        "question": visit.text(marker["question"]),
        "url": visit.links.to("marker", marker=marker["id"]),
        "direction": marker["direction"],
        "label": visit.text(marker["label"]),
        "can": visit.say("helping.can_now" if levels else "helping.can_later"),
        "cost": visit.say(f"helping.cost_{_cost(visit.library, marker)}"),
        "scale": scale,
        "secrecy": visit.say(f"helping.secrecy_{level}"),
        "limits": visit.text(marker["caveat"]),
        "who": visit.library.names(marker["seen_by_names"], visit.language, 4),
    }
