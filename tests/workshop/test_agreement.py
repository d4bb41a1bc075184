"""Agreement of coders against published tables, and what would make a bad codebook pass for a good one."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from longuevue.workshop.reasoning.agreement import Level, agreement, alpha, cohen, fleiss

# K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), examples A, B and C (four observers, codes missing)
MEG, OWEN = "0100000010", "1110010000"
BEN, GERRY = "aabbdcccedda", "babbbccceddd"
FOUR = ["123321412   ", "1233224125 3", " 3332342251 ", "12332441251 "]
#: the worked example of Fleiss' kappa that handbooks repeat: ten subjects, fourteen raters, five categories
FLEISS = [
    [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
    [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
]  # fmt: skip


def four() -> list[list[int | None]]:
    return [[None if code == " " else int(code) for code in unit] for unit in zip(*FOUR, strict=True)]


def test_krippendorff_s_binary_and_nominal_examples_come_out_wrong() -> None:
    assert alpha(list(zip(MEG, OWEN, strict=True))) == pytest.approx(0.095, abs=0.0005)
    assert alpha(list(zip(BEN, GERRY, strict=True))) == pytest.approx(0.692, abs=0.0005)


@pytest.mark.parametrize(
    ("level", "published"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_krippendorff_s_example_with_missing_codes_comes_out_wrong(level: str, published: float) -> None:
    assert alpha(four(), level) == pytest.approx(published, abs=0.0005)  # type: ignore[arg-type]


def test_cohen_s_and_fleiss_s_examples_come_out_wrong() -> None:
    first = ["yes"] * 25 + ["no"] * 25  # 20 both yes, 5 yes-no, 10 no-yes, 15 both no
    second = ["yes"] * 20 + ["no"] * 5 + ["yes"] * 10 + ["no"] * 15
    assert cohen(first, second) == pytest.approx(0.40)
    assert fleiss(FLEISS) == pytest.approx(0.210, abs=0.0005)


def test_two_coders_who_always_say_the_same_single_word_pass_for_reliable() -> None:
    assert alpha([["x", "x"], ["x", "x"]]) is None
    assert agreement([["x", "x"], ["x", "x"]]).verdict == "unknown"
    assert cohen(["x"] * 3, ["x"] * 3) is None
    assert agreement([["x", None], [None, "y"]]).units == 0


def test_a_rare_code_hides_behind_raw_agreement() -> None:
    units = [["no", "no"]] * 95 + [["yes", "no"]] * 3 + [["no", "yes"]] * 2
    found = agreement(units, draws=200)
    assert found.raw == pytest.approx(0.95) and found.verdict == "rework"
    assert found.prevalence["yes"] == pytest.approx(0.025)


def test_the_interval_depends_on_the_day() -> None:
    one, other = agreement(four(), draws=300, seed=7), agreement(four(), draws=300, seed=7)
    assert one == other and one.low is not None and one.high is not None and one.alpha is not None
    assert one.low <= one.alpha <= one.high


UNITS = st.lists(st.lists(st.sampled_from([None, 1, 2, 3]), min_size=3, max_size=3), min_size=2, max_size=12)


@given(UNITS, st.randoms(use_true_random=False))
def test_the_order_of_coders_or_of_units_matters(units: list[list[int | None]], shuffle: random.Random) -> None:
    mixed = [shuffle.sample(unit, len(unit)) for unit in units]
    shuffle.shuffle(mixed)
    found, again = alpha(units), alpha(mixed)
    assert found == again or found == pytest.approx(again)
    assert found is None or found <= 1 + 1e-12


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "ratio"])
def test_the_interval_is_not_that_of_the_same_samples_worked_out_one_by_one(level: Level) -> None:
    """The quick way adds up what units bring; here each sample of units is laid out again and goes through alpha."""
    draw = random.Random(11)
    for size, words in ((3, 2), (8, 5), (40, 3)):
        units = [[draw.choice([None, *range(1, words + 1)]) for _ in range(3)] for _ in range(size)]
        paired = [unit for unit in units if len([code for code in unit if code is not None]) > 1]
        sampled, values = np.random.default_rng(0), []
        for _ in range(80):
            value = alpha([paired[i] for i in sampled.integers(len(paired), size=len(paired))], level)
            values += [] if value is None else [value]
        found = agreement(units, level, draws=80)
        assert (found.low, found.high) == pytest.approx(tuple(np.quantile(values, (0.025, 0.975))))
