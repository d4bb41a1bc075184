"""Writes: a story begun, kept, sent, decided, taken back, once or again after a restore; stories erased at their term."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from longuevue.terms.refusal import Refusal
from longuevue.workshop.accounts.codes import fingerprint, new_token
from longuevue.workshop.frame.words import say
from longuevue.workshop.reasoning.waves import years_after
from longuevue.workshop.testimonies.kinds import LONGEST, PURPOSES, QUESTIONS, USES
from longuevue.workshop.testimonies.models import Campaign, Consent, Contact, Status, Story, StoryKey
from longuevue.workshop.withdrawals import ledger
from longuevue.workshop.withdrawals.lines import STORY, Line


@transaction.atomic
def begin(campaign: Campaign) -> tuple[Story, str]:
    """An empty story and the token of its private link, which is said once and kept nowhere."""
    if not campaign.is_open:
        raise Refusal(say("testimonies.closed"), say("testimonies.closed_remedy"))
    token = new_token()
    return Story.objects.create(campaign=campaign, token_hash=fingerprint(token)), token


@transaction.atomic
def keep(story: Story, answers: Mapping[str, str]) -> Story:
    """Answers added to a draft. A story that was sent no longer changes: it is taken back, and told again."""
    story = Story.objects.select_for_update().get(pk=story.pk)
    if story.status != Status.DRAFT:
        raise Refusal(say("testimonies.sent_already"), say("testimonies.sent_already_remedy"))
    long = next((text for text in answers.values() if len(text) > LONGEST), None)
    if long is not None:
        raise Refusal(say("testimonies.too_long", most=LONGEST), say("testimonies.too_long_remedy"))
    story.seal(story.words | {question: text.strip() for question, text in answers.items()})
    story.save()
    return story


@transaction.atomic
def consent(story: Story, given: Mapping[str, bool], *, email: str = "", parent: str = "") -> None:
    """Dated answers for each use; the address is kept only by whom wants to be asked again, or for a parent's agreement."""
    known = story.consents()
    for purpose in PURPOSES:
        if purpose in given and known.get(purpose) != given[purpose]:
            Consent.objects.create(story=story, purpose=purpose, given=given[purpose])
    kept = {"email": email if story.consents().get("ask_again") else "", "parent": parent}
    if any(kept.values()):
        Contact.objects.update_or_create(story_id=story.public_id, defaults=kept)
    else:
        Contact.objects.filter(story_id=story.public_id).delete()


@transaction.atomic
def send(story: Story) -> Story:
    """The draft goes to the moderators. Needs words, agreement to take part, and a parent's under fifteen."""
    story = Story.objects.select_for_update().get(pk=story.pk)
    if story.status != Status.DRAFT:
        return story
    said = any(story.words.get(question, "").strip() for question in QUESTIONS)
    if not said and not story.voice_notes.exists():
        raise Refusal(say("testimonies.nothing_told"), say("testimonies.nothing_told_remedy"))
    if not story.consents().get("take_part"):
        raise Refusal(say("testimonies.not_agreed"), say("testimonies.not_agreed_remedy"))
    contact = Contact.objects.filter(story_id=story.public_id).first()
    if story.age == "under_15" and not (contact and contact.parent):
        raise Refusal(say("testimonies.parent_needed"), say("testimonies.parent_needed_remedy"))
    story.status, story.sent_at = Status.SENT, timezone.now()
    story.save()
    return story


@transaction.atomic
def decide(story: Story, *, approve: bool, reveals: bool, reason: str, by: Any) -> Story:
    """A moderator's verdict; a refusal has its reason, and the first of two moderators is the one who decides."""
    story = Story.objects.select_for_update().get(pk=story.pk)
    if story.status != Status.SENT:
        raise Refusal(say("testimonies.decided_already"), say("testimonies.decided_already_remedy"))
    if not approve and not reason.strip():
        raise Refusal(say("testimonies.reason_needed"), say("testimonies.reason_needed_remedy"))
    if approve and story.voice_notes.exists():
        raise Refusal(say("testimonies.voice_first"), say("testimonies.voice_write"))
    if approve and reveals and not story.consents().get("sensitive"):
        raise Refusal(say("testimonies.reveals_without"), say("testimonies.reveals_without_remedy"))
    story.status = Status.APPROVED if approve else Status.REFUSED
    story.reveals, story.reason = reveals, reason.strip()
    story.decided_by, story.decided_at = by, timezone.now()
    story.save()
    return story


