"""The table of the ledger. Lines are added, never changed nor removed; what they mean is said in `lines`."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from longuevue.workshop.moderation.journal import AppendOnly
from longuevue.workshop.withdrawals.lines import POST, ROOM, STORY


class Withdrawal(AppendOnly):
    """This story, one use of it, this contribution or this room was taken back on that day."""

    kind = models.CharField(max_length=8, choices=[(kind, kind) for kind in (STORY, POST, ROOM)])
    #: its random id; no foreign key, as the row may be gone
    record = models.UUIDField()
    #: empty when it is taken back whole
    purpose = models.CharField(max_length=12, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta(AppendOnly.Meta):
        constraints = (models.UniqueConstraint(fields=("kind", "record", "purpose"), name="taken_back_for_good"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.record} {self.purpose}".strip()
