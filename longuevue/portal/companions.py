"""The measures told beside a figure: how much per inhabitant, how spread over countries, how far.
They are computed with the edition; here they are only put into words, and a missing one says why."""

from __future__ import annotations

from typing import Any

from longuevue.portal.pages import Visit
from longuevue.terms.numbers import measure
from longuevue.terms.periods import period_words
from longuevue.terms.words import reason_words, status_words


def companion_rows(visit: Visit, marker: str, area: str) -> list[dict[str, str]]:
    """One row per companion measure of the marker here, in the order of its page; none when all are missing."""
    found = visit.library.edition.companions(marker, area)
    if all(companion["reading"]["value"] is None for companion in found):
        return []
    return [_row(visit, companion) for companion in found]


def _row(visit: Visit, companion: dict[str, Any]) -> dict[str, str]:
    reading, language = companion["reading"], visit.language
    value, status = measured(visit, companion)
    return {
        "label": visit.text(companion["label"]),
        "value": value or status_words(reading["status"], language),
        "period": period_words(reading["time_period"], language) if reading["time_period"] else "",
        "status": status,
    }


def measured(visit: Visit, companion: dict[str, Any]) -> tuple[str, str]:
    """A measure's value with its unit, empty where there is none; and its reason, or its status where it has no reason."""
    reading, unit, language = companion["reading"], companion["unit"], visit.language
    why = reading["status_reason"]
    status = reason_words(why, language) if why else status_words(reading["status"], language)
    if companion.get("why"):
        status = visit.text(companion["why"])
    return measure(reading["value"], unit, companion["between"], language), status
