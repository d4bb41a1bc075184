"""Between two editions: every figure that changed, appeared or went, and why. Which editions exist is known by the desk."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import Any

from longuevue.portal.library import Library
from longuevue.terms.levels import LEVELS

#: causes in the order in which they are looked for: the first that differs explains the change
CAUSES: tuple[tuple[str, str], ...] = (
    ("definition", "marker_version"),
    ("method", "method_version"),
    ("boundaries", "geography_year"),
    ("vintage", "vintage"),
    ("source", "source"),
)
Key = tuple[str, str, str, str]


def changes(old: Library, new: Library) -> list[dict[str, Any]]:
    """One entry per marker that differs: its id, how many figures changed by cause, the figures, its redefinitions.

    Remembered for a few pairs of editions, since editions never change.
    """
    return _changes(_Pair(old, new))


class _Pair:
    """Two editions, told apart by their ids only."""

    def __init__(self, old: Library, new: Library) -> None:
        self.old, self.new = old, new

    def __hash__(self) -> int:
        return hash((self.old.id, self.new.id))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Pair) and (self.old.id, self.new.id) == (other.old.id, other.new.id)


@lru_cache(maxsize=4)
def _changes(pair: _Pair) -> list[dict[str, Any]]:
    found = []
    for marker in sorted({*pair.old.markers, *pair.new.markers}):
        rows = list(_differences(_readings(pair.old, marker), _readings(pair.new, marker)))
        redefined = _versions_between(pair.old.markers.get(marker), pair.new.markers.get(marker))
        if rows or redefined or (marker in pair.old.markers) != (marker in pair.new.markers):
            kind = "both" if marker in pair.old.markers and marker in pair.new.markers else ""
            kind = kind or ("added" if marker in pair.new.markers else "removed")
            causes = Counter(r["cause"] for r in rows)
            found.append({"marker": marker, "kind": kind, "causes": causes, "rows": rows, "redefined": redefined})
    return found


def _versions_between(old: dict[str, Any] | None, new: dict[str, Any] | None) -> list[dict[str, Any]]:
    """The versions of a marker that stood in the old edition or since, newest first: what changed and what was held."""
    if not old or not new or old.get("version") == new.get("version"):
        return []
    return [past for past in reversed(new.get("history", ())) if past["version"] >= old["version"]]


def _readings(library: Library, marker: str) -> dict[Key, dict[str, Any]]:
    if marker not in library.markers:
        return {}
    found: dict[Key, dict[str, Any]] = {}
    for level in LEVELS:
        if level in library.markers[marker]["levels_with_data"]:
            for row in library.edition.readings(marker, level):
                key = (row["area_level"], row["ref_area"], row["time_period"] or "", row["counterpart_area"] or "")
                found[key] = row
    return found


def _differences(before: dict[Key, dict[str, Any]], after: dict[Key, dict[str, Any]]) -> list[dict[str, Any]]:
    rows = []
    for key in {*before, *after}:
        old, new = before.get(key), after.get(key)
        if old and new and (old["value"], old["status"]) == (new["value"], new["status"]):
            continue
        shown = new or old
        assert shown is not None
        rows.append({"key": key, "name": shown["ref_area_name"], "old": old, "new": new, "cause": cause(old, new)})
    return sorted(rows, key=lambda row: (row["name"], row["key"]))


def cause(old: dict[str, Any] | None, new: dict[str, Any] | None) -> str:
    """Why the figure is not what it was: the first of its papers that differs, else the data themselves."""
    if old is None:
        return "appeared"
    if new is None:
        return "gone"
    for name, paper in CAUSES:
        if old[paper] != new[paper]:
            return name
    return "withheld" if "suppressed" in (old["status"], new["status"]) else "corrected"
