"""What is unseen: fields by scales over the whole edition, the reasons, and who could be invited; then one place's own gaps."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from longuevue.portal import local, survey
from longuevue.portal.dependence import fed_by, fields_by_reason, lost_without
from longuevue.portal.drawing import svg
from longuevue.portal.figures import Figure
from longuevue.portal.pages import Content, Visit, moved, page
from longuevue.portal.telling import legend
from longuevue.portal.unseen import unseen_blocks
from longuevue.portal.views.territory import place_words
from longuevue.portal.words import has
from longuevue.terms.flows import FIELDS
from longuevue.terms.levels import LEVEL_NAMES
from longuevue.terms.statuses import REASONS_OF_ABSENCE

SCALES = ("commune", "epci", "departement", "region", "country")
INVITED = 12


@page
def coverage(visit: Visit) -> Content:
    """`/fr/couverture/`"""
    library = visit.library
    seen = {marker: survey.levels_seen(library, marker) for marker in library.markers}
    nowhere = [m for m in library.markers if not seen[m]]
    figures = [visit.figure(r) for r in library.portrait("FR")["readings"] if r["marker"] in set(nowhere)]
    lead = visit.say(
        "coverage.lead", total=len(library.markers), seen=len(library.markers) - len(nowhere), unseen=len(nowhere)
    )
    return "portal/coverage.html", {
        "lead": lead,
        "levels": [LEVEL_NAMES[level][visit.language] for level in SCALES],
        "grid": _grid(visit, seen),
        **_by_reason(visit, set(nowhere)),
        "sources": _by_source(visit),
        "reasons": reasons(visit, [r for r in library.portrait("FR")["readings"] if r["marker"] in set(nowhere)]),
        "invite": invitations(visit, figures),
        "unseen": unseen_blocks(visit, figures),
        "legend": legend(visit),
    }


@page
def blind_spots(visit: Visit, area: str) -> Content:
    """`/fr/territoire/dep-42/angles-morts/`: the gaps of one place."""
    found = visit.library.territory(area)
    exact = visit.library.area_text(found["level"], found["code"])
    if exact != area:
        return moved(visit.links.to("blind_spots", area=exact))
    readings = [r for r in visit.library.portrait(exact)["readings"] if r["counterpart_area"] in ("W", None)]
    figures = [f for f in map(visit.figure, readings) if not f.has_value]
    return "portal/blind_spots.html", {
        "place": place_words(visit, found, exact),
        "seers": local.seers(visit, exact),
        "asked": local.asked(visit, exact),
        "reasons": reasons(visit, [r for r in readings if r["value"] is None]),
        "invite": invitations(visit, figures),
        "unseen": unseen_blocks(visit, figures),
        "legend": legend(visit),
    }


def _grid(visit: Visit, seen: dict[str, tuple[str, ...]]) -> list[dict[str, Any]]:
    rows = []
    for field, names in FIELDS.items():
        markers = [m["id"] for m in visit.library.markers.values() if m["field"] == field]
        if not markers:
            continue
        cells = []
        for level in SCALES:
            count = sum(level in seen[marker] for marker in markers)
            cells.append({"text": str(count), "shade": 0 if not count else 1 if count < len(markers) / 2 else 2})
        total = (
            visit.say("coverage.of_one") if len(markers) == 1 else visit.say("coverage.of_total", total=len(markers))
        )
        rows.append({"name": names[visit.language], "total": total, "cells": cells})
    return rows


def _by_reason(visit: Visit, nowhere: set[str]) -> dict[str, Any]:
    """Fields in rows, reasons in columns: why each field is dark, and how much of it."""
    counted = fields_by_reason(visit.library, nowhere)
    used = [r for r in REASONS_OF_ABSENCE if any(counts[r] for counts in counted.values())]
    return {
        "why_columns": [visit.say(f"status.reason.{reason}") for reason in used],
        "why_rows": [
            {"name": names[visit.language], "cells": [str(counted[field][r] or "") for r in used]}
            for field, names in FIELDS.items()
            if field in counted
        ],
    }


def _by_source(visit: Visit) -> list[dict[str, Any]]:
    """Each source read: the fields that it lights, at which scales, and what would be lost without it."""
    library, rows = visit.library, []
    for card in library.sources:
        fed = fed_by(library, card["id"])
        if not fed:
            continue
        lost = lost_without(library, card["id"])
        levels = [level for level in SCALES if any(level in survey.levels_seen(library, m) for m in fed)]
        scales = [LEVEL_NAMES[level][visit.language] for level in levels or ["lau"]]
        fields = dict.fromkeys(FIELDS[library.markers[m]["field"]][visit.language] for m in fed)
        rows.append(
            {
                "name": library.source_name(card["id"], visit.language),
                "url": visit.links.to("sources") + f"#{card['id']}",
                "fields": ", ".join(fields),
                "levels": ", ".join(scales),
                "fed": len(fed),
                "lost": len(lost),
            }
        )
    return sorted(rows, key=lambda row: (-row["lost"], row["name"]))


def reasons(visit: Visit, readings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each reason of absence with its number of questions; the five of the method always, the others when they occur."""
    counts = Counter(r["status_reason"] for r in readings if r["status_reason"])
    order = [*REASONS_OF_ABSENCE, *sorted(set(counts) - set(REASONS_OF_ABSENCE))]
    most = max(counts.values(), default=1)
    return [
        {
            "name": visit.say(f"status.reason.{reason}"),
            "count": counts.get(reason, 0),
            "width": svg(100 * counts.get(reason, 0) / most),
        }
        for reason in order
        if has(f"status.reason.{reason}")
    ]


def invitations(visit: Visit, figures: list[Figure]) -> list[dict[str, str]]:
    """Those who could answer the most questions without a figure, most first, then in order of names."""
    could: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        for name in dict.fromkeys(figure.seers):
            could[name].append(figure)
    found = sorted(could.items(), key=lambda pair: (-len(pair[1]), pair[0]))[:INVITED]
    return [{"name": name[:1].upper() + name[1:], "text": _would_say(visit, mine)} for name, mine in found]


def _would_say(visit: Visit, figures: list[Figure]) -> str:
    if len(figures) == 1:
        return visit.say("coverage.who_one", question=figures[0].question)
    return visit.say("coverage.who_text", count=len(figures), question=figures[0].question)
