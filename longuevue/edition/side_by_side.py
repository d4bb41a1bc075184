"""One reality counted in several ways, shown together and never summed: who counts, what exactly, how much here.

Which sources speak of one reality is said by their cards (`comparable_with`, different); nothing is added up across them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from longuevue.edition import layout
from longuevue.edition.keys import area_key
from longuevue.edition.places import Place
from longuevue.edition.rows import SortedRows
from longuevue.terms.levels import PREFIX_OF_LEVEL

if TYPE_CHECKING:
    from longuevue.edition.reader import Edition

#: a publisher's total, or the sum of countries where the publisher gives none
WORLD = "W"


class SideBySide:
    """The counts of one reality, source by source, in one edition."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._cards = {card["id"]: card for card in edition.sources()}
        self._rows = SortedRows(edition.path / layout.FACTS_BY_MARKER, "measure", groups_kept=8)

    def of(self, marker: Mapping[str, Any], place: Place | None) -> list[dict[str, Any]]:
        """One entry per source and measure, in order of countries; empty where nobody else counts the same reality."""
        ids = self._together([*marker["sources"], *str(marker["source"] or "").split(";")])
        if len(ids) < 2:
            return []
        inside = self._inside(place) if place else set()
        found = []
        for source_id in ids:
            card = self._cards[source_id]
            for name, measure in card["measures"].items() or ((None, None),):
                if measure and measure.get("coverage_weight") is None and name in _weights(card):
                    continue  # a denominator, not a count of the reality
                count = self._count(source_id, name, measure, inside) if place and name and measure else None
                found.append(_entry(card, ids, measure, count))
        return sorted(found, key=lambda entry: (entry["countries"][:1] != ["FR"], entry["countries"], entry["source"]))

    def _together(self, ids: list[str]) -> list[str]:
        """Every source tied to these by a different definition of one reality, step by step."""
        ties: dict[str, set[str]] = {source: set() for source in self._cards}
        for source, card in self._cards.items():
            for said in card["comparable_with"]:
                if said["how"] == "different" and said["source"] in ties:
                    ties[source].add(said["source"])
                    ties[said["source"]].add(source)
        reached, fresh = set(), {one for one in ids if one in ties}
        while fresh:
            reached |= fresh
            fresh = {other for one in fresh for other in ties[one]} - reached
        return sorted(reached)

    def _inside(self, place: Place) -> set[str]:
        return {member["ref"] for member in self._edition.members(place.ref)} | {place.key}

    def _count(self, source_id: str, name: str, measure: Mapping[str, Any], inside: set[str]) -> dict[str, Any] | None:
        """The latest count of one measure over the place, from its own rows or from those of its members."""
        if measure["sensitivity"] != "low" or measure["rollup"] != "additive":
            return None  # such a figure has its own page, behind its own rules
        rows = self._rows.of(name)
        rows = rows.filter(pc.and_(pc.equal(rows["source_id"], source_id), pc.is_valid(rows["value"])))
        keys = [
            area_key(level, code) if level in PREFIX_OF_LEVEL else code
            for level, code in zip(rows["area_level"].to_pylist(), rows["ref_area"].to_pylist(), strict=True)
        ]
        rows = rows.filter(pa.array([key in inside for key in keys], pa.bool_()))
        if not rows.num_rows:
            return None
        latest = pc.max(rows["time_period"]).as_py()
        rows = rows.filter(pc.equal(rows["time_period"], latest))
        totals = rows.filter(pc.fill_null(pc.equal(rows["counterpart_area"], WORLD), False))
        counted = totals if totals.num_rows else rows
        return {
            "value": pc.sum(counted["value"]).as_py(),
            "time_period": latest,
            "members": len(set(counted["ref_area"].to_pylist())),
        }


def _weights(card: Mapping[str, Any]) -> set[str]:
    """Measures of a source that only serve as the denominators of others, or are a part of another."""
    return {m["coverage_weight"] for m in card["measures"].values() if m.get("coverage_weight")}


def _entry(
    card: Mapping[str, Any], ids: list[str], measure: Mapping[str, Any] | None, count: dict[str, Any] | None
) -> dict[str, Any]:
    notes = [said["note"] for said in card["comparable_with"] if said["how"] == "different" and said["source"] in ids]
    return {
        "source": card["id"],
        "publisher": card["publisher"],
        "title": card["title"],
        "countries": list(card["countries"]),
        "label": measure["label"] if measure else card["title"],
        "definition": measure["definition"] if measure else None,
        "differs": notes[0] if notes else None,
        "loaded": bool(card.get("loaded")),
        "held_by": card.get("held_by"),
        "vintage": card.get("vintage"),
        "licence": card.get("licence"),
        "value": count["value"] if count else None,
        "time_period": count["time_period"] if count else None,
        "never_summed": True,
    }
