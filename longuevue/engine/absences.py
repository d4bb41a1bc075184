"""Why a territory without a reading has none: one reason per marker, level and zone, from how its sources count.
Values are computed elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from longuevue.engine.context import BREADTH, Context, Counted
from longuevue.engine.leaves import pairs
from longuevue.markers.grammar import Node
from longuevue.markers.marker import Marker
from longuevue.terms.levels import LEVELS

#: `com`: overseas collectivities; `abroad`: members of a cross-border perimeter outside France
ZONES = ("metro", "drom", "com", "abroad")


def absences_of(marker: Marker, tree: Node, context: Context) -> list[dict[str, str | None]]:
    """Rows of `readings.ABSENCES`: for each level and zone, the status of a territory that has no row of its own."""
    counted = [c for measure in tree.measures() for c in context.counted(measure)]
    return [
        {
            "marker": marker.id,
            "area_level": level,
            "zone": zone,
            **dict(zip(("status", "status_reason"), _reason(marker, counted, level, zone), strict=True)),
        }
        for level in LEVELS
        for zone in (("abroad",) if level == "lau" else ZONES[:3])
    ]


def _reason(marker: Marker, counted: Sequence[Counted], level: str, zone: str) -> tuple[str, str]:
    country = {"lau": "abroad"}.get(level, "FR")
    speaking = [c for c in counted if zone != "com" and (country in c.countries or country == "abroad")]
    if country == "abroad":
        speaking = [c for c in counted if set(c.countries) - {"FR"}]
    if not speaking and level == "perimeter" and counted:
        speaking = list(counted)
    if not speaking:
        return "not_observed", marker.absence.reason
    natives = [found for c in speaking for found in c.levels]
    if level not in marker.scales and BREADTH[level] < min(BREADTH[native] for native in natives):
        return "not_available", "scale_too_small"
    if BREADTH[level] < min(BREADTH[native] for native in natives):
        return "not_available", "scale_too_small"
    if level not in natives and not pairs(speaking, (level,)):
        narrower = [native for native in natives if BREADTH[native] <= BREADTH[level]]
        only_wider = level == "epci" and "commune" not in natives
        return "not_available", "undefined" if narrower and not only_wider else "scale_too_small"
    if level not in marker.scales:
        return "not_available", "scale_too_small"
    if all(c.card.absent == "not_applicable" for c in speaking):
        return "not_applicable", "no_such_object"
    return "not_available", "not_in_register"
