"""What must be told beside a figure: the interval of a weak estimate, a doubt on it, a contradiction of its publisher, communes merged, a series cut.

The sentences were written where the facts were read; here they are found for a place, or counted for a larger one.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq

from longuevue.edition import layout
from longuevue.edition.keys import area_key
from longuevue.edition.places import Place
from longuevue.markers.grammar import read_formula

if TYPE_CHECKING:
    from longuevue.edition.reader import Edition

#: kinds of notes that a reader must see; main origins and national context have pages of their own
TOLD = ("interval", "doubt", "series_break", "note", "passage")
#: communes named in the sentence of a larger place
NAMED = 4
Said = dict[str, str]


class Remarks:
    """The notes of one edition, by measure and place."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._measures: dict[str, tuple[str, ...]] = {}

    def on(self, marker: dict[str, Any], place: Place) -> list[Said]:
        """`kind, fr, en` for each note on this figure, the interval first, then doubts, each sentence once."""
        found: dict[tuple[str, str], Said] = {}
        if (marker["id"], place.key) in self._weak and (span := self._edition.measures.interval_told(marker, place)):
            found["interval", span["fr"]] = {"kind": "interval", **span}
        if place.level == "commune" and place.key not in self._noted:
            return list(found.values())
        for measure in self._read_by(marker):
            for note in self._own.get((measure, place.key), ()):
                found.setdefault((note["kind"], note["fr"]), note)
            if inside := self._inside(measure, place):
                found.setdefault((inside["kind"], inside["fr"]), inside)
        return sorted(found.values(), key=lambda note: (TOLD.index(note["kind"]), note["fr"]))

    def _read_by(self, marker: dict[str, Any]) -> tuple[str, ...]:
        if marker["id"] not in self._measures:
            self._measures[marker["id"]] = tuple(read_formula(marker["formula"], where=marker["id"]).measures())
        return self._measures[marker["id"]]

    @cached_property
    def _weak(self) -> frozenset[tuple[str, str]]:
        """Marker and place of the figures of class B: the interval is to be read with the value."""
        columns = ["marker", "area_key"]
        filters = [("precision", "==", "B"), ("counterpart_area", "==", "W")]
        rows = pq.read_table(self._edition.path / layout.READINGS_BY_TERRITORY, columns=columns, filters=filters)
        return frozenset(zip(*(rows[name].to_pylist() for name in columns), strict=True))

    @cached_property
    def _own(self) -> dict[tuple[str, str], list[Said]]:
        listed: dict[tuple[str, str], list[Said]] = defaultdict(list)
        for note in self._edition.notes().get("annotations", ()):
            if note["kind"] in TOLD:
                key = note["measure"], area_key(note["area_level"], note["ref_area"])
                words = {"kind": note["kind"], "fr": note["text_fr"], "en": note["text_en"] or note["text_fr"]}
                listed[key].append(words)
        return listed

    @cached_property
    def _noted(self) -> frozenset[str]:
        """The places that have a note of their own; a commune has no other."""
        return frozenset(key for _, key in self._own)

    @cached_property
    def _doubted(self) -> dict[str, dict[str, list[str]]]:
        """measure → key of a larger place → names of its communes whose figure is in doubt."""
        places = self._edition.places
        found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for (measure, key), notes in self._own.items():
            level, _, code = key.partition("-")
            if level != "com" or not places.has("commune", code) or not any(n["kind"] == "doubt" for n in notes):
                continue
            commune = places.get("commune", code)
            for larger in places.larger(commune):
                found[measure][larger.key].append(commune.name)
        return found

    def _inside(self, measure: str, place: Place) -> Said | None:
        if place.level in ("commune", "arrondissement", "lau") or measure not in self._doubted:
            return None
        names = self._doubted[measure].get(place.key, [])
        if place.level == "perimeter":
            mine = {member["ref"]: member["name"] for member in self._edition.members(place.ref)}
            in_doubt = [
                key for (m, key), ns in self._own.items() if m == measure and any(n["kind"] == "doubt" for n in ns)
            ]
            names = [mine[key] for key in in_doubt if key in mine]
        if not names:
            return None
        shown, rest = sorted(names)[:NAMED], len(names) - NAMED
        fr = ", ".join(shown) + (f" et {rest} autres" if rest > 0 else "")
        en = ", ".join(shown) + (f" and {rest} others" if rest > 0 else "")
        return {
            "kind": "doubt",
            "fr": f"À vérifier : le chiffre de {len(names)} commune{'s' if len(names) > 1 else ''} d'ici est douteux "
            f"({fr}) ; le total l'est donc aussi.",
            "en": f"To be checked: the figure of {len(names)} commune{'s' if len(names) > 1 else ''} here is in doubt "
            f"({en}); so is the total.",
        }
