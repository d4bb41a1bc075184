"""What a figure is worth, on a page: how much, among how many countries, how far; then how sure, who stands out and what
boundaries change. Measures and their sentences are the edition's; here they are put in rows, and a missing one says why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from longuevue.portal.companions import measured
from longuevue.portal.figures import Figure
from longuevue.portal.pages import Visit
from longuevue.terms.words import status_words

OF_COUNTRIES = frozenset(("diversity", "reach"))


def weighed(visit: Visit, figure: Figure) -> list[dict[str, Any]]:
    """By subject, the sentences to read under the figure that the page shows (its own, or the larger scale's)."""
    shown = figure.shown
    if shown is None:
        return []
    key = ("weighed", shown.address, visit.links)
    known: list[dict[str, Any]] | None = visit.library.lent.get(key)
    if known is None:
        found = visit.library.edition.measures.told(figure.marker_id, shown.area, shown.period)
        known = visit.library.lent[key] = [
            {
                "label": visit.say(f"weighed.{one['about']}"),
                "sentences": [visit.text(sentence) for sentence in one["sentences"]],
            }
            for one in found
        ]
    return known


def flow_rows(
    visit: Visit, figures: list[Figure], companions: Mapping[str, list[dict[str, Any]]]
) -> list[dict[str, Any]]:
    """One row per figure of a place whose flow has a measured intensity, diversity or reach, in the order of the page."""
    rows = []
    for figure in figures:
        shown = figure.shown
        if shown is None or not visit.library.properties(figure.marker_id):
            continue
        marker = visit.library.markers[figure.marker_id]
        if figure.has_value:
            here = companions.get(figure.marker_id, [])
        else:  # the measures go with the place whose figure is lent
            here = visit.library.edition.companions(figure.marker_id, shown.area, shown.period)
        properties = _first_known(here)
        rows.append(
            {
                "question": figure.question,
                "url": shown.url,
                "direction": figure.direction,
                "borrowed": "" if figure.has_value else shown.borrowed_text,
                "period": shown.period_text + (f" · {visit.say('status.name.old')}" if shown.old else ""),
                "value": shown.full_text,
                "intensity": _cell(visit, properties.get("intensity"))["value"],
                "diversity": _of_countries(visit, marker, properties.get("diversity")),
                "reach": _of_countries(visit, marker, properties.get("reach")),
                "weighed": weighed(visit, figure),
            }
        )
    return rows


def _first_known(companions: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """For each property, the first companion that measures it here, else the first that could."""
    found: dict[str, dict[str, Any]] = {}
    for companion in companions:
        known = found.get(companion["property"])
        if known is None or (known["reading"]["value"] is None and companion["reading"]["value"] is not None):
            found[companion["property"]] = companion
    return found


def unmeasured(visit: Visit, figures: list[Figure]) -> list[dict[str, str]]:
    """The questions of that kind that nobody answers here, not even for a larger place: name and why."""
    known = {figure.marker_id: figure for figure in figures if not figure.shown}
    measured = [m for m in known if visit.library.properties(m) & OF_COUNTRIES]
    return [
        {"name": known[marker].label, "why": known[marker].reason_text, "url": known[marker].marker_url}
        for marker in measured
    ]


def _of_countries(visit: Visit, marker: dict[str, Any], companion: dict[str, Any] | None) -> dict[str, str]:
    if companion is None:
        known = marker["by_partner_country"] == "yes"
        return {"value": "", "note": visit.say("weighed.not_measured" if known else "weighed.no_countries")}
    return _cell(visit, companion)


def _cell(visit: Visit, companion: dict[str, Any] | None) -> dict[str, str]:
    """The measure with its unit, or why there is none."""
    if companion is None:
        return {"value": "", "note": ""}
    value, missing = measured(visit, companion)
    if not value:
        return {"value": "", "note": missing}
    status = companion["reading"]["status"]
    notes = [visit.say("weighed.to_capitals")] if companion["to_capitals"] else []
    notes += [status_words(status, visit.language)] if status != "ok" else []
    return {"value": value, "note": ", ".join(notes)}
