"""The list of editions served here, and what changed between two of them."""

from __future__ import annotations

from typing import Any

from longuevue.portal import desk
from longuevue.portal.changes import changes
from longuevue.portal.library import Library
from longuevue.portal.pages import Content, Visit, page
from longuevue.portal.views.marker import past_version
from longuevue.terms import spoken
from longuevue.terms.countries import country_name
from longuevue.terms.numbers import number
from longuevue.terms.periods import day_words, period_words

#: rows printed for one marker; all of them are in the editions' open data
MOST_ROWS = 100


@page
def editions(visit: Visit) -> Content:
    """`/fr/editions/`: newest first, each with its permanent address and what changed since the one before."""
    found = desk.served()
    rows = []
    for index, (edition_id, date) in enumerate(found):
        before = found[index + 1][0] if index + 1 < len(found) else ""
        rows.append(
            {
                "id": edition_id,
                "date": day_words(date, visit.language),
                "url": f"/edition/{edition_id}/{visit.language}/",
                "changes_url": visit.links.to("changes", old=before, new=edition_id) if before else "",
            }
        )
    return "portal/editions.html", {"rows": rows}


@page
def between(visit: Visit, old: str, new: str) -> Content:
    """`/fr/editions/OLD/NEW/`: every figure that changed, appeared or went, with its cause."""
    before, after = desk.pinned(old), desk.pinned(new)
    blocks = [_block(visit, before, after, entry) for entry in changes(before, after)]
    total = sum(block["count"] for block in blocks)
    key = "editions.same" if not blocks else "editions.differ"
    return "portal/changes.html", {
        "old": old,
        "new": new,
        "blocks": blocks,
        "lead": visit.say(key, count=number(total, 0, visit.language), markers=len(blocks)),
    }


def _block(visit: Visit, before: Library, after: Library, entry: dict[str, Any]) -> dict[str, Any]:
    library = after if entry["marker"] in after.markers else before
    marker = library.markers[entry["marker"]]
    rows = entry["rows"]
    return {
        "id": entry["marker"],
        "question": visit.text(marker["question"]),
        "kind": "" if entry["kind"] == "both" else visit.say(f"editions.marker_{entry['kind']}"),
        "count": len(rows),
        "redefined": [past_version(visit, past, marker) for past in entry["redefined"]],
        "causes": [
            {"name": visit.say(f"editions.cause.{name}"), "count": number(count, 0, visit.language)}
            for name, count in sorted(entry["causes"].items())
        ],
        "rows": [_row(visit, marker, row) for row in rows[:MOST_ROWS]],
        "more": visit.say("editions.more", count=number(len(rows) - MOST_ROWS, 0, visit.language))
        if len(rows) > MOST_ROWS
        else "",
    }


def _row(visit: Visit, marker: dict[str, Any], row: dict[str, Any]) -> dict[str, str]:
    _, _, period, partner = row["key"]
    partner_name = country_name(partner, visit.language) if partner != "W" else ""
    return {
        "place": row["name"],
        "what": " · ".join(filter(None, (period_words(period, visit.language), partner_name))),
        "old": _said(visit, marker, row["old"]),
        "new": _said(visit, marker, row["new"]),
        "cause": visit.say(f"editions.cause.{row['cause']}"),
    }


def _said(visit: Visit, marker: dict[str, Any], reading: dict[str, Any] | None) -> str:
    if reading is None:
        return visit.say("editions.nothing")
    said = spoken.full_text(reading, marker, visit.language)
    return said or visit.say(f"status.name.{reading['status']}")
