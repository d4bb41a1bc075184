"""A vote in a room says nothing of who, nothing before its end, nothing under eleven; and five hundred votes from three networks
are told as such."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.utils import timezone

from longuevue.workshop.debate import voting
from longuevue.workshop.debate.models import Ballot, NetworkCount, Room, SpentToken, Window
from longuevue.workshop.reasoning.brigading import Sent, over_days, sent
from longuevue.workshop.reasoning.clusters import groups
from longuevue.workshop.reasoning.respondents import told
from tests.workshop.rooms import ballot, post_in, room_of

TOMORROW = dt.timedelta(days=1)


@pytest.fixture
def room(valmont: Any, person: Callable[..., Any]) -> Any:
    """A room with two arguments and an option to vote on."""
    manager = person(valmont, "manager")
    made = room_of(valmont, manager, votes_until=timezone.localdate() + TOMORROW)
    made.statements = [
        post_in(made, "argument", "Les loyers montent.", manager, side=1),
        post_in(made, "argument", "Les cafés vivent.", manager, side=0),
        post_in(made, "option", "Limiter à 120 nuits.", manager),
    ]
    return made


def over(room: Any) -> Any:
    """The vote ended yesterday."""
    Room.objects.filter(pk=room.pk).update(votes_until=timezone.localdate() - TOMORROW)
    fresh = Room.objects.get(pk=room.pk)
    fresh.statements = room.statements
    return fresh


def ids(room: Any) -> list[str]:
    return [str(post.public_id) for post in room.statements]


def page_of(visitor: Callable[..., Client], room: Any) -> str:
    return visitor().get(f"/atelier/debat/{room.public_id}/").content.decode()


@pytest.mark.parametrize(
    ("counts", "closed", "why"),
    [
        ({"agree": 6, "disagree": 4}, True, "few"),
        ({"agree": 7, "disagree": 4}, True, ""),
        ({"agree": 400, "disagree": 0}, True, "unanimous"),
        ({"agree": 200, "disagree": 200}, False, "open"),
        ({}, True, "few"),
    ],
)
def test_a_total_a_share_or_a_vote_that_is_not_over_is_told(counts: dict[str, int], closed: bool, why: str) -> None:
    said = told(counts, closed=closed)
    assert said.why == why
    if why:
        assert said.total is None and said.counts == {} and said.share("agree") is None


def test_ten_voters_are_told(room: Any, visitor: Callable[..., Client]) -> None:
    first, second, third = ids(room)
    for n in range(10):
        assert ballot(room, {first: "agree" if n % 2 else "disagree", second: "agree"}, f"10.{n}.0.0/24")
    open_page = page_of(visitor, room)
    assert "Rien n&#x27;est dit des réponses" in open_page and "10 bulletins" not in open_page
    done = over(room)
    assert voting.told_of(done).people is None and "Moins de 11 réponses" in page_of(visitor, done)
    Room.objects.filter(pk=room.pk).update(votes_until=timezone.localdate())
    ballot(Room.objects.get(pk=room.pk), {first: "agree", second: "agree"}, "10.99.0.0/24")
    results = voting.told_of(over(room))
    assert results.people == 11 and results.by_post[first].counts == {"agree": 6, "disagree": 5, "pass": 0}
    assert results.by_post[second].why == "unanimous" and results.by_post[third].why == "few"
    assert results.document()["by_post"] == {first: {"agree": 6, "disagree": 5, "pass": 0}}
    page = page_of(visitor, over(room))
    assert "6 (54,5" in page.replace("\u202f", " ").replace("\u00a0", " ") and "Tous ont répondu de même" in page


def test_a_ballot_remembers_a_device_a_network_or_an_hour(room: Any, visitor: Callable[..., Client]) -> None:
    from django.contrib.sessions.models import Session

    sessions = Session.objects.count()
    at, phone = f"/atelier/debat/{room.public_id}/voter/", visitor()
    agent = {"HTTP_USER_AGENT": "Telephone-de-Jeanne/7", "REMOTE_ADDR": "203.0.113.77"}
    assert phone.get(at, **agent).status_code == 200
    paper = next(c.value for name, c in phone.cookies.items() if name.startswith("longuevue_paper_"))
    assert "est compté" in phone.post(at, {f"a-{ids(room)[0]}": "agree"}, **agent).content.decode()
    assert {f.name for f in Ballot._meta.fields} == {"id", "room", "answers"}
    assert {f.name for f in SpentToken._meta.fields} == {"id", "room", "fingerprint"}
    assert Session.objects.count() == sessions
    dump = ""
    with connection.cursor() as cursor:
        for model in apps.get_models():
            cursor.execute(f"select * from {model._meta.db_table}")
            dump += repr(cursor.fetchall())
    for trace in ("Telephone-de-Jeanne", "203.0.113", paper, paper.split(".")[0]):
        assert trace not in dump, trace


def test_rows_tell_in_which_order_ballots_came(room: Any) -> None:
    first = ids(room)[0]
    for n in range(40):
        ballot(room, {first: ("agree", "disagree")[n % 2]}, f"10.{n}.0.0/24")
    papers = list(SpentToken.objects.order_by("pk").values_list("pk", flat=True))
    ballots = list(Ballot.objects.order_by("pk").values_list("pk", flat=True))
    assert not set(papers) & set(ballots) and max(papers) > 2**50
    with connection.cursor() as cursor:
        cursor.execute("select rowid, id from debate_ballot")
        assert all(rowid == number for rowid, number in cursor.fetchall()), "no hidden number in order of arrival"


def test_a_lost_connection_doubles_or_loses_a_ballot(room: Any, visitor: Callable[..., Client]) -> None:
    at, phone = f"/atelier/debat/{room.public_id}/voter/", visitor()
    phone.get(at)
    said = {f"a-{ids(room)[0]}": "agree"}
    assert "est compté" in phone.post(at, said).content.decode()
    assert "déjà compté" in phone.post(at, said).content.decode()
    assert Ballot.objects.count() == 1 and NetworkCount.objects.get().votes == 1
    assert phone.post(at, {}).status_code == 400 and phone.post(at, {"a-xyz": "agree"}).status_code == 400
    stranger = visitor()
    name = next(n for n in phone.cookies if n.startswith("longuevue_paper_"))
    stranger.cookies[name] = "invente.0123456789abcdef01234567"
    stranger.get(at)
    assert stranger.cookies[name].value != "invente.0123456789abcdef01234567"


def test_five_hundred_votes_from_three_networks_pass_for_the_residents(
    room: Any, visitor: Callable[..., Client]
) -> None:
    first, second, third = ids(room)
    chance = random.Random(11)
    for _ in range(40):
        network = f"10.{chance.randrange(200)}.0.0/24"
        ballot(room, {first: chance.choice(["agree", "disagree"]), third: "agree"}, network)
    before = [str(one.post.public_id) for one in voting.statements(room)]
    for n in range(500):
        ballot(room, {second: "agree", first: "disagree"}, f"192.0.{n % 3}.0/24")
    assert [str(one.post.public_id) for one in voting.statements(room)] == before, "never ranked"
    assert "Envois groupés : 540" in page_of(visitor, room).replace("\u00a0", " "), "told while the vote is open"
    Window.objects.update(day=timezone.localdate() - TOMORROW)
    assert voting.forget_past_networks() == 1
    window = Window.objects.get()
    assert (window.votes, window.from_few >= 500, window.salt) == (540, True, "") and not NetworkCount.objects.exists()
    done = over(room)
    results = voting.told_of(done)
    assert results.grouped[0].votes == 540 and results.groups.refused == "grouped"
    assert results.document()["by_post"] == {} and results.document()["people"] is None
    page = page_of(visitor, done).replace("\u00a0", " ")
    assert "Envois groupés : 540" in page and "%" not in page.split('id="votes"')[1].split('id="removed"')[0]
    order = [page.index(post) for post in (f"p-{first}", f"p-{second}")]
    assert order != sorted(order) or before.index(first) < before.index(second)


def test_a_class_or_a_library_is_taken_for_brigading() -> None:
    assert not sent([25, 1, 1]).grouped
    assert not sent([6] * 50).grouped and sent([200, 150, 150, 1, 1]).grouped


def test_five_hundred_votes_fed_drop_by_drop_pass_for_the_residents(room: Any, visitor: Callable[..., Client]) -> None:
    first, second, _ = ids(room)
    for day in range(19, -1, -1):  # twenty-six a day, each day under what a class may send
        for n in range(25):
            ballot(room, {second: "agree", first: "disagree"}, f"192.0.{n % 2}.0/24")
        ballot(room, {first: "agree", second: "disagree"}, f"10.{day}.0.0/24")
        Window.objects.exclude(salt="").update(day=timezone.localdate() - TOMORROW * (day + 1))
        voting.forget_past_networks()
    assert not any(one.grouped for one in voting.windows(room))
    results = voting.told_of(over(room))
    assert [(one.votes, one.networks, one.from_few) for one in results.grouped] == [(520, 60, 520)]
    assert results.document()["by_post"] == {} and results.groups.refused == "grouped"
    page = page_of(visitor, room).replace("\u00a0", " ")
    assert "Envois groupés : 520" in page and "%" not in page.split('id="votes"')[1].split('id="removed"')[0]


def test_a_quiet_room_or_a_library_over_many_days_is_taken_for_brigading() -> None:
    assert not over_days([sent([1, 1])] * 40), "two residents a day, forty days"
    assert not over_days([sent([10, *[1] * 12])] * 20), "a library among residents"
    assert over_days([sent([25, 1])] * 20) == [Sent(520, 40, 520)]
    assert over_days([sent([25, 1]), sent([200, 1])]) == [sent([200, 1])], "a grouped day is told by itself"


def _divided(count: int, seed: int) -> list[dict[str, int]]:
    chance = random.Random(seed)
    camps = [{"a": 1, "b": 1, "c": -1, "d": -1}, {"a": -1, "b": -1, "c": 1, "d": 1}]
    found = []
    for n in range(count):
        camp = camps[n % 3 != 0]
        found.append({k: v if chance.random() < 0.9 else -v for k, v in camp.items()})
    return found


def test_groups_are_told_of_too_few_or_where_there_are_none() -> None:
    asked = ["a", "b", "c", "d"]
    ballots = _divided(120, 3)
    assert groups(ballots, asked, 200).refused == "few" and groups(ballots[:29], asked, 5).refused == "few"
    found = groups(ballots, asked, 100)
    assert len(found.groups) == 2 and abs(found.groups[0].size - 80) < 12
    shuffled = ballots[:]
    random.Random(5).shuffle(shuffled)
    assert groups(shuffled, asked, 100) == found, "the order of ballots changes nothing"
    for seed in range(6):
        chance = random.Random(seed)
        noise = [{k: chance.choice([-1, 0, 1]) for k in asked} for _ in range(150)]
        assert groups(noise, asked, 100).refused == "division", seed
    alike = [{"a": 1, "b": 1, "c": 1, "d": 1}] * 150 + [{"a": -1, "b": -1, "c": -1, "d": -1}] * 5
    assert groups(alike, asked, 100).refused == "division", "a group of five would be known"


def test_what_a_group_may_not_say_is_found_by_subtraction() -> None:
    """On « e », one group is of one mind, the other is not; the whole room is told."""
    chance, asked = random.Random(3), ["a", "b", "c", "d", "e"]
    ballots = _divided(120, 3)
    for n, one in enumerate(ballots):
        one["e"] = 1 if n % 3 else chance.choice([-1, 1])
    found = groups(ballots, asked, 100).groups
    assert len(found) == 2
    for statement in asked:
        shown = {group.answers[statement].shown for group in found}
        assert len(shown) == 1, (statement, [group.answers[statement] for group in found])
    assert {group.answers["e"].why for group in found} <= {"unanimous", "apart"}
    assert any(group.answers[statement].shown for group in found for statement in asked), "the others are still told"


def test_a_room_shows_no_group_under_the_number_it_declared(room: Any, visitor: Callable[..., Client]) -> None:
    chance = random.Random(2)
    for n in range(35):
        answers = {post: chance.choice(["agree", "disagree"]) for post in ids(room)}
        ballot(room, answers, f"10.{n}.0.0/24")
    page = page_of(visitor, over(room))
    assert "il en faut au moins 100 participants" in page and "Groupe 1" not in page
