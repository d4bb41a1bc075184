"""Precision: variances published by others, classes and thresholds, INSEE's floors, intervals."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from longuevue.engine.precision.classes import precision_class, verdict
from longuevue.engine.precision.floors import check, finest_detail, floor_for
from longuevue.engine.precision.intervals import bootstrap, difference, wilson
from longuevue.engine.precision.published import approximate, approximate_share, census_fraction
from longuevue.engine.precision.weighted import Estimate, ratio, total
from longuevue.terms.refusal import Refusal
from tests.engine.measures import published_tables as known


def test_totals_and_means_of_clusters_agree_with_r_survey_on_its_own_example(prove: Any) -> None:
    """R survey, example-summary: svytotal(~enroll, dclus1) 3404940.13 (SE 932235.03); svymean(~api00) 644.17 (23.542).

    A district stands for a household: one row per district, its schools and pupils as amounts.
    """
    districts = range(len(known.API_DISTRICTS))
    schools, pupils, api = (np.array(column, dtype=float) for column in zip(*known.API_DISTRICTS, strict=True))
    weights = np.full(15, known.API_WEIGHT)
    fraction = 15 / known.API_DISTRICTS_IN_STATE
    enrolled = total(weights, districts, pupils, fraction=fraction)
    assert enrolled.value == pytest.approx(3404940.13, abs=0.5)
    prove(
        "R survey, svytotal(~enroll, dclus1): total and standard error",
        value=(round(enrolled.value, 2), round(enrolled.standard_error, 2)),
        bar="3404940.13, 932235.03",
        holds=enrolled.standard_error == pytest.approx(932235.03, abs=0.5),
    )
    mean = ratio(weights, districts, api, schools, fraction=fraction)
    assert mean.value == pytest.approx(644.169399, abs=5e-6)
    assert mean.standard_error == pytest.approx(23.5422, abs=5e-5)


def test_mean_of_students_in_suites_agrees_with_lohr_and_r_survey() -> None:
    """Lohr, example 5.2, svymean(~gpa, …) printed by R survey: 2.826 (0.1637); naive simple random sampling: 0.1122."""
    suites = [n for n, suite in enumerate(known.GPA_SUITES) for _ in suite]
    grades = [grade for suite in known.GPA_SUITES for grade in suite]
    mean = ratio([20] * 20, suites, grades, fraction=5 / 100)
    assert mean.value == pytest.approx(2.826, abs=5e-4)
    assert mean.standard_error == pytest.approx(0.1637, abs=5e-5)
    alone = ratio([20] * 20, range(20), grades, fraction=20 / 400)
    assert alone.standard_error == pytest.approx(0.1122, abs=5e-5)


def test_formula_agrees_with_the_spread_of_repeated_surveys_of_valmont() -> None:
    """Whole households are drawn 2,000 times at 40 %: the formula's mean square equals the observed one within 5 %."""
    generator = np.random.default_rng(11)
    sizes = generator.integers(1, 6, 3_000)
    foreign = (generator.random(3_000) < 0.08) * sizes
    errors, formula = [], []
    for _ in range(400):
        drawn = generator.choice(3_000, 1_200, replace=False)
        estimate = total(np.full(1_200, 2.5), drawn, foreign[drawn], fraction=0.4)
        errors.append(estimate.value - foreign.sum())
        formula.append(estimate.standard_error**2)
    assert np.mean(formula) == pytest.approx(np.mean(np.square(errors)), rel=0.15)


def test_large_and_small_communes_are_strata_of_their_own() -> None:
    weights = [2.5, 2.5, 2.5, 2.5, 1, 1]
    households = ["a", "b", "c", "d", "e", "f"]
    inside = [1, 0, 1, 0, 1, 1]
    both = total(weights, households, inside, fraction=[0.4, 0.4, 0.4, 0.4, 1, 1])
    large = total(weights[:4], households[:4], inside[:4], fraction=0.4)
    assert both.value == 7
    assert both.standard_error == pytest.approx(large.standard_error)


def test_a_single_household_gives_no_precision() -> None:
    with pytest.raises(Refusal, match="Un seul ménage"):
        total([2.5, 2.5], ["a", "a"], fraction=0.4)
    with pytest.raises(Refusal, match="taux de sondage"):
        total([2.5, 2.5], ["a", "b"], fraction=0)


def test_published_count_approximation_reads_as_the_worked_example() -> None:
    """Methodology §2.3: N = 20,000, p = 5 %, f = 0.4, deff 1 → CV 3.77 %, 95 % interval 926–1,074."""
    estimate = approximate(1_000, 20_000, fraction=0.4, design_effect=1)
    assert estimate.cv == pytest.approx(3.77, abs=0.005)
    assert [round(bound) for bound in estimate.interval] == [926, 1074]
    assert approximate(1_000, 20_000, fraction=0.4, design_effect=3).cv == pytest.approx(3.775 * math.sqrt(3), abs=0.01)
    share = approximate_share(1_000, 20_000, fraction=0.4, design_effect=1)
    assert share.value == pytest.approx(0.05)
    assert share.cv == pytest.approx(estimate.cv)


def test_census_fractions_follow_the_size_of_the_commune() -> None:
    assert census_fraction(12_000) == 0.40
    assert census_fraction(9_999) == 1.0
    assert census_fraction(9_999, complementary=True) == 0.20


