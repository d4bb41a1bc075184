"""Writes: proposing, approving or refusing with a reason, taking back an act. A decision falls on what was read:
whoever comes second, or read older words, is told, and nothing is overwritten."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from longuevue.terms.refusal import Refusal
from longuevue.workshop.actors.models import Actor
from longuevue.workshop.frame.words import say
from longuevue.workshop.moderation.models import (
    APPROVED,
    DRAFT,
    REFUSED,
    REMOVED,
    SUBMITTED,
    Act,
    Entry,
    Removal,
    Review,
)
from longuevue.workshop.moderation.records import KINDS, contact_in, fingerprint, journal_name
from longuevue.workshop.moderation.selectors import Item, items


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an act did, and what it did not do, in words."""

    act: Act | None
    done: int
    told: tuple[str, ...]


def submit(observatory: Any, tokens: Sequence[str], *, by: Any) -> Outcome:
    """Propose these records to the moderators. What waits or is public already is left alone."""
    return _decided(observatory, tokens, SUBMITTED, "", by)


def received(observatory: Any, kind: str, record: Any) -> None:
    """What someone without a role sent waits to be read: nobody proposed it, it came."""
    words = fingerprint(KINDS[kind].document(record))
    Review.objects.create(
        observatory=observatory, kind=kind, record=record.public_id, state=SUBMITTED, fingerprint=words
    )


def forget_words(post: uuid.UUID, name: str) -> None:
    """Words that are erased leave what is served, and the request to remove them, where the first ones stood for a name (`name`
    then does). The journal never held any."""
    Removal.objects.filter(kind="post", record=post).update(label=name[:400])
    leave_editions([post])


def leave_editions(posts: Iterable[uuid.UUID]) -> None:
    """Once the database has forgotten these contributions and rooms, or shows a stone, so does everything served."""
    gone = list(posts)
    if not gone:
        return
    from longuevue.workshop.press.revoking import revoke_posts  # press reads what is approved here

    day = timezone.localdate().isoformat()
    transaction.on_commit(lambda: revoke_posts(Path(settings.LONGUEVUE_FOLDER), gone, day))


def decide(observatory: Any, tokens: Sequence[str], *, verdict: str, reason: str = "", by: Any) -> Outcome:
    """Approve or refuse these records as they were read. Raises `Refusal` for a refusal without a reason."""
    if verdict not in (APPROVED, REFUSED):
        raise Refusal(say("moderation.no_verdict"), say("moderation.no_verdict_remedy"))
    if verdict == REFUSED and len(reason.strip()) < 3:
        raise Refusal(say("moderation.no_reason"), say("moderation.no_reason_remedy"))
    return _decided(observatory, tokens, verdict, reason.strip(), by)


def approve(observatory: Any, kind: str, ids: Iterable[Any], *, by: Any) -> Outcome:
    """Approve these records as they stand now, for a page that shows them already."""
    wanted = {str(one) for one in ids}
    return decide(
        observatory,
        [item.token for item in items(observatory, kind) if str(item.record) in wanted and item.state != "approved"],
        verdict=APPROVED,
        by=by,
    )


@transaction.atomic
def _decided(observatory: Any, tokens: Sequence[str], verdict: str, reason: str, by: Any) -> Outcome:
    now = {(item.kind, str(item.record)): item for item in items(observatory)}
    good: list[Item] = []
    told: list[str] = []
    for token in dict.fromkeys(tokens):
        kind, record, version, read = ([*token.split(":"), "", "", ""])[:4]
        item = now.get((kind, record))
        if item is None:
            told.append(say("moderation.gone"))
        elif str(item.version) != version:
            told.append(_came_second(item))
        elif item.fingerprint != read:
            told.append(say("moderation.changed", name=item.label))
        elif (item.state == verdict and not item.changed) or (verdict == SUBMITTED and item.state != DRAFT):
            continue
        elif verdict == APPROVED and (contact := contact_in(item.document)):
            told.append(say("moderation.holds_contact", name=item.label, contact=contact))
        elif verdict != REFUSED and (why := KINDS[kind].refusal(observatory, item.document)):
            told.append(say("moderation.may_not", name=item.label, why=why))
        else:
            good.append(item)
    if not good:
        return Outcome(None, 0, tuple(told))
    act = Act.objects.create(observatory=observatory, verdict=verdict, reason=reason, by=by)
    written = _write(observatory, act, [(item, verdict, reason, item.fingerprint) for item in good], told)
    return Outcome(act, written, tuple(told))


