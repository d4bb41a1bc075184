"""Readings as rows to hand out: the columns of open data, the licence each row falls under, safe cells for spreadsheets.
Writing files is done beside; which readings exist is the edition's business."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import pyarrow as pa

from longuevue.edition.reader import Edition
from longuevue.terms.levels import LEVEL_NAMES
from longuevue.terms.numbers import measure
from longuevue.terms.spoken import full_text

TEXTS: Final = (
    "marker", "question_fr", "question_en", "measure_fr", "measure_en", "ref_area", "ref_area_name", "area_level", "time_period",
    "counterpart_area", "unit", "shown_fr", "shown_en", "status", "status_reason", "precision", "method_version",
    "source", "vintage", "licence", "edition", "address",
)  # fmt: skip
NUMBERS: Final = ("value", "numerator", "denominator", "coverage")
COLUMNS: Final = (
    "marker", "marker_version", "question_fr", "question_en", "measure_fr", "measure_en", "ref_area", "ref_area_name",
    "area_level", "geography_year", "time_period", "counterpart_area", "value", "unit", "shown_fr", "shown_en", "numerator",
    "denominator", "coverage", "status", "status_reason", "precision", "method_version", "source", "vintage",
    "licence", "edition", "address",
)  # fmt: skip
SCHEMA: Final = pa.schema(
    [(c, pa.string() if c in TEXTS else pa.float64() if c in NUMBERS else pa.int32()) for c in COLUMNS]
)
_RISKY: Final = ("=", "+", "-", "@", "\t", "\r")


def measures_of(edition: Edition, marker: dict[str, Any]) -> list[dict[str, Any]]:
    """The marker, then each measure told beside it, as a marker of its own: `twinnings.countries`."""
    return [marker, *(edition.marker(f"{marker['id']}.{one['id']}") for one in marker["companions"])]


def rows_of(edition: Edition, marker: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every published reading of a marker (or of a measure told beside it, as `measures_of` gives it), with its question,
    what is measured, and the figure as a page shows it."""
    for level in LEVEL_NAMES:
        for reading in edition.readings(marker["id"], level):
            fr, en = _shown(edition, marker, reading)
            yield {
                **{name: reading[name] for name in COLUMNS if name in reading},
                "question_fr": marker["question"]["fr"],
                "question_en": marker["question"]["en"],
                "measure_fr": marker["label"]["fr"],
                "measure_en": marker["label"]["en"],
                "shown_fr": fr,
                "shown_en": en,
            }


def _shown(edition: Edition, marker: dict[str, Any], reading: dict[str, Any]) -> tuple[str, str]:
    """The figure in both languages; a diversity of which only two bounds are known says both, as its page does."""
    if marker.get("property") == "diversity":
        headline, _, _ = marker["id"].partition(".")
        place = edition.places.get(reading["area_level"], reading["ref_area"])
        beside = edition.companions(headline, place.ref, reading["time_period"])
        told = next(one for one in beside if one["id"] == marker["id"])
        if told["between"] and told["reading"]["counterpart_area"] == reading["counterpart_area"]:
            fr, en = (measure(reading["value"], marker["unit"], told["between"], language) for language in ("fr", "en"))
            return fr, en
    return full_text(reading, marker, "fr"), full_text(reading, marker, "en")


def by_licence(rows: Iterable[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """The rows under each licence; a figure made from two sources falls under both, joined by `+`."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        name = "+".join(sorted(set(filter(None, (row["licence"] or "unstated").split(";")))))
        found.setdefault(name, []).append(row)
    return dict(sorted(found.items()))


def safe_cell(value: Any) -> Any:
    """A value that no spreadsheet takes for a formula; numbers stay numbers."""
    if value is None:
        return ""
    return "'" + value if isinstance(value, str) and value.startswith(_RISKY) else value


def table_bytes(columns: Sequence[str], rows: Iterable[dict[str, Any]]) -> bytes:
    """A table as CSV: UTF-8 with a mark at its head, so that spreadsheets read the accents."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([safe_cell(row[column]) for column in columns] for row in rows)
    return ("\ufeff" + out.getvalue()).encode()


def json_bytes(document: Any) -> bytes:
    """A document as JSON that people can read too."""
    return (json.dumps(document, ensure_ascii=False, indent=1, default=str) + "\n").encode()
