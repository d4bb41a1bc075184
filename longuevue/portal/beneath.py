"""The names under a figure, in the page's language: twin towns and who declares them, first countries, notes.
They are found by the edition, and only where the figure has a value; here they are only worded."""

from __future__ import annotations

from typing import Any

from longuevue.portal.figures import Figure
from longuevue.portal.pages import Visit
from longuevue.terms.countries import country_name, in_order_of_names
from longuevue.terms.numbers import number


def beneath(visit: Visit, figure: Figure) -> dict[str, Any] | None:
    """What to show under the figure that the page shows (its own, or the larger scale's); None when nothing is named."""
    shown = figure.shown
    if shown is None:
        return None
    found = visit.library.edition.beneath(figure.marker_id, shown.area, shown.period)
    language = visit.language
    named = [
        {
            "name": thing[language],
            "country": country_name(thing["counterpart_area"], language),
            "country_known": bool(thing["counterpart_area"]),
            "estimated": thing["country_estimated"],
            "declared_by": ", ".join(thing["declared_by"]),
            "doubtful": thing["doubtful"],
        }
        for thing in found["named"]
    ]
    if not (named or found["origins"] or found["notes"]):
        return None
    return {
        "named": sorted(named, key=lambda row: (in_order_of_names(row["country"]), in_order_of_names(row["name"]))),
        "more": number(found["named_count"] - len(named), 0, language) if found["named_count"] > len(named) else "",
        "one_place": shown.level in ("commune", "lau", "arrondissement"),
        "any_doubt": any(row["doubtful"] for row in named),
        "any_estimated": any(row["estimated"] for row in named),
        "origins": [country_name(row["counterpart_area"], language) for row in found["origins"]],
        "notes": [
            note[language] for note in found["notes"] if note[language] and visit.text(note) not in figure.remarks
        ],
        "place": shown.place_name,
    }