@transaction.atomic
def undo(observatory: Any, act: Act, *, by: Any) -> Outcome:
    """Put every record of an act back where it stood, except those decided on since."""
    if act.verdict == REMOVED:
        raise Refusal(say("moderation.removed_stays"), say("moderation.removed_stays_remedy"))
    if act.undone_by.exists():
        raise Refusal(say("moderation.undone_already"), say("moderation.undone_already_remedy"))
    now = {(item.kind, item.record): item for item in items(observatory)}
    told: list[str] = []
    back = []
    for entry in act.entries.all():
        item = now.get((entry.kind, entry.record))
        if item is None:
            told.append(say("moderation.gone"))
        elif item.version != entry.version:
            told.append(_came_second(item))
        else:
            back.append((item, entry.before, entry.before_reason, entry.before_fingerprint))
    if not back:
        return Outcome(None, 0, tuple(told))
    reason = say("moderation.undoes", day=f"{act.at:%Y-%m-%d}")
    new = Act.objects.create(observatory=observatory, verdict=back[0][1], reason=reason, undoes=act, by=by)
    return Outcome(new, _write(observatory, new, back, told), tuple(told))


def _write(observatory: Any, act: Act, changes: Sequence[tuple[Item, str, str, str]], told: list[str]) -> int:
    """Each review moves on only from the version that was read: the database itself holds two people apart."""
    Review.objects.bulk_create(
        [
            Review(observatory=observatory, kind=item.kind, record=item.record)
            for item, *_ in changes
            if item.review is None
        ],
        ignore_conflicts=True,
        batch_size=500,
    )
    entries: list[Entry] = []
    for item, state, reason, words in changes:
        moved = Review.objects.filter(
            observatory=observatory, kind=item.kind, record=item.record, version=item.version
        ).update(
            state=state, reason=reason, fingerprint=words, version=item.version + 1, by=act.by, at=timezone.now()
        )  # fmt: skip
        if not moved:
            told.append(_came_second(item))
            continue
        entries.append(
            Entry(
                act=act, kind=item.kind, record=item.record, label=journal_name(item.kind, item.record, item.label),
                before=item.review.state if item.review else DRAFT,
                before_reason=item.review.reason if item.review else "",
                before_fingerprint=item.review.fingerprint if item.review else "",
                after=state, fingerprint=words, version=item.version + 1,
            )
        )  # fmt: skip
    Entry.objects.bulk_create(entries, batch_size=500)
    hidden = [e for e in entries if e.before == APPROVED and e.after != APPROVED]
    leave_editions(words for e in hidden for words in KINDS[e.kind].spoken(e.record))
    _mirror([e.record for e in entries if e.kind == "actor" and e.after == APPROVED], act)
    _mirror([e.record for e in entries if e.kind == "actor" and e.after != APPROVED], None)
    return len(entries)


def _mirror(records: Sequence[uuid.UUID], act: Act | None) -> None:
    """The directory of actors shows the same word without asking again."""
    for start in range(0, len(records), 500):
        rows = Actor.objects.filter(public_id__in=records[start : start + 500])
        rows.update(approved_at=act.at if act else None, approved_by=act.by if act else None)


def _came_second(item: Item) -> str:
    """Who decided what meanwhile."""
    review = Review.objects.select_related("by").get(kind=item.kind, record=item.record)
    return say(
        "moderation.came_second",
        name=item.label,
        who=review.by or "—",
        state=review.get_state_display(),
        when=f"{timezone.localtime(review.at):%H:%M}",
    )
