"""Trends and the scale test: overlapping vintages, breaks, eight points, and three zonings at least."""

from __future__ import annotations

import numpy as np
import pytest

from longuevue.engine.measures.measured import Measured
from longuevue.engine.measures.partition import partition
from longuevue.engine.measures.trend import (
    Observation,
    Slope,
    change,
    compound_growth,
    deflated,
    growth_rate,
    slope_and_test,
    unbroken_runs,
)
from longuevue.engine.measures.zonings import pooled, recomputed
from longuevue.terms.refusal import Refusal


def census(vintage: int, value: float, *, break_before: bool = False) -> Observation:
    return Observation(vintage - 2, vintage + 2, value, break_before)


def test_vintages_that_share_survey_years_give_no_change() -> None:
    answer = change([census(2018, 100), census(2021, 130)])
    assert answer.value is None
    assert answer.note is not None
    assert "2019–2020" in answer.note.fr


def test_two_vintages_that_share_one_year_of_surveys_are_called_disjoint() -> None:
    assert change([census(2017, 100), census(2021, 130)]).value is None  # 2019 is in both
    assert change([census(2016, 100), census(2021, 130)]).value == 30


def test_change_is_computed_on_disjoint_windows() -> None:
    assert change([census(2021, 130), census(2011, 90), census(2016, 100)]).value == 40


def test_a_break_cuts_the_series() -> None:
    series = [census(2006, 50), census(2011, 90, break_before=True), census(2016, 100)]
    assert [len(run) for run in unbroken_runs(series)] == [1, 2]
    assert change(series).value == 10
    assert change([census(2011, 90), census(2016, 100, break_before=True)]).value is None


def test_growth_is_compound_and_undefined_from_zero() -> None:
    assert compound_growth(100, 121, 2).value == pytest.approx(10)
    assert growth_rate([Observation(2010, 2010, 100), Observation(2020, 2020, 200)]).value == pytest.approx(
        7.1773, abs=1e-4
    )
    assert compound_growth(0, 5, 2).value is None


def test_a_balance_that_turns_negative_grows_by_an_imaginary_rate() -> None:
    assert compound_growth(100, -5, 2).value is None and compound_growth(-1, 2, 2).value is None
    assert compound_growth(100, 0, 2).value == -100


def test_no_trend_is_tested_before_eight_points() -> None:
    answer = slope_and_test(range(7), range(7))
    assert isinstance(answer, Measured)
    assert answer.value is None


def test_theil_sen_ignores_one_wild_year() -> None:
    values = [2.0 * t for t in range(10)]
    values[4] = 500
    answer = slope_and_test(range(10), values)
    assert isinstance(answer, Slope)
    assert answer.slope.value == pytest.approx(2)
    assert answer.probability < 0.01


def test_mann_kendall_reads_as_gilbert() -> None:
    """S counts rises minus falls; with n = 10 and no ties its variance is 10·9·25/18 = 125 (Gilbert 1987, ch. 16)."""
    answer = slope_and_test(range(10), [1, 3, 2, 5, 4, 7, 6, 9, 8, 10])
    assert isinstance(answer, Slope)
    assert answer.kendall_s == 45 - 2 * 4
    assert answer.score == pytest.approx((37 - 1) / 125**0.5)


def test_a_flat_series_has_no_trend() -> None:
    answer = slope_and_test(range(9), [5] * 9)
    assert isinstance(answer, Slope)
    assert (answer.slope.value, answer.score, answer.probability) == (0, 0, 1)


def test_euros_are_deflated_before_they_are_compared() -> None:
    assert deflated([100, 110], [100, 110]) == [100, 100]
    with pytest.raises(Refusal, match="indice"):
        deflated([100, 110], [100])


def test_a_composite_reading_is_recomputed_at_three_zonings() -> None:
    # four communes, two countries: mixed within Valmont, split between its banks
    table = [[40, 0], [0, 40], [20, 20], [20, 20]]
    zonings = {
        "communes": ["a", "b", "c", "d"],
        "rives": ["nord", "nord", "sud", "sud"],
        "ensemble": ["tout"] * 4,
    }
    answer = recomputed(lambda pooled_table: partition(pooled_table).beta, table, zonings)
    assert answer.values["ensemble"] == pytest.approx(1)
    assert answer.high == pytest.approx(answer.values["communes"])
    assert answer.low < answer.high
    assert "selon le découpage" in answer.sentence.fr


def test_two_zonings_are_not_enough() -> None:
    with pytest.raises(Refusal, match="trois découpages"):
        recomputed(lambda t: float(t.sum()), [[1.0]], {"a": [1], "b": [1]})


def test_pooling_never_loses_anyone() -> None:
    table = np.arange(12.0).reshape(4, 3)
    assert pooled(table, ["x", "y", "x", "y"]).sum() == table.sum()
