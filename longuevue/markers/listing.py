"""The list of the shelf as a document: every marker with its question, shelved by field (`docs/reference/markers.md`).
What a marker holds is described in `docs/reference/marker.md`, not here."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from longuevue.markers.marker import Marker
from longuevue.markers.shelf import load_shelf
from longuevue.terms.flows import DIRECTIONS, FIELDS

HEAD = """# The markers

{count} markers, shelved by field. Each answers one question. Those marked *off by default* are of very high
sensitivity: they appear nowhere until the manager of an observatory turns them on, with a written reason.

This page is written by `python -m longuevue.markers.listing`, and a test keeps it true. What a page holds:
[marker.md](marker.md). How formulas are made: [formulas.md](formulas.md). What they count: [measures.md](measures.md).
"""


def listing(markers: Iterable[Marker]) -> str:
    """The document: one table a field, in the order of fields then ids, questions in both languages."""
    shelved = list(markers)
    lines = [HEAD.format(count=len(shelved))]
    for field, names in FIELDS.items():
        rows = sorted((m for m in shelved if m.field == field), key=lambda m: m.id)
        if not rows:
            continue
        lines += [
            f"## {names['en']} · {names['fr']}",
            "",
            "| marker | question | direction | finest scale |",
            "|---|---|---|---|",
        ]
        lines += [_row(marker) for marker in rows]
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _row(marker: Marker) -> str:
    off = " *off by default*" if marker.sensitivity.off_by_default else ""
    asked = f"{marker.question.fr}<br>{marker.question.en}"
    direction = DIRECTIONS[marker.direction]["en"]
    return f"| `{marker.id}`{off} | {asked} | {direction} | {marker.finest_scale.en} |"


if __name__ == "__main__":
    sys.stdout.write(listing(load_shelf()))
