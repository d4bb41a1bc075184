"""Rows of the table of partner countries: names in the page's language, in order of names; unknown countries said apart."""

from __future__ import annotations

from typing import Any

from longuevue.portal.pages import Visit
from longuevue.terms.countries import country_name, in_order_of_names
from longuevue.terms.statuses import WITH_VALUE


def partner_rows(visit: Visit, readings: list[dict[str, Any]], area: str) -> list[dict[str, Any]]:
    """One row per partner country with a value, then the row of those whose country is not known."""
    rows = []
    for reading in readings:
        if reading["status"] not in WITH_VALUE or reading["value"] is None:
            continue
        figure = visit.figure(reading)
        code = reading["counterpart_area"]
        rows.append(
            {
                "code": code or "",
                "name": country_name(code, visit.language),
                "url": visit.links.to("country", area=area, country=code) if code else "",
                "value": figure.value_text,
                "exact": reading["value"],
                "status": figure.status_name,
                "period": figure.period_text,
            }
        )
    return sorted(rows, key=lambda row: (not row["code"], in_order_of_names(row["name"])))
