"""From individuals to counts, shares, diversity and quotients: the same as the handbook, on two engines."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from longuevue.engine.backend import open_backend
from longuevue.engine.individuals import tabulate
from longuevue.engine.measures.diversity import shannon
from longuevue.engine.measures.location import location_quotient

#: (commune, country of birth or None, weight): Valmont has 2 communes in one EPCI, a third one apart
PEOPLE = [
    *[("V0001", None, 2.5)] * 40,
    *[("V0001", "IT", 2.5)] * 8,
    *[("V0001", "SN", 2.5)] * 4,
    *[("V0002", None, 1.0)] * 30,
    *[("V0002", "IT", 1.0)] * 10,
    *[("V0003", None, 1.0)] * 60,
]


def tabulated(engine: str, folder: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    communes, countries, weights = zip(*PEOPLE, strict=True)
    table = pa.table({"commune": communes, "country": pa.array(countries, pa.string()), "weight": weights})
    pq.write_table(table, folder / "people.parquet")
    members = [
        *[("commune", code, code, 1.0) for code in ("V0001", "V0002", "V0003")],
        ("epci", "V-AGGLO", "V0001", 1.0),
        ("epci", "V-AGGLO", "V0002", 1.0),
        *[("country", "FR", code, 1.0) for code in ("V0001", "V0002", "V0003")],
    ]
    names = ("area_level", "ref_area", "member_code", "share")
    membership = pa.table({name: [row[n] for row in members] for n, name in enumerate(names)})
    backend = open_backend(engine)
    found = tabulate(backend, str(folder / "people.parquet"), membership)
    found.write(folder)
    return found.territories.to_pylist(), pq.read_table(folder / "by_country.parquet").to_pylist()


@pytest.mark.parametrize("engine", ["duckdb", "clickhouse"])
def test_counts_shares_diversity_and_quotients_are_the_handbook_s(engine: str, tmp_path: Path) -> None:
    if engine == "clickhouse":
        pytest.importorskip("chdb", reason="chdb n'est pas installé : pip install 'longuevue[clickhouse]'")
    territories, by_country = tabulated(engine, tmp_path)
    places = {(r["area_level"], r["ref_area"]): r for r in territories}
    agglo, alone = places["epci", "V-AGGLO"], places["commune", "V0003"]
    assert (agglo["people"], agglo["from_abroad"]) == (170, 40)
    assert agglo["share"] == pytest.approx(100 * 40 / 170)
    assert agglo["shannon"] == pytest.approx(shannon([30, 10]).value)
    assert (alone["from_abroad"], alone["share"], alone["shannon"]) == (0, 0, None)
    quotients = {(r["area_level"], r["country"]): r["quotient"] for r in by_country}
    expected = location_quotient(30, 170, 30, 230, included=False).value
    assert quotients["epci", "IT"] == pytest.approx(expected)
    assert quotients["country", "IT"] == pytest.approx(1)


def test_a_share_of_a_commune_counts_for_that_share(tmp_path: Path) -> None:
    backend = open_backend()
    pq.write_table(
        pa.table({"commune": ["V0001"] * 2, "country": ["IT", None], "weight": [4.0, 6.0]}), tmp_path / "people.parquet"
    )
    membership = pa.table(
        {"area_level": ["country"], "ref_area": ["FR"], "member_code": ["V0001"], "share": pa.array([0.5])}
    )
    found = tabulate(backend, str(tmp_path / "people.parquet"), membership)
    france = found.territories.to_pylist()[0]
    assert (france["people"], france["from_abroad"]) == (5, 2)
