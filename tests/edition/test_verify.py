"""One byte that changed, one figure that no longer follows from its facts: `verify` must not let either pass."""

from __future__ import annotations

import contextlib
import json
import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from longuevue.edition import layout
from longuevue.edition.hashing import sha256_of_data, sha256_of_file, sha256_of_rows
from longuevue.edition.verify import verify
from longuevue.edition.writer import as_json
from longuevue.engine.readings import METHOD
from longuevue.terms.refusal import Refusal


@pytest.fixture
def copy(starter: Any, tmp_path: Path) -> Path:
    return Path(shutil.copytree(starter.path, tmp_path / starter.path.name))


def test_a_whole_edition_is_said_broken(copy: Path) -> None:
    verdict = verify(copy)
    assert verdict.holds, verdict.faults
    assert verdict.figures > 2_000


def test_one_flipped_byte_passes(copy: Path, counts: Callable[[int, int], int]) -> None:
    draw = random.Random(20261123)
    files = sorted(path for path in copy.rglob("*") if path.is_file())
    for number in range(counts(40, 400)):
        path = files[number % len(files)]
        before = path.read_bytes()
        after = bytearray(before)
        after[draw.randrange(len(after))] ^= 1 << draw.randrange(8)
        path.write_bytes(bytes(after))
        # a manifest that no longer reads is refused, which is not passing either
        with contextlib.suppress(Refusal):
            assert not verify(copy, recompute=False).holds, path
        path.write_bytes(before)
    assert verify(copy, recompute=False).holds


def test_a_figure_that_its_facts_do_not_give_passes_when_the_hashes_are_remade(copy: Path) -> None:
    path = copy / layout.READINGS_BY_TERRITORY
    rows = pq.ParquetFile(path).read()
    values = rows["value"].to_pylist()
    first = next(i for i, value in enumerate(values) if value)
    values[first] += 1
    forged = rows.set_column(rows.schema.get_field_index("value"), "value", [values])
    layout.write_parquet(forged, path)
    manifest = json.loads((copy / layout.MANIFEST).read_text())
    manifest["files"][layout.READINGS_BY_TERRITORY] = {"sha256": sha256_of_file(path), "bytes": path.stat().st_size}
    key = ("marker", "area_level", "ref_area", "time_period", "counterpart_area")
    manifest["hashes"]["readings"] = sha256_of_rows(forged.drop_columns(["area_key"]), key)
    manifest["self"] = sha256_of_data({k: v for k, v in manifest.items() if k != "self"})
    (copy / layout.MANIFEST).write_text(as_json(manifest))
    assert any("recalcul" in fault for fault in verify(copy).faults)


def test_a_file_added_to_an_edition_is_not_noticed(copy: Path) -> None:
    (copy / "readings" / "extra.parquet").write_bytes(b"PAR1")
    assert any("n'est pas dans le manifeste" in fault for fault in verify(copy).faults)


def test_a_folder_that_is_no_edition_ends_in_a_stack_trace(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="pas une édition"):
        verify(tmp_path)


def test_the_same_rows_in_another_order_hash_differently(starter: Any) -> None:
    rows = pq.ParquetFile(starter.path / layout.READINGS_BY_MARKER).read().drop_columns(["marker_key"])
    order = list(range(rows.num_rows))
    random.Random(3).shuffle(order)
    key = ("marker", "area_level", "ref_area", "time_period", "counterpart_area")
    assert sha256_of_rows(rows.take(order), key) == starter.manifest["hashes"]["readings"]


def test_an_edition_of_an_older_method_is_said_forged(copy: Path) -> None:
    path = copy / layout.MARKERS
    path.write_text(path.read_text().replace(f'/{METHOD}"', '/1"'))
    manifest = json.loads((copy / layout.MANIFEST).read_text())
    manifest["files"][layout.MARKERS] = {"sha256": sha256_of_file(path), "bytes": path.stat().st_size}
    manifest["hashes"][layout.MARKERS] = sha256_of_data(json.loads(path.read_text()))
    manifest["self"] = sha256_of_data({key: value for key, value in manifest.items() if key != "self"})
    (copy / layout.MANIFEST).write_text(as_json(manifest), encoding="utf-8")
    (fault,) = verify(copy).faults
    assert "méthode de calcul n° 1" in fault and "recalculez avec" in fault


def test_a_method_has_no_line_in_the_reference() -> None:
    page = (Path(__file__).parents[2] / "docs" / "reference" / "edition.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| (\d+) \|", page, re.MULTILINE)
    assert told == [str(number) for number in range(1, int(METHOD) + 1)]
