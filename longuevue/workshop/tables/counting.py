"""One vote by phone, counted once: a paper is used and its choices are added in the same gesture, or neither is."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.db.models import F

from longuevue.terms.refusal import Refusal
from longuevue.workshop.frame.ballots import spent_as
from longuevue.workshop.frame.words import say
from longuevue.workshop.tables.models import Count, UsedPaper


def already(vote: uuid.UUID, paper: str) -> bool:
    """True when this paper was counted: what a phone that lost its connection asks."""
    mark = spent_as(vote, paper)
    return mark is not None and UsedPaper.objects.filter(vote=vote, fingerprint=mark).exists()


def count(vote: uuid.UUID, paper: str, choices: Sequence[str]) -> bool:
    """Add these choices; False when the paper was counted before. Raises `Refusal` for a paper of another vote."""
    mark = spent_as(vote, paper)
    if mark is None:
        raise Refusal(say("tables.paper_wrong"), say("tables.paper_wrong_remedy"))
    try:
        with transaction.atomic():
            UsedPaper.objects.create(vote=vote, fingerprint=mark)
            for choice in choices:
                line, _ = Count.objects.get_or_create(vote=vote, choice=choice)
                Count.objects.filter(pk=line.pk).update(number=F("number") + 1)
    except IntegrityError:
        return False
    return True


def counts(vote: uuid.UUID) -> dict[str, int]:
    """Choice → how many."""
    return dict(Count.objects.filter(vote=vote).values_list("choice", "number"))
