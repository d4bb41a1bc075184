"""The catalogue of what is handed out, as DCAT in JSON-LD, for open-data portals to harvest. Files are written elsewhere."""

from __future__ import annotations

from typing import Any, Final

CONTEXT: Final = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
}
MEDIA: Final = {
    ".csv": "text/csv",
    ".parquet": "application/vnd.apache.parquet",
    ".json": "application/json",
}


def catalogue(
    observatory: dict[str, Any],
    edition_id: str,
    date: str,
    markers: list[dict[str, Any]],
    files: dict[str, list[dict[str, Any]]],
    licences: dict[str, dict[str, Any]],
) -> dict[str, Any]:
    """`files`: marker id → its files (path, bytes, sha256, licence); `licences`: id → label and address."""
    return {
        "@context": CONTEXT,
        "@type": "dcat:Catalog",
        "@id": f"urn:longuevue:edition:{edition_id}",
        "dct:title": [_text(f"{observatory['name']}, édition du {date}", "fr")],
        "dct:issued": date,
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": observatory["name"]},
        "dcat:dataset": [_dataset(m, files[m["id"]], date, licences) for m in markers if files.get(m["id"])],
    }


def _dataset(
    marker: dict[str, Any], files: list[dict[str, Any]], date: str, licences: dict[str, dict[str, Any]]
) -> dict[str, Any]:
    return {
        "@type": "dcat:Dataset",
        "@id": f"urn:longuevue:marker:{marker['id']}@{marker['version']}",
        "dct:identifier": f"{marker['id']}@{marker['version']}",
        "dct:title": [_text(marker["label"][lang], lang) for lang in ("fr", "en")],
        "dct:description": [
            _text(f"{marker['question'][lang]} {marker['caveat'][lang]}", lang) for lang in ("fr", "en")
        ],
        "dct:issued": date,
        "dct:temporal": [{"@type": "dct:PeriodOfTime", "dct:title": period} for period in marker["periods"]],
        "dcat:keyword": [marker["field"], marker["direction"], *marker["policy_areas"]],
        "dct:source": marker["source"],
        "dcat:distribution": [_distribution(file, licences) for file in files],
    }


def _distribution(file: dict[str, Any], licences: dict[str, dict[str, Any]]) -> dict[str, Any]:
    known = [licences.get(one, {"label": one, "url": None}) for one in file["licence"].split("+")]
    return {
        "@type": "dcat:Distribution",
        "dct:title": file["path"],
        "dcat:downloadURL": file["path"],
        "dcat:mediaType": MEDIA["." + file["path"].rsplit(".", 1)[-1]],
        "dcat:byteSize": file["bytes"],
        "spdx:checksum": {"spdx:algorithm": "sha256", "spdx:checksumValue": file["sha256"]},
        "dct:license": [{"dct:title": licence["label"], "@id": licence.get("url") or "unstated"} for licence in known],
    }


def _text(value: str, language: str) -> dict[str, str]:
    return {"@value": value, "@language": language}
