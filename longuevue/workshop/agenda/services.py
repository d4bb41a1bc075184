"""Writes: an event, a calendar brought in, a line of a log."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone

from longuevue.terms.refusal import Refusal
from longuevue.workshop.agenda.models import Event
from longuevue.workshop.frame.words import say
from longuevue.workshop.observatories.services import checked_perimeter
from longuevue.workshop.reasoning import ical

_url = URLValidator(("http", "https"))


@transaction.atomic
def save_event(observatory: Any, event: Event) -> Event:
    """A new or corrected event: each correction is a newer version for whoever subscribes."""
    event.observatory = observatory
    event.area = checked_area(observatory, event.area)
    event.uid = event.uid or f"{event.public_id}@longuevue"
    event.sequence = event.sequence + 1 if event.pk else 0
    event.changed_at = timezone.now()
    event.save()
    return event


def checked_area(observatory: Any, typed: str) -> str:
    """The territory as `longuevue` writes it, empty for that of the observatory. Raises `Refusal` for one that does not exist."""
    return checked_perimeter(observatory, [typed])[0] if typed.strip() else ""


@dataclass(frozen=True, slots=True)
class Brought:
    """How many events came, changed or were here already; and what could not be taken, in words."""

    came: int
    changed: int
    same: int
    told: tuple[str, ...]


@transaction.atomic
def bring_in(observatory: Any, content: bytes, name: str) -> Brought:
    """A calendar in. The same identifier is the same event: it is changed by a newer version, and left alone by an older one."""
    found, told = ical.read(content, name)
    known = {one.uid: one for one in Event.objects.filter(observatory=observatory)}
    came = changed = same = 0
    for one in found:
        event = known.get(one.uid)
        fresh = _values(one)
        if event is None:
            known[one.uid] = Event.objects.create(observatory=observatory, uid=one.uid, sequence=one.sequence, **fresh)
            came += 1
        elif one.sequence >= event.sequence and any(getattr(event, key) != value for key, value in fresh.items()):
            for key, value in fresh.items():
                setattr(event, key, value)
            event.sequence = one.sequence
            event.changed_at = timezone.now()
            event.save()
            changed += 1
        else:
            same += 1
    return Brought(came, changed, same, tuple(told))


def _values(one: ical.Event) -> dict[str, Any]:
    return {
        "title": one.title, "starts": _moment(one.starts), "ends": _moment(one.ends) if one.ends else None,
        "all_day": not isinstance(one.starts, dt.datetime), "place": one.place, "text": one.text,
        "url": _address(one.url), "cancelled": one.cancelled,
    }  # fmt: skip


def _moment(when: dt.date | dt.datetime) -> dt.datetime:
    if isinstance(when, dt.datetime):
        return when
    return timezone.make_aware(dt.datetime.combine(when, dt.time.min), ical.HERE)


def _address(text: str) -> str:
    try:
        _url(text)
    except ValidationError:
        return ""
    return text


@transaction.atomic
def add_line(line: Any) -> Any:
    """A line of a log, once."""
    line.area = checked_area(line.observatory, line.area)
    try:
        line.validate_constraints()
    except ValidationError as error:
        raise Refusal(say("agenda.line_twice"), say("agenda.line_twice_remedy")) from error
    line.save()
    return line
