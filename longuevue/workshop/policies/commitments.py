"""A commitment and what became of it: dated steps with their reasons, proofs, money. Steps only grow."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from simple_history.models import HistoricalRecords

from longuevue.workshop.frame.words import later
from longuevue.workshop.policies.choices import Status


class Commitment(models.Model):
    """What somebody undertook to do, before whom, by when. It may answer a question asked in a room of debate."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    policy = models.ForeignKey(
        "policies.Policy", models.PROTECT, related_name="commitments", verbose_name=later("policies.policy")
    )
    text = models.TextField(later("policies.commitment_text"))
    bearer = models.CharField(later("policies.bearer"), max_length=200, blank=True)
    made_on = models.DateField(later("policies.made_on"))
    due = models.DateField(later("policies.due"), null=True, blank=True)
    #: where it was taken: a room and one of its questions, by their public identifiers; no foreign key
    room = models.CharField(later("policies.room"), max_length=40, blank=True)
    question = models.CharField(later("policies.room_question"), max_length=40, blank=True)
    #: the figure it answers, by its address, as it read then
    marker = models.CharField(later("policies.marker"), max_length=100, blank=True)
    address = models.CharField(max_length=250, blank=True, editable=False)
    frozen = models.JSONField(default=dict, editable=False)
    #: the council decisions that carry it
    deliberations = models.ManyToManyField(
        "policies.Deliberation", blank=True, related_name="commitments", verbose_name=later("policies.deliberations")
    )
    status = models.CharField(
        later("policies.status"), max_length=10, choices=Status.choices, default=Status.ANNOUNCED, editable=False
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    history = HistoricalRecords(
        app="policies", history_change_reason_field=models.TextField(null=True), m2m_fields=[deliberations]
    )

    class Meta:
        ordering = ("made_on", "pk")

    def __str__(self) -> str:
        return self.text if len(self.text) <= 100 else f"{self.text[:99]}…"

    @property
    def observatory_id(self) -> int:
        return self.policy.observatory_id

    @property
    def proven(self) -> bool:
        """Done, with at least one proof: the only state that the marker counts."""
        return self.status == Status.DONE and bool(self.evidences.all())


class OfCommitment(models.Model):
    """What hangs on a commitment belongs to its observatory."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="%(class)ss")

    class Meta:
        abstract = True

    @property
    def observatory_id(self) -> int:
        return self.commitment.observatory_id


class Step(OfCommitment):
    """The commitment moves to a status, on a day, for a reason. Append-only."""

    day = models.DateField(later("policies.day"))
    status = models.CharField(later("policies.status"), max_length=10, choices=Status.choices)
    reason = models.TextField(later("policies.reason"))
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        ordering = ("day", "written_at", "pk")


class Evidence(OfCommitment):
    """What shows that it was done: a document, a figure, a visit. Somebody else can go and see."""

    day = models.DateField(later("policies.day"))
    what = models.CharField(later("policies.evidence_what"), max_length=300)
    url = models.URLField(later("policies.url"), blank=True)

    class Meta:
        ordering = ("day", "pk")


class Money(OfCommitment):
    """Euros of one year. Empty is "nobody said"; 0 is "nothing"."""

    year = models.PositiveSmallIntegerField(later("policies.year"), validators=[MinValueValidator(1900)])
    voted = models.DecimalField(
        later("policies.voted"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    spent = models.DecimalField(
        later("policies.spent"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )

    class Meta:
        ordering = ("year",)
        constraints = (models.UniqueConstraint(fields=("commitment", "year"), name="one_year_of_money_a_commitment"),)
