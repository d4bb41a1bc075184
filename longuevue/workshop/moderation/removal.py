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
from longuevue.workshop.moderation.services import forget_words, leave_editions
from longuevue.workshop.withdrawals import ledger
from longuevue.workshop.withdrawals.lines import POST, ROOM, Line
from longuevue.workshop.withdrawals.lines import REMOVED as REMOVED_LINE


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
    erase([found])
    held.confirmed_by, held.ended_at = by, timezone.now()
    held.save(update_fields=("confirmed_by", "ended_at"))
    return act


def erase(records: Iterable[Any]) -> None:
    """These records, what goes with them, what they said in every version; words of debates leave what is served, and the ledger
    says it to whatever is restored."""
    gone = _with_versions(records)
    for start in range(0, len(gone), 500):
        Review.objects.filter(record__in=[one.public_id for one in gone[start : start + 500]]).delete()
    spoken = [one for one in gone if one._meta.model_name in (POST, ROOM)]
    ledger.write(Line(one._meta.model_name, one.public_id, REMOVED_LINE) for one in spoken)
    for one in spoken:
        if one._meta.model_name == POST:
            forget_words(one.public_id, one.get_kind_display())
    leave_editions(one.public_id for one in spoken)


def _with_versions(records: Iterable[Any]) -> list[Any]:
    """Erased, with what was merged into them, answers to a question, all that was said in a room."""
    gone = []
    for one in records:
        for others in ("merged", "answers", "posts", "records"):
            if hasattr(one, others):
                gone += _with_versions(getattr(one, others).all())
        versions, pk = getattr(type(one), "history", None), one.pk
        one.delete()
        if versions is not None:
            versions.filter(id=pk).delete()
        gone.append(one)
    return gone


def give_up(removal: Removal) -> None:
    """Whoever asked, or another manager, leaves it there."""
    Removal.objects.filter(pk=removal.pk, ended_at=None).update(ended_at=timezone.now())
