"""Intensity, two-way balance, location quotient: tiny table in, value out, and the refusals."""

from __future__ import annotations

import math
from typing import Any

import pytest

from longuevue.engine.measures.composite import weighted_score, winsorised_min_max
from longuevue.engine.measures.intensity import balance, intensity, pooled_intensity, two_way
from longuevue.engine.measures.location import location_quotient


def test_a_share_is_rebuilt_from_its_parts_never_averaged() -> None:
    # Valmont-Centre 90 of 100, Valmont-Lac 10 of 900: together 10 %, not the mean 45.6 %
    assert pooled_intensity([90, 10], [100, 900]).value == pytest.approx(10.0)


def test_intensity_is_declared_per_hundred_or_per_ten_thousand() -> None:
    assert intensity(3, 1_500).value == pytest.approx(0.2)
    assert intensity(3, 1_500, per=10_000).value == pytest.approx(20)


def test_no_base_is_undefined() -> None:
    assert intensity(3, 0).status_reason == "undefined"


def test_balance_runs_from_all_out_to_all_in() -> None:
    assert balance(0, 5).value == -1
    assert balance(5, 5).value == 0
    assert balance(5, 0).value == 1
    assert balance(0, 0).value is None
    assert balance(-3, 5).value is None and balance(3, -2).value is None  # it would leave −1…1


def test_two_way_keeps_both_directions_and_their_sum() -> None:
    flow = two_way(300, 100, 10_000, per=1_000)
    assert (flow.inbound.value, flow.outbound.value, flow.gross.value) == (30, 10, 40)
    assert flow.balance.value == pytest.approx(0.5)


def test_location_quotient_reads_as_the_bureau_of_labor_statistics_says() -> None:
    """BLS, About OES charts: 2 percent of an area's employment, 1 percent of U.S. employment → quotient of 2."""
    answer = location_quotient(2_000, 100_000, 1_500_000, 150_000_000)
    assert answer.value == pytest.approx(2.0)


def test_location_quotient_equal_to_one_is_the_same_share_as_the_reference() -> None:
    """BLS, location quotient help page: if an LQ is equal to 1, the industry has the same share as the reference."""
    answer = location_quotient(50, 1_000, 5_000, 100_000)
    assert answer.value == pytest.approx(1.0)
    assert answer.low is not None and answer.high is not None
    assert answer.low < 1 < answer.high


def test_location_quotient_interval_is_the_handbook_formula() -> None:
    x, total, ref_x, ref_total = 60.0, 1_000.0, 2_000.0, 100_000.0
    answer = location_quotient(x, total, ref_x, ref_total)
    half = 1.959963984540054 * math.sqrt(1 / x - 1 / total + 1 / ref_x - 1 / ref_total)
    assert answer.low == pytest.approx(3 * math.exp(-half))
    assert answer.high == pytest.approx(3 * math.exp(half))


@pytest.mark.parametrize(("count", "total", "reason"), [(4, 1_000, "observed"), (8, 90, "expected")])
def test_location_quotient_is_refused_on_small_numbers(count: float, total: float, reason: str) -> None:
    answer = location_quotient(count, total, 5_000, 100_000)
    assert answer.value is None, reason
    assert answer.status_reason == "scale_too_small"


def test_a_large_territory_is_compared_with_the_rest_of_the_reference() -> None:
    # a region of 40 % of the country holding 60 % of the flow: 0.6/0.4 against 0.4/0.6 outside
    answer = location_quotient(600, 40_000, 1_000, 100_000)
    assert answer.value == pytest.approx((600 / 40_000) / (400 / 60_000))
    apart = location_quotient(600, 40_000, 1_000, 100_000, included=False)
    assert apart.value == pytest.approx((600 / 40_000) / (1_000 / 100_000))


@pytest.mark.parametrize(("total", "rest"), [(4_999, False), (5_000, True)])
def test_the_rest_of_the_reference_is_taken_from_five_per_cent_on(total: float, rest: bool) -> None:
    expected = (400 / 95_000) if rest else (1_000 / 100_000)
    answer = location_quotient(600, total, 1_000, 100_000)
    assert answer.value == pytest.approx((600 / total) / expected)


def test_a_territory_that_is_the_whole_reference_has_no_quotient() -> None:
    assert location_quotient(600, 40_000, 600, 40_000).status_reason == "undefined"


@pytest.mark.parametrize("level", ["commune", "epci", "arrondissement", "lau", "perimeter", None])
def test_no_quotient_by_nationality_below_the_departement(level: str | None) -> None:
    assert location_quotient(500, 10_000, 5_000, 1_000_000, level=level, by_origin=True).value is None


@pytest.mark.parametrize("level", ["departement", "region", "country"])
def test_quotient_by_nationality_is_allowed_from_the_departement_up(level: str) -> None:
    assert location_quotient(500, 10_000, 5_000, 1_000_000, level=level, by_origin=True).value == pytest.approx(10)


def test_dhl_trade_depth_of_the_netherlands_in_2014(prove: Any) -> None:
    """DHL Global Connectedness Index 2014, chapter 5, p. 84: 0.97, 0.94, 0.86, 0.85 make 0.93."""
    answer = weighted_score([0.97, 0.94, 0.86, 0.85], [0.375, 0.375, 0.125, 0.125])
    assert answer.value is not None
    found = round(answer.value, 2)
    prove("DHL trade depth, Netherlands 2014, from its four parts", value=found, bar="0.93", holds=found == 0.93)


def test_normalised_scores_stay_between_zero_and_one() -> None:
    scores = winsorised_min_max([*list(range(100)), 10000])
    assert min(scores) == 0
    assert max(scores) == 1
    assert winsorised_min_max([4, 4, 4]) == [0.5, 0.5, 0.5]
