"""« Fort enjeu, pas de débat »: planted in Valmont, the alarm rings for what nobody speaks of, and only for that."""

from __future__ import annotations

import pytest

from longuevue.diagnosis.silences import HIGH_FROM_PERCENTILE, Stake, silences


def test_a_transit_that_weighs_and_that_nobody_debates_rings() -> None:
    """S63, the founding text's case (l. 951-953): thousands of people go through a small town of the border; no council speaks of it."""
    (alarm,) = silences(
        [Stake("people-in-transit", "people", 97.0), Stake("twinnings-share", "cooperation", 97.0)], {"cooperation"}
    )
    assert (alarm.marker, alarm.threshold) == ("people-in-transit", HIGH_FROM_PERCENTILE)


@pytest.mark.parametrize("stake", [Stake("m", "people", 74.9), Stake("policy-uptake", "debate", 99.0)])
def test_a_middling_figure_or_one_about_debate_itself_does_not_ring(stake: Stake) -> None:
    assert silences([stake], set()) == []


def test_alarms_come_in_the_order_given_and_never_by_value() -> None:
    stakes = [Stake("a", "people", 76.0), Stake("b", "sport", 99.0)]
    assert [one.marker for one in silences(stakes, set())] == ["a", "b"]
