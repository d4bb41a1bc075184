"""Five years later: nobody who left is written to, everybody who may be is, and what is lost is counted.
A simulated clock, day by day; people are invented."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable

import pytest

from longuevue.workshop.reasoning.waves import (
    AROUND,
    REMINDERS,
    Witness,
    attrition,
    change,
    standardised_difference,
    to_write,
)

START = dt.date(2021, 3, 1)


def people(count: int, draw: random.Random) -> list[Witness]:
    return [
        Witness(f"w{number}", START + dt.timedelta(days=draw.randrange(400)), draw.random() < 0.7)
        for number in range(count)
    ]


def test_somebody_who_left_is_written_to_in_five_years_of_clock(counts: Callable[[int, int], int]) -> None:
    draw = random.Random(2026)
    crowd = people(counts(300, 1_000), draw)
    by_id = {person.id: person for person in crowd}
    written: dict[str, list[dt.date]] = {}
    day = START
    while day < START + dt.timedelta(days=400 + 5 * 366 + 2 * AROUND):
        for person in draw.sample(crowd, 2):  # life goes on: some withdraw, refuse, move or answer on any day
            what = draw.choice(["withdrew", "refused", "bounced", "answered", "", "", "", "", "", ""])
            if what and (what == "withdrew" or person.sent) and getattr(person, what) is None:
                setattr(person, what, day)
        for who, message in to_write(crowd, day):
            person = by_id[who]
            assert person.may_be_asked and person.withdrew is None and person.refused is None
            assert person.bounced is None and person.answered is None
            assert (message == "invitation") == (not person.sent)
            person.sent.append(day)
            written.setdefault(who, []).append(day)
        day += dt.timedelta(days=1)
    for person in crowd:
        sent = written.get(person.id, [])
        assert len(sent) <= 1 + REMINDERS
        assert all(person.due <= day <= person.due + dt.timedelta(days=AROUND) for day in sent)
        gone = person.withdrew is not None and person.withdrew <= person.due
        assert bool(sent) == (person.may_be_asked and not gone), person


def test_a_leap_day_is_never_due() -> None:
    assert Witness("w", dt.date(2024, 2, 29), True).due == dt.date(2029, 2, 28)


def test_those_who_withdrew_still_count_among_the_lost() -> None:
    today = dt.date(2030, 1, 1)
    told = dt.date(2024, 1, 1)
    crowd = [Witness(f"h{n}", told, True, answered=today) for n in range(6)]
    crowd += [Witness("r", told, True, refused=today), Witness("b", told, True, bounced=today)]
    crowd += [Witness("s", told, True), Witness("t", told, True)]
    crowd += [Witness("gone", told, True, withdrew=today), Witness("never", told, False), Witness("late", today, True)]
    found = attrition(crowd, today)
    assert (found.eligible, found.heard, found.refused, found.bounced) == (10, 6, 1, 1)
    # Wilson's interval of 4 out of 10: Wilson (1927), as tabled by Newcombe (1998) for the score method
    assert found.share == pytest.approx(0.4)
    assert (found.low, found.high) == (pytest.approx(0.1682, abs=1e-4), pytest.approx(0.6873, abs=1e-4))
    assert attrition([], today).share is None


def test_a_change_that_chance_explains_passes_for_one() -> None:
    before = [True] * 10 + [False] * 20
    after = [True] * 8 + [False] * 2 + [True] * 9 + [False] * 11
    found = change(before, after)
    assert (found.gained, found.lost, found.kept, found.never) == (9, 2, 8, 11)
    assert found.p == pytest.approx(2 * (1 + 11 + 55) / 2**11)  # P(Bin(11, 1/2) <= 2), twice
    assert change([True, False], [True, False]).p is None
    assert change([True, False], [False, True]).p == 1


def test_those_who_stayed_pass_for_those_who_left() -> None:
    alike = standardised_difference([True, False] * 10, [True, False] * 5)
    apart = standardised_difference([True] * 8 + [False] * 2, [True] * 4 + [False] * 6)
    assert alike == 0 and apart is not None and apart == pytest.approx(0.4 / ((0.16 + 0.24) / 2) ** 0.5)
    assert (
        standardised_difference([False] * 3, [True] * 3) == float("-inf")
        and standardised_difference([True], [True]) == 0
    )
    assert standardised_difference([], [True]) is None
