"""What lies beneath a figure and has a name: the twin towns it counts, the countries a publisher names first, its notes.
Nothing is told where the figure itself is not: a withheld count does not name what it counts."""

from __future__ import annotations

from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import pyarrow.compute as pc

from longuevue.edition import layout
from longuevue.edition.places import Place
from longuevue.edition.rows import SortedRows
from longuevue.markers.grammar import read_formula
from longuevue.terms.levels import PREFIX_OF_LEVEL
from longuevue.terms.statuses import WITH_VALUE

#: things named at most on one page; the others are counted, and all are in the edition's facts
MOST = 400


class Beneath:
    """Names, first countries and notes of one edition, by measure and place."""

    def __init__(self, path: Path, notes: dict[str, Any]) -> None:
        self._path = path
        self._items = {item["item"]: item for item in notes.get("items", []) if item.get("item")}
        self._notes: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
        for note in notes.get("annotations", []):
            self._notes.setdefault((note["measure"], note["area_level"], note["ref_area"]), []).append(note)
        self._rows = lru_cache(maxsize=8)(self._read)

    def of(
        self, marker: dict[str, Any], reading: dict[str, Any], place: Place, members: list[dict[str, Any]]
    ) -> dict[str, Any]:
        """`{"named": […], "named_count": n, "origins": […], "notes": […]}` of a reading that has a value; else empty lists."""
        empty: dict[str, Any] = {"named": [], "named_count": 0, "origins": [], "notes": []}
        if reading["status"] not in WITH_VALUE or "formula" not in marker:
            return empty
        measures = read_formula(marker["formula"], where=marker["id"]).measures()
        told = [note for m in measures for note in self._notes.get((m, place.level, place.code), ())]
        told = [note for note in told if note["time_period"] == reading["time_period"]]
        origins = sorted((note for note in told if note["kind"] == "main_origin"), key=lambda note: note["rank"])
        named = self._named(measures, reading["time_period"], place, members)
        return {
            "named": named[:MOST],
            "named_count": len(named),
            "origins": [{"rank": n["rank"], "counterpart_area": n["counterpart_area"]} for n in origins],
            "notes": [{"fr": n["text_fr"], "en": n["text_en"]} for n in told if n["kind"] in ("doubt", "note")],
        }

    def name_of(self, item: str | None) -> str | None:
        """The French name of a thing counted, as in « Le Caire »; None when it has none."""
        known = self._items.get(item or "")
        return (known["name_fr"] or known["label"]) if known else None

    def _named(
        self, measures: tuple[str, ...], period: str, place: Place, members: list[dict[str, Any]]
    ) -> list[dict[str, Any]]:
        """Distinct things counted here, in order of names, each with the places of ours that declare it."""
        homes = {member["ref"]: member["name"] for member in members} or {place.key: place.name}
        found: dict[str, dict[str, Any]] = {}
        for measure in measures:
            for row in self._rows(measure):
                known = self._items.get(row["item"])
                at = f"{PREFIX_OF_LEVEL.get(row['area_level'], '')}-{row['ref_area']}"
                home = homes.get(at)
                if known is None or home is None or row["time_period"] != period:
                    continue
                thing = found.setdefault(
                    row["item"],
                    {
                        "item": row["item"],
                        "fr": known["name_fr"] or known["label"],
                        "en": known["name_en"] or known["label"],
                        "counterpart_area": known["counterpart_area"],
                        "country_estimated": known["country_status"] == "E",
                        "declared_by": [],
                        "declared_at": [],
                        "doubtful": False,
                        "source": row["source_id"],
                    },
                )
                thing["declared_by"].append(home)
                thing["declared_at"].append(at)
                thing["doubtful"] |= row["obs_status"] == "E" and known["country_status"] != "E"
        return sorted(found.values(), key=lambda thing: (thing["fr"], thing["item"]))

    def _read(self, measure: str) -> list[dict[str, Any]]:
        rows = self._by_measure.of(measure)
        columns = ["item", "area_level", "ref_area", "time_period", "obs_status", "source_id"]
        return rows.filter(pc.is_valid(rows["item"])).select(columns).to_pylist()

    @cached_property
    def _by_measure(self) -> SortedRows:
        return SortedRows(self._path / layout.FACTS_BY_MARKER, "measure", groups_kept=8)
