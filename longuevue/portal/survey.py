"""At which levels each marker has figures, and the tables behind its page, remembered while the edition is open."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from longuevue.portal.library import Library
from longuevue.terms.levels import LEVELS
from longuevue.terms.statuses import WITH_VALUE

#: tables kept in memory over all editions; the largest (every commune) is some tens of megabytes
TABLES_KEPT = 24

_tables: OrderedDict[tuple[str, str, str], list[dict[str, Any]]] = OrderedDict()


def levels_seen(library: Library, marker_id: str) -> tuple[str, ...]:
    """Levels at which the marker has at least one figure, from the smallest."""
    listed = library.markers[marker_id]["levels_with_data"]
    return tuple(level for level in LEVELS if level in listed)


def is_seen(library: Library, marker_id: str) -> bool:
    """True when the marker has a figure somewhere in this edition."""
    return bool(levels_seen(library, marker_id))


def table(library: Library, marker_id: str, level: str) -> list[dict[str, Any]]:
    """The latest readings of the marker for every territory of a level that has one, in order of names."""
    key = (library.id, marker_id, level)
    if key in _tables:
        try:
            _tables.move_to_end(key)
            return _tables[key]
        except KeyError:  # another thread has just let it go
            pass
    rows = list(library.edition.table(marker_id, level))
    _tables[key] = rows
    while len(_tables) > TABLES_KEPT:
        _tables.popitem(last=False)
    return rows


def with_value(library: Library, marker_id: str, level: str) -> list[dict[str, Any]]:
    """Only the rows that carry a figure."""
    return [row for row in table(library, marker_id, level) if row["status"] in WITH_VALUE and row["value"] is not None]


def counts(library: Library, marker_id: str) -> dict[str, int]:
    """Level → number of territories with a figure at the latest period, levels without any left out."""
    found = {level: len(with_value(library, marker_id, level)) for level in levels_seen(library, marker_id)}
    return {level: count for level, count in found.items() if count}
