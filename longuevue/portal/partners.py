"""Rows of the table of partner countries: names in the page's language, in order of names; unknown countries said apart.
A country that is withheld keeps its row, which says so: left out, it would pass for no link."""

from __future__ import annotations

from typing import Any

from longuevue.portal.figures import Figure
from longuevue.portal.pages import Visit
from longuevue.terms.countries import country_name, in_order_of_names
from longuevue.terms.numbers import number
from longuevue.terms.words import WITHHELD


def told_of(figure: Figure) -> bool:
    """Whether a figure of one partner country is told: given, or known and withheld."""
    return figure.has_value or figure.mark in WITHHELD


def partner_rows(visit: Visit, readings: list[dict[str, Any]], area: str) -> list[dict[str, Any]]:
    """One row per partner country given or withheld, then the row of those whose country is not known."""
    rows = []
    for reading in readings:
        figure = visit.figure(reading)
        if not told_of(figure):
            continue
        code = reading["counterpart_area"]
        rows.append(
            {
                "code": code or "",
                "name": country_name(code, visit.language),
                "url": visit.links.to("country", area=area, country=code) if code else "",
                "value": figure.value_text or figure.status_name,
                "given": figure.has_value,
                "status": figure.status_name if figure.has_value else figure.reason_text,
                "period": figure.period_text,
            }
        )
    return sorted(rows, key=lambda row: (not row["code"], in_order_of_names(row["name"])))


def with_unknown(
    visit: Visit, rows: list[dict[str, Any]], figure: Figure, beneath: dict[str, Any] | None
) -> list[dict[str, Any]]:
    """The same rows, then one for the things named on the page whose country nobody knows: the table adds up to the figure."""
    distinct = "distinct" in visit.library.markers[figure.marker_id]["formula_tree"]
    if not (rows and distinct and figure.has_value and beneath and not beneath["more"]):
        return rows
    unknown = sum(not thing["country_known"] for thing in beneath["named"])
    if not unknown or not rows[-1]["code"]:
        return rows
    row = {
        "code": "",
        "name": country_name(None, visit.language),
        "url": "",
        "given": True,
        "period": figure.period_text,
    }
    return [*rows, row | {"value": number(unknown, 0, visit.language), "status": figure.status_name}]
