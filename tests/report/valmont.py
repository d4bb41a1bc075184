"""An invented edition for the report's tests: Valmont and its neighbours, with whatever names and readings a test wants.
It answers as `longuevue.edition.reader.Edition` does, for the few questions that a paper asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from longuevue.diagnosis.blind_spots import questions_worth_asking, unseen
from longuevue.diagnosis.portrait import context_of, coverage_of, fields_of
from longuevue.markers.shelf import load_shelf

SOURCE = {
    "id": "valmont-office",
    "publisher": {"fr": "Office des chiffres de Valmont", "en": "Valmont figures office"},
    "title": {"fr": "Comptage inventé", "en": "Invented count"},
    "vintage": "2025",
    "licence": {"id": "lov2", "label": "Licence Ouverte 2.0", "url": None},
    "url": None,
    "receipt": {"file": "valmont.csv", "sha256": "ab" * 32},
}
Value = Callable[[str], dict[str, Any]]


def withheld(_: str) -> dict[str, Any]:
    """Every figure withheld so as to point at nobody."""
    return {"value": None, "status": "suppressed", "status_reason": "suppressed"}


def nobody_looks(_: str) -> dict[str, Any]:
    """Nobody looks at anything."""
    return {"value": None, "status": "not_observed", "status_reason": "never_looked_for"}


def everything(marker: str) -> dict[str, Any]:
    """A recent figure for every marker."""
    return {
        "value": 12.345 + len(marker),
        "numerator": 1234.0,
        "denominator": 9999.0,
        "status": "ok",
        "status_reason": None,
    }


class InventedEdition:
    """One territory, `com-V0001`, named at will, with one reading per marker of the shelf."""

    def __init__(
        self, name: str = "Valmont", given: Value = everything, *, markers: bool = True, population: int | None = 24_500
    ) -> None:
        self.id, self.date = "2026-11-01-valmont", "2026-11-01"
        self.manifest = {"fingerprint": "0" * 64, "hashes": {"readings": "1" * 64}, "software": "0.1.0"}
        self.observatory: dict[str, Any] = {"name": "Observatoire de Valmont"}
        self.told: list[dict[str, Any]] = []
        self.stories: list[dict[str, Any]] = []
        self.announced: list[dict[str, Any]] = []
        self._name, self._given, self._population = name, given, population
        dumped = [marker.model_dump(mode="json", by_alias=True) for marker in load_shelf()] if markers else []
        self._markers = {m["id"]: {**m, "shown": True} for m in dumped}

    def markers(self) -> list[dict[str, Any]]:
        return list(self._markers.values())

    def sources(self) -> list[dict[str, Any]]:
        return [SOURCE]

    def territory(self, area: str) -> dict[str, Any]:
        return {
            "level": "commune",
            "code": "V0001",
            "ref": "com-V0001",
            "name": self._name,
            "population": self._population,
            "zone": "metro",
            "departement": None,
            "parents": [{"level": "epci", "code": "V-AGGLO", "ref": "epci-V-AGGLO", "name": "Valmont Agglo"}],
            "parts": [],
        }

    def reading(self, marker: str, area: str, period: str | None = None, counterpart: str = "W") -> dict[str, Any]:
        here = area == "com-V0001"
        return {
            "marker": marker,
            "marker_version": 1,
            "ref_area": "V0001" if here else "V-AGGLO",
            "ref_area_name": self._name if here else "Valmont Agglo",
            "area_level": "commune" if here else "epci",
            "geography_year": 2026,
            "time_period": "2025",
            "counterpart_area": "W",
            "numerator": None,
            "denominator": None,
            "coverage": None,
            "precision": None,
            "unit": self._markers[marker]["unit"]["fr"],
            "method_version": "1",
            "source": SOURCE["id"],
            "vintage": "2025",
            "licence": "lov2",
            "edition": self.id,
            "address": f"{marker}@1/{self.id}/{area}/2025/W",
            "offered": None,
            **self._given(marker),
        }

    def series(self, marker: str, area: str, counterpart: str = "W") -> list[dict[str, Any]]:
        last = self.reading(marker, area)
        if last["value"] is None:
            return []
        return [{**last, "time_period": str(year), "value": last["value"] + year - 2025} for year in range(2019, 2026)]

    def counterparts(self, marker: str, area: str, period: str | None = None) -> list[dict[str, Any]]:
        whole = self.reading(marker, area)
        if whole["value"] is None:
            return []
        return [{**whole, "counterpart_area": code, "value": 2.0} for code in ("CH", "MA", None)]

    def remarks(self, marker: str, area: str) -> list[dict[str, str]]:
        return []

    def actors(self, area: str) -> list[dict[str, Any]]:
        return []  # zero actor: the paper says who could be asked

    def effects(self, area: str) -> list[dict[str, Any]]:
        return self.told  # nothing, unless a test tells some

    def voices(self, area: str, marker: str = "") -> list[dict[str, Any]]:
        return self.stories  # nothing, unless a test tells some

    def threads(self, area: str) -> list[dict[str, Any]]:
        return []  # nobody wrote down what was decided

    def events(self, area: str) -> list[dict[str, Any]]:
        return self.announced  # none, unless a test announces some

    def silences(self, area: str) -> list[Any]:
        return []

    def links(self, area: str) -> list[dict[str, Any]]:
        return []

    def rooms(self, area: str) -> list[dict[str, Any]]:
        return []

    def organisations(self, area: str) -> list[dict[str, Any]]:
        return []

    def vantages(self, area: str) -> list[dict[str, Any]]:
        return []

    def values(self, marker: str, level: str, period: str | None = None) -> list[float]:
        return [] if self._given(marker)["value"] is None else [float(n) for n in range(40)]

    def portrait(self, area: str) -> dict[str, Any]:
        place = self.territory(area)
        readings = [self.reading(marker, area) for marker in self._markers]
        context = context_of(place, None)
        return {
            "area": place["ref"],
            "territory": place,
            "readings": readings,
            "fields": fields_of(readings, self._markers),
            "coverage": coverage_of(readings),
            "context": context,
            "parts": [],
            "questions": questions_worth_asking(place, context, unseen(readings, self._markers)),
            "edition": self.id,
        }
