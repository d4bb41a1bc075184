"""Removing for good takes two managers; many records decided by mistake come back in one gesture."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from longuevue.terms.refusal import Refusal
from longuevue.workshop.actors.models import Actor, Contact
from longuevue.workshop.links.models import Link
from longuevue.workshop.moderation import removal, services
from longuevue.workshop.moderation.models import Act, Entry, Removal, Review
from longuevue.workshop.moderation.selectors import items

HERE = "/atelier/o/valmont/moderation/suppressions/"
WHY = "Entrée d'essai, à retirer."


@pytest.fixture
def club(valmont: Any) -> Actor:
    club = Actor.objects.create(observatory=valmont, name="Club d'aviron", kind="sport", description="phrase à oublier")
    Contact.objects.create(actor=club, person="Aubrac")
    return club


def test_one_manager_removes_alone(
    valmont: Any, club: Actor, person: Callable[..., Any], visitor: Callable[..., Client]
) -> None:
    first, second, moderator = (person(valmont, role) for role in ("manager", "manager", "moderator"))
    said = {"record": f"actor:{club.public_id}", "reason": WHY}
    assert visitor(moderator).post(HERE, said).status_code == 403
    browser = visitor(first)
    assert browser.post(HERE, {**said, "reason": "non"}).status_code == 400
    assert browser.post(HERE, said).status_code == 302
    (asked,) = Removal.objects.all()
    alone = browser.post(f"{HERE}{asked.public_id}/", {"answer": "confirm"})
    assert alone.status_code == 400 and "On ne supprime pas seul" in alone.content.decode()
    assert Actor.objects.filter(pk=club.pk).exists()
    assert visitor(second).post(f"{HERE}{asked.public_id}/", {"answer": "confirm"}).status_code == 302
    assert not Actor.objects.filter(pk=club.pk).exists() and not Contact.objects.exists()
    entry = Entry.objects.get()
    assert (entry.label, entry.after, entry.act.by) == ("Club d'aviron", "removed", second)
    assert str(first) in entry.act.reason and WHY in entry.act.reason


def test_what_it_said_stays_in_the_versions_or_a_removal_is_taken_back(
    valmont: Any, club: Actor, person: Callable[..., Any]
) -> None:
    first, second = person(valmont, "manager"), person(valmont, "manager")
    services.approve(valmont, "actor", [club.public_id], by=first)
    merged = Actor.objects.create(observatory=valmont, name="Aviron Club", merged_into=club)
    act = removal.confirm(removal.ask(valmont, "actor", club.public_id, reason=WHY, by=first), by=second)
    assert not Actor.history.filter(description="phrase à oublier").exists()
    assert not Actor.objects.filter(pk=merged.pk).exists() and items(valmont) == []
    assert not Review.objects.filter(record=club.public_id).exists()
    with pytest.raises(Refusal, match="ne se reprend pas"):
        services.undo(valmont, act, by=first)


def test_a_removal_is_asked_twice_confirmed_twice_or_left_and_done_all_the_same(
    valmont: Any, elsewhere: Any, club: Actor, person: Callable[..., Any]
) -> None:
    first, second = person(valmont, "manager"), person(valmont, "manager")
    asked = removal.ask(valmont, "actor", club.public_id, reason=WHY, by=first)
    with pytest.raises(Refusal, match="déjà demandée"):
        removal.ask(valmont, "actor", club.public_id, reason=WHY, by=second)
    with pytest.raises(Refusal):
        removal.ask(elsewhere, "actor", club.public_id, reason=WHY, by=second)
    removal.give_up(asked)
    with pytest.raises(Refusal, match="close"):
        removal.confirm(asked, by=second)
    assert Actor.objects.filter(pk=club.pk).exists()


@pytest.mark.parametrize("kind", ["link", "network", "organisation", "card", "request", "vantage"])
def test_a_kind_of_record_cannot_be_removed(valmont: Any, club: Actor, kind: str, person: Callable[..., Any]) -> None:
    from longuevue.workshop.actors.services import see
    from longuevue.workshop.data_requests.models import DataRequest
    from longuevue.workshop.links.models import Card, Change, Direction, Network, Organisation

    link = Link.objects.create(observatory=valmont, area="com-34172", partner="Port-Vieux", kind="twinning")
    Change.objects.create(link=link, what="kept", reason="vu")
    organisation = Organisation.objects.create(observatory=valmont)
    Direction.objects.create(organisation=organisation, name="Culture")
    Network.objects.create(observatory=valmont, name="Villes du verre")
    Card.objects.create(observatory=valmont, kind="body", area="com-34172", name="Forum")
    DataRequest.objects.create(observatory=valmont, actor=club, marker="twinnings", data="x")
    see(club, "twinnings")
    (item,) = items(valmont, kind)
    asked = removal.ask(valmont, kind, item.record, reason=WHY, by=person(valmont, "manager"))
    removal.confirm(asked, by=person(valmont, "manager"))
    assert items(valmont, kind) == []


def test_many_records_approved_by_mistake_come_back_one_by_one(valmont: Any, person: Callable[..., Any]) -> None:
    manager = person(valmont, "manager")
    rows = [Actor(observatory=valmont, name=f"Acteur {n:04}", kind="firm") for n in range(300)]
    Actor.objects.bulk_create(rows)
    known = rows[0]
    services.approve(valmont, "actor", [row.public_id for row in rows], by=manager)
    act = Act.objects.get()
    services.decide(
        valmont, [i.token for i in items(valmont, "actor") if i.record == known.public_id], verdict="refused",
        reason="double", by=manager,
    )  # fmt: skip
    outcome = services.undo(valmont, act, by=manager)
    assert outcome.done == 299 and len(outcome.told) == 1
    states = {item.state for item in items(valmont, "actor") if item.record != known.public_id}
    assert states == {"draft"}
    assert next(i.state for i in items(valmont, "actor") if i.record == known.public_id) == "refused"


def test_an_answered_question_or_a_whole_room_cannot_be_removed_or_leaves_something(
    valmont: Any, person: Callable[..., Any]
) -> None:
    from longuevue.workshop.debate import services as debate
    from longuevue.workshop.debate.models import Post, Record, Room
    from longuevue.workshop.withdrawals.models import Withdrawal
    from tests.workshop.rooms import opened_room, publish

    first, second = person(valmont, "manager"), person(valmont, "manager")
    room = opened_room(valmont, first)
    question = room.posts.get(kind="question")
    answer = debate.answer(question, text="Oui, deux agents.", by=first)
    publish(valmont, answer, first)
    said = set(room.posts.values_list("public_id", flat=True))
    removal.confirm(removal.ask(valmont, "post", question.public_id, reason=WHY, by=first), by=second)
    assert not Post.objects.filter(pk__in=[question.pk, answer.pk]).exists()
    removal.confirm(removal.ask(valmont, "room", room.public_id, reason=WHY, by=first), by=second)
    assert not Room.objects.exists() and not Post.objects.exists() and not Record.objects.exists()
    assert not Review.objects.exists() and items(valmont) == []
    written = set(Withdrawal.objects.values_list("kind", "record", "purpose"))
    assert written == {("post", one, "removed") for one in said} | {("room", room.public_id, "removed")}
