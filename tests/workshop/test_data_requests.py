"""A request for data, its refusal, its appeal: in order, with their days, read before they are public."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from longuevue.terms.refusal import Refusal
from longuevue.workshop.actors.models import Actor
from longuevue.workshop.data_requests import services
from longuevue.workshop.data_requests.models import DataRequest
from longuevue.workshop.moderation import services as moderation
from longuevue.workshop.moderation.selectors import items
from longuevue.workshop.reasoning.requests import deadline, may_follow, months_after, stands_closed

DAY = dt.date(2026, 3, 31)


@pytest.fixture
def asked(valmont: Any) -> DataRequest:
    hospital = Actor.objects.create(observatory=valmont, name="Hôpital de Valmont", kind="health")
    return services.open_request(
        valmont, actor=hospital, marker="foreign-patients", data="séjours par pays", day=DAY, by=None
    )


def steps(*said: tuple[str, int]) -> list[Any]:
    return [SimpleNamespace(what=what, day=DAY + dt.timedelta(days=after)) for what, after in said]


def test_silence_and_appeal_have_the_days_of_the_law() -> None:
    assert deadline(steps(("asked", 0))).day == dt.date(2026, 4, 30)  # type: ignore[union-attr]
    assert deadline(steps(("asked", 0), ("reminded", 20))).day == dt.date(2026, 4, 30)  # type: ignore[union-attr]
    until = deadline(steps(("asked", 0), ("refused", 10)))
    assert until is not None and (until.name, until.day) == ("appeal", dt.date(2026, 6, 10))
    assert deadline(steps(("asked", 0), ("answered", 10))) is None and deadline([]) is None
    assert months_after(dt.date(2027, 12, 31), 2) == dt.date(2028, 2, 29)


def test_a_step_is_written_out_of_order_before_the_last_or_in_the_future() -> None:
    today = DAY + dt.timedelta(days=90)
    one = steps(("asked", 0))
    assert may_follow(one, "appealed", today, today) == "order"
    assert may_follow(one, "refused", DAY - dt.timedelta(days=1), today) == "before"
    assert may_follow(one, "refused", today + dt.timedelta(days=1), today) == "future"
    assert may_follow(steps(("asked", 0), ("refused", 5)), "appealed", today, today) == ""


def test_an_answer_leaves_the_source_closed_and_a_refusal_open() -> None:
    assert not stands_closed(steps(("asked", 0))) and not stands_closed([])
    assert stands_closed(steps(("asked", 0), ("silent", 31), ("appealed", 40), ("opinion_for", 70)))
    assert not stands_closed(steps(("asked", 0), ("refused", 5), ("answered", 50)))


def test_a_new_step_takes_the_approval_away_until_it_is_read(
    valmont: Any, asked: DataRequest, person: Callable[..., Any]
) -> None:
    manager = person(valmont, "manager")
    moderation.approve(valmont, "request", [asked.public_id], by=manager)
    assert [i.state for i in items(valmont, "request")] == ["approved"]
    services.add_step(asked, what="refused", day=DAY, note="", by=manager)
    assert [(i.state, i.changed) for i in items(valmont, "request")] == [("submitted", True)]


def test_a_telephone_number_in_a_note_is_approved(valmont: Any, asked: DataRequest, person: Callable[..., Any]) -> None:
    services.add_step(asked, what="refused", day=DAY, note="rappeler le 04 67 12 34 56", by=None)
    outcome = moderation.approve(valmont, "request", [asked.public_id], by=person(valmont, "manager"))
    assert not outcome.done and "04 67 12 34 56" in outcome.told[0]


def test_the_pages_lead_from_the_request_to_the_appeal(
    valmont: Any, asked: DataRequest, person: Callable[..., Any], visitor: Callable[..., Client]
) -> None:
    browser, here = visitor(person(valmont, "moderator")), f"/atelier/o/valmont/demandes/{asked.public_id}/"
    assert "Hôpital de Valmont" in browser.get("/atelier/o/valmont/demandes/").content.decode()
    assert "30/04/2026" in browser.get(here).content.decode()
    bad = browser.post(f"{here}suite/", {"what": "appealed", "day": "2026-04-02", "note": ""})
    assert bad.status_code == 400
    assert browser.post(f"{here}suite/", {"what": "refused", "day": "2026-04-02", "note": "secret"}).status_code == 302
    letter = browser.get(f"{here}lettre/cada/").content.decode()
    assert "02/04/2026" in letter and "séjours par pays" in letter
    assert browser.get(f"{here}lettre/autre/").status_code == 404
    assert "source fermée" in browser.get(here).content.decode()


def test_a_marker_that_does_not_exist_is_asked_about(valmont: Any, asked: DataRequest) -> None:
    from django.http import Http404

    with pytest.raises((Http404, Refusal)):
        services.open_request(valmont, actor=asked.actor, marker="nulle-part", data="x", day=DAY, by=None)
