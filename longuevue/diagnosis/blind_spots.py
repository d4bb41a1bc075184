"""What is not seen of a place, why, and who could see it; and the three questions most worth asking there.
Who is invited, and how, belongs to the workshop."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, Final

#: markers that a land border makes more worth asking
BORDER_MARKERS: Final = frozenset(
    {
        "cross-border-commuters",
        "border-crossings",
        "cross-border-transit-share",
        "eu-projects",
        "foreign-residents-share",
    }
)
#: markers that only make sense where a few thousand people live
TOWN_MARKERS: Final = frozenset(
    {
        "international-copublications",
        "foreign-academics",
        "foreign-players-share",
        "city-networks",
        "international-visibility",
    }
)
#: markers about the observatory itself: asked last, since nobody's daily life is in them
OWN_MARKERS: Final = frozenset({"observation-coverage", "policy-uptake", "documented-return", "perception-gap"})
VILLAGE = 2_000
#: a holder of the place was asked, and is closed
SAYS_CLOSED: Final = {
    "fr": "Une source existe ici ; elle a été demandée, ou son détenteur le dit, et elle est fermée.",
    "en": "A source exists here; it was asked for, or its holder says so, and it is closed.",
}


def unseen(readings: Sequence[Mapping[str, Any]], markers: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """One entry per marker without a value of its own here: status, reason in words, who could see it, what is lent."""
    found = []
    for reading in readings:
        if reading["value"] is not None or reading["status"] == "not_applicable":
            continue
        marker = markers[reading["marker"]]
        absence = marker["absence"] if reading["status"] == "not_observed" else None
        if reading["status_reason"] == "source_closed" and (absence or {}).get("reason") != "source_closed":
            absence = SAYS_CLOSED
        found.append(
            {
                "marker": marker["id"],
                "label": marker["label"],
                "question": marker["question"],
                "field": marker["field"],
                "direction": marker["direction"],
                "priority": marker["priority"],
                "status": reading["status"],
                "status_reason": reading["status_reason"],
                "sentence": {"fr": absence["fr"], "en": absence["en"]} if absence else marker["finest_scale"],
                "seen_by": list(marker["seen_by"]),
                "offered": reading["offered"],
            }
        )
    return found


def questions_worth_asking(
    place: Mapping[str, Any], context: Mapping[str, Any], spots: Sequence[Mapping[str, Any]], most: int = 3
) -> list[dict[str, Any]]:
    """The questions that would teach most here, each of another field, with who could answer.

    A first-diagnostic question counts more, so does one that a border makes vivid; one that only makes sense in a town
    counts less in a village. Equal questions are drawn by the place's own code, so that neighbours share the work.
    """
    ranked = sorted(spots, key=lambda spot: (-_worth(place, context, spot), _draw(place["ref"], spot["marker"])))
    chosen: list[dict[str, Any]] = []
    for spot in ranked:
        if spot["field"] not in {other["field"] for other in chosen}:
            chosen.append({key: spot[key] for key in ("marker", "question", "field", "seen_by", "status_reason")})
        if len(chosen) == most:
            break
    return chosen


def _worth(place: Mapping[str, Any], context: Mapping[str, Any], spot: Mapping[str, Any]) -> int:
    worth = 3 * (3 - spot["priority"])
    if spot["marker"] in OWN_MARKERS:
        worth -= 6
    if spot["marker"] in BORDER_MARKERS:
        worth += 4 if context["border"] else -4
    if (place["population"] or 0) < VILLAGE and place["level"] == "commune" and spot["marker"] in TOWN_MARKERS:
        worth -= 6
    return worth


def _draw(area: str, marker: str) -> str:
    return hashlib.sha256(f"{area}|{marker}".encode()).hexdigest()
