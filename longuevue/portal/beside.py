"""The counts of one reality by several publishers, in the words of a page: a table without a total."""

from __future__ import annotations

from typing import Any

from longuevue.portal.pages import Visit
from longuevue.terms.countries import country_name
from longuevue.terms.numbers import number
from longuevue.terms.periods import period_words


def side_by_side(visit: Visit, marker_id: str, area: str | None = None) -> dict[str, Any] | None:
    """The table for one marker, with figures of the place where there is one; None where nobody else counts."""
    return _table(visit, visit.library.edition.side_by_side(marker_id, area), with_figures=area is not None)


def across_the_border(visit: Visit, area: str) -> list[dict[str, Any]]:
    """One table per reality that publishers of several countries count, for a place that lies in several."""
    found: dict[tuple[str, ...], tuple[tuple[int, int], dict[str, Any]]] = {}
    for marker_id in visit.library.markers:
        counts = visit.library.edition.side_by_side(marker_id, area)
        if len({country for count in counts for country in count["countries"]}) < 2:
            continue
        table = _table(visit, counts, with_figures=True)
        if table:
            marker = visit.library.markers[marker_id]
            key = tuple(count["source"] for count in counts)
            rank = _asks_of(marker["formula_tree"], [count["measure"] for count in counts])
            if key not in found or rank < found[key][0]:
                found[key] = (rank, table | {"question": visit.text(marker["question"])})
    return [table for _, table in found.values()]


def _asks_of(tree: dict[str, Any], measures: list[str | None]) -> tuple[int, int]:
    """How near a marker's question is to a table, the nearest first: it counts most of its rows, or the first of them."""
    args = next(iter(tree.values()))
    counted = _measures(args["of"] if isinstance(args, dict) and "of" in args else tree)
    rows = [row for row, measure in enumerate(measures) if measure in counted]
    return -len(rows), rows[0] if rows else len(measures)


def _measures(tree: Any) -> set[str]:
    if not isinstance(tree, dict):
        return set()
    inside = set().union(*(_measures(value) for value in tree.values()))
    return inside | ({tree["measure"]} if isinstance(tree.get("measure"), str) else set())


def _table(visit: Visit, counts: list[dict[str, Any]], *, with_figures: bool) -> dict[str, Any] | None:
    if not counts:
        return None
    rows = [_row(visit, count) for count in counts]
    said: set[str] = set()
    for row in rows:  # how a publisher's counting differs is said once, on its first line
        row["differs"] = "" if row["differs"] in said else row["differs"]
        said.add(row["differs"])
    return {"rows": rows, "with_figures": with_figures}


def _row(visit: Visit, count: dict[str, Any]) -> dict[str, Any]:
    value = count["value"]
    absent = visit.say("beside.no_figure" if count["loaded"] else "beside.not_loaded")
    if count["withheld"]:
        absent = visit.say("beside.withheld", fewer=visit.text(count["withheld"]))
    return {
        "publisher": visit.text(count["publisher"]),
        "country": ", ".join(country_name(country, visit.language) for country in count["countries"]),
        "label": visit.text(count["label"]),
        "definition": visit.text(count["definition"]) if count["definition"] else "",
        "differs": visit.text(count["differs"]) if count["differs"] else "",
        "value": number(value, 0, visit.language) if value is not None else "",
        "period": period_words(count["time_period"], visit.language) if value is not None else "",
        "partial": visit.say("beside.partial", known=str(count["known_for"]), members=str(count["members"]))
        if value is not None and count["known_for"] < count["members"]
        else "",
        "absent": absent,
        "url": visit.links.to("sources") + f"#{count['source']}",
    }
