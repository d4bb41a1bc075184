"""The same cube, the same formulas, three engines: equal on counts, to 1e-9 on ratios, null where null."""

from __future__ import annotations

import math
import shutil
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from longuevue.engine.backend import Backend, open_backend
from longuevue.terms.refusal import Refusal
from tests.engine.cubes import FORMULAS, PERIODS, answer, context_on, cubes

#: columns that count, and must be equal to the last unit
EXACT = ("estimated", "split", "blocked")
RATIOS = ("value", "numerator", "denominator", "coverage")


@pytest.fixture(scope="module", params=["clickhouse", "spark"])
def other(request: pytest.FixtureRequest) -> Iterator[Backend]:
    if request.param == "spark":
        pytest.importorskip("pyspark", reason="pyspark n'est pas installé : pip install 'longuevue[spark]'")
        if shutil.which("java") is None:
            pytest.skip("Spark demande Java, absent de cette machine")
    else:
        pytest.importorskip("chdb", reason="chdb n'est pas installé : pip install 'longuevue[clickhouse]'")
    backend = open_backend(request.param, master="local[2]")
    yield backend
    if hasattr(backend, "close"):
        backend.close()


def same(ours: Any, theirs: Any, column: str) -> bool:
    if ours is None or theirs is None:
        return ours is None and theirs is None
    if column in EXACT or (float(ours).is_integer() and float(theirs).is_integer()):
        return ours == theirs
    return math.isclose(ours, theirs, rel_tol=1e-9, abs_tol=1e-9)


def disagreements(facts: pa.Table, backend: Backend, formulas: dict[str, Any]) -> list[str]:
    reference, tested = context_on(open_backend("duckdb"), facts), context_on(backend, facts)
    found = []
    for name, formula in formulas.items():
        ours, theirs = answer(reference, formula), answer(tested, formula)
        found += [f"{name}: row {key} on one engine only" for key in ours.keys() ^ theirs.keys()]
        for key in ours.keys() & theirs.keys():
            for column in (*EXACT, *RATIOS):
                if not same(ours[key][column], theirs[key][column], column):
                    found.append(f"{name} {key} {column}: {ours[key][column]} / {theirs[key][column]}")
    return found


def side_by_side(many: int) -> pa.Table:
    """So many generated cubes in one table, each at years of its own: an engine answers all of them at once.

    Shapes: the rows of `tests.engine.cubes.cubes`, whose two periods become 2000 and 2001, 2002 and 2003…
    """
    drawn: list[pa.Table] = []

    @seed(20261123)
    @settings(
        max_examples=many,
        deadline=None,
        database=None,
        # a cube that fails is told with its years: drawing it smaller would gain nothing
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(cubes())
    def draw(facts: pa.Table) -> None:
        years = {period: str(2000 + 2 * len(drawn) + n) for n, period in enumerate(PERIODS)}
        moved = pa.array([years[period] for period in facts["time_period"].to_pylist()], pa.string())
        drawn.append(facts.set_column(facts.column_names.index("time_period"), "time_period", moved))

    draw()
    assert len(drawn) == many, "the same number of cubes each time"
    return pa.concat_tables(drawn)


def test_engines_agree_on_generated_cubes(other: Backend, counts: Any, prove: Any) -> None:
    """`make test` plays two cubes and one formula in two, one in six on Spark, which takes seconds for each; `make proof` everything."""
    many, step = counts(2, 60), counts(6, 1) if other.name == "spark" else counts(2, 1)
    formulas = dict(list(FORMULAS.items())[::step])
    found = disagreements(side_by_side(many), other, formulas)
    prove(
        f"{len(formulas)} formulas on {many} generated cubes: answers of {other.name} unlike DuckDB's",
        value=f"{len(found)} {found[:3] or ''}".strip(),
        bar="0: equal counts, ratios to 1e-9",
        holds=not found,
    )


def test_an_unknown_engine_is_refused_with_the_known_ones() -> None:
    with pytest.raises(Refusal, match="duckdb, clickhouse, spark"):
        open_backend("oracle")


def test_a_distant_spark_without_a_shared_folder_is_refused() -> None:
    pytest.importorskip("pyspark", reason="pyspark n'est pas installé : pip install 'longuevue[spark]'")
    with pytest.raises(Refusal, match="dossier partagé"):
        open_backend("spark", master="spark://national:7077")
