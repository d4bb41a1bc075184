"""Where a series stops being comparable with its past: the publisher says so, or the source, the computation or the
boundaries are no longer the same. Drawing the cut is the portal's work."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from longuevue.edition.places import Place

if TYPE_CHECKING:
    from longuevue.edition.reader import Edition

#: what obs_status B says in SDMX's own list: the series breaks here
BREAK = "B"


def breaks_of(
    edition: Edition, marker: dict[str, Any], place: Place, series: Sequence[dict[str, Any]]
) -> dict[str, str]:
    """Period → why it does not follow from the one before: `publisher`, `source`, `method` or `boundaries`."""
    found: dict[str, str] = {}
    known = [reading for reading in series if reading["value"] is not None]
    for before, after in pairwise(known):
        period = after["time_period"]
        if before["source"] != after["source"]:
            found[period] = "source"
        elif before["method_version"] != after["method_version"]:
            found[period] = "method"
        elif (before["status_reason"] == "estimated_split") != (after["status_reason"] == "estimated_split"):
            found[period] = "boundaries"
    said = _said_by_publisher(edition, marker, place)
    return found | {r["time_period"]: "publisher" for r in known[1:] if r["time_period"] in said}


def _said_by_publisher(edition: Edition, marker: dict[str, Any], place: Place) -> set[str]:
    """The periods for which a fact under the figure is marked as a break: its own facts, or those of its members."""
    measures = sorted(set(_measures(marker.get("formula") or {})))
    places = [place.key]
    if place.level in ("epci", "perimeter"):
        places += [member["ref"] for member in edition.members(place.ref)]
    found: set[str] = set()
    for key in places:
        facts = edition.facts_by_territory.of(key)
        if facts.num_rows:
            mine = facts.filter(
                pc.and_(
                    pc.equal(facts["obs_status"], BREAK), pc.is_in(facts["measure"], pa.array(measures, pa.string()))
                )
            )
            found |= set(mine["time_period"].to_pylist())
    return found


def _measures(node: Any) -> list[str]:
    if isinstance(node, dict):
        own = [node["measure"]] if isinstance(node.get("measure"), str) else []
        return own + [name for part in node.values() for name in _measures(part)]
    return []
