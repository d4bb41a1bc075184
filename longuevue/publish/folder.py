"""`longuevue publish`: an edition handed out as files, one folder per licence, with a catalogue and the hash of each file.
The pages for people are exported by the portal; nothing here computes a figure."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from longuevue.edition.reader import Edition
from longuevue.publish.dcat import catalogue
from longuevue.publish.effects import (
    EFFECT_COLUMNS,
    POLICY_COLUMNS,
    SERVICE_COLUMNS,
    effect_rows,
    effects_of,
    policy_rows,
    service_rows,
)
from longuevue.publish.jsonstat import jsonstat
from longuevue.publish.records import record_files
from longuevue.publish.tables import COLUMNS, SCHEMA, by_licence, json_bytes, measures_of, rows_of, table_bytes
from longuevue.publish.voices import voice_documents
from longuevue.terms.refusal import Refusal

Progress = Callable[[str], None]


def publish(edition: Edition, out: Path, progress: Progress = lambda text: None) -> dict[str, Any]:
    """Write the open data of the edition into `out`, a new or empty folder; returns counts. Raises `Refusal` otherwise."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise Refusal(f"« {out} » existe et n'est pas vide.", "Donnez à --out un dossier neuf.")
    out.mkdir(parents=True, exist_ok=True)
    licences = _licences(edition)
    files: dict[str, list[dict[str, Any]]] = {}
    rows = 0
    shown = edition.markers()
    for index, marker in enumerate(shown, 1):
        progress(f"Marqueurs : {index}/{len(shown)} {marker['id']}")
        for measure in measures_of(edition, marker):
            for licence, part in by_licence(rows_of(edition, measure)).items():
                rows += len(part)
                files.setdefault(marker["id"], []).extend(_measure_files(edition, measure, part, out, licence))
    _write_notice(edition, out, files, licences)
    _write(out / "markers.json", json_bytes(shown))
    write_effects(edition, out)
    _write(out / "sources.json", json_bytes(edition.sources()))
    for name, content in record_files(edition).items():
        _write(out / "records" / name, content)
    for name, told in voice_documents(edition).items():
        _write(out / "voices" / name, json_bytes(told))
    document = catalogue(edition.observatory, edition.id, edition.date, shown, files, licences)
    _write(out / "catalogue.jsonld", json_bytes(document))
    every = sorted(path for path in out.rglob("*") if path.is_file())
    sums = "".join(f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.relative_to(out)}\n" for p in every)
    _write(out / "SHA256SUMS", sums.encode())
    return {
        "edition": edition.id,
        "path": str(out),
        "rows": rows,
        "files": len(every) + 1,
        "licences": sorted(_used(files)),
    }


def _measure_files(
    edition: Edition, measure: dict[str, Any], rows: list[dict[str, Any]], out: Path, licence: str
) -> list[dict[str, Any]]:
    """One measure under one licence, in the three formats."""
    folder, name = out / licence, measure["id"]
    written = [
        _write(folder / f"{name}.csv", table_bytes(COLUMNS, rows)),
        _write(folder / f"{name}.parquet", _parquet(rows)),
        *(_write(folder / f"{name}.{level}.json", text) for level, text in _stats(edition, measure, rows)),
    ]
    return [{**file, "path": f"{licence}/{file['path']}", "licence": licence} for file in written]


def write_effects(edition: Edition, out: Path) -> None:
    """The effects told, whole and as a table; no file where the edition holds none."""
    told = effects_of(edition)
    if told:
        _write(out / "effects.json", json_bytes(told))
        _write(out / "effects.csv", table_bytes(EFFECT_COLUMNS, effect_rows(told)))
        _write(out / "effect-services.csv", table_bytes(SERVICE_COLUMNS, service_rows(told)))
        _write(out / "effect-policies.csv", table_bytes(POLICY_COLUMNS, policy_rows(told)))


def _licences(edition: Edition) -> dict[str, dict[str, Any]]:
    return {card["licence"]["id"]: card["licence"] for card in edition.sources() if card.get("licence")}


def _used(files: dict[str, list[dict[str, Any]]]) -> set[str]:
    return {file["licence"] for found in files.values() for file in found}


def _parquet(rows: list[dict[str, Any]]) -> bytes:
    sink = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pylist(rows, schema=SCHEMA), sink, compression="zstd", store_schema=False)
    return sink.getvalue().to_pybytes()


def _stats(edition: Edition, marker: dict[str, Any], rows: list[dict[str, Any]]) -> list[tuple[str, bytes]]:
    levels = dict.fromkeys(row["area_level"] for row in rows)
    return [
        (level, json_bytes(jsonstat(marker, [r for r in rows if r["area_level"] == level], edition.id, edition.date)))
        for level in levels
    ]


def _write(path: Path, content: bytes) -> dict[str, Any]:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return {"path": path.name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def _write_notice(
    edition: Edition, out: Path, files: dict[str, list[dict[str, Any]]], licences: dict[str, dict[str, Any]]
) -> None:
    """A LISEZMOI in each licence's folder: its name, its address, who must be credited."""
    credits: dict[str, set[str]] = {}
    for card in edition.sources():
        licence = (card.get("licence") or {}).get("id")
        if licence and card.get("loaded"):
            credits.setdefault(licence, set()).add(
                f"{card['publisher']['fr']} : {card['title']['fr']} ({card['vintage']})"
            )
    for name in sorted(_used(files)):
        lines = [f"Édition {edition.id}, {edition.observatory['name']}.", ""]
        for one in name.split("+"):
            licence = licences.get(one, {"label": one, "url": None})
            lines += [f"Licence : {licence['label']} {licence.get('url') or ''}".rstrip(), "À citer / To be credited:"]
            lines += [f"  - {credit}" for credit in sorted(credits.get(one, ()))]
        lines += [
            "",
            "Colonnes : docs/reference/open-data.md. Une valeur vide n'est pas zéro : voyez status et status_reason.",
        ]
        _write(out / name / "LISEZMOI.txt", ("\n".join(lines) + "\n").encode())
