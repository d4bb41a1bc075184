"""The data of a paper: its readings as JSON or CSV, unrounded, with the words each form prints. Nothing is drawn here."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from longuevue.report.desk import Desk, has_value
from longuevue.report.model import Paper
from longuevue.terms.countries import country_name
from longuevue.terms.words import WITHHELD, seen_as

#: columns of the CSV: those of the command line's JSON, then the words printed
COLUMNS = [
    "marker",
    "marker_version",
    "label",
    "question",
    "ref_area",
    "ref_area_name",
    "area_level",
    "geography_year",
    "time_period",
    "counterpart_area",
    "value",
    "unit",
    "numerator",
    "denominator",
    "coverage",
    "status",
    "status_reason",
    "precision",
    "method_version",
    "source",
    "vintage",
    "licence",
    "edition",
    "address",
    "value_text",
    "status_text",
]


def document(desk: Desk, paper: Paper) -> dict[str, Any]:
    """One JSON document: the place, the edition, every reading, partner countries, and the paper's own words."""
    return {
        "kind": paper.kind,
        "language": paper.language,
        "title": paper.title,
        "place": desk.place,
        "edition": {
            "id": desk.edition.id,
            "date": str(desk.date),
            "fingerprint": desk.edition.manifest["fingerprint"],
            "observatory": desk.edition.observatory,
        },
        "coverage": desk.portrait["coverage"],
        "readings": rows(desk),
        "partners": _partners(desk),
        "parts": desk.portrait["parts"],
        "sections": [{"level": s.level, "anchor": s.anchor, "title": s.title} for s in paper.sections],
        "sources": [
            {key: card.get(key) for key in ("id", "publisher", "title", "vintage", "licence", "url", "receipt")}
            for card in desk.sources_of([*desk.own(), *(r["offered"] for r in desk.lent())])
        ],
    }


def rows(desk: Desk) -> list[dict[str, Any]]:
    """Every reading with its words; `offered` keeps the whole reading that a larger area lends."""
    return [
        {
            **reading,
            "label": desk.text(desk.marker(reading)["label"]),
            "question": desk.text(desk.marker(reading)["question"]),
            "value_text": desk.value(reading) if has_value(reading) else None,
            "status_text": desk.status(reading),
            "offered": _lent(desk, reading["offered"]),
        }
        for reading in desk.readings
    ]


def as_json(desk: Desk, paper: Paper) -> bytes:
    """The document as UTF-8 bytes."""
    return (json.dumps(document(desk, paper), ensure_ascii=False, indent=1, default=str) + "\n").encode("utf-8")


def as_csv(desk: Desk) -> bytes:
    """One row per reading, then one per figure that a larger area lends: it says whose it is in `ref_area`."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    for row in rows(desk):
        writer.writerow(_safe(row))
        if row["offered"]:
            writer.writerow(_safe({**row, **row["offered"]}))
    return out.getvalue().encode("utf-8-sig")


def _lent(desk: Desk, offered: dict[str, Any] | None) -> dict[str, Any] | None:
    if offered is None:
        return None
    return {**offered, "value_text": desk.value(offered), "status_text": desk.status(offered)}


def _partners(desk: Desk) -> list[dict[str, Any]]:
    found = []
    for reading in desk.own():
        for partner in desk.edition.counterparts(reading["marker"], desk.place["ref"], reading["time_period"]):
            if has_value(partner) or seen_as(partner["status"], None) in WITHHELD:
                named = country_name(partner["counterpart_area"], desk.language)
                found.append({**partner, "country": named, "value_text": desk.value(partner)})
    return found


def _safe(row: dict[str, Any]) -> dict[str, Any]:
    """A spreadsheet must not run a name as a formula: a leading = + - @ of a text gets an apostrophe."""
    return {
        key: f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "@", "-", "\t", "\r") else value
        for key, value in row.items()
    }
