"""Votes in a room: a ballot without anyone, counted once, told only once the vote is over. The networks of one day are counted
under a salt that dies with the day, so that five hundred votes from three networks are told as what they are."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from longuevue.terms.refusal import Refusal
from longuevue.workshop.debate import selectors
from longuevue.workshop.debate.kinds import ANSWERS, VOTED
from longuevue.workshop.debate.models import Ballot, NetworkCount, Room, SpentToken, Window
from longuevue.workshop.frame.ballots import spent_as
from longuevue.workshop.frame.words import say
from longuevue.workshop.reasoning.brigading import Sent, over_days, sent
from longuevue.workshop.reasoning.clusters import NAMES, Groups, groups
from longuevue.workshop.reasoning.respondents import LEAST, Told, told


@dataclass(frozen=True, slots=True)
class Results:
    """What may be told of a room's vote: by post, in the order of posts; whole windows of grouped votes apart."""

    closed: bool
    people: int | None
    by_post: dict[str, Told]
    grouped: list[Sent]
    groups: Groups = field(default_factory=Groups)

    def document(self) -> dict[str, Any]:
        """The same as a record keeps it: only what may be told."""
        told_ = {} if self.grouped else {post: one.counts for post, one in self.by_post.items() if one.shown}
        return {
            "closed": self.closed,
            "people": None if self.grouped else self.people,
            "by_post": told_,
            "grouped": [{"votes": g.votes, "networks": g.networks, "from_few": g.from_few} for g in self.grouped],
        }


def statements(room: Room) -> list[selectors.Placed]:
    """What people are asked whether they agree with: the public arguments and options, as they were published."""
    return [p for p in selectors.placed_posts(room) if p.place == selectors.PUBLIC and p.post.kind in VOTED]


def cast(room: Room, paper: str, answers: Mapping[str, str], network: str) -> bool:
    """Count this ballot; False when its paper was used already. Raises `Refusal`: vote over, foreign paper, nothing answered."""
    if not room.votes_open:
        raise Refusal(say("debate.vote_closed"), say("debate.vote_closed_remedy"))
    mark = spent_as(room.public_id, paper)
    if mark is None:
        raise Refusal(say("debate.paper_wrong"), say("debate.paper_wrong_remedy"))
    known = selectors.public_ids(room, VOTED)
    given = {post: ANSWERS[one] for post, one in answers.items() if post in known and one in ANSWERS}
    if not given:
        raise Refusal(say("debate.vote_empty"), say("debate.vote_empty_remedy"))
    try:
        with transaction.atomic():
            SpentToken.objects.create(room=room, fingerprint=mark)
            Ballot.objects.create(room=room, answers=given)
            _count_network(room, network)
    except IntegrityError:
        return False
    return True


def _count_network(room: Room, network: str) -> None:
    forget_past_networks()
    window, _ = Window.objects.get_or_create(
        room=room, day=timezone.localdate(), defaults={"salt": secrets.token_hex(32)}
    )
    mark = hmac.new((settings.SECRET_KEY + window.salt).encode(), network.encode(), hashlib.sha256).hexdigest()[:16]
    line, _ = NetworkCount.objects.get_or_create(window=window, fingerprint=mark)
    NetworkCount.objects.filter(pk=line.pk).update(votes=F("votes") + 1)


@transaction.atomic
def forget_past_networks(today: dt.date | None = None) -> int:
    """Days that are over keep three numbers; their networks and salt are erased. How many days were settled."""
    past = Window.objects.filter(day__lt=today or timezone.localdate()).exclude(salt="")
    settled = 0
    for window in past:
        _settle(window)
        settled += 1
    return settled


def _settle(window: Window) -> None:
    total = sent(window.by_network.values_list("votes", flat=True))
    window.votes, window.networks, window.from_few = total.votes, total.networks, total.from_few
    window.salt = ""
    window.save()
    window.by_network.all().delete()


def windows(room: Room) -> list[Sent]:
    """Each day's votes, that of today as it is so far."""
    return [
        sent(window.by_network.values_list("votes", flat=True))
        if window.salt
        else Sent(window.votes, window.networks, window.from_few)
        for window in room.windows.all()
    ]


def told_of(room: Room) -> Results:
    """What may be told of the room's vote today."""
    grouped = over_days(windows(room))
    if not room.votes_closed:
        return Results(False, None, {}, grouped)
    ballots = list(room.ballots.values_list("answers", flat=True))
    by_post: dict[str, Told] = {}
    asked = [str(one.post.public_id) for one in statements(room)]
    for post in asked:
        given = [ballot[post] for ballot in ballots if post in ballot]
        by_post[post] = told({name: given.count(code) for code, name in NAMES.items()}, closed=True)
    people = len(ballots) if len(ballots) >= LEAST else None
    # every statement of the ballots, gone ones too: the closed vote gives the same groups whenever one looks
    voted = sorted({post for ballot in ballots for post in ballot})
    found = Groups(refused="grouped") if grouped else groups(ballots, voted, room.clusters_from)
    return Results(True, people, by_post, grouped, found)
