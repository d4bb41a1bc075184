"""SciPy's re-usable HiGHS object and its public function must give the same answers."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp

from longuevue.engine.disclosure import attacker, solver
from longuevue.engine.disclosure.attacker import bounds, narrow
from longuevue.engine.disclosure.audit import audit, published
from longuevue.engine.disclosure.primary import primaries
from longuevue.engine.disclosure.settings import DisclosureSettings
from longuevue.engine.disclosure.suppress import protect
from longuevue.engine.disclosure.system import build_system
from tests.disclosure.tables import REGRESSION, REGRESSION_HIDDEN, cell_key, hide, system_of, two_way


def random_table(seed: int):
    random = np.random.default_rng(seed)
    counts = random.poisson(random.lognormal(1.8, 1.2, (6, 4)))
    return two_way({f"r{row}": {f"c{column}": int(counts[row, column]) for column in range(4)} for row in range(6)})


@pytest.mark.parametrize("seed", range(4))
def test_cold_and_warm_attacks_find_the_same_intervals(seed, monkeypatch):
    cells, relations = random_table(seed)
    found = primaries(cells, DisclosureSettings())
    system = build_system(cells, relations)
    table = published(system, system.mask(found))
    warm = bounds(table)
    monkeypatch.setattr(solver, "WARM", False)
    cold = bounds(table)
    np.testing.assert_allclose(warm, cold, atol=1e-5)


@pytest.mark.parametrize("seed", range(3))
def test_cold_and_warm_protections_both_hold(seed, monkeypatch):
    cells, relations = random_table(seed)
    found = primaries(cells, DisclosureSettings())
    system = build_system(cells, relations)
    assert audit(system, protect(system, found).withheld, found) == []
    real = solver.DeviationModel.__init__
    monkeypatch.setattr(solver.DeviationModel, "__init__", lambda self, *args: real(self, *args, warm=False))
    assert audit(system, protect(system, found).withheld, found) == []


def test_the_pencil_is_never_tighter_than_the_truth():
    system = system_of(REGRESSION)
    withheld = hide(system, *REGRESSION_HIDDEN)
    columns = np.flatnonzero(withheld)
    at = system.matrix @ np.where(withheld, 0.0, system.value)
    low, high = narrow(
        system.matrix[:, columns].tocsr(),
        system.row_low - at,
        system.row_high - at,
        system.low[columns],
        system.high[columns],
    )
    assert (low <= system.value[columns] + 1e-9).all() and (high >= system.value[columns] - 1e-9).all()


def test_whole_people_are_told_from_halves():
    """A printed percentage of a small base pins a count that fractions would leave open."""
    table = attacker.Published(
        matrix=sp.csr_matrix([[1.0]]),
        row_low=np.array([2.988]), row_high=np.array([3.012]), value=np.array([np.nan]), hidden=np.array([True]),
        low=np.array([0.0]), high=np.array([24.0]), counted=np.array([True]),
    )  # fmt: skip
    low, high = bounds(table)
    assert (low[0], high[0]) == (3, 3)


def test_the_model_forgets_a_question_before_the_next():
    system = system_of(REGRESSION)
    slack = system.slack()
    cost = system.cost()
    model = solver.DeviationModel(system.matrix, *slack, system.high - system.value, system.value - system.low, cost)
    place = system.position[cell_key("w", "b")]
    first = model.cheapest(place, 5.0)
    assert model.cheapest(place, -5.0, frozen=[system.position[cell_key("x", "c")]]) is not None
    again = model.cheapest(place, 5.0)
    assert first is not None and again is not None
    assert cost @ np.abs(first) == pytest.approx(cost @ np.abs(again))
