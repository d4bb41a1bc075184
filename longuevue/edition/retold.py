"""Counts that exported tables tell of an entrusted measure, wherever they were exported: what an intruder would gather.

What is done with them is the auditor's (`audit.py`); reading files is in `exits.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from longuevue.edition.dressing import companion_documents
from longuevue.edition.exits import TABLES, rows_of
from longuevue.engine.disclosure.cells import area_name

#: measure, area, period, partner country
Told = tuple[str, str, str, str]


def told_in(exports: Sequence[Path], markers: Iterable[Mapping[str, Any]]) -> dict[Told, float]:
    """Every count stated as a numerator or a denominator in the tables among `exports`, CSV and JSON."""
    counted = {one["id"]: counts_of(one) for marker in markers for one in (marker, *companion_documents(marker))}
    found: dict[Told, float] = {}
    for path in _tables(exports):
        for row in rows_of(path):
            for measure, column, partners in counted.get(str(row.get("marker")), ()):
                partner = str(row.get("counterpart_area") or "W")
                level, code = row.get("area_level"), row.get("ref_area")
                value = _number(row.get(column))
                if value is None or not level or not code or (partner != "W" and not partners):
                    continue
                found[measure, area_name(str(level), str(code)), str(row.get("time_period")), partner] = value
    return found


def counts_of(marker: Mapping[str, Any]) -> list[tuple[str, str, bool]]:
    """Measure, column, and whether it is told by partner country: for plain counts, and the plain counts of a ratio."""
    tree = marker.get("formula_tree") or {}
    ratio = tree.get("ratio") or {"of": tree}
    part, whole = _counted(ratio["of"]), _counted(ratio.get("to"))
    found = [(part, "numerator", True)] if part else []
    return [*found, (whole, "denominator", False)] if whole else found


def _counted(tree: Any) -> str:
    """The one measure that a node sums or counts whole; empty for anything else, whose parts are not that count."""
    for kind in ("sum", "distinct"):
        if isinstance(tree, Mapping) and isinstance(inside := tree.get(kind), Mapping) and set(inside) == {"measure"}:
            return str(inside["measure"])
    return ""


def _tables(exports: Sequence[Path]) -> Iterable[Path]:
    for export in exports:
        for path in [export] if export.is_file() else sorted(export.rglob("*")):
            if path.is_file() and path.suffix in TABLES and path.suffix != ".parquet":
                yield path


def _number(value: Any) -> float | None:
    try:
        return float(str(value).replace(",", ".")) if value not in (None, "") else None
    except ValueError:
        return None
