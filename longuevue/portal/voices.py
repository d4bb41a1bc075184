"""Stories in the words of a page, beside the figure they concern. What may be shown was decided before; nothing is counted here
that an edition did not count when it was made."""

from __future__ import annotations

from typing import Any

from longuevue.edition.reader import HIDDEN
from longuevue.portal.pages import Visit


def of_place(visit: Visit, area: str, marker: str = "") -> dict[str, Any]:
    """The stories told of a place, all or beside one figure; empty when there is none."""
    return _shown(visit, visit.library.edition.voices(area, marker), figure=not marker)


def of_marker(visit: Visit, marker: str) -> dict[str, Any]:
    """The stories told beside a figure, wherever they are."""
    return _shown(visit, visit.library.edition.voices_of_marker(marker), figure=False)


def _shown(visit: Visit, found: list[dict[str, Any]], *, figure: bool) -> dict[str, Any]:
    if not found:
        return {}
    kinds: dict[str, dict[str, Any]] = {}
    for one in found:
        name = visit.text(one["kind_name"]) or visit.say("stories.kind_unsaid")
        kind = kinds.setdefault(
            name, {"id": one["kind"] if one["kind_name"] else "unsaid", "name": name, "stories": []}
        )
        kind["stories"].append(_told(visit, one, figure=figure))
    counted = visit.library.edition.voices_counted()
    expected = counted.get("expected")
    return {
        "kinds": sorted(kinds.values(), key=lambda kind: (kind["id"] == "unsaid", kind["name"])),
        "count": len(found),
        "told": counted.get("told"),
        "expected": visit.say("stories.expected", **expected) if expected else "",
    }


def _told(visit: Visit, one: dict[str, Any], *, figure: bool) -> dict[str, Any]:
    card = visit.library.markers.get(one["marker"]) if figure else None
    year = "" if one["year"] == HIDDEN else str(one["year"])
    who = one["signed"] or visit.say("stories.nobody")
    beside = (visit.text(one["age_name"]), year)
    return {
        "id": one["id"],
        "who": who,
        "question": one["question"],
        "beside": " · ".join(filter(None, beside)),
        "words": [{"asked": visit.text(part["asked"]), "text": part["text"]} for part in one["words"]],
        "figure": visit.text(card["label"]) if card else "",
        "url": visit.links.to("marker", marker=one["marker"]) if card else "",
    }
