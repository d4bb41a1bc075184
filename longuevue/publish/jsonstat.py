"""A marker at one level as a JSON-stat 2.0 dataset. CSV and Parquet are written elsewhere."""

from __future__ import annotations

from typing import Any

from longuevue.terms.countries import country_name


def jsonstat(marker: dict[str, Any], rows: list[dict[str, Any]], edition_id: str, updated: str) -> dict[str, Any]:
    """Dimensions: area, period, partner country. Values and statuses are sparse: what is absent is not zero."""
    areas = {row["ref_area"]: row["ref_area_name"] for row in rows}
    periods = sorted({row["time_period"] or "" for row in rows})
    partners = sorted({row["counterpart_area"] or "_U" for row in rows})
    at = {
        "area": {code: i for i, code in enumerate(areas)},
        "period": {period: i for i, period in enumerate(periods)},
        "partner": {code: i for i, code in enumerate(partners)},
    }
    values: dict[str, float] = {}
    statuses: dict[str, str] = {}
    for row in rows:
        index = (at["area"][row["ref_area"]] * len(periods) + at["period"][row["time_period"] or ""]) * len(partners)
        index += at["partner"][row["counterpart_area"] or "_U"]
        if row["value"] is not None:
            values[str(index)] = row["value"]
        statuses[str(index)] = row["status"]
    unit = {"value": {"label": marker["unit"]["fr"], "decimals": marker["unit"].get("decimals", 0)}}
    return {
        "version": "2.0",
        "class": "dataset",
        "label": marker["label"]["fr"],
        "source": rows[0]["source"],
        "updated": updated,
        "note": [marker["question"]["fr"], marker["caveat"]["fr"], marker["cannot_see"]["fr"]],
        "extension": {
            "marker": f"{marker['id']}@{marker['version']}",
            "edition": edition_id,
            "licence": rows[0]["licence"],
        },
        "id": ["area", "period", "partner", "metric"],
        "size": [len(areas), len(periods), len(partners), 1],
        "role": {"geo": ["area"], "time": ["period"], "metric": ["metric"]},
        "dimension": {
            "area": {"label": rows[0]["area_level"], "category": {"index": list(areas), "label": areas}},
            "period": {"label": "période", "category": {"index": periods}},
            "partner": {
                "label": "pays partenaire",
                "category": {"index": partners, "label": {code: country_name(code, "fr") for code in partners}},
            },
            "metric": {"label": "mesure", "category": {"index": ["value"], "unit": unit}},
        },
        "value": values,
        "status": statuses,
    }
