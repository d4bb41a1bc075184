"""Someone who looks twice, or reads every place where a vote is told, to learn what one person said. Played in Valmont."""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from longuevue.workshop.debate import services, voting
from longuevue.workshop.debate.models import Room
from longuevue.workshop.debate.showing import record_context
from longuevue.workshop.debate.telling import told_rooms
from longuevue.workshop.frame.ballots import new_paper
from longuevue.workshop.moderation import services as moderation
from longuevue.workshop.reasoning.clusters import groups
from longuevue.workshop.tables import selectors
from longuevue.workshop.tables import services as tables
from longuevue.workshop.tables.models import Meeting, Survey
from tests.workshop.rooms import ballot, post_in, remove, room_of

ASKED = ["a", "b", "c", "d"]


def divided(count: int, seed: int = 3) -> list[dict[str, int]]:
    """Two camps, one in three against two in three."""
    chance = random.Random(seed)
    camps = [{"a": 1, "b": 1, "c": -1, "d": -1}, {"a": -1, "b": -1, "c": 1, "d": 1}]
    return [{k: v if chance.random() < 0.9 else -v for k, v in camps[n % 3 != 0].items()} for n in range(count)]


def test_groups_tell_a_statement_that_few_answered() -> None:
    """Whoever said nothing is not « pass »: five answers are no more told by groups than by the whole."""
    ballots = divided(120)
    for one in ballots[:5]:
        one["e"] = 1 if one is not ballots[0] else -1
    found = groups(ballots, [*ASKED, "e"], 100).groups
    assert len(found) == 2, "the others are still told"
    assert not [group.answers["e"] for group in found if group.answers["e"].shown]
    for group in found:
        assert {one.total for one in group.answers.values() if one.shown} <= {group.size}


def test_groups_are_told_one_ballot_under_the_number_declared() -> None:
    ballots = divided(120)
    assert len(groups(ballots, ASKED, 120).groups) == 2
    assert groups(ballots[1:], ASKED, 120).refused == groups(ballots[:29], ASKED, 1).refused == "few"


@pytest.fixture
def voted(valmont: Any, person: Callable[..., Any]) -> Any:
    """A room where a hundred and twenty people voted on four arguments and few on a fifth; the vote is over."""
    manager = person(valmont, "manager")
    room = room_of(valmont, manager, votes_until=timezone.localdate() + dt.timedelta(1), clusters_from=100)
    posts = [post_in(room, "argument", f"Argument {name}.", manager, side=n % 2) for n, name in enumerate("abcde")]
    ids = {name: str(post.public_id) for name, post in zip("abcde", posts, strict=True)}
    words = {1: "agree", -1: "disagree"}
    for n, one in enumerate(divided(120)):
        said = {ids[k]: words[v] for k, v in one.items()} | ({ids["e"]: "agree"} if n < 9 else {})
        assert ballot(room, said, f"10.{n}.0.0/24")
    room.looks = voting.told_of(room), _page(room)
    Room.objects.filter(pk=room.pk).update(votes_until=timezone.localdate() - dt.timedelta(1))
    over = Room.objects.get(pk=room.pk)
    over.posts_by_name, over.manager, over.looks = dict(zip("abcde", posts, strict=True)), manager, room.looks
    return over


def _page(room: Any) -> str:
    page = Client().get(f"/atelier/debat/{room.public_id}/").content.decode()
    return re.sub(r'(csrfmiddlewaretoken" value=|nonce=)"[^"]+"', "", page)


def test_two_looks_apart_give_one_ballot_by_subtraction(voted: Any) -> None:
    """While it is open nothing moves; once it is over, a statement that is removed moves nobody from one group to another."""
    assert (
        not voted.looks[0].closed and voted.looks[0].by_post == {} and "%" not in voted.looks[1].split('id="votes"')[1]
    )
    first = voting.told_of(voted)
    assert len(first.groups.groups) == 2
    remove(voted.observatory, voted.posts_by_name["d"], "Vise une personne.", voted.manager)
    second = voting.told_of(voted)
    gone = str(voted.posts_by_name["d"].public_id)
    assert first.groups == second.groups, "the same people are together"
    assert second.by_post == {post: one for post, one in first.by_post.items() if post != gone}
    page = _page(voted)
    assert "Groupe 1" in page and "Argument d" not in page


