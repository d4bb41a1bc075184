"""Events as the press hands them over: those that anyone may read, at the hours of the place, each code beside its words."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from longuevue.workshop.agenda.models import Event
from longuevue.workshop.agenda.selectors import public_events
from longuevue.workshop.agenda.visible import home_of
from longuevue.workshop.frame.words import catalogue
from longuevue.workshop.reasoning import ical

TELLS = ("title", "place", "kind", "field", "text", "url", "cancelled")


def told_events(observatory: Any) -> list[dict[str, Any]]:
    """The approved events, in order of dates. How many came is told by year, with the other visits, and not here."""
    return [_told(observatory, event) for event in public_events(observatory)]


def _told(observatory: Any, event: Event) -> dict[str, Any]:
    words = catalogue()[f"agenda.kind_{event.kind}"]
    starts = timezone.localtime(event.starts, ical.HERE)
    return {
        "id": str(event.public_id),
        **{name: getattr(event, name) for name in TELLS},
        "area": home_of(observatory, event.area),
        "kind_name": {"fr": words["fr"], "en": words["en"]},
        "day": starts.date().isoformat(),
        "hour": "" if event.all_day else starts.strftime("%H:%M"),
        "last_day": _last_day(event).isoformat(),
    }


def _last_day(event: Event) -> dt.date:
    """An end is the first moment after: one at midnight ends the day before."""
    last = event.ends - dt.timedelta(seconds=1) if event.ends and event.ends > event.starts else event.starts
    return timezone.localtime(last, ical.HERE).date()