@pytest.mark.parametrize(("cv", "grade"), [(0, "A"), (16.5, "A"), (16.6, "B"), (33.3, "B"), (33.4, "C"), (None, "C")])
def test_classes_follow_the_coefficient_of_variation(cv: float | None, grade: str) -> None:
    assert precision_class(cv) == grade


def test_class_c_prints_fewer_than_and_never_the_value() -> None:
    answer = verdict(Estimate(40, 20, 12, 9))
    assert (answer.precision, answer.publishable) == ("C", False)
    assert answer.words is not None
    assert answer.words.fr == "moins de 80"


def test_class_b_prints_its_interval() -> None:
    answer = verdict(Estimate(1_000, 200, 300, 200))
    assert (answer.precision, answer.publishable, answer.status) == ("B", True, "low_precision")
    assert answer.words is not None
    assert "608" in answer.words.fr
    assert "1392" in answer.words.fr


def test_under_two_hundred_is_not_significant_whatever_its_class() -> None:
    answer = verdict(Estimate(150, 10, 60, 40))
    assert answer.precision == "A"
    assert answer.words is not None
    assert answer.words.fr.startswith("non significatif")
    cautious = verdict(Estimate(400, 20, 160, 90))
    assert cautious.words is not None
    assert cautious.words.fr == "à lire avec prudence"
    assert verdict(Estimate(900, 40, 360, 200)).words is None
    below, at = verdict(Estimate(499, 20, 200, 90)), verdict(Estimate(500, 20, 200, 90))
    assert below.words == cautious.words and at.words is None


def test_an_exhaustive_count_is_precise_even_when_small() -> None:
    assert verdict(Estimate(12, 0, 12, 12)).publishable


@pytest.mark.parametrize(
    ("posts", "inhabitants"), [(2, 2_000), (3, 50_000), (11, 50_000), (13, 50_000), (47, 500_000), (190, 500_000)]
)
def test_floors_are_those_of_insee(posts: int, inhabitants: int) -> None:
    assert floor_for(posts) == inhabitants
    assert check(inhabitants, posts).allowed
    assert not check(inhabitants - 1, posts).allowed


def test_finest_detail_follows_the_population() -> None:
    assert [finest_detail(n) for n in (1_999, 2_000, 49_999, 50_000, 499_999, 500_000)] == [None, 2, 2, 13, 13, 48]


def test_a_perimeter_is_refused_when_its_complement_is_too_small() -> None:
    # Valmont's EPCI of 60,000 inhabitants and a perimeter that leaves only 1,500 outside
    refused = check(58_500, 2, totals={"Valmont Agglomération": 60_000})
    assert not refused.allowed
    assert refused.reason is not None
    assert "soustraction" in refused.reason.fr
    assert check(58_000, 2, totals={"Valmont Agglomération": 60_000}).allowed
    assert check(60_000, 13, totals={"Valmont Agglomération": 60_000}).allowed
    with pytest.raises(Refusal, match="moins d'habitants"):
        check(61_000, 2, totals={"Valmont Agglomération": 60_000})


@given(st.integers(0, 2_000_000), st.integers(0, 2_000_000), st.sampled_from([2, 13, 48]))
def test_no_allowed_area_ever_leaves_a_forbidden_rest(inhabitants: int, rest: int, posts: int) -> None:
    answer = check(inhabitants, posts, totals={"tout": inhabitants + rest})
    if answer.allowed:
        assert inhabitants >= floor_for(posts)
        assert rest == 0 or rest >= floor_for(posts)


def test_wilson_reads_as_the_textbook() -> None:
    """Newcombe (1998), table I: 81 of 263 → 0.2553–0.3662; 0 of 20 → 0–0.1611."""
    answer = wilson(81, 263)
    assert (answer.low, answer.high) == (pytest.approx(0.2553, abs=5e-5), pytest.approx(0.3662, abs=5e-5))
    none = wilson(0, 20)
    assert (none.low, none.high) == (0, pytest.approx(0.1611, abs=5e-5))
    assert wilson(0, 0).value is None


def test_bootstrap_is_repeatable_and_covers_the_mean() -> None:
    units = np.random.default_rng(5).normal(10, 2, 200)
    first, second = (bootstrap(units, lambda x: float(np.mean(x)), seed=42) for _ in range(2))
    assert first == second
    assert first.low is not None and first.high is not None
    assert first.low < 10 < first.high
    assert first.high - first.low == pytest.approx(2 * 1.96 * units.std() / 200**0.5, rel=0.15)
    assert bootstrap([1], lambda x: 1.0, seed=1).value is None


def test_a_difference_is_a_change_only_when_zero_is_outside() -> None:
    small = difference(Estimate(1_000, 50, 1, 1), Estimate(1_080, 50, 1, 1))
    assert small.note is not None
    assert small.note.fr == "pas d'évolution discernable"
    large = difference(Estimate(1_000, 50, 1, 1), Estimate(1_300, 50, 1, 1))
    assert large.note is not None
    assert large.note.fr == "en hausse"
    assert large.low == pytest.approx(300 - 1.959963984540054 * math.hypot(50, 50))
