"""Weights added up by pair of codes: what reading by dictionary could lose, and files that cannot be added up."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from longuevue.engine import pairs
from longuevue.engine.backend import DuckDB, open_backend
from longuevue.engine.individuals import tabulate
from longuevue.terms.refusal import Refusal
from longuevue.territories.catalogue import load_catalogue

Sums = dict[tuple[str | None, str | None], float]
CODES = st.sampled_from([None, "", "V0001", "V0002", "01004", "1004", "é", "V0001 "])
PEOPLE = st.lists(st.tuples(CODES, CODES, st.sampled_from([None, 0.0, 1.0, 2.5, -1.0, 1e9])), max_size=60)
DUCKDB = DuckDB()
RELAXED = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def one_by_one(rows: list[tuple[str | None, str | None, float | None]]) -> Sums:
    """The handbook: each person's weight is added to the pair's."""
    sums: Sums = defaultdict(float)
    for commune, country, weight in rows:
        sums[commune, country] += weight or 0
    return {pair: total for pair, total in sums.items() if total}


def added_up(table: pa.Table | None) -> Sums:
    assert table is not None, "the database was asked instead"
    rows = table.to_pylist()
    sums = {(row["commune"], row["country"]): row["people"] for row in rows}
    assert len(sums) == len(rows), "a pair came twice"
    return {pair: total for pair, total in sums.items() if total}


def written(folder: Path, rows: list[tuple[Any, Any, Any]], *, group: int = 7, kind: pa.DataType | None = None) -> Path:
    kind = kind or pa.string()
    columns = zip(*rows, strict=True) if rows else ([], [], [])
    names = ("commune", "country", "weight")
    kinds = (kind, kind, pa.float64())
    arrays = [pa.array(list(c), t) for c, t in zip(columns, kinds, strict=True)]
    pq.write_table(pa.table(dict(zip(names, arrays, strict=True))), folder / "people.parquet", row_group_size=group)
    return folder / "people.parquet"


@given(PEOPLE)
@RELAXED
def test_no_person_is_lost_nor_counted_twice_between_groups_of_rows(
    tmp_path: Path, rows: list[tuple[str | None, str | None, float | None]]
) -> None:
    path = written(tmp_path, rows)
    assert added_up(DUCKDB.add_up(str(path), ("commune", "country"), "weight")) == pytest.approx(one_by_one(rows))


@pytest.mark.parametrize(
    "kind",
    [
        pa.string(),
        pa.large_string(),
        pa.dictionary(pa.int8(), pa.string()),
        pa.dictionary(pa.int32(), pa.large_string()),
    ],
)
def test_however_words_are_stored_they_are_the_same_words(tmp_path: Path, kind: pa.DataType) -> None:
    rows = [("V0001", "IT", 2.0), ("V0002", None, 1.0), (None, "IT", 3.0), ("V0001", "IT", 0.5)] * 9
    path = written(tmp_path, rows, kind=kind)
    assert added_up(pairs.add_up([path], ("commune", "country"), "weight")) == one_by_one(rows)


def test_the_files_of_a_folder_are_one_file(tmp_path: Path) -> None:
    rows = [("V0001", "IT", 2.0), ("V0002", None, 1.0), ("V0003", "SN", 3.0)]
    for number, row in enumerate(rows):
        (tmp_path / f"vintage={number}").mkdir()
        written(tmp_path / f"vintage={number}", [row, ("V0001", "IT", 1.0)])
    sums = DuckDB().add_up(str(tmp_path), ("commune", "country"), "weight")
    assert added_up(sums) == one_by_one([*rows, *[("V0001", "IT", 1.0)] * 3])


@pytest.mark.parametrize("shapes", [((3, 3),), ((3, 3), (64, 64))], ids=["the database", "a larger grid"])
def test_more_words_than_the_grid_holds_change_no_sum(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shapes: tuple[tuple[int, int], ...]
) -> None:
    monkeypatch.setattr(pairs, "SHAPES", shapes)
    rows = [(f"V{n:04d}", None if n % 3 else f"X{n}", float(n)) for n in range(40)]
    path = written(tmp_path, rows)
    assert (pairs.add_up([path], ("commune", "country"), "weight") is None) == (len(shapes) == 1)
    assert added_up(DuckDB().add_up(str(path), ("commune", "country"), "weight")) == one_by_one(rows)


@pytest.mark.parametrize("engine", ["clickhouse", "spark"])
def test_another_engine_adds_up_the_same_from_a_file_and_from_a_folder(tmp_path: Path, engine: str) -> None:
    generator = np.random.default_rng(7)
    people = [
        [(f"V{a}" if a else None, f"X{b}" if b else None, float(a + b)) for a, b in generator.integers(0, 6, (250, 2))]
        for _ in range(2)
    ]
    (tmp_path / "vintage=2022").mkdir()
    paths = [written(folder, rows) for folder, rows in zip((tmp_path, tmp_path / "vintage=2022"), people, strict=True)]
    try:
        backend = open_backend(engine, scratch=str(tmp_path))
    except Refusal as refusal:
        pytest.skip(str(refusal))
    assert added_up(backend.add_up(str(paths[0]), ("commune", "country"), "weight")) == one_by_one(people[0])
    assert added_up(backend.add_up(str(tmp_path), ("commune", "country"), "weight")) == one_by_one(
        [*people[0], *people[1]]
    )


MEMBERS = pa.table({"area_level": ["country"], "ref_area": ["FR"], "member_code": ["V0001"], "share": [1.0]})
REFUSED: dict[str, tuple[pa.Table, str]] = {
    "a column under another name": (
        pa.table({"commune": ["V0001"], "pays": ["IT"], "weight": [1.0]}),
        "absentes : country",
    ),
    "codes that lost their zeros": (
        pa.table({"commune": [1004], "country": ["IT"], "weight": [1.0]}),
        "« commune » n'est pas du texte (int64)",
    ),
    "weights with a decimal comma": (
        pa.table({"commune": ["V0001"], "country": ["IT"], "weight": ["1,5"]}),
        "« weight » n'est pas un nombre",
    ),
    "a weight that is not a number": (
        pa.table({"commune": ["V0001"], "country": ["IT"], "weight": [float("nan")]}),
        "« weight » a des poids infinis",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_file_that_cannot_be_added_up_is_refused_in_words(tmp_path: Path, case: str) -> None:
    table, words = REFUSED[case]
    pq.write_table(table, tmp_path / "people.parquet")
    with pytest.raises(Refusal, match=words.replace("(", r"\(").replace(")", r"\)")):
        tabulate(DuckDB(), str(tmp_path / "people.parquet"), MEMBERS)


def test_a_truncated_file_or_none_is_refused_in_words(tmp_path: Path) -> None:
    path = written(tmp_path, [("V0001", "IT", 1.0)] * 500)
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(Refusal, match="Parquet abîmé"):
        tabulate(DuckDB(), str(path), MEMBERS)
    with pytest.raises(Refusal, match="Aucun fichier Parquet"):
        tabulate(DuckDB(), str(tmp_path / "absent"), MEMBERS)


def test_without_a_whole_country_no_quotient_is_invented(tmp_path: Path) -> None:
    path = written(tmp_path, [("V0001", "IT", 1.0)])
    members = MEMBERS.set_column(0, "area_level", pa.array(["commune"]))
    with pytest.raises(Refusal, match="niveau « country »"):
        tabulate(DuckDB(), str(path), members)


def test_the_real_list_of_territories_is_taken_as_it_is(tmp_path: Path) -> None:
    """Strasbourg's people are counted in the city, its département, its region and France: levels of the catalogue."""
    path = written(tmp_path, [("67482", "DE", 2.0), ("67482", None, 6.0), ("69123", None, 8.0), ("99999", "DE", 5.0)])
    found = tabulate(DuckDB(), str(path), load_catalogue().membership())
    people = {(r["area_level"], r["ref_area"]): (r["people"], r["from_abroad"]) for r in found.territories.to_pylist()}
    assert people["commune", "67482"] == people["departement", "67"] == people["region", "44"] == (8, 2)
    assert people["country", "FR"] == (16, 2)
    quotient = {r["area_level"]: r["quotient"] for r in found.by_country.to_pylist() if r["country"] == "DE"}
    assert quotient["commune"] == pytest.approx((2 / 8) / (2 / 16))
