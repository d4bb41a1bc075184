"""Making an edition: everything is written apart, then the folder takes its name in one gesture.
What goes in has been computed and released before; nothing is decided here."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from longuevue import __version__
from longuevue.edition import layout
from longuevue.edition.hashing import sha256_of_data, sha256_of_file, sha256_of_rows
from longuevue.edition.keys import area_keys, marker_keys
from longuevue.edition.posts import write_posts
from longuevue.edition.spoken import apart
from longuevue.edition.voices import write_voices
from longuevue.engine.readings import KEY
from longuevue.terms.on_disk import flush


@dataclass(frozen=True, slots=True)
class Contents:
    """All that an edition holds. `facts`, `territories` and `membership` are its recorded inputs too."""

    readings: pa.Table
    absences: pa.Table
    facts: pa.Table
    #: `C` beside each fact that is too uncertain to be read alone (`engine.precision.facts`)
    facts_precision: pa.Array
    #: facts that a population floor withholds: inputs of the computation, that no page reads
    facts_apart: pa.Table
    territories: pa.Table
    membership: pa.Table
    markers: list[dict[str, Any]]
    sources: list[dict[str, Any]]
    observatory: dict[str, Any]
    notes: dict[str, Any]
    geography_year: int
    #: a folder of outlines ready to be taken in, and the hash of what it was made from
    outlines: Path | None = None
    outlines_fingerprint: str = ""
    #: approved records of the workshop: `actors`, `links`, `vantages`, …
    records: Mapping[str, list[dict[str, Any]]] = field(default_factory=dict)
    #: stories that the gate lets be shown, one file each
    voices: tuple[Mapping[str, Any], ...] = ()


def existing(editions: Path, fingerprint: str) -> Path | None:
    """The whole edition already made from the same inputs, if there is one."""
    for manifest in sorted(editions.glob(f"*/{layout.MANIFEST}")):
        try:
            if json.loads(manifest.read_text(encoding="utf-8")).get("fingerprint") == fingerprint:
                return manifest.parent
        except (OSError, ValueError):
            continue
    return None


def outlines_made(editions: Path, fingerprint: str) -> Path | None:
    """The folder of outlines of an edition that was made from the same ones, if its files are still whole."""
    for path in sorted(editions.glob(f"*/{layout.MANIFEST}"), reverse=True):
        try:
            manifest = json.loads(path.read_text(encoding="utf-8"))
            if (manifest.get("outlines") or {}).get("fingerprint") != fingerprint:
                continue
            mine = {k: v for k, v in manifest["files"].items() if k.startswith(f"{layout.OUTLINES}/")}
            if mine and all(sha256_of_file(path.parent / k) == v["sha256"] for k, v in mine.items()):
                return path.parent / layout.OUTLINES
        except (OSError, ValueError, KeyError):
            continue
    return None


def write(contents: Contents, editions: Path, *, date: str, fingerprint: str) -> Path:
    """Write a new edition under `editions` and return its folder. The former ones are not touched.

    The folder appears whole or not at all: it is filled under a hidden name, flushed to disk, then renamed.
    """
    editions.mkdir(parents=True, exist_ok=True)
    clear_unfinished(editions)
    edition_id = f"{date}-{fingerprint[:10]}"
    draft = Path(tempfile.mkdtemp(prefix=".unfinished-", dir=editions))
    _fill(draft, contents, {"id": edition_id, "date": date, "fingerprint": fingerprint})
    for path in sorted(draft.rglob("*")):
        flush(path)
    flush(draft)
    final = editions / edition_id
    draft.chmod(0o755)
    draft.rename(final)
    flush(editions)
    return final


def point_to(editions: Path, edition: Path) -> None:
    """Make `edition` the one in force, in one gesture."""
    draft = editions / f".{layout.CURRENT}-{os.getpid()}"
    draft.write_text(edition.name + "\n", encoding="utf-8")
    flush(draft)
    draft.replace(editions / layout.CURRENT)
    flush(editions)


def clear_unfinished(editions: Path) -> None:
    """Remove what a build that was killed left behind; nobody reads it."""
    for path in editions.glob(".unfinished-*"):
        shutil.rmtree(path, ignore_errors=True)


def _fill(folder: Path, contents: Contents, head: Mapping[str, Any]) -> None:
    readings = contents.readings
    by_territory = readings.append_column("area_key", area_keys(readings)).sort_by(
        [(name, "ascending") for name in ("area_key", "marker", "time_period", "counterpart_area")]
    )
    by_marker = readings.append_column("marker_key", marker_keys(readings)).sort_by(
        [(name, "ascending") for name in ("marker_key", "time_period", "counterpart_area", "ref_area")]
    )
    facts = contents.facts.append_column(layout.PRECISION, contents.facts_precision)
    order = [name for name in facts.column_names if name not in ("area_key", "measure", "time_period")]
    facts_by_territory = facts.append_column("area_key", area_keys(facts))
    facts_by_territory = facts_by_territory.sort_by(
        [(name, "ascending") for name in ("area_key", "measure", "time_period", *order)]
    )
    facts_by_marker = facts.sort_by([(name, "ascending") for name in ("measure", "time_period", *order)])
    tables = {
        layout.READINGS_BY_TERRITORY: by_territory,
        layout.READINGS_BY_MARKER: by_marker,
        layout.FACTS_BY_TERRITORY: facts_by_territory,
        layout.FACTS_BY_MARKER: facts_by_marker,
        layout.ABSENCES: contents.absences,
        layout.TERRITORIES: contents.territories,
        layout.MEMBERSHIP: contents.membership,
    }
    if contents.facts_apart.num_rows:
        tables[layout.FACTS_APART] = contents.facts_apart
    for name, table in tables.items():
        layout.write_parquet(table, folder / name)
    records, words = apart(contents.records)
    documents = {
        layout.MARKERS: contents.markers,
        layout.SOURCES: contents.sources,
        layout.OBSERVATORY: contents.observatory,
        layout.NOTES: contents.notes,
        **{file: records.get(name, []) for name, file in layout.RECORDS.items()},
    }
    for name, document in documents.items():
        (folder / name).write_text(as_json(document), encoding="utf-8")
    outlines = []
    if contents.outlines is not None:
        shutil.copytree(contents.outlines, folder / layout.OUTLINES)
        outlines = [p.relative_to(folder).as_posix() for p in (folder / layout.OUTLINES).iterdir()]
    manifest = {
        **head,
        "software": __version__,
        "geography_year": contents.geography_year,
        "parquet": layout.parquet_settings(),
        "outlines": {"fingerprint": contents.outlines_fingerprint} if outlines else None,
        "rows": {name: table.num_rows for name, table in sorted(tables.items())},
        "hashes": rows_hashes(readings, contents.absences, pa.concat_tables([contents.facts, contents.facts_apart]))
        | {name: sha256_of_data(document) for name, document in sorted(documents.items())},
        "files": {
            name: {"sha256": sha256_of_file(folder / name), "bytes": (folder / name).stat().st_size}
            for name in sorted([*tables, *documents, *outlines])
        },
    }
    if words:
        manifest["posts"] = write_posts(folder, words)
    if contents.voices:
        manifest["voices"] = write_voices(folder, contents.voices)
    manifest["self"] = sha256_of_data(manifest)
    (folder / layout.MANIFEST).write_text(as_json(manifest), encoding="utf-8")


def rows_hashes(readings: pa.Table, absences: pa.Table, facts: pa.Table) -> dict[str, str]:
    """Hashes of the rows themselves, the same on any machine that computes the same figures."""
    return {
        "readings": sha256_of_rows(readings, KEY),
        "absences": sha256_of_rows(absences, ("marker", "area_level", "zone")),
        "facts": sha256_of_rows(facts, ("source_id", "measure", "area_level", "ref_area", "time_period")),
    }


def as_json(document: Any) -> str:
    """JSON for people and machines: accents kept, keys sorted, one final line end."""
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True, default=str) + "\n"
