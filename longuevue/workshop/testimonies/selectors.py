"""Reads: campaigns, the story of a private link, stories to be read by moderators, those that may be public."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404

from longuevue.terms.refusal import Refusal
from longuevue.workshop.accounts.codes import fingerprint
from longuevue.workshop.observatories.selectors import edition_of
from longuevue.workshop.testimonies.kinds import QUESTIONS
from longuevue.workshop.testimonies.models import Campaign, Status, Story, StoryKey


def campaigns(observatory: Any) -> QuerySet[Campaign]:
    """Every campaign of the observatory, newest first."""
    return Campaign.objects.filter(observatory=observatory)


def campaign(observatory: Any, campaign_id: Any) -> Campaign:
    """The campaign of that id here."""
    return get_object_or_404(campaigns(observatory), public_id=campaign_id)


def campaign_anywhere(campaign_id: Any) -> Campaign:
    """The campaign that a poster or a magazine gives the address of; a second wave has none, each person has their own link."""
    return get_object_or_404(Campaign.objects.select_related("observatory"), public_id=campaign_id, wave=None)


def stories(observatory: Any) -> QuerySet[Story]:
    """Stories sent, those to be decided first. Drafts are their authors' alone."""
    mine = Story.objects.filter(campaign__observatory=observatory).exclude(status=Status.DRAFT)
    return mine.select_related("campaign").order_by("-status", "sent_at", "pk")


def counted(observatory: Any) -> Counter[str]:
    """How many stories in each state."""
    return Counter(dict(stories(observatory).order_by().values_list("status").annotate(Count("pk"))))


def decided(observatory: Any, status: str) -> QuerySet[Story]:
    """Those approved, or those refused, latest first."""
    return stories(observatory).filter(status=status).order_by("-decided_at", "pk")


def campaigns_told(observatory: Any) -> QuerySet[Campaign]:
    """Every campaign with its wave, how many stories were sent, and how many taken back."""
    told = (
        campaigns(observatory)
        .select_related("wave")
        .annotate(
            sent=Count("stories", Q(stories__status__in=(Status.SENT, Status.APPROVED, Status.REFUSED))),
            withdrawn=Count("stories", Q(stories__status=Status.WITHDRAWN)),
        )
    )
    return told.order_by(*Campaign._meta.ordering)


def words_of(many: QuerySet[Story]) -> dict[int, dict[str, str]]:
    """The words of many stories at once, keys asked for together, however many they are."""
    keys = {key.story_id: key for key in StoryKey.objects.filter(story__in=many.order_by().values("pk"))}
    return {one.pk: one.opened_with(keys.get(one.pk)) for one in many}


def story(observatory: Any, story_id: Any) -> Story:
    """One story sent to this observatory."""
    return get_object_or_404(stories(observatory), public_id=story_id)


def story_of_token(token: str) -> Story | None:
    """The story whose private link holds this token, unless it was taken back."""
    found = Story.objects.select_related("campaign__observatory").filter(token_hash=fingerprint(token)).first()
    return found if found and found.status != Status.WITHDRAWN else None


def public_stories(observatory: Any) -> list[dict[str, Any]]:
    """What may leave: approved, consented to be public, still under its key. No age, no place, no date finer than a year.

    Words that reveal an origin, an opinion, a faith or a state of health need their own consent.
    """
    found = []
    for one in stories(observatory).filter(status=Status.APPROVED):
        given, words = one.consents(), one.words
        if not words or not given.get("take_part") or not given.get("publish") or one.quote == "aggregate":
            continue
        if one.reveals and not given.get("sensitive"):
            continue
        said = {question: text for question, text in words.items() if question in QUESTIONS and text.strip()}
        signed = {"name": words.get("name", ""), "role": words.get("role", "")}.get(one.quote, "")
        found.append(
            {
                "id": str(one.public_id),
                "kind": one.kind,
                "year": one.sent_at.year if one.sent_at else None,
                "words": said,
                "signed": signed,
            }
        )
    return found


def counts(observatory: Any) -> dict[str, Any]:
    """Of the stories approved, whatever may be quoted of them: how many, and who expected the question. The gate decides what leaves."""
    expected: Counter[str] = Counter()
    told = 0
    for one in stories(observatory).filter(status=Status.APPROVED):
        if words := one.words:
            told += 1
            if words.get("expected"):
                expected[words["expected"]] += 1
    return {"told": told, "expected": dict(sorted(expected.items()))}


def areas(observatory: Any) -> list[tuple[str, str]]:
    """Where a question may be put inside the observatory: never a commune, where too few would share what they say."""
    edition = edition_of(observatory)
    found = []
    for ref in observatory.perimeter:
        if not ref.startswith(("com-", "arm-")):
            try:
                found.append((ref, edition.territory(ref)["name"] if edition else ref))
            except Refusal:
                found.append((ref, ref))
    return found
