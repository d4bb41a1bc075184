"""What a decision takes up of the diagnostic: a figure by its address, frozen as it read then. Confirmed by a person.
A trace that the meter found and a person refused stays, so that it is not proposed again."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from simple_history.models import HistoricalRecords

from longuevue.workshop.frame.words import later
from longuevue.workshop.policies.choices import Taking


class Citation(models.Model):
    """A decision cites this reading, or the diagnostic as a whole (no marker). The address is text: no foreign key."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    deliberation = models.ForeignKey("policies.Deliberation", models.CASCADE, related_name="citations")
    kind = models.CharField(later("policies.taking"), max_length=12, choices=Taking.choices, default=Taking.CITATION)
    address = models.CharField(max_length=250, blank=True)
    marker = models.CharField(max_length=100, blank=True)
    area = models.CharField(max_length=80, blank=True)
    #: the edition that was cited, and the day it bears: the delay is counted from it
    edition = models.CharField(max_length=100, blank=True)
    edition_date = models.DateField(null=True)
    #: the reading's value as it was written then, in both languages, and the words of the decision
    frozen = models.JSONField(default=dict)
    quote = models.TextField(later("policies.quote"), blank=True)
    #: the trace of the meter that this confirms
    trace = models.CharField(max_length=40, blank=True)
    confirmed_at = models.DateTimeField(default=timezone.now, editable=False)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    history = HistoricalRecords(app="policies", history_change_reason_field=models.TextField(null=True))

    class Meta:
        ordering = ("confirmed_at", "pk")

    def __str__(self) -> str:
        return self.address or str(self.deliberation)

    @property
    def observatory_id(self) -> int:
        return self.deliberation.observatory_id

    @property
    def delay_days(self) -> int | None:
        """Days from the edition to the decision; None for a decision that no edition dates."""
        return (self.deliberation.date - self.edition_date).days if self.edition_date else None


class Trace(models.Model):
    """A trace of the meter that a person looked at, and what was said of it."""

    observatory = models.ForeignKey("observatories.Observatory", models.CASCADE, related_name="traces")
    key = models.CharField(max_length=40)
    confirmed = models.BooleanField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("observatory", "key"), name="a_trace_is_answered_once"),)

    def __str__(self) -> str:
        return self.key
