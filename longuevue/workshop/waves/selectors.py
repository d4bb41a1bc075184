"""Reads: the calendar of a wave, who is due, what was lost, and what changed between the two tellings of the same people."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Max

from longuevue.workshop.accounts.codes import fingerprint
from longuevue.workshop.coding.selectors import codes_of_stories
from longuevue.workshop.frame.words import say
from longuevue.workshop.reasoning.waves import (
    AROUND,
    UNLIKE,
    YEARS,
    Attrition,
    Change,
    Witness,
    attrition,
    change,
    standardised_difference,
    years_after,
)
from longuevue.workshop.testimonies.kinds import SKILLS
from longuevue.workshop.testimonies.models import Campaign, Consent, Contact, Status, Story
from longuevue.workshop.waves.models import Asked, Message, Wave

#: stories that somebody sent and that nobody refused
KEPT = (Status.SENT, Status.APPROVED)
#: under this, a group is not told apart from the others
TOGETHER = 5
YOUNG = "15_24"


def wave_of(campaign: Campaign) -> Wave | None:
    """The second wave of a campaign, once it is prepared."""
    return Wave.objects.filter(first=campaign).select_related("first__observatory", "again").first()


def asked_of_token(token: str) -> Asked | None:
    """Who was sent the message whose link holds this token."""
    found = Message.objects.filter(token_hash=fingerprint(token)).select_related("asked__wave__again").first()
    return found.asked if found else None


def witnesses(campaign: Campaign, *, due_on: dt.date | None = None) -> list[Witness]:
    """Everybody who told in the campaign, with what the calendar needs; only those who may be written to on a day, if one is given."""
    stories = Story.objects.filter(campaign=campaign, status__in=KEPT).exclude(sent_at=None)
    if due_on is not None:
        oldest = years_after(due_on - dt.timedelta(days=AROUND + 2), -YEARS)
        stories = stories.filter(sent_at__date__range=(oldest, years_after(due_on + dt.timedelta(days=1), -YEARS)))
    told = list(stories.values_list("pk", "public_id", "sent_at"))
    ids = [public_id for _, public_id, _ in told]
    agree = _agree_to_be_asked([pk for pk, _, _ in told])
    reached = set(Contact.objects.filter(story_id__in=ids).exclude(email="").values_list("story_id", flat=True))
    asked = {one.story_id: one for one in Asked.objects.filter(story_id__in=ids).prefetch_related("messages")}
    answers = _answers(asked.values())
    found = []
    for pk, public_id, sent_at in told:
        line = asked.get(public_id)
        found.append(
            Witness(
                str(public_id),
                sent_at.date(),
                line is not None or (pk in agree and public_id in reached),
                refused=line.refused_on if line else None,
                bounced=line.bounced_on if line else None,
                answered=answers.get(public_id),
                sent=[message.day for message in line.messages.all()] if line else [],
            )
        )
    return found


def _agree_to_be_asked(stories: list[int]) -> set[int]:
    """Of these stories, those whose author's last word on being asked again is yes."""
    lines = Consent.objects.filter(story__in=stories, purpose="ask_again").order_by("at", "pk")
    last = dict(lines.values_list("story", "given"))
    return {story for story, given in last.items() if given}


def _answers(asked: Iterable[Asked]) -> dict[uuid.UUID, dt.date]:
    """First story → the day its author told again. A second story taken back was told all the same."""
    by_answer = {one.answer_id: one.story_id for one in asked if one.answer_id}
    told = Story.objects.filter(public_id__in=by_answer).exclude(sent_at=None).values_list("public_id", "sent_at")
    return {by_answer[public_id]: sent_at.date() for public_id, sent_at in told}


@dataclass(frozen=True, slots=True)
class Calendar:
    """When a wave will write and to how many, and how its messages stand so far."""

    agreed: int
    first_due: dt.date | None
    last_due: dt.date | None
    by_month: list[tuple[str, int]]
    invitations: int
    reminders: int
    last_message: dt.date | None


