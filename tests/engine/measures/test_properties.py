"""What must hold whatever the table: order of rows, union of territories, rebuilt ratios, partition, reach."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from longuevue.engine.measures.diversity import evenness, hill, rarefied_richness, shannon, unbiased_gini_simpson
from longuevue.engine.measures.intensity import balance, pooled_intensity
from longuevue.engine.measures.partition import partition
from longuevue.engine.measures.reach import breadth, mean_reach, median_reach
from longuevue.engine.measures.specificity import deviance_residuals, independence_expectation

counts = st.lists(st.integers(0, 10_000), min_size=1, max_size=30).filter(lambda xs: sum(xs) > 0)
tables = st.integers(1, 6).flatmap(
    lambda columns: st.lists(
        st.lists(st.integers(0, 500), min_size=columns, max_size=columns).filter(lambda row: sum(row) > 0),
        min_size=1,
        max_size=8,
    )
)


@given(counts, st.randoms(use_true_random=False))
def test_order_of_rows_never_matters(xs: list[int], shuffler: object) -> None:
    ys = list(xs)
    shuffler.shuffle(ys)  # type: ignore[attr-defined]
    for order in (0, 0.5, 1, 2, math.inf):
        assert hill(xs, order).value == pytest.approx(hill(ys, order).value, rel=1e-12)


@given(counts)
def test_hill_numbers_fall_as_the_order_rises_and_stay_between_one_and_the_richness(xs: list[int]) -> None:
    values = [hill(xs, order).value or 0 for order in (0, 0.5, 1, 2, 5, math.inf)]
    assert values[0] == sum(1 for x in xs if x)
    assert all(a >= b - 1e-9 for a, b in itertools.pairwise(values))
    assert values[-1] >= 1 - 1e-12


@given(counts, st.integers(2, 50))
def test_diversity_does_not_depend_on_the_unit_of_count(xs: list[int], factor: int) -> None:
    assert shannon(xs).value == pytest.approx(shannon([x * factor for x in xs]).value, abs=1e-9)


@given(counts)
def test_evenness_stays_between_zero_and_one(xs: list[int]) -> None:
    value = evenness(xs).value
    assert value is None or -1e-12 <= value <= 1 + 1e-12


@given(st.lists(st.integers(0, 60), min_size=1, max_size=12).filter(lambda xs: sum(xs) >= 2))
def test_rarefaction_rises_with_the_sample_and_ends_at_the_richness(xs: list[int]) -> None:
    total = sum(xs)
    samples = sorted({1, 2, (total + 1) // 2, total})
    values = [rarefied_richness(xs, n).value or 0 for n in samples]
    assert values == sorted(values) or all(b >= a - 1e-6 for a, b in itertools.pairwise(values))
    assert values[-1] == pytest.approx(sum(1 for x in xs if x))
    assert (rarefied_richness(xs, 2).value or 0) - 1 == pytest.approx(unbiased_gini_simpson(xs).value, abs=1e-8)


@given(tables)
def test_alpha_times_beta_is_gamma_and_beta_counts_territories(table: list[list[int]]) -> None:
    parts = partition(table)
    assert parts.alpha * parts.beta == pytest.approx(parts.gamma, rel=1e-9)
    assert 1 - 1e-9 <= parts.beta <= len(table) + 1e-9
    weighted = partition(table, [sum(row) for row in table])
    assert weighted.gamma == pytest.approx(hill(np.asarray(table).sum(axis=0), 1).value, rel=1e-9)


@given(tables)
def test_gamma_of_a_union_of_disjoint_territories_is_the_diversity_of_the_pooled_counts(table: list[list[int]]) -> None:
    half = len(table) // 2
    together = np.asarray(table).sum(axis=0)
    pooled = np.asarray(table[:half]).sum(axis=0) + np.asarray(table[half:]).sum(axis=0) if half else together
    assert hill(together, 1).value == pytest.approx(hill(pooled, 1).value)


@given(st.lists(st.tuples(st.integers(0, 1_000), st.integers(1, 10_000)), min_size=1, max_size=20))
def test_a_ratio_is_rebuilt_at_every_scale(parts: list[tuple[int, int]]) -> None:
    flows, bases = zip(*parts, strict=True)
    whole = pooled_intensity(flows, bases).value or 0
    members = [100 * x / p for x, p in parts]
    assert min(members) - 1e-9 <= whole <= max(members) + 1e-9
    weighted = sum(p * m for (_, p), m in zip(parts, members, strict=True)) / sum(bases)
    assert whole == pytest.approx(weighted)


@given(st.integers(0, 1_000), st.integers(0, 1_000))
def test_balance_changes_sign_when_directions_are_swapped(inbound: int, outbound: int) -> None:
    forth, back = balance(inbound, outbound).value, balance(outbound, inbound).value
    assert (forth is None and back is None) or forth == pytest.approx(-(back or 0))


links = st.lists(st.tuples(st.integers(1, 500), st.floats(0, 20_000)), min_size=1, max_size=20)


@given(links, st.integers(0, 19), st.floats(0, 5_000))
def test_moving_a_partner_away_never_shortens_the_reach(
    given_links: list[tuple[int, float]], moved: int, further: float
) -> None:
    xs, near = zip(*given_links, strict=True)
    far = list(near)
    far[moved % len(far)] += further
    assert (mean_reach(xs, far).value or 0) >= (mean_reach(xs, near).value or 0) - 1e-9
    assert (median_reach(xs, far).value or 0) >= (median_reach(xs, near).value or 0) - 1e-9


@given(links)
def test_reach_lies_between_the_nearest_and_the_farthest_partner(given_links: list[tuple[int, float]]) -> None:
    xs, distances = zip(*given_links, strict=True)
    for answer in (mean_reach(xs, distances), median_reach(xs, distances)):
        assert min(distances) - 1e-6 <= (answer.value or 0) <= max(distances) + 1e-6


@given(tables)
def test_expected_flows_keep_the_margins_and_residuals_take_the_sign_of_the_gap(table: list[list[int]]) -> None:
    x = np.asarray(table, dtype=float)
    x = x[:, x.sum(axis=0) > 0]
    expected = independence_expectation(x)
    assert expected.sum(axis=0) == pytest.approx(x.sum(axis=0))
    residuals = deviance_residuals(x, expected)
    gap = np.abs(x - expected) > 1e-6
    assert (np.sign(residuals)[gap] == np.sign(x - expected)[gap]).all()


@given(counts)
def test_breadth_is_one_with_oneself(xs: list[int]) -> None:
    assert breadth(xs, xs).value == pytest.approx(1)
