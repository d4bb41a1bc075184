"""The four steps of the founding text (know, understand, effects, tell) and the step each question belongs to."""

from __future__ import annotations

from typing import Any, Final

STEPS: Final[tuple[str, ...]] = ("know", "understand", "effects", "tell")

_UNDERSTAND: Final = frozenset(
    [
        "nationality-diversity",
        "cooperation-strata",
        "partner-geography-reach",
        "foreign-controlled-jobs",
        "city-networks",
        "international-capacity",
        "local-groups-abroad",
        "imported-urban-models",
        "eu-law-footprint",
        "eu-projects",
        "international-visibility",
        "cross-border-transit-share",
        "observation-coverage",
    ]
)
_EFFECTS: Final = frozenset(
    [
        "documented-return",
        "offshoring-events",
        "convivial-places-transfers",
        "allophone-pupils",
        "youth-skills-5-years",
        "short-term-rentals-pressure",
        "foreign-trained-health-workers",
        "foreign-workers-share",
        "global-commitments",
        "external-action-spending",
        "foreign-players-share",
    ]
)


def step_of(marker: dict[str, Any]) -> str:
    """The step under which a marker's question is asked; a marker added by an observatory falls under « know »."""
    if marker["field"] == "debate":
        return "tell"
    if marker["id"] in _UNDERSTAND:
        return "understand"
    return "effects" if marker["id"] in _EFFECTS else "know"
