"""Where each record stands, and the journal of what was decided. What a record says is in its own app."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from longuevue.workshop.frame.words import later
from longuevue.workshop.moderation.journal import AppendOnly

DRAFT, SUBMITTED, APPROVED, REFUSED = "draft", "submitted", "approved", "refused"
STATES = tuple((state, later(f"moderation.state_{state}")) for state in (DRAFT, SUBMITTED, APPROVED, REFUSED))
#: what an act of the journal may also say: no record stands there
REMOVED = "removed"
VERDICTS = (*STATES, (REMOVED, later("moderation.state_removed")))


class Review(models.Model):
    """Where one record stands. An approval holds for what was read: `fingerprint` is that of the approved words."""

    observatory = models.ForeignKey("observatories.Observatory", models.PROTECT, related_name="reviews")
    kind = models.CharField(max_length=20)
    record = models.UUIDField()
    state = models.CharField(max_length=10, choices=STATES, default=DRAFT)
    reason = models.TextField(blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    #: grows at each decision: two moderators who decide at once are told
    version = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("kind", "record"), name="one_review_a_record"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.record}: {self.state}"


class Act(AppendOnly):
    """One gesture of one person, on one record or a thousand; taken back by another act."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    observatory = models.ForeignKey("observatories.Observatory", models.PROTECT, related_name="acts")
    verdict = models.CharField(max_length=10, choices=VERDICTS)
    reason = models.TextField(blank=True)
    undoes = models.ForeignKey("self", models.PROTECT, null=True, related_name="undone_by")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta(AppendOnly.Meta):
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.verdict} {self.at:%Y-%m-%d}"


class Entry(AppendOnly):
    """What one act did to one record: where it stood, where it stands."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=20)
    record = models.UUIDField()
    label = models.CharField(max_length=400)
    before = models.CharField(max_length=10, choices=STATES)
    before_reason = models.TextField(blank=True)
    before_fingerprint = models.CharField(max_length=64, blank=True)
    after = models.CharField(max_length=10, choices=VERDICTS)
    fingerprint = models.CharField(max_length=64, blank=True)
    #: that of the review once done
    version = models.PositiveIntegerField()

    class Meta(AppendOnly.Meta):
        ordering = ("pk",)
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return f"{self.label}: {self.before} → {self.after}"


class Removal(models.Model):
    """One manager asked that a record be removed for good; another one confirms, or it is left there."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    observatory = models.ForeignKey("observatories.Observatory", models.PROTECT, related_name="removals")
    kind = models.CharField(max_length=20)
    record = models.UUIDField()
    label = models.CharField(max_length=400)
    reason = models.TextField(later("moderation.removal_reason"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-asked_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "record"), condition=models.Q(ended_at=None), name="asked_once_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return self.label
