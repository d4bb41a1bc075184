"""What each source makes visible, field by field, and what would go dark without it. Who could be invited is said in the views."""

from __future__ import annotations

from collections import Counter
from typing import Any

from longuevue.portal import survey
from longuevue.portal.library import Library


def read_from(marker: dict[str, Any]) -> set[str]:
    """The sources that a marker's figures are computed from in this edition."""
    return set(filter(None, (marker["source"] or "").split(";")))


def lost_without(library: Library, source_id: str) -> list[str]:
    """The markers that have a figure today and would have none without this source."""
    return [
        marker_id
        for marker_id, marker in library.markers.items()
        if survey.is_seen(library, marker_id) and not _fed(library, marker) - {source_id}
    ]


def fed_by(library: Library, source_id: str) -> list[str]:
    """The markers with a figure to which this source gives something."""
    return [
        marker_id
        for marker_id, marker in library.markers.items()
        if survey.is_seen(library, marker_id) and source_id in _fed(library, marker)
    ]


def _fed(library: Library, marker: dict[str, Any]) -> set[str]:
    """The sources of a marker that were really read; a census of inhabitants alone shows nothing of the world."""
    return {one for one in read_from(marker) if (library.source(one) or {}).get("rows")}


def fields_by_reason(library: Library, nowhere: set[str]) -> dict[str, Counter[str]]:
    """Field → reason of absence → number of questions that have a figure nowhere."""
    found: dict[str, Counter[str]] = {}
    for reading in library.portrait("FR")["readings"]:
        if reading["marker"] in nowhere and reading["status_reason"]:
            field = library.markers[reading["marker"]]["field"]
            found.setdefault(field, Counter())[reading["status_reason"]] += 1
    return found
