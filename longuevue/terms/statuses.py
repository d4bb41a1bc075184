"""Statuses of a reading and the closed list of reasons (design rule 6). Who gets which is the engine's work."""

from __future__ import annotations

from typing import Final

STATUSES: Final[tuple[str, ...]] = (
    "ok",
    "estimated",
    "partial",
    "low_precision",
    "suppressed",
    "not_available",
    "not_applicable",
    "not_observed",
)

#: the only statuses under which a reading may carry a value
WITH_VALUE: Final[frozenset[str]] = frozenset({"ok", "estimated", "partial", "low_precision"})

REASONS: Final[dict[str, tuple[str, ...]]] = {
    "not_observed": ("never_looked_for", "no_source", "source_closed"),
    "suppressed": ("suppressed",),
    "not_available": ("scale_too_small", "not_in_register", "undefined"),
    "not_applicable": ("no_such_object",),
    "low_precision": ("too_uncertain", "few_people", "weak_sample"),
    "partial": ("open_register", "incomplete_members"),
    "estimated": ("estimated_split", "estimated_country"),
}

#: the five reasons of absence that the coverage page counts
REASONS_OF_ABSENCE: Final[tuple[str, ...]] = (
    "never_looked_for",
    "no_source",
    "source_closed",
    "suppressed",
    "scale_too_small",
)
