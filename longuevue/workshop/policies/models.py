"""Policies, two of them that pull against each other, council decisions, working groups. Each change keeps its reason.
Commitments are in `commitments.py`, what a decision takes up in `citations.py`."""

from __future__ import annotations

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from simple_history.models import HistoricalRecords

from longuevue.workshop.frame.words import later
from longuevue.workshop.links.models import date_text
from longuevue.workshop.policies.choices import Decider, GroupKind, Origin, Raiser
from longuevue.workshop.policies.citations import Citation, Trace
from longuevue.workshop.policies.commitments import Commitment, Evidence, Money, Step

__all__ = [
    "Citation",
    "Commitment",
    "Deliberation",
    "Evidence",
    "Money",
    "Policy",
    "Step",
    "Tension",
    "Trace",
    "WorkingGroup",
]


class Policy(models.Model):
    """A public policy that touches the world: who decided it, who raised the matter, whether it is told to residents."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    observatory = models.ForeignKey("observatories.Observatory", models.PROTECT, related_name="policies")
    name = models.CharField(later("policies.name"), max_length=200)
    area = models.CharField(later("policies.area"), max_length=80)
    policy_area = models.CharField(later("policies.policy_area"), max_length=60)
    field = models.CharField(later("policies.field"), max_length=40, blank=True)
    decided_by = models.CharField(
        later("policies.decided_by"), max_length=12, choices=Decider.choices, default=Decider.AUTHORITY
    )
    #: were the people here, or their council, asked before? Nobody said: None
    consulted = models.BooleanField(later("policies.consulted"), null=True, blank=True)
    raised_by = models.CharField(later("policies.raised_by"), max_length=12, choices=Raiser.choices, blank=True)
    #: a discreet policy is counted, never named outside
    discreet = models.BooleanField(later("policies.discreet"), default=False)
    aims = models.TextField(later("policies.aims"), blank=True)
    expected_return = models.TextField(later("policies.expected_return"), blank=True)
    start = models.CharField(later("policies.start"), max_length=10, blank=True, validators=[date_text])
    end = models.CharField(later("policies.end"), max_length=10, blank=True, validators=[date_text])
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    history = HistoricalRecords(app="policies", history_change_reason_field=models.TextField(null=True))

    class Meta:
        ordering = ("name", "pk")
        verbose_name_plural = "policies"

    def __str__(self) -> str:
        return self.name


class Tension(models.Model):
    """Two policies that pull against each other on one effect: what one feeds, the other holds back. Linked by a person."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    first = models.ForeignKey(
        Policy, models.CASCADE, related_name="tensions_as_first", verbose_name=later("policies.policy")
    )
    second = models.ForeignKey(
        Policy, models.CASCADE, related_name="tensions_as_second", verbose_name=later("policies.other_policy")
    )
    #: the public identifier of an effect, and its words when the link was made; no foreign key
    effect = models.CharField(later("policies.effect"), max_length=40, blank=True)
    effect_name = models.CharField(later("policies.effect_name"), max_length=200)
    why = models.TextField(later("policies.why_against"))
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    history = HistoricalRecords(app="policies", history_change_reason_field=models.TextField(null=True))

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.first} / {self.second}"

    @property
    def observatory_id(self) -> int:
        return self.first.observatory_id


class Deliberation(models.Model):
    """One act of a council, or of another body: typed by a person, or brought in from a list or from what the meter read."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    observatory = models.ForeignKey("observatories.Observatory", models.PROTECT, related_name="deliberations")
    policy = models.ForeignKey(
        Policy,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="deliberations",
        verbose_name=later("policies.policy"),
    )
    area = models.CharField(later("policies.area"), max_length=80)
    body = models.CharField(later("policies.body"), max_length=200, blank=True)
    number = models.CharField(later("policies.number"), max_length=60, blank=True)
    title = models.CharField(later("policies.delib_title"), max_length=500)
    date = models.DateField(later("policies.date"))
    policy_area = models.CharField(later("policies.policy_area"), max_length=60, blank=True)
    votes_for = models.PositiveIntegerField(later("policies.votes_for"), null=True, blank=True)
    votes_against = models.PositiveIntegerField(later("policies.votes_against"), null=True, blank=True)
    abstentions = models.PositiveIntegerField(later("policies.abstentions"), null=True, blank=True)
    url = models.URLField(later("policies.url"), blank=True)
    #: goals and agendas of `longuevue.terms.agendas` that it serves
    tags = models.JSONField(later("policies.tags"), default=list, blank=True)
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.TYPED, editable=False)
    origin_note = models.CharField(max_length=300, blank=True, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    history = HistoricalRecords(app="policies", history_change_reason_field=models.TextField(null=True))

    class Meta:
        ordering = ("-date", "number", "pk")

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class WorkingGroup(models.Model):
    """A group set up to carry the diagnostic: elected members, services, residents. Roles are told, not persons."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    observatory = models.ForeignKey("observatories.Observatory", models.PROTECT, related_name="working_groups")
    name = models.CharField(later("policies.group_name"), max_length=200)
    kind = models.CharField(later("policies.group_kind"), max_length=12, choices=GroupKind.choices)
    mandate = models.TextField(later("policies.mandate"), blank=True)
    members = models.TextField(later("policies.group_members"), blank=True)
    set_up_by = models.ForeignKey(
        Deliberation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="groups",
        verbose_name=later("policies.set_up_by"),
    )
    policies = models.ManyToManyField(Policy, blank=True, related_name="groups", verbose_name=later("policies.title"))
    since = models.CharField(later("policies.start"), max_length=10, blank=True, validators=[date_text])
    until = models.CharField(later("policies.end"), max_length=10, blank=True, validators=[date_text])

    history = HistoricalRecords(
        app="policies", history_change_reason_field=models.TextField(null=True), m2m_fields=[policies]
    )

    class Meta:
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.since and self.until and self.until < self.since[: len(self.until)]:
            raise ValidationError({"until": later("links.ends_before")})
