"""Writes: a wave prepared, stopped, taken up again; a person who tells again, refuses, whose address is lost or whose story goes."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from longuevue.terms.refusal import Refusal
from longuevue.workshop.frame.words import say
from longuevue.workshop.reasoning.waves import AROUND, YEARS, years_after
from longuevue.workshop.testimonies import services as stories
from longuevue.workshop.testimonies.models import Campaign, Contact, Status, Story
from longuevue.workshop.waves.models import Asked, Message, Wave


@transaction.atomic
def prepare(campaign: Campaign, *, word: str = "", by: Any = None) -> Wave:
    """The second wave of a campaign: the same questions, of the same people, about the same place and figure."""
    if Wave.objects.filter(first=campaign).exists():
        raise Refusal(say("waves.prepared_already"), say("waves.prepared_already_remedy"))
    if campaign.retention <= YEARS:
        raise Refusal(say("waves.erased_before", years=campaign.retention), say("waves.erased_before_remedy"))
    again = Campaign.objects.create(
        observatory=campaign.observatory,
        question=campaign.question,
        population=campaign.population,
        cohort=campaign.cohort,
        cohort_name=campaign.cohort_name,
        area=campaign.area,
        marker=campaign.marker,
        opens=timezone.localdate(),
        closes=years_after(campaign.closes, YEARS) + dt.timedelta(days=2 * AROUND),
        retention=campaign.retention,
    )
    return Wave.objects.create(first=campaign, again=again, word=word.strip(), prepared_by=by)


def pause(wave: Wave, paused: bool) -> None:
    """No message leaves while it is paused; the calendar goes on."""
    Wave.objects.filter(pk=wave.pk).update(paused=paused)


@transaction.atomic
def tell_again(asked: Asked) -> tuple[Story, str]:
    """The person's second story, begun now or gone on with, and the token of its own private link."""
    asked = Asked.objects.select_for_update().select_related("wave__again").get(pk=asked.pk)
    begun = Story.objects.filter(public_id=asked.answer_id).first() if asked.answer_id else None
    if begun is not None and begun.sent_at:
        raise Refusal(say("waves.told_already"), say("waves.told_already_remedy"))
    if begun is not None and begun.status == Status.DRAFT:
        return begun, stories.new_link(begun)
    story, token = stories.begin(asked.wave.again)
    asked.answer_id = story.public_id
    asked.save(update_fields=["answer_id"])
    return story, token


@transaction.atomic
def refuse(asked: Asked) -> None:
    """Not to be asked any more: kept as an answer, and the address is gone."""
    Asked.objects.filter(pk=asked.pk, refused_on=None).update(refused_on=timezone.localdate())
    story = Story.objects.filter(public_id=asked.story_id).first()
    if story is not None:
        stories.take_back_use(story, "ask_again")


@transaction.atomic
def take_back_first(asked: Asked) -> None:
    """The message's link is enough to take back the first story, whose own link was given five years ago."""
    story = Story.objects.filter(public_id=asked.story_id).first()
    if story is not None:
        stories.withdraw(story)


@transaction.atomic
def bounced(ids: Iterable[uuid.UUID], today: dt.date) -> int:
    """Messages that came back for good: kept as data, no other is sent, the address is gone. How many people."""
    lines = Asked.objects.filter(messages__public_id__in=list(ids), bounced_on=None)
    stories_of = list(lines.values_list("story_id", flat=True).distinct())
    Asked.objects.filter(story_id__in=stories_of).update(bounced_on=today)
    forget_addresses(stories_of)
    return len(stories_of)


def returned(campaign: Campaign, address: str, today: dt.date) -> int:
    """The same, told by a person who saw the returned mail: addresses are opened one by one, as nothing can be searched in them."""
    wanted = address.strip().casefold()
    lines = Asked.objects.filter(wave__first=campaign, bounced_on=None)
    known = Contact.objects.filter(story_id__in=lines.values_list("story_id", flat=True))
    found = [one.story_id for one in known if one.email.strip().casefold() == wanted]
    return bounced(Message.objects.filter(asked__story_id__in=found).values_list("public_id", flat=True), today)


@transaction.atomic
def forget_spent_addresses(today: dt.date) -> int:
    """Addresses whose only purpose is over: answered, or the months to answer in are past. How many."""
    spent = []
    for line in Asked.objects.exclude(answer_id=None):
        told = Story.objects.filter(public_id=line.answer_id).values_list("sent_at", flat=True).first()
        if told:
            spent.append(line.story_id)
    past = years_after(today - dt.timedelta(days=AROUND + 1), -YEARS)
    late = Story.objects.filter(sent_at__date__lt=past).values_list("public_id", flat=True)
    known = Contact.objects.filter(story_id__in=[*spent, *late]).exclude(email="")
    return forget_addresses(known.values_list("story_id", flat=True))


def forget_addresses(ids: Iterable[uuid.UUID]) -> int:
    """These people's address of mail, in the table and in what was to be sent by hand; a parent's agreement stays."""
    wanted = list(ids)
    _leave_the_outbox(wanted)
    mine = Contact.objects.filter(story_id__in=wanted)
    count = mine.count()
    mine.filter(parent="").delete()
    mine.update(email="")
    return count


def forget(ids: Iterable[uuid.UUID]) -> None:
    """What this app holds of stories that are erased: the line of who was asked, and its messages."""
    wanted = list(ids)
    _leave_the_outbox(wanted)
    Asked.objects.filter(story_id__in=wanted).delete()


def _leave_the_outbox(ids: list[uuid.UUID]) -> None:
    """Mails that wait in a folder, where no server sends them, hold an address and a link."""
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    marks = [
        str(one).encode() for one in Message.objects.filter(asked__story_id__in=ids).values_list("public_id", flat=True)
    ]
    if not folder or not marks or not Path(folder).is_dir():
        return
    for path in Path(folder).iterdir():
        if path.is_file() and any(mark in path.read_bytes() for mark in marks):
            path.unlink()