def test_a_ballot_can_be_taken_back_or_changed_once_results_are_seen(voted: Any) -> None:
    """Then two looks would differ by one person."""
    before = voting.told_of(voted)
    for post in voted.posts_by_name.values():
        answer = Client().post(f"/atelier/debat/{voted.public_id}/voter/", {f"a-{post.public_id}": "agree"})
        assert answer.status_code == 400
    assert voting.told_of(voted) == before


def test_a_withheld_vote_is_told_by_the_record_the_press_or_the_paper(
    voted: Any, visitor: Callable[..., Client]
) -> None:
    """Nine people answered « e », all alike: no number of it anywhere; a record made while the vote ran says none at all."""
    hidden = str(voted.posts_by_name["e"].public_id)
    services.seek(voted, side=0, where="Registre de Valmont", by=voted.manager)
    record = services.make_record(voted, by=voted.manager)
    moderation.approve(voted.observatory, "room_record", [record.public_id], by=voted.manager)
    assert set(record.votes["by_post"]) == {str(p.public_id) for k, p in voted.posts_by_name.items() if k != "e"}
    (told,) = told_rooms(voted.observatory)
    assert hidden not in told["votes"]["by_post"] and hidden not in {
        row["post"] for row in record_context(record)["votes"]["rows"]
    }
    row = next(part for part in _page(voted).split("<tr ") if f"#p-{hidden}" in part)
    assert "%" not in row and "Moins de 11" in row
    Room.objects.filter(pk=voted.pk).update(votes_until=timezone.localdate() + dt.timedelta(1))
    open_ = Room.objects.get(pk=voted.pk)
    early = services.make_record(open_, by=voted.manager)
    assert early.votes == {"closed": False, "people": None, "by_post": {}, "grouped": []}


def test_ten_phones_or_a_hall_of_one_mind_are_read_in_the_minutes(
    valmont: Any, person: Callable[..., Any], visitor: Callable[..., Client]
) -> None:
    """On the screen, in the minutes and on their paper, and again a moment later."""
    manager = person(valmont, "manager")
    meeting = Meeting.objects.create(observatory=valmont, title="Soirée", made_by=manager)
    desk, leader = f"/atelier/o/valmont/tables/{meeting.public_id}/", visitor(manager)
    for question, votes in (("Peu ?", "01" * 5), ("Tous ?", "0" * 12)):
        poll = tables.open_poll(meeting, question, ["zeugme", "zibeline"])
        for n, choice in enumerate(votes):
            tables.vote(poll, new_paper(poll.public_id), choice)
            if n in (0, len(votes) - 1):
                assert not _numbers(leader.get(f"{desk}ecran/?fixe=1").content.decode())
        tables.close_poll(poll)
        assert not tables_told(poll)
    for path in ("ecran/?fixe=1", "compte-rendu/"):
        page = leader.get(desk + path).content.decode()
        assert not _numbers(page), path
    assert leader.get(f"{desk}compte-rendu.pdf").status_code == 200


def _numbers(page: str) -> list[str]:
    """Cells of numbers beside a choice of the poll."""
    return re.findall(r'>(?:zeugme|zibeline)</th><td class="num">[^<]*', page)


def tables_told(poll: Any) -> Any:
    poll.refresh_from_db()
    return selectors.told_poll(poll).shown


def test_guesses_of_ten_officials_or_of_one_mind_leave_by_the_counts(valmont: Any, person: Callable[..., Any]) -> None:
    """What the press hands over of a survey is told like its page: nothing when one of its two sides may not be."""
    for guesses, answers in ((["40", "60"] * 5, 40), (["50"] * 14, 40), (["40", "60"] * 8, 10)):
        survey = Survey.objects.create(
            observatory=valmont, statement="Oui ?", made_by=person(valmont, "manager"), area="com-34172"
        )
        for one in guesses:
            tables.guess(survey, new_paper(survey.guesses), one, one)
        tables.next_phase(survey)
        survey.refresh_from_db()
        for n in range(answers):
            tables.answer(survey, new_paper(survey.answers), "agree" if n % 3 else "disagree", "interested")
        assert selectors.perceptions(survey).agree.gap is None, "not while it is open"
        tables.next_phase(survey)
        survey.refresh_from_db()
        assert selectors.perceptions(survey).agree.gap is None and selectors.gap_counts(valmont) == []
        survey.delete()