@transaction.atomic
def withdraw(story: Story) -> None:
    """Everything the person gave is gone: the key first, then the words, the address, the link; a line in the ledger stays."""
    ledger.write([Line(STORY, story.public_id)])
    _erase([story.public_id])


@transaction.atomic
def take_back_use(story: Story, purpose: str) -> None:
    """One use is taken back, at once and everywhere; the story stays for the others. Without its author's leave for delicate
    words, a story that holds some is not public either."""
    if purpose not in USES or not story.consents().get(purpose):
        return
    ledger.write([Line(STORY, story.public_id, purpose)])
    _without_use([story.public_id], purpose)
    if purpose == "sensitive" and story.reveals:
        take_back_use(story, "publish")


def new_link(story: Story) -> str:
    """Another token for a draft whose link was lost on the way; the former one opens nothing any more."""
    token = new_token()
    Story.objects.filter(pk=story.pk).update(token_hash=fingerprint(token))
    return token


def _without_use(ids: Iterable[uuid.UUID], purpose: str) -> None:
    """The last word on that use is no, and what was done of it is undone."""
    from longuevue.workshop.waves.services import forget_addresses

    found = list(Story.objects.filter(public_id__in=list(ids)).exclude(status=Status.WITHDRAWN))
    for story in found:
        if story.consents().get(purpose):
            Consent.objects.create(story=story, purpose=purpose, given=False)
    if purpose == "ask_again":
        forget_addresses(story.public_id for story in found)
    if purpose == "publish":
        _leave_editions([story.public_id for story in found])


def _erase(ids: Iterable[uuid.UUID]) -> int:
    from longuevue.workshop.testimonies import voice_notes
    from longuevue.workshop.waves.services import forget

    wanted = list(ids)
    voice_notes.forget(wanted)
    forget(wanted)
    StoryKey.objects.filter(story__public_id__in=wanted).delete()
    Contact.objects.filter(story_id__in=wanted).delete()
    Consent.objects.filter(story__public_id__in=wanted).delete()
    _leave_editions(wanted)
    blank = {
        "sealed": "",
        "token_hash": None,
        "kind": "",
        "age": "",
        "speaks_as": "",
        "quote": "aggregate",
        "reason": "",
    }
    return Story.objects.filter(public_id__in=wanted).update(status=Status.WITHDRAWN, **blank)


def _leave_editions(ids: list[uuid.UUID]) -> None:
    """Everything served forgets them once the database has: if it did not, the person was told that nothing was erased."""
    from longuevue.workshop.press.revoking import revoke  # press reads the stories too

    day = timezone.localdate().isoformat()
    transaction.on_commit(lambda: revoke(Path(settings.LONGUEVUE_FOLDER), ids, day))


@transaction.atomic
def take_back_again(told: Iterable[Line]) -> int:
    """After a restore: these stories, and these uses of them, are taken back again. How many stories were still there."""
    lines = set(told)
    ids = {one.record for one in lines if not one.purpose}
    for purpose in sorted({one.purpose for one in lines if one.purpose}):
        _without_use([one.record for one in lines if one.purpose == purpose], purpose)
    _leave_editions(sorted(ids))
    alive = Story.objects.filter(public_id__in=ids).exclude(status=Status.WITHDRAWN).values_list("public_id", flat=True)
    return _erase(alive)


@transaction.atomic
def erase_at_term(today: dt.date) -> int:
    """Stories older than their campaign allows, and drafts left for sixty days, are erased."""
    kept = Story.objects.exclude(status=Status.WITHDRAWN)
    forgotten = kept.filter(sent_at=None, started_at__date__lt=today - dt.timedelta(days=60))
    old = list(forgotten.values_list("public_id", flat=True))
    for campaign in Campaign.objects.all():
        since = years_after(today, -campaign.retention)
        old += kept.filter(campaign=campaign, sent_at__date__lt=since).values_list("public_id", flat=True)
    return _erase(old)
