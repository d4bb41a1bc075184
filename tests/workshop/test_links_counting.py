"""Counting on links, without a database: what would mislead a resident if it were wrong.
Places are those of Valmont, our invented cross-border conurbation."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longuevue.terms.gap import gaps, silent_fields
from longuevue.terms.strata import LAYERS, UNDATED, period_of, stratigraphy
from longuevue.workshop.reasoning.accountability import LINES, Money, Return, sheet
from longuevue.workshop.reasoning.securing import LASTS, LEGS, history, legs


@dataclass
class Link:
    layer: str = "twinning"
    start_year: int | None = None
    alive: bool = True
    involves_authority: bool = True
    field: str = "culture"
    aims: str = ""
    local_interest: str = ""
    mutual_interest: str = ""
    vote: str = ""


@dataclass
class Proof:
    leg: str
    day: dt.date
    evidence: str = "délibération du 3 mars"


links = st.lists(
    st.builds(
        Link,
        layer=st.sampled_from(LAYERS),
        start_year=st.none() | st.integers(1850, 2026),
        alive=st.booleans(),
        involves_authority=st.booleans(),
        field=st.sampled_from(["culture", "education", "health", ""]),
    )
)


@given(links)
def test_a_link_is_lost_between_the_register_and_the_chart(register: list[Link]) -> None:
    chart = stratigraphy(register)
    assert sum(cell.total for cell in chart) == len(register)
    assert sum(cell.alive for cell in chart) == sum(link.alive for link in register)


def test_an_undated_link_is_dropped_or_given_a_date() -> None:
    (cell,) = stratigraphy([Link(start_year=None)])
    assert (cell.period, cell.total) == (UNDATED, 1)


def test_periods_overlap() -> None:
    assert [period_of(year) for year in (1989, 1990, 1999, 2000)] == [
        "1980-1989",
        "1990-1999",
        "1990-1999",
        "2000-2009",
    ]


@given(links)
def test_the_gap_forgets_a_link_or_counts_it_twice(register: list[Link]) -> None:
    whole, *fields = gaps(register)
    assert whole.total == len(register) == sum(gap.total for gap in fields)


def test_a_place_without_links_gets_a_share_of_zero() -> None:
    (whole,) = gaps([])
    assert whole.share is None


def test_a_city_that_lags_behind_its_actors_is_not_seen() -> None:
    register = [
        Link(involves_authority=False, field="culture"),
        Link(involves_authority=False, field="culture"),
        Link(involves_authority=False, field="education"),
        Link(involves_authority=True, field="education"),
    ]
    found = gaps(register)
    assert found[0].share == pytest.approx(25.0)
    assert silent_fields(found) == ["culture"]


def test_a_line_that_nobody_filled_disappears_from_the_sheet() -> None:
    told = sheet(Link(aims="Apprendre l'un de l'autre"), [], [])
    assert [line.name for line in told] == list(LINES)
    assert [line.name for line in told if line.missing] == [
        "local_interest",
        "mutual_interest",
        "money",
        "returns",
        "vote",
    ]


def test_money_that_nobody_stated_is_written_as_zero() -> None:
    assert Money(2024, None, None).total is None
    assert Money(2024, 0.0, None).total == 0.0
    line = next(line for line in sheet(Link(), [Money(2024, None, None)], []) if line.name == "money")
    assert line.missing


@pytest.mark.parametrize("left_out", ["kind", "beneficiary", "years", "evidence"])
def test_a_return_without_beneficiary_is_taken_for_a_return(left_out: str) -> None:
    said = {
        "kind": "savoir-faire",
        "beneficiary": "agents du service des eaux",
        "years": "2019-2023",
        "evidence": "rapport",
    }
    back = Return(**{**said, left_out: "  "})
    assert back.missing() == [left_out]
    line = next(line for line in sheet(Link(), [], [back]) if line.name == "returns")
    assert line.missing


def test_a_leg_is_ticked_without_evidence() -> None:
    day = dt.date(2026, 1, 1)
    assert not any(leg.holds for leg in legs([Proof("political", day, evidence="  ")], day))


def test_a_proof_of_tomorrow_or_of_long_ago_holds_a_leg_up() -> None:
    on = dt.date(2026, 1, 1)
    proofs = [Proof("political", on + dt.timedelta(days=1)), Proof("information", on - dt.timedelta(days=400))]
    assert not any(leg.holds for leg in legs(proofs, on))


@given(
    st.lists(st.builds(Proof, st.sampled_from(LEGS), st.dates(dt.date(2000, 1, 1), dt.date(2026, 1, 1))), max_size=8)
)
def test_the_number_of_legs_changes_on_a_day_without_cause(proofs: list[Proof]) -> None:
    causes = {proof.day for proof in proofs} | {proof.day + dt.timedelta(days=LASTS[proof.leg] + 1) for proof in proofs}
    told = history(proofs)
    assert {day for day, _ in told} <= causes
    for day, count in told:
        assert count == sum(leg.holds for leg in legs(proofs, day))
