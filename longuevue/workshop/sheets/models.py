"""One sheet: what one organisation counts of one marker, one year, in one territory. A blank is not zero."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from simple_history.models import HistoricalRecords

from longuevue.workshop.frame.words import later


class Sheet(models.Model):
    """Open until its organisation fills it; it counts once a moderator has accepted it."""

    class State(models.TextChoices):
        OPEN = "open", later("sheets.state_open")
        FILLED = "filled", later("sheets.state_filled")
        RETURNED = "returned", later("sheets.state_returned")
        ACCEPTED = "accepted", later("sheets.state_accepted")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    observatory = models.ForeignKey("observatories.Observatory", models.CASCADE, related_name="sheets")
    actor = models.ForeignKey("actors.Actor", models.CASCADE, related_name="sheets")
    #: a table of `longuevue.sources.own`, which bears the name of its marker
    template = models.CharField(max_length=100)
    year = models.PositiveSmallIntegerField(
        later("sheets.year"), validators=[MinValueValidator(1990), MaxValueValidator(2100)]
    )
    area = models.CharField(later("sheets.area"), max_length=80)
    #: measure → whole number; a measure that is not here was not counted
    counts = models.JSONField(default=dict)
    #: its own figure may be read in a total that rests on it
    agreed = models.BooleanField(default=False)
    note = models.CharField(later("sheets.note"), max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    reason = models.CharField(later("sheets.reason"), max_length=300, blank=True)
    token_hash = models.CharField(max_length=64, unique=True, null=True)
    token_until = models.DateTimeField(null=True)
    filled_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    history = HistoricalRecords(app="sheets", excluded_fields=["token_hash", "token_until"])

    class Meta:
        ordering = ("-year", "actor__name", "template")
        constraints = (models.UniqueConstraint(fields=("actor", "template", "year", "area"), name="one_sheet_a_year"),)

    def __str__(self) -> str:
        return f"{self.actor} · {self.template} · {self.year}"
