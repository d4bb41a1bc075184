"""The gap between what officials believe and what residents say: its interval keeps its promise on populations whose gap is known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from longuevue.workshop.reasoning.perception import gap, mean_guess, share

#: officials who guess, residents who answer, true share, mean and spread of the guesses
POPULATIONS = ((35, 400, 0.62, 40, 15), (15, 60, 0.80, 45, 20), (69, 1000, 0.30, 50, 20), (12, 40, 0.90, 60, 15))


def test_a_known_gap_is_worked_out_by_hand() -> None:
    guesses = [20.0, 30.0, 40.0, 30.0]  # mean 30, standard deviation 8.165, Student at 3: 3.1824
    guess = mean_guess(guesses)
    assert guess.value == 30 and guess.high - 30 == pytest.approx(3.182446 * 8.164966 / 2, rel=1e-5)
    answer = share(60, 100)  # Wilson: 50.20 to 69.06
    assert (round(answer.low, 2), round(answer.high, 2)) == (50.20, 69.06)
    found = gap(guess, answer)
    assert found.value == -30
    assert found.low == pytest.approx(-30 - np.hypot(12.992, 69.06 - 60), abs=0.01)
    assert found.high == pytest.approx(-30 + np.hypot(12.992, 60 - 50.20), abs=0.01)


@pytest.mark.parametrize("population", POPULATIONS)
def test_the_interval_does_not_hold_what_it_promises(
    population: Any, counts: Callable[[int, int], int], prove: Callable[..., None]
) -> None:
    officials, residents, true, middle, spread = population
    draws = np.random.default_rng(2026 + officials)
    runs = counts(300, 1000)

    def guesses(size: int) -> np.ndarray:
        return np.clip(np.round(draws.normal(middle, spread, size) / 5) * 5, 0, 100)

    known = float(guesses(2_000_000).mean()) - 100 * true
    held = 0
    for _ in range(runs):
        answer = share(int(draws.binomial(residents, true)), residents)
        held += known in gap(mean_guess(guesses(officials).tolist()), answer)
    inside = 100 * held / runs
    low, high = counts(91, 93), counts(99, 97)  # three hundred runs say it to two points, a thousand to one
    prove(
        f"perception gap: known gap inside the 95 % interval, {officials} officials and {residents} residents, {runs} runs",
        value=f"{inside:.1f} %", bar=f"{low}–{high} %", holds=low <= inside <= high,
    )  # fmt: skip


def test_a_council_that_all_answered_still_has_a_margin() -> None:
    whole = mean_guess([10.0, 50.0, 90.0], among=3)
    assert whole.low == whole.value == whole.high
    assert share(30, 40, among=40).low == 75 == share(30, 40, among=40).high
    half = share(30, 40, among=80)
    assert share(30, 40).low < half.low < 75 < half.high < share(30, 40).high


def test_one_guess_or_no_answer_has_an_interval() -> None:
    with pytest.raises(ValueError, match="two guesses"):
        mean_guess([40.0])
    with pytest.raises(ValueError, match="answers"):
        share(0, 0)
