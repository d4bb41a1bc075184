"""What is told beside a figure of a sample, by an edition that holds one figure of each class. Invented."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from longuevue.edition import layout
from longuevue.edition.remarks import Remarks

MARKER = {"id": "crossing", "formula": {"value": {"sum": {"measure": "crossing"}}}}
SPAN = {"fr": "Entre 8 et 25, presque sûrement (95 fois sur 100).", "en": "Between 8 and 25."}


def said(folder: Path, precision: str | None) -> list[dict[str, str]]:
    row = {"marker": "crossing", "area_key": "com-V0001", "counterpart_area": "W", "precision": precision}
    path = folder / layout.READINGS_BY_TERRITORY
    path.parent.mkdir(parents=True, exist_ok=True)
    schema = pa.schema([(name, pa.string()) for name in row])
    pq.write_table(pa.Table.from_pylist([row], schema=schema), path)
    edition: Any = SimpleNamespace(
        path=folder, notes=dict, measures=SimpleNamespace(interval_told=lambda marker, place: SPAN), places=None
    )
    return Remarks(edition).on(MARKER, SimpleNamespace(key="com-V0001", level="commune"))  # type: ignore[arg-type]


def test_a_weak_estimate_is_read_without_its_interval(tmp_path: Path) -> None:
    assert said(tmp_path, "B") == [{"kind": "interval", **SPAN}]


def test_every_figure_carries_an_interval_that_few_need(tmp_path: Path) -> None:
    assert [said(tmp_path, precision) for precision in ("A", "C", None)] == [[], [], []]
