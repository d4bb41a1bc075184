"""Writes: bringing a table in and taking it back, changing, deciding of duplicates, approving, asking « toujours vrai ? »."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from longuevue.terms.refusal import Refusal
from longuevue.workshop.accounts.codes import fingerprint, new_token
from longuevue.workshop.actors import selectors
from longuevue.workshop.actors.models import Actor, Batch, Contact, Sameness, StillTrue, VantagePoint
from longuevue.workshop.actors.table import read_back, tidied
from longuevue.workshop.frame.bringing import Brought
from longuevue.workshop.frame.words import say


@transaction.atomic
def bring_in(observatory: Any, path: Path, *, by: Any, name: str) -> Brought:
    """A row with a Longuevue identifier of this observatory changes that actor."""
    rows, refused = read_back(path)
    done = Brought(Batch.objects.create(observatory=observatory, file=name[:200], made_by=by), refused=refused)
    known = {str(a.public_id): a for a in observatory.actors.select_related("merged_into")}
    new = []
    for row in rows:
        actor = known.get(row.pop("public_id", ""))
        if actor is None:
            new.append(Actor(observatory=observatory, batch=done.batch, public_id=uuid.uuid4(), **row))
            continue
        if actor.merged_into is not None:
            done.refused.append(say("frame.row_merged", name=actor.name, kept=actor.merged_into))
            continue
        differs = any(getattr(actor, key) != value for key, value in row.items())
        if differs:
            _set(actor, row)
        done.told(differs)
    bulk_create_with_history(new, Actor, batch_size=500, default_user=by)
    done.new = len(new)
    return done


def _set(actor: Actor, values: Mapping[str, Any]) -> None:
    for key, value in values.items():
        setattr(actor, key, value)
    actor.version += 1
    actor.approved_at, actor.approved_by = None, None
    actor.save()


@transaction.atomic
def write(observatory: Any, actor: Actor | None, values: Mapping[str, Any], *, version: int | None) -> Actor:
    """A new or changed actor, to be approved again. Raises `Refusal` when someone changed it meanwhile."""
    clean = {k: v for k, v in tidied(values).items() if k != "public_id"}
    if actor is None:
        return Actor.objects.create(observatory=observatory, **clean)
    held = Actor.objects.select_for_update().get(pk=actor.pk)
    if held.version != version:
        raise Refusal(say("actors.changed_meanwhile"), say("actors.changed_meanwhile_remedy"))
    _set(held, clean)
    return held


def set_contact(actor: Actor, *, person: str, email: str, phone: str) -> None:
    """How to reach them, encrypted."""
    Contact.objects.update_or_create(actor=actor, defaults={"person": person, "email": email, "phone": phone})


@transaction.atomic
def decide(observatory: Any, first: Any, second: Any, *, same: bool, by: Any) -> None:
    """Two entries are one, or are two. As one, the first stands and takes what the second alone knew. Raises `Refusal` for an
    entry and itself."""
    if str(first) == str(second):
        raise Refusal(say("actors.itself"), say("actors.itself_remedy"))
    a, b = selectors.actor(observatory, first), selectors.actor(observatory, second)
    Sameness.objects.update_or_create(first=a, second=b, defaults={"same": same, "decided_by": by})
    if not same:
        return
    filled = {
        key: getattr(b, key)
        for key in ("acronym", "siren", "rna", "place", "commune", "website", "description", "circle")
        if getattr(b, key) and not getattr(a, key)
    }
    joined = {key: sorted({*getattr(a, key), *getattr(b, key)}) for key in ("fields", "countries", "strands")}
    _set(a, filled | joined)
    if not hasattr(a, "contact") and hasattr(b, "contact"):
        Contact.objects.filter(pk=b.contact.pk).update(actor=a)
    for point in b.sees.all():
        if not a.sees.filter(marker=point.marker).exists():
            VantagePoint.objects.filter(pk=point.pk).update(actor=a)
    b.speakers.update(actor=a)
    b.data_requests.update(actor=a)
    b.sheets.update(actor=a)
    b.merged_into = a
    b.save(update_fields=("merged_into",))


def ask_again(observatory: Any, ids: Sequence[str]) -> tuple[int, list[Actor]]:
    """Ask « toujours vrai ? » of these actors, once: (mails sent, those without an address, for a letter or a call). A button
    pressed twice asks nobody twice: who was asked already is no longer among those grown old."""
    with transaction.atomic():
        type(observatory).objects.select_for_update().get(pk=observatory.pk)
        rows = list(selectors.old(observatory).filter(public_id__in=_uuids(ids)).select_related("contact"))
        reached = [a for a in rows if getattr(a, "contact", None) and a.contact.email]
        tokens = {a.pk: new_token() for a in reached}
        StillTrue.objects.bulk_create(StillTrue(actor=a, token_hash=fingerprint(tokens[a.pk])) for a in reached)
    mails = [
        EmailMessage(
            say("actors.still_true_subject", name=a.name.replace("\n", " ")),
            say(
                "actors.still_true_body",
                observatory=observatory.name, name=a.name, place=a.place or "—", description=a.description or "—",
                address=settings.LONGUEVUE_ADDRESS + reverse("still_true", args=[tokens[a.pk]]),
            ),
            to=[a.contact.email],
        )
        for a in reached
    ]  # fmt: skip
    with get_connection() as connection:
        connection.send_messages(mails)
    without = {a.pk for a in rows} - {a.pk for a in reached}
    return len(reached), [a for a in rows if a.pk in without]


@transaction.atomic
def answer(asked: StillTrue, *, is_true: bool, correction: str) -> None:
    """Still true: the entry is confirmed today. Not any more: what they wrote waits for a moderator."""
    asked.answered_at, asked.is_true, asked.correction = timezone.now(), is_true, correction.strip()
    asked.save(update_fields=("answered_at", "is_true", "correction"))
    if is_true:
        Actor.objects.filter(pk=asked.actor_id).update(confirmed_on=timezone.now().date())


def see(actor: Actor, marker: str, **more: str) -> VantagePoint:
    """The actor sees that; said again, it is changed."""
    return VantagePoint.objects.update_or_create(actor=actor, marker=marker, defaults=more)[0]


def _uuids(ids: Sequence[str]) -> list[uuid.UUID]:
    found = []
    for text in ids:
        try:
            found.append(uuid.UUID(str(text)))
        except ValueError:
            continue
    return found
