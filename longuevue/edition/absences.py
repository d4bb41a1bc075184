"""What stands where a place has no row: absences are kept as rules (docs/decisions/0007), dressed here as readings.
Which rule applies was decided when the edition was computed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from longuevue.edition.dressing import reading_of
from longuevue.edition.keys import address
from longuevue.edition.places import Place


class Absences:
    """The rules of one edition: marker, level, zone → status and reason."""

    def __init__(self, path: Path, edition_id: str, geography_year: int) -> None:
        rows = pq.ParquetFile(path).read().to_pylist()
        self._rules = {(r["marker"], r["area_level"], r["zone"]): (r["status"], r["status_reason"]) for r in rows}
        self._edition_id = edition_id
        self._year = geography_year
        #: those already dressed, one per marker, level, zone and period
        self._dressed: dict[tuple[Any, ...], dict[str, Any]] = {}

    def why(self, marker: str, level: str, zone: str) -> tuple[str, str]:
        """The status and reason of the territories of a level and zone that have no row."""
        return self._rules[(marker, level, zone)]

    def reading(self, marker: Mapping[str, Any], place: Place, period: str | None, counterpart: str) -> dict[str, Any]:
        """The reading without value: the same for all places of a level and zone, but for their names."""
        zone = "abroad" if place.level == "lau" else place.zone if place.zone in ("drom", "com") else "metro"
        where = ("lau", "abroad") if "/" in place.code and place.country != "FR" else (place.level, zone)
        period = period or (marker["periods"][-1] if marker["periods"] else None)
        key = (marker["id"], *where, place.level, period, counterpart)
        same = self._dressed.get(key)
        if same is None:
            row = self._row(marker, where, period, counterpart)
            same = self._dressed[key] = reading_of(row, marker, place, self._edition_id)
        return {
            **same,
            "ref_area": place.code,
            "ref_area_name": place.name,
            "geography_year": place.geography_year if place.level == "lau" else same["geography_year"],
            "address": address(marker["id"], marker["version"], self._edition_id, place.key, period or "", counterpart),
        }

    def _row(
        self, marker: Mapping[str, Any], where: tuple[str, str], period: str | None, counterpart: str
    ) -> dict[str, Any]:
        status, reason = self.why(marker["id"], *where)
        return {
            "marker": marker["id"],
            "marker_version": marker["version"],
            "geography_year": self._year,
            "time_period": period,
            "counterpart_area": counterpart,
            "value": None,
            "numerator": None,
            "denominator": None,
            "coverage": None,
            "status": status,
            "status_reason": reason,
            "precision": None,
            "method_version": marker["method_version"],
            "source": marker["source"],
            "vintage": marker["vintage"],
            "licence": marker["licence"],
        }
