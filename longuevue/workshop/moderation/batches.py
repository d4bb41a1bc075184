"""What a table brought, taken back at once: actors, links, networks, members, what is seen. What was approved, changed or
completed since stays."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from longuevue.workshop.actors.models import Batch
from longuevue.workshop.links.inventory_services import released
from longuevue.workshop.links.parts import PARTS
from longuevue.workshop.moderation.models import APPROVED, Review


@transaction.atomic
def take_back(batch: Batch) -> int:
    """How many were removed."""
    links = batch.links.all()
    for part in PARTS.values():
        links = links.filter(**{f"{part.lines}__isnull": True})
    untouched = _as_they_came("link", links)
    released(untouched)
    gone = [
        *batch.actors.filter(version=1, approved_at=None),
        *untouched,
        *_as_they_came("network", batch.networks.filter(members__isnull=True)),
        *_as_they_came("vantage", batch.sights.all()),
        *batch.members.all(),
    ]
    for record in gone:
        record.delete()
    Batch.objects.filter(pk=batch.pk).update(undone_at=timezone.now())
    return len(gone)


def _as_they_came(kind: str, records: Iterable[Any]) -> list[Any]:
    """Those that nobody changed or approved."""
    held = list(records)
    ids = [one.public_id for one in held]
    approved = set(
        Review.objects.filter(kind=kind, record__in=ids, state=APPROVED).values_list("record", flat=True)
    )  # fmt: skip
    return [one for one in held if one.public_id not in approved and one.history.count() == 1]
