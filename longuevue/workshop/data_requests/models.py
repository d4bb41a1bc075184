"""One request to one holder of data about one phenomenon, and its dated steps, which are added and never rewritten."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from longuevue.workshop.frame.words import later
from longuevue.workshop.reasoning.requests import STEPS, stands_closed, state_of

WHAT = tuple((step, later(f"data_requests.step_{step}")) for step in STEPS)


class DataRequest(models.Model):
    """What is asked: of which actor, about which marker, and which data."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    observatory = models.ForeignKey("observatories.Observatory", models.CASCADE, related_name="data_requests")
    actor = models.ForeignKey("actors.Actor", models.CASCADE, related_name="data_requests")
    marker = models.CharField(max_length=100)
    data = models.CharField(later("data_requests.data"), max_length=300)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-made_at", "pk")

    def __str__(self) -> str:
        return f"{self.actor} → {self.marker}"

    @property
    def state(self) -> str:
        return state_of(list(self.steps.all()))

    @property
    def is_closed(self) -> bool:
        return stands_closed(list(self.steps.all()))


class Step(models.Model):
    """What happened on a day. No page changes or removes one; they go with their request."""

    request = models.ForeignKey(DataRequest, models.CASCADE, related_name="steps")
    what = models.CharField(later("data_requests.what"), max_length=20, choices=WHAT)
    day = models.DateField(later("data_requests.day"))
    note = models.CharField(later("data_requests.note"), max_length=300, blank=True)
    written_at = models.DateTimeField(default=timezone.now)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("day", "pk")

    def __str__(self) -> str:
        return f"{self.what} {self.day}"
