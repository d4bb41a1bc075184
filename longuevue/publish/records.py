"""What the workshop approved, as open data: every list as JSON, and tables of links, of money by year and of returns.
A line that nobody filled is a blank cell; a contact is in no list."""

from __future__ import annotations

from typing import Any

from longuevue.edition.reader import Edition
from longuevue.publish.tables import json_bytes, table_bytes

#: columns of the table of links, in order
LINK_COLUMNS = (
    "id", "area", "bearer", "involves_authority", "partner", "country", "partner_id", "kind", "layer", "field", "start",
    "end", "status", "languages", "vote", "aims", "local_interest", "mutual_interest", "tags", "aims_before_diagnostic",
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
    files = {f"{name}.json": json_bytes(rows) for name, rows in lists.items()}
    if links := lists.get("links"):
        files["links.csv"] = table_bytes(LINK_COLUMNS, [_flat(link) for link in links])
        for part, columns in PARTS.items():
            lines = [
                {"link": link["id"], "partner": link["partner"], **{name: line[name] for name in columns}}
                for link in links
                for line in link[part]
            ]
            if lines:
                files[f"link-{part}.csv"] = table_bytes(("link", "partner", *columns), lines)
    return files


def _flat(link: dict[str, Any]) -> dict[str, Any]:
    return {**link, "languages": " ".join(link["languages"]), "tags": " ".join(link.get("tags", ()))}