def calendar(campaign: Campaign, people: list[Witness]) -> Calendar:
    """Of those who may be asked: how many, and month by month when."""
    due = sorted(person.due for person in people if person.may_be_asked)
    months = Counter(f"{day:%Y-%m}" for day in due)
    mine = Message.objects.filter(asked__wave__first=campaign)
    kinds = Counter(mine.values_list("kind", flat=True))
    last = mine.aggregate(last=Max("day"))["last"]
    return Calendar(
        len(due), due[0] if due else None, due[-1] if due else None, sorted(months.items()),
        kinds["invitation"], kinds["reminder"], last,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One thing told the first time: how it changed among the same people, and how those who stayed differ from those lost."""

    name: str
    change: Change
    apart: float | None

    @property
    def unlike(self) -> bool:
        return self.apart is not None and abs(self.apart) > UNLIKE


@dataclass(frozen=True, slots=True)
class Told:
    """What the two waves say together."""

    lost: Attrition
    pairs: int
    lines: list[Line]
    young: list[Line]
    young_pairs: int

    @property
    def unlike(self) -> list[Line]:
        return [line for line in self.lines if line.unlike]


def told(campaign: Campaign, people: list[Witness], today: dt.date) -> Told:
    """Losses, then pairs: each is the same person twice. The young are told apart once they are enough."""
    due = [p for p in people if p.may_be_asked and p.due <= today]
    first = {str(one.public_id): one for one in Story.objects.filter(campaign=campaign, status__in=KEPT)}
    second = {
        str(one.story_id): one.answer_id for one in Asked.objects.filter(wave__first=campaign).exclude(answer_id=None)
    }
    again = {one.public_id: one for one in Story.objects.filter(public_id__in=second.values(), status__in=KEPT)}
    pairs = [(first[p.id], again[second[p.id]]) for p in due if second.get(p.id) in again]
    left = [first[p.id] for p in due if p.answered is None]
    young = [pair for pair in pairs if pair[0].age == YOUNG]
    return Told(
        attrition(people, today),
        len(pairs),
        _lines(pairs, left),
        _lines(young, []) if len(young) >= TOGETHER else [],
        len(young) if len(young) >= TOGETHER else 0,
    )


def _lines(pairs: list[tuple[Story, Story]], left: list[Story]) -> list[Line]:
    """Closed answers and codes, those that somebody has; only pairs and people where it was asked both times count."""
    every = [*(one for pair in pairs for one in pair), *left]
    said = {one.public_id: _closed(one) for one in every}
    codes, names = codes_of_stories(list(said))
    for story, held in codes.items():
        said[story] |= held
    labels = {**_closed_names(), **names}
    found = []
    for key, name in labels.items():
        both = [(said[a.public_id][key], said[b.public_id][key]) for a, b in pairs if _has(said, a, b, key=key)]
        gone = [said[one.public_id][key] for one in left if key in said[one.public_id]]
        if any(a or b for a, b in both) or any(gone):
            before = [a for a, _ in both]
            found.append(
                Line(name, change(before, [b for _, b in both]), standardised_difference(before, gone)),
            )
    return found


def _has(said: dict[uuid.UUID, dict[str, bool]], *stories: Story, key: str) -> bool:
    return all(key in said[one.public_id] for one in stories)


def _closed(story: Story) -> dict[str, bool]:
    """What a story says without being coded: good and hard for somebody, the question expected, what was learned."""
    words = story.words
    learned = words.get("learned", "").split()
    said = {"gained": bool(words.get("gained")), "lost": bool(words.get("lost"))}
    if words.get("expected"):
        said["expected"] = words["expected"] == "yes"
    return said | {f"learned_{skill}": skill in learned for skill in SKILLS}


def _closed_names() -> dict[str, str]:
    named = {key: say(f"waves.said_{key}") for key in ("gained", "lost", "expected")}
    return named | {f"learned_{one}": say(f"testimonies.learned_{one}") for one in SKILLS}
