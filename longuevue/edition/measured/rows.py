"""The published rows that measures read, in bulk: one marker, one level, one period, as columns. No row is dressed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from longuevue.edition import layout
from longuevue.engine.measures.measured import Measured
from longuevue.engine.measures.reach import Point
from longuevue.markers.grammar import read_formula
from longuevue.terms.bilingual import Bilingual

if TYPE_CHECKING:
    from longuevue.edition.reader import Edition


@dataclass(frozen=True, slots=True)
class Cell:
    """One published figure, without its place."""

    value: float
    numerator: float | None
    denominator: float | None
    status: str

    @property
    def count(self) -> float:
        """The flow itself: the numerator of a ratio, the value of a count."""
        return self.value if self.numerator is None else self.numerator


class Rows:
    """The figures of one edition, found by marker and level and kept a while."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self.of_level = lru_cache(maxsize=256)(self._of_level)
        self.flows = lru_cache(maxsize=32)(self._flows)

    def latest(self, marker: str, level: str) -> str | None:
        """The latest period that has a figure at that level."""
        rows = self._given(marker, level)
        return pc.max(rows["time_period"]).as_py() if rows.num_rows else None

    def standard_error(self, reading: dict[str, Any]) -> float | None:
        """The standard error of a reading made from an individual file; editions of before had none."""
        rows = self._given(reading["marker"], reading["area_level"])
        if "standard_error" not in rows.column_names:
            return None
        same = [pc.equal(rows[name], reading[name]) for name in ("ref_area", "time_period", "counterpart_area")]
        found = rows.filter(pc.and_(pc.and_(same[0], same[1]), same[2]))["standard_error"]
        return found[0].as_py() if len(found) else None

    def _of_level(self, marker: str, level: str, period: str) -> dict[str, Cell]:
        rows = self._given(marker, level)
        wanted = pc.and_(pc.equal(rows["time_period"], period), pc.equal(rows["counterpart_area"], "W"))
        return {row["ref_area"]: _cell(row) for row in rows.filter(wanted).to_pylist() if "/" not in row["ref_area"]}

    def _flows(self, marker: str, level: str, period: str) -> dict[str, dict[str, float]]:
        """Territory → partner country → flow, the world and unknown countries left out."""
        rows = self._given(marker, level)
        wanted = pc.and_(pc.equal(rows["time_period"], period), pc.not_equal(rows["counterpart_area"], "W"))
        found: dict[str, dict[str, float]] = {}
        for row in rows.filter(wanted).to_pylist():
            if row["counterpart_area"] not in (None, "FR") and "/" not in row["ref_area"]:
                found.setdefault(row["ref_area"], {})[row["counterpart_area"]] = _cell(row).count
        return found

    def partners(self, marker: str, level: str, period: str, code: str) -> dict[str, float]:
        """Partner country → flow of one territory; none where no country is published."""
        rows = self._given(marker, level)
        here = pc.and_(pc.equal(rows["ref_area"], code), pc.equal(rows["time_period"], period))
        found = rows.filter(pc.and_(here, pc.not_equal(rows["counterpart_area"], "W"))).to_pylist()
        return {
            row["counterpart_area"]: _cell(row).count for row in found if row["counterpart_area"] not in (None, "FR")
        }

    def _given(self, marker: str, level: str) -> pa.Table:
        rows = self._edition.rows_of_marker(marker, level)
        return rows.filter(pc.is_valid(rows["value"]))


def _cell(row: dict[str, Any]) -> Cell:
    return Cell(row["value"], row["numerator"], row["denominator"], row["status"])


def centres(edition: Edition) -> dict[tuple[str, str], Point]:
    """Where each territory lies, for those whose centre is known."""
    names = ["area_level", "ref_area", "latitude", "longitude"]
    columns = pq.ParquetFile(edition.path / layout.TERRITORIES).read(columns=names)
    rows = zip(*(columns[name].to_pylist() for name in names), strict=True)
    return {(level, code): Point(lat, lon) for level, code, lat, lon in rows if lat is not None and lon is not None}


#: results that grow with the size of the place: they have no percentile among places, and no range of zonings
GROWING = frozenset({"sum", "distinct", "plus", "minus", "population"})


def size_free(marker: dict[str, Any]) -> bool:
    """Whether the marker (or companion) may be put beside that of a larger place: a share, a rate, an index."""
    root = read_formula(marker["formula"], where=marker["id"])
    if root.kind == "published":
        return marker["unit"]["fr"].startswith("%")
    return root.kind not in GROWING


def as_document(measured: Measured) -> dict[str, Any]:
    """A measure in plain words: value, interval, or status and reason."""
    return {
        "value": measured.value,
        "low": measured.low,
        "high": measured.high,
        "status": measured.status,
        "status_reason": measured.status_reason,
        "note": both(measured.note),
    }


def both(text: Bilingual | None) -> dict[str, str] | None:
    """A text in both languages, as JSON holds it."""
    return None if text is None else {"fr": text.fr, "en": text.en or text.fr}
