"""One reality counted in several ways, shown together and never summed: who counts, what exactly, how much here.

Which sources speak of one reality is said by their cards (`comparable_with`, different); nothing is added up across them.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc

from longuevue.edition import layout
from longuevue.edition.keys import area_key
from longuevue.edition.measured.rows import both
from longuevue.edition.places import Place
from longuevue.edition.rows import SortedRows
from longuevue.engine.precision.classes import verdict
from longuevue.engine.precision.weighted import Estimate
from longuevue.facts.sampling import covariance
from longuevue.terms.bilingual import Bilingual
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
                count = self._count(source_id, name, measure, inside, place.key) if place and name and measure else None
                found.append(_entry(card, ids, name, measure, count))
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

    def _count(
        self, source_id: str, name: str, measure: Mapping[str, Any], inside: set[str], own: str
    ) -> dict[str, Any] | None:
        """The latest count of one measure over the place: its own row, else those of its members, some perhaps unknown."""
        if measure["sensitivity"] != "low" or measure["rollup"] != "additive":
            return None  # such a figure has its own page, behind its own rules
        rows = self._rows.of(name)
        rows = rows.filter(pc.equal(rows["source_id"], source_id))
        by_period: dict[str, dict[str, dict[str | None, list[float | None]]]] = {}
        for row in rows.select(["area_level", "ref_area", "time_period", "counterpart_area", "value"]).to_pylist():
            key = _key(row["area_level"], row["ref_area"])
            if key in inside:
                places = by_period.setdefault(row["time_period"], {})
                places.setdefault(key, {}).setdefault(row["counterpart_area"], []).append(row["value"])
        for period, places in sorted(by_period.items(), reverse=True):
            found = {own: places[own]} if own in places else places
            known = [value for value in (_of_one_place(parts) for parts in found.values()) if value is not None]
            if known:
                kinds = {_kind(key) for key in found}
                members = sum(_kind(key) in kinds for key in inside - {own}) if own not in places else 1
                # where a commune absent from the file is a zero, only the blanks are unknown
                whole = len(found) if measure["absent"] == "zero" else max(members, len(known))
                total = sum(known)
                withheld = _too_uncertain(total, self._variance(source_id, name, period, found))
                return {"value": None if withheld else total, "withheld": both(withheld), "time_period": period,
                        "known_for": len(known), "members": whole}  # fmt: skip
        return None

    def _variance(self, source_id: str, name: str, period: str, keys: Collection[str]) -> float:
        """The sampling variance of a count over these places; 0 where nothing was drawn, or nothing is known of how."""
        rows = self._rows.of(covariance(name, name))
        rows = rows.filter(pc.equal(rows["source_id"], source_id))
        rows = rows.filter(pc.and_(pc.equal(rows["time_period"], period), pc.equal(rows["counterpart_area"], WORLD)))
        drawn = rows.select(["area_level", "ref_area", "value"]).to_pylist()
        return sum(row["value"] for row in drawn if _key(row["area_level"], row["ref_area"]) in keys)


def _of_one_place(parts: Mapping[str | None, list[float | None]]) -> float | None:
    """The total that the publisher states, else the sum over countries; a blank part makes the whole blank."""
    values = parts[WORLD] if WORLD in parts else [value for listed in parts.values() for value in listed]
    return None if None in values else sum(value for value in values if value is not None)


def _key(level: str, code: str) -> str:
    return area_key(level, code) if level in PREFIX_OF_LEVEL else code


def _too_uncertain(count: float, variance: float) -> Bilingual | None:
    """« moins de 30 » where the count of a sample is of class C, as on its own page."""
    if not variance:
        return None
    judged = verdict(Estimate(count, math.sqrt(variance), 0, 0))
    return None if judged.publishable else judged.words


def _kind(key: str) -> str:
    """Communes of France, or of one country abroad: a publisher counts in those it has counted in."""
    return key[:6] if key.startswith("lau-") else key.partition("-")[0]


def _weights(card: Mapping[str, Any]) -> set[str]:
    """Measures of a source that only serve as the denominators of others, or are a part of another."""
    return {m["coverage_weight"] for m in card["measures"].values() if m.get("coverage_weight")}


def _entry(
    card: Mapping[str, Any],
    ids: list[str],
    name: str | None,
    measure: Mapping[str, Any] | None,
    count: dict[str, Any] | None,
) -> dict[str, Any]:
    notes = [said["note"] for said in card["comparable_with"] if said["how"] == "different" and said["source"] in ids]
    return {
        "source": card["id"],
        "publisher": card["publisher"],
        "title": card["title"],
        "countries": list(card["countries"]),
        "measure": name,
        "label": measure["label"] if measure else card["title"],
        "definition": measure["definition"] if measure else None,
        "differs": notes[0] if notes else None,
        "loaded": bool(card.get("loaded")),
        "held_by": card.get("held_by"),
        "vintage": card.get("vintage"),
        "licence": card.get("licence"),
        "value": count["value"] if count else None,
        # what is said in place of a value that a sample leaves too uncertain
        "withheld": count["withheld"] if count else None,
        "time_period": count["time_period"] if count else None,
        # fewer than `members`, and the figure is partial
        "known_for": count["known_for"] if count else None,
        "members": count["members"] if count else None,
        "never_summed": True,
    }
