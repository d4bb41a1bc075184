"""Rows of the table of partner countries: names in the page's language, in order of names; unknown countries said apart.
A country that is withheld keeps its row, which says so: left out, it would pass for no link."""

from __future__ import annotations

from typing import Any

from longuevue.portal.figures import Figure
from longuevue.portal.pages import Visit
from longuevue.terms.countries import country_name, in_order_of_names
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
