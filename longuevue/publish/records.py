"""What the workshop approved, as open data: every list as JSON, and tables of links, of money by year and of returns.
A line that nobody filled is a blank cell; a contact is in no list."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from longuevue.edition.reader import Edition
from longuevue.publish.tables import safe_cell

#: columns of the table of links, in order
LINK_COLUMNS = (
    "id", "area", "bearer", "involves_authority", "partner", "country", "partner_id", "kind", "layer", "field", "start",
    "end", "status", "languages", "vote", "aims", "local_interest", "mutual_interest", "aims_before_diagnostic",
    "origin", "origin_note",
)  # fmt: skip
#: part of a link → columns of its table
PARTS = {
    "money": ("year", "own", "co_funded"),
    "returns": ("kind", "beneficiary", "years", "evidence"),
    "changes": ("day", "what", "reason", "debated", "deliberation"),
    "missions": ("day", "what", "service", "changed", "decision"),
}


def record_files(edition: Edition) -> dict[str, bytes]:
    """File → content; nothing where no record was approved."""
    lists = {name: rows for name, rows in edition.registers().items() if rows}
    files = {f"{name}.json": _json(rows) for name, rows in lists.items()}
    if links := lists.get("links"):
        files["links.csv"] = _csv(LINK_COLUMNS, [_flat(link) for link in links])
        for part, columns in PARTS.items():
            lines = [
                {"link": link["id"], "partner": link["partner"], **{name: line[name] for name in columns}}
                for link in links
                for line in link[part]
            ]
            if lines:
                files[f"link-{part}.csv"] = _csv(("link", "partner", *columns), lines)
    return files


def _flat(link: dict[str, Any]) -> dict[str, Any]:
    return {**link, "languages": " ".join(link["languages"])}


def _csv(columns: tuple[str, ...], rows: list[dict[str, Any]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([safe_cell(row[column]) for column in columns] for row in rows)
    return ("\ufeff" + out.getvalue()).encode()


def _json(document: Any) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=1, default=str) + "\n").encode()
