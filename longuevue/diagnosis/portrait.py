"""The portrait of a place: how much of each field is seen, and what sets the place in its context.
Readings come in already computed; sentences and drawings are made by those who show them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from longuevue.diagnosis.borders import border_of
from longuevue.diagnosis.overseas import notice_of
from longuevue.diagnosis.surroundings import distances_from, ranks_of
from longuevue.terms.flows import FIELDS


def coverage_of(readings: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """How many of the markers asked are seen here, lent by a larger scale, or unseen, and why.

    `share` is between 0 and 1; a marker that cannot exist here (`not_applicable`) is left out of what is asked.
    """
    asked = [r for r in readings if r["status"] != "not_applicable"]
    seen = [r for r in asked if r["value"] is not None]
    unseen = [r for r in asked if r["value"] is None]
    reasons = Counter(r["status_reason"] for r in unseen)
    return {
        "asked": len(asked),
        "seen": len(seen),
        "lent": sum(1 for r in unseen if r["offered"]),
        "not_applicable": len(readings) - len(asked),
        "share": len(seen) / len(asked) if asked else None,
        "by_reason": dict(sorted(reasons.items())),
    }


def fields_of(readings: Sequence[Mapping[str, Any]], markers: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Each field in the product's fixed order, with what is seen and asked in it and its marker ids."""
    found = []
    for field, label in FIELDS.items():
        inside = [r for r in readings if markers[r["marker"]]["field"] == field]
        if inside:
            found.append(
                {
                    "field": field,
                    "label": label,
                    "markers": [r["marker"] for r in inside],
                    **coverage_of(inside),
                }
            )
    return found


def context_of(
    place: Mapping[str, Any], siblings: int | None, centre: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """What must be known of a place before any comparison (founding text l. 445-475): size, zone, neighbours.

    `siblings` is the number of communes inside, where the place is made of several; `centre` is the point that stands
    for the place (`lat`, `lon`, and the `name` of the commune where it is, for a place made of several).
    """
    departement = place["code"] if place["level"] == "departement" else place.get("departement")
    abroad = sorted({part["country"] for part in place["parts"]} - {"FR"})
    return {
        "population": place["population"],
        "zone": place["zone"],
        "communes": siblings,
        "border": abroad or (border_of(departement) if departement else []),
        "ranks": ranks_of(place),
        "distances": distances_from(centre["lat"], centre["lon"], own=_own_epci(place)) if centre else [],
        "measured_from": centre["name"] if centre else None,
        "notice": notice_of(place["zone"], departement or (place["code"] if place["level"] == "region" else None)),
    }


def _own_epci(place: Mapping[str, Any]) -> str | None:
    return place["code"] if place["level"] == "epci" else place.get("epci")
