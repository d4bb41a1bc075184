"""A flood of stories: slowed by network, and laid in groups of texts almost the same, so that one gesture answers a thousand.
No test of being human, no third party; of a network, a count that means nothing once the day is over."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone

from longuevue.terms.refusal import Refusal
from longuevue.workshop.frame.words import say
from longuevue.workshop.reasoning import near
from longuevue.workshop.testimonies.kinds import QUESTIONS
from longuevue.workshop.testimonies.models import Arrival, ArrivalDay, Status, Story
from longuevue.workshop.testimonies.selectors import stories, words_of

#: stories of one network (a school, a library, a block of flats have one) in an hour, then in a day
AN_HOUR, A_DAY = 40, 120
#: of a group, so much of one text is shown
EXTRACT = 240


class TooMany(Refusal):
    """The network sent too many stories for now; the draft is kept."""


@transaction.atomic
def count(network: str) -> None:
    """One more story from that network. Raises `TooMany` once it sent enough for the hour or the day."""
    now = timezone.localtime()
    forget_past_days(now.date())
    day, _ = ArrivalDay.objects.get_or_create(day=now.date(), defaults={"salt": secrets.token_hex(32)})
    mark = hmac.new((settings.SECRET_KEY + day.salt).encode(), network.encode(), hashlib.sha256).hexdigest()[:16]
    mine = Arrival.objects.filter(day=day, fingerprint=mark)
    total = mine.aggregate(total=Sum("count"))["total"] or 0
    hour, _ = Arrival.objects.get_or_create(day=day, fingerprint=mark, hour=now.hour)
    if hour.count >= AN_HOUR or total >= A_DAY:
        raise TooMany(say("testimonies.too_many"), say("testimonies.too_many_remedy"))
    Arrival.objects.filter(pk=hour.pk).update(count=F("count") + 1)


def forget_past_days(today: dt.date) -> None:
    """Salt and counts of days that are over."""
    ArrivalDay.objects.filter(day__lt=today).delete()


@dataclass(frozen=True, slots=True)
class Alike:
    """Stories that wait to be read and are almost the same: one of them, and all their ids."""

    sample: Story
    extract: str
    ids: tuple[str, ...]

    @property
    def count(self) -> int:
        return len(self.ids)


def waiting(observatory: Any) -> tuple[list[Alike], list[Story]]:
    """Of the stories to be read: groups, largest first; then those that are like no other, oldest first."""
    found = stories(observatory).filter(status=Status.SENT)
    said = words_of(found)
    texts = {one.pk: " ".join(said[one.pk].get(question, "") for question in QUESTIONS) for one in found}
    by_pk = {one.pk: one for one in found}
    alike = near.groups(texts)
    grouped = {pk for keys in alike for pk in keys}
    told = [
        Alike(by_pk[keys[0]], texts[keys[0]].strip()[:EXTRACT], tuple(str(by_pk[pk].public_id) for pk in keys))
        for keys in alike
    ]
    return told, [one for one in found if one.pk not in grouped]


@transaction.atomic
def refuse_group(observatory: Any, ids: Iterable[Any], *, reason: str, by: Any) -> int:
    """All these at once, with one reason; those decided or taken back meanwhile stay as they are. How many."""
    if not reason.strip():
        raise Refusal(say("testimonies.reason_needed"), say("testimonies.reason_needed_remedy"))
    mine = Story.objects.filter(campaign__observatory=observatory, status=Status.SENT, public_id__in=list(ids))
    return mine.update(
        status=Status.REFUSED, reason=reason.strip()[:300], decided_by=by, decided_at=timezone.now()
    )  # fmt: skip
