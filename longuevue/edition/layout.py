"""Where things lie in an edition's folder, and with which Parquet settings. What they mean is said in `docs/`."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

MANIFEST: Final = "manifest.json"
READINGS_BY_TERRITORY: Final = "readings/by_territory.parquet"
READINGS_BY_MARKER: Final = "readings/by_marker.parquet"
FACTS_BY_TERRITORY: Final = "facts/by_territory.parquet"
FACTS_BY_MARKER: Final = "facts/by_marker.parquet"
#: the column of the files of facts that an edition adds to what publishers counted: `C`, or nothing
PRECISION: Final = "precision"
#: what publishers counted and a population floor withholds: read to recompute, by nothing that shows
FACTS_APART: Final = "inputs/facts_below_floor.parquet"
ABSENCES: Final = "absences.parquet"
TERRITORIES: Final = "territories.parquet"
MEMBERSHIP: Final = "inputs/membership.parquet"
MARKERS: Final = "markers.json"
SOURCES: Final = "sources.json"
OBSERVATORY: Final = "observatory.json"
NOTES: Final = "notes.json"
#: what the workshop approved: actors, links, who sees what; never a contact
ACTORS: Final = "actors.json"
LINKS: Final = "links.json"
VANTAGES: Final = "vantages.json"
EFFECTS: Final = "effects.json"
REQUESTS: Final = "requests.json"
NETWORKS: Final = "networks.json"
ORGANISATIONS: Final = "organisations.json"
CARDS: Final = "cards.json"
EVENTS: Final = "events.json"
#: from a figure to a council vote: what was asked, undertaken and decided, as the workshop approved it
THREADS: Final = {
    "policies": "policies.json",
    "deliberations": "deliberations.json",
    "commitments": "commitments.json",
    "rooms": "rooms.json",
    "policy_counts": "policy_counts.json",
}
#: records of debates, with what was said on all sides
ROOM_RECORDS: Final = "room_records.json"
#: list of records → its file
RECORDS: Final = {
    "actors": ACTORS,
    "links": LINKS,
    "vantages": VANTAGES,
    "requests": REQUESTS,
    "networks": NETWORKS,
    "organisations": ORGANISATIONS,
    "cards": CARDS,
    "events": EVENTS,
    "effects": EFFECTS,
    "room_records": ROOM_RECORDS,
    **THREADS,
}
#: stories, one file each, and the stones of those taken back
VOICES: Final = "voices"
#: words of debates, one file a contribution, and the stones of those taken away
POSTS: Final = "posts"
#: what maps are drawn with: shapes, tiles, countries of the world, and whose they are
OUTLINES: Final = "outlines"

#: rows a page must read to show one territory: small enough to be read in a few milliseconds
ROWS_PER_GROUP: Final = 8_192
#: the pointer to the edition in force, beside the editions
CURRENT: Final = "current"


def write_parquet(table: pa.Table, path: Path) -> None:
    """Write with settings that never change, so that the same rows give the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(
        table.replace_schema_metadata(None),
        path,
        compression="zstd",
        compression_level=3,
        row_group_size=ROWS_PER_GROUP,
        data_page_version="2.0",
        use_dictionary=True,
        write_statistics=True,
        store_schema=False,
    )


def parquet_settings() -> dict[str, Any]:
    """The same settings, as written in the manifest."""
    return {"compression": "zstd-3", "row_group_size": ROWS_PER_GROUP, "data_page_version": "2.0"}
