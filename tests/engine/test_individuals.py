"""From individuals to counts, shares, diversity and quotients: the same as the handbook, on two engines."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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


COMMUNES = ("V0001", "V0002", "V0003", "V0004")
CROWD = st.lists(
    st.tuples(
        st.sampled_from(COMMUNES), st.sampled_from([None, "IT", "SN", "PT"]), st.sampled_from([0.5, 1.0, 2.4871])
    ),
    min_size=1,
    max_size=80,
)
AREAS = {
    ("epci", "A"): COMMUNES[:2],
    ("epci", "B"): COMMUNES[2:3],
    ("departement", "A+B"): COMMUNES[:3],
    ("country", "FR"): COMMUNES,
}
DUCKDB = open_backend()
RELAXED = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def of_crowd(folder: Path, crowd: list[tuple[str, str | None, float]]) -> tuple[dict[Any, Any], dict[Any, Any]]:
    communes, countries, weights = (list(column) for column in zip(*crowd, strict=True))
    table = pa.table({"commune": communes, "country": pa.array(countries, pa.string()), "weight": weights})
    pq.write_table(table, folder / "crowd.parquet", row_group_size=11)
    rows = [(level, code, member, 1.0) for (level, code), members in AREAS.items() for member in members]
    names = ("area_level", "ref_area", "member_code", "share")
    membership = pa.table({name: [row[n] for row in rows] for n, name in enumerate(names)})
    found = tabulate(DUCKDB, str(folder / "crowd.parquet"), membership)
    return (
        {(row["area_level"], row["ref_area"]): row for row in found.territories.to_pylist()},
        {(row["area_level"], row["ref_area"], row["country"]): row for row in found.by_country.to_pylist()},
    )


@given(CROWD)
@RELAXED
def test_every_measure_of_a_crowd_is_what_its_own_formula_says(
    tmp_path: Path, crowd: list[tuple[str, str | None, float]]
) -> None:
    territories, by_country = of_crowd(tmp_path, crowd)
    everywhere = sum(weight for _, _, weight in crowd)
    for place, members in AREAS.items():
        here = [(country, weight) for commune, country, weight in crowd if commune in members]
        if not here:
            assert place not in territories
            continue
        counts: dict[str, float] = {}
        for country, weight in here:
            if country:
                counts[country] = counts.get(country, 0) + weight
        total, row = sum(weight for _, weight in here), territories[place]
        assert row["people"] == pytest.approx(total)
        assert row["share"] == pytest.approx(100 * sum(counts.values()) / total)
        assert row["shannon"] == (pytest.approx(shannon(list(counts.values())).value) if counts else None)
        assert {key[2] for key in by_country if key[:2] == place} == set(counts)
        for country, people in counts.items():
            whole = sum(weight for _, other, weight in crowd if other == country)
            expected = (people / total) / (whole / everywhere)
            assert by_country[*place, country]["quotient"] == pytest.approx(expected)


@given(CROWD, st.randoms(use_true_random=False))
@RELAXED
def test_the_order_of_people_changes_nothing(
    tmp_path: Path, crowd: list[tuple[str, str | None, float]], chance: random.Random
) -> None:
    before, after = of_crowd(tmp_path, crowd), of_crowd(tmp_path, chance.sample(crowd, len(crowd)))
    for one, other in zip(before, after, strict=True):
        assert one.keys() == other.keys()
        assert all(one[key] == pytest.approx(other[key]) for key in one)


@given(CROWD)
@RELAXED
def test_two_places_apart_together_hold_the_people_of_both(
    tmp_path: Path, crowd: list[tuple[str, str | None, float]]
) -> None:
    territories, by_country = of_crowd(tmp_path, crowd)
    for known, keys in ((territories, [()]), (by_country, [(country,) for country in ("IT", "SN", "PT")])):
        for key in keys:
            parts = [known.get((*place, *key), {}).get("people", 0) for place in (("epci", "A"), ("epci", "B"))]
            assert known.get(("departement", "A+B", *key), {}).get("people", 0) == pytest.approx(sum(parts))
