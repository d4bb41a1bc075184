"""Which tables actors may fill: those of markers whose figures only actors hold. No Django here; nothing is counted here."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from longuevue.markers.shelf import Shelf
from longuevue.sources.own.templates import Template, known_templates


def tables_of(shelf: Shelf) -> dict[str, Template]:
    """Marker → its table, for the markers whose source is local actors and that are not off by default."""
    held = {
        marker.id
        for marker in shelf
        if not marker.sensitivity.off_by_default and any(source.startswith("actor-") for source in marker.sources)
    }
    return {t.id: t for t in known_templates() if t.id in held and t.kind == "count" and t.category is None}


def parts_over(shelf: Shelf, marker_id: str) -> list[tuple[str, str]]:
    """(part, whole) measures of a marker that is a percentage: a part larger than its whole is a typing fault."""
    tree = shelf.get(marker_id).tree()
    if tree.kind != "ratio" or tree.args.get("per") != 100:
        return []
    return [(part, whole) for part in tree.parts["of"].measures() for whole in tree.parts["to"].measures()]


def written(template: Template, sheets: Iterable[Mapping[str, Any]]) -> str:
    """The sheets of one table as the source reads them: one line each, with the number of its contributor; those of one
    place and year are added by the release gate. A measure that a sheet does not say stays blank."""
    columns = template.model_copy(update={"contributed": True}).columns()
    headers = {role: header for role, (header, _) in columns.items() if role not in ("country", "category")}
    out = io.StringIO()
    rows = csv.writer(out, delimiter=";", lineterminator="\r\n")
    rows.writerow(headers.values())
    for sheet in sheets:
        said = {"area": sheet["area"], "period": sheet["year"], "contributor": sheet["contributor"]}
        said |= {f"measure:{measure}": value for measure, value in sheet["counts"].items()}
        rows.writerow(said.get(role, "") for role in headers)
    return "\ufeff" + out.getvalue()
