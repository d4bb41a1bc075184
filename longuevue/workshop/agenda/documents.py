"""What an event says in public, registered with moderation: an event is in the public calendar once it is approved."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from longuevue.workshop.agenda.models import Event
from longuevue.workshop.moderation.records import KINDS, Kind

TELLS = ("title", "all_day", "place", "area", "kind", "field", "text", "url", "cancelled")


def event_document(event: Event) -> dict[str, Any]:
    """What is public of an event."""
    return {
        "id": str(event.public_id),
        "starts": event.starts.isoformat(),
        "ends": event.ends.isoformat() if event.ends else None,
        **{name: getattr(event, name) for name in TELLS},
    }


KINDS["event"] = Kind(
    "event",
    lambda observatory: Event.objects.filter(observatory=observatory),
    event_document,
    lambda slug, one: reverse("event_edit", args=[slug, one.public_id]),
)
