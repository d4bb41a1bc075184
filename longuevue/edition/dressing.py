"""Rows of an edition dressed as the documents that pages and the command line print: a reading, a place, a companion.
Where the rows are found is the reader's work."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from longuevue.edition.keys import address
from longuevue.edition.places import Place, Places
from longuevue.markers.grammar import Node, read_formula

#: what is told of a companion beside its reading
COMPANION: Final = ("id", "label", "unit", "property", "to_capitals")


def reading_of(row: Mapping[str, Any], marker: Mapping[str, Any], place: Place, edition_id: str) -> dict[str, Any]:
    """One reading in the JSON contract of the command line, nothing offered yet."""
    return {
        "marker": row["marker"],
        "marker_version": row["marker_version"],
        "ref_area": place.code,
        "ref_area_name": place.name,
        "area_level": place.level,
        "geography_year": row["geography_year"] if place.level != "lau" else place.geography_year,
        "time_period": row["time_period"],
        "counterpart_area": row["counterpart_area"],
        "value": row["value"],
        "unit": marker["unit"]["fr"],
        "numerator": row["numerator"],
        "denominator": row["denominator"],
        "coverage": row["coverage"],
        "status": row["status"],
        "status_reason": row["status_reason"],
        "precision": row["precision"],
        "method_version": row["method_version"],
        "source": row["source"],
        "vintage": row["vintage"],
        "licence": row["licence"],
        "edition": edition_id,
        "address": address(
            row["marker"],
            row["marker_version"],
            edition_id,
            place.key,
            row["time_period"] or "",
            row["counterpart_area"],
        ),
        "offered": None,
    }


def place_card(places: Places, place: Place) -> dict[str, Any]:
    """The place as a page's head needs it: parents, parts, population, zone."""
    return {
        "level": place.level,
        "code": place.code,
        "ref": place.key,
        "name": place.name,
        "population": place.population,
        "zone": place.zone,
        "geography_year": place.geography_year,
        "departement": place.departement,
        "region": place.region,
        "epci": place.epci,
        "parents": [{"level": p.level, "code": p.code, "ref": p.key, "name": p.name} for p in places.larger(place)],
        "parts": [{"ref": p.key, "country": p.country, "name": p.name} for p in places.parts(place)],
    }


def companion_documents(marker: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The companions of a marker's document as documents: their own label, unit and formula, the rest in common."""
    return [
        {
            **marker,
            "id": f"{marker['id']}.{companion['id']}",
            "label": companion["label"],
            "unit": companion["unit"],
            "formula": companion["formula"],
            "formula_tree": tree.as_data(),
            "property": property_of(tree),
            "to_capitals": tree.kind == "mean_reach" and tree.parts["of"].kind == "sum",
            "companions": [],
        }
        for companion in marker.get("companions", [])
        for tree in [read_formula(companion["formula"], where=marker["id"])]
    ]


def property_of(root: Node) -> str | None:
    """Which property of a flow a companion measures, by its formula (methodology §2): `intensity` (per inhabitant),
    `diversity` (over partner countries), `reach` (a distance); None for another measure."""
    if root.kind == "ratio" and root.parts["to"].kind == "population":
        return "intensity"
    if root.kind == "effective_number" and root.args.get("over") == "counterpart":
        return "diversity"
    return "reach" if root.kind == "mean_reach" else None
