"""Reads: the events of an observatory, and those that are public. What visibility comes to is in `visible.py`."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from longuevue.workshop.agenda.logs import LOGS, Log
from longuevue.workshop.agenda.models import Event
from longuevue.workshop.moderation.models import APPROVED
from longuevue.workshop.moderation.selectors import items
from longuevue.workshop.observatories.models import Observatory
from longuevue.workshop.reasoning import ical


def events(observatory: Any) -> QuerySet[Event]:
    return Event.objects.filter(observatory=observatory)


def event(observatory: Any, event_id: Any) -> Event:
    """The event of that id here; one of another observatory does not exist."""
    return get_object_or_404(events(observatory), public_id=event_id)


def log(observatory: Any, log: str) -> Any:
    """The kind of log of that name, as a thing of this observatory."""
    if log not in LOGS:
        raise Http404
    return Log(observatory, LOGS[log])


def public_calendar(slug: str) -> tuple[Observatory, list[Event]]:
    """(the observatory, its approved events), for anybody: what is here may be read by everyone."""
    observatory = Observatory.objects.filter(slug=slug).first()
    if observatory is None:
        raise Http404
    return observatory, list(public_events(observatory))


def public_events(observatory: Any) -> QuerySet[Event]:
    """The approved ones."""
    approved = [item.record for item in items(observatory, "event") if item.state == APPROVED]
    return events(observatory).filter(public_id__in=approved)


def as_ical(one: Event, categories: tuple[str, ...] = ()) -> ical.Event:
    """The event as a calendar writes it: whole days as days."""
    starts: dt.date = timezone.localtime(one.starts, ical.HERE)
    ends: dt.date | None = timezone.localtime(one.ends, ical.HERE) if one.ends else None
    if one.all_day:
        starts, ends = _day(starts), _day(ends) if ends else None
    return ical.Event(
        uid=one.uid, title=one.title, starts=starts, ends=ends, place=one.place, text=one.text, url=one.url,
        categories=categories, cancelled=one.cancelled, sequence=one.sequence,
    )  # fmt: skip


def _day(when: Any) -> dt.date:
    return when.date() if isinstance(when, dt.datetime) else when
