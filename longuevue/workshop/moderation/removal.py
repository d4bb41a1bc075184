"""Removing a record for good takes two managers: one asks with a reason, another one confirms. Both stay in the journal, and so
does the name of what was removed; what it said does not."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from longuevue.terms.refusal import Refusal
from longuevue.workshop.frame.words import say
from longuevue.workshop.moderation.models import REMOVED, Act, Entry, Removal, Review
from longuevue.workshop.moderation.records import KINDS, journal_name, label
from longuevue.workshop.moderation.selectors import items
from longuevue.workshop.moderation.services import forget_words


def record_of(observatory: Any, kind: str, record: uuid.UUID) -> Any:
    """The record itself, inside this observatory, or None."""
    if kind not in KINDS:
        return None
    return next((one for one in KINDS[kind].of(observatory) if one.public_id == record), None)


@transaction.atomic
def ask(observatory: Any, kind: str, record: uuid.UUID, *, reason: str, by: Any) -> Removal:
    """Ask that a record be removed. Raises `Refusal`: no reason, no such record, already asked."""
    found = record_of(observatory, kind, record)
    if found is None:
        raise Refusal(say("moderation.gone"), say("moderation.list_changed_remedy"))
    if len(reason.strip()) < 10:
        raise Refusal(say("moderation.removal_no_reason"), say("moderation.removal_no_reason_remedy"))
    if Removal.objects.filter(observatory=observatory, kind=kind, record=record, ended_at=None).exists():
        raise Refusal(say("moderation.removal_twice"), say("moderation.removal_twice_remedy"))
    return Removal.objects.create(
        observatory=observatory, kind=kind, record=record, label=label(found)[:400], reason=reason.strip(), asked_by=by
    )


@transaction.atomic
def confirm(removal: Removal, *, by: Any) -> Act:
    """Remove what another manager asked to. Raises `Refusal` for the same person, or a removal that is over."""
    held = Removal.objects.select_for_update().get(pk=removal.pk)
    if held.ended_at is not None:
        raise Refusal(say("moderation.removal_over"), say("moderation.removal_over_remedy"))
    if held.asked_by_id == by.pk:
        raise Refusal(say("moderation.removal_alone"), say("moderation.removal_alone_remedy"))
    observatory = held.observatory
    item = next((i for i in items(observatory, held.kind) if i.record == held.record), None)
    found = record_of(observatory, held.kind, held.record)
    if item is None or found is None:
        raise Refusal(say("moderation.gone"), say("moderation.list_changed_remedy"))
    reason = say("moderation.removal_because", who=held.asked_by, reason=held.reason)
    act = Act.objects.create(observatory=observatory, verdict=REMOVED, reason=reason, by=by)
    Entry.objects.create(
        act=act, kind=held.kind, record=held.record, label=journal_name(held.kind, held.record, held.label), before=item.state,
        before_reason=item.review.reason if item.review else "", after=REMOVED, version=item.version + 1,
    )  # fmt: skip
    Review.objects.filter(observatory=observatory, kind=held.kind, record=held.record).delete()
    if held.kind == "post":
        forget_words(held.record, found.get_kind_display())
    _with_versions([found])
    held.confirmed_by, held.ended_at = by, timezone.now()
    held.save(update_fields=("confirmed_by", "ended_at"))
    return act


def _with_versions(records: Iterable[Any]) -> None:
    """These records, what was merged into them, and what they said in every version."""
    for one in records:
        if hasattr(one, "merged"):
            _with_versions(one.merged.all())
        versions, pk = getattr(type(one), "history", None), one.pk
        one.delete()
        if versions is not None:
            versions.filter(id=pk).delete()


def give_up(removal: Removal) -> None:
    """Whoever asked, or another manager, leaves it there."""
    Removal.objects.filter(pk=removal.pk, ended_at=None).update(ended_at=timezone.now())
