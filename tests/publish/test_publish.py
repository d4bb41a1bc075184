"""Open data handed out: every figure once, under its licence, readable by machines, and nothing a spreadsheet would run."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from longuevue.publish.folder import publish
from longuevue.publish.tables import COLUMNS, by_licence, measures_of, safe_cell
from longuevue.terms.refusal import Refusal


@pytest.fixture(scope="module")
def handed_out(starter: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("publish") / "out"
    publish(starter, out)
    return out


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_csv_parquet_and_jsonstat_say_the_same(handed_out: Path, starter: Any) -> None:
    folder = handed_out / "etalab-2.0"
    rows = _rows(folder / "international-students-share.csv")
    table = pq.read_table(folder / "international-students-share.parquet").to_pylist()
    assert [float(r["value"]) for r in rows] == [r["value"] for r in table]
    exact = starter.reading("international-students-share", "dep-69", "2022-23")["value"]
    mine = [r for r in table if (r["area_level"], r["ref_area"], r["time_period"]) == ("departement", "69", "2022-23")]
    assert [r["value"] for r in mine if r["counterpart_area"] == "W"] == [exact]
    stat = json.loads((folder / "international-students-share.departement.json").read_text(encoding="utf-8"))
    size = stat["size"]
    dimension = stat["dimension"]
    at = [
        dimension[name]["category"]["index"].index(code)
        for name, code in (("area", "69"), ("period", "2022-23"), ("partner", "W"))
    ]
    assert stat["value"][str((at[0] * size[1] + at[1]) * size[2] + at[2])] == exact
    assert len(dimension["area"]["category"]["index"]) == size[0]


def test_no_reading_shown_on_a_page_is_missing_from_the_tables(handed_out: Path, starter: Any) -> None:
    """Measures told beside a marker (per inhabitant, countries, reach) once stood on pages and in no table."""
    key = ("marker", "area_level", "ref_area", "time_period", "counterpart_area")
    tabled = {tuple(row[name] for name in key) for path in handed_out.rglob("*.csv") for row in _rows(path)}
    shown = {m["id"] for marker in starter.markers() for m in measures_of(starter, marker)}
    held = pq.read_table(starter.path / "readings" / "by_marker.parquet", columns=list(key)).to_pylist()
    wanted = {tuple(row[name] or "" for name in key) for row in held if row["marker"] in shown}
    assert any("." in row[0] for row in wanted) and tabled == wanted
    assert {path.stem for path in handed_out.rglob("*.csv")} <= shown


def test_two_bounds_of_a_diversity_are_handed_out_as_one_number(handed_out: Path, starter: Any) -> None:
    row = next(r for r in _rows(handed_out / "cc0-1.0" / "twinnings.countries.csv") if r["ref_area"] == "69123")
    told = next(c for c in starter.companions("twinnings", "com-69123") if c["id"] == "twinnings.countries")
    assert told["between"], "Lyon's list is short: its page gives two bounds"
    assert row["shown_fr"].startswith("entre 20,7 et 21") and row["shown_en"].startswith("between 20.7 and 21")


def test_every_row_has_its_papers(handed_out: Path) -> None:
    for path in handed_out.rglob("*.csv"):
        for row in _rows(path):
            assert set(row) == set(COLUMNS)
            assert row["source"] and row["licence"] and row["status"] and row["time_period"] and row["address"], path
            assert row["value"] or row["status"] not in ("ok", "estimated", "partial", "low_precision")


def test_open_database_rows_never_mix_with_others(handed_out: Path) -> None:
    for path in handed_out.rglob("*.csv"):
        assert {"+".join(sorted(set(r["licence"].split(";")))) for r in _rows(path)} == {path.parent.name}
        assert (path.parent / "LISEZMOI.txt").is_file()


def test_what_is_off_by_default_is_not_handed_out(handed_out: Path) -> None:
    text = (handed_out / "markers.json").read_text(encoding="utf-8") + (handed_out / "catalogue.jsonld").read_text(
        encoding="utf-8"
    )
    assert "asylum-accommodation" not in text and "refugees-welcomed" not in text


def test_the_catalogue_lists_every_file_with_its_hash(handed_out: Path) -> None:
    document = json.loads((handed_out / "catalogue.jsonld").read_text(encoding="utf-8"))
    listed = [d for dataset in document["dcat:dataset"] for d in dataset["dcat:distribution"]]
    assert listed
    for one in listed:
        content = (handed_out / one["dcat:downloadURL"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == one["spdx:checksum"]["spdx:checksumValue"]
        assert one["dct:license"] and one["dcat:byteSize"] == len(content)
    on_disk = {str(p.relative_to(handed_out)) for s in ("csv", "parquet") for p in handed_out.rglob(f"*.{s}")}
    assert on_disk <= {one["dcat:downloadURL"] for one in listed}


def test_the_sums_check_out(handed_out: Path) -> None:
    for line in (handed_out / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        digest, _, name = line.partition("  ")
        assert hashlib.sha256((handed_out / name).read_bytes()).hexdigest() == digest


def test_a_folder_with_something_in_it_is_left_alone(starter: Any, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("à moi", encoding="utf-8")
    with pytest.raises(Refusal, match="n'est pas vide"):
        publish(starter, tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


def test_a_figure_from_two_licences_falls_under_both() -> None:
    found = by_licence([{"licence": "odbl-1.0;etalab-2.0"}, {"licence": None}])
    assert set(found) == {"etalab-2.0+odbl-1.0", "unstated"}


@pytest.mark.parametrize("text", ["=1+1", "+33", "-cmd", "@SUM", "\tx", "\rx"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert safe_cell(text) == "'" + text and safe_cell(-1.5) == -1.5 and safe_cell(None) == ""
