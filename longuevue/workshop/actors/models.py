"""Actors, their contacts (apart, encrypted), what they see, and whether it is still true."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from simple_history.models import HistoricalRecords

from longuevue.workshop.frame.encryption import SealedField


class Batch(models.Model):
    """A table brought in at once, which can be taken back at once."""

    observatory = models.ForeignKey("observatories.Observatory", models.CASCADE, related_name="batches")
    file = models.CharField(max_length=200)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-made_at",)
        verbose_name_plural = "batches"

    def __str__(self) -> str:
        return self.file


class Actor(models.Model):
    """A body that acts or sees. Never a private person; never a place of reception."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    observatory = models.ForeignKey("observatories.Observatory", models.CASCADE, related_name="actors")
    batch = models.ForeignKey(Batch, models.SET_NULL, null=True, related_name="actors")
    name = models.CharField(max_length=200)
    acronym = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=30, default="other")
    fields = models.JSONField(default=list)
    countries = models.JSONField(default=list)
    strands = models.JSONField(default=list)
    circle = models.CharField(max_length=1, blank=True)
    siren = models.CharField(max_length=9, blank=True)
    rna = models.CharField(max_length=10, blank=True)
    place = models.CharField(max_length=100, blank=True)
    #: official code of the commune
    commune = models.CharField(max_length=5, blank=True)
    website = models.URLField(blank=True)
    description = models.TextField(blank=True)
    confirmed_on = models.DateField(null=True)
    #: grows at each change: two people who write at once are told
    version = models.PositiveIntegerField(default=1)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, related_name="merged")

    history = HistoricalRecords(app="actors")

    class Meta:
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name


class Contact(models.Model):
    """How to reach an actor. In no list, no file, no edition."""

    actor = models.OneToOneField(Actor, models.CASCADE, related_name="contact")
    person = SealedField(blank=True)
    email = SealedField(blank=True)
    phone = SealedField(blank=True)

    def __str__(self) -> str:
        return str(self.actor_id)


class Sameness(models.Model):
    """What a person decided of two entries that looked alike, so that it is not asked again."""

    first = models.ForeignKey(Actor, models.CASCADE, related_name="+")
    second = models.ForeignKey(Actor, models.CASCADE, related_name="+")
    same = models.BooleanField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("first", "second"), name="decided_once"),)

    def __str__(self) -> str:
        return f"{self.first_id} {'=' if self.same else '≠'} {self.second_id}"


class StillTrue(models.Model):
    """« Toujours vrai ? » asked of one actor; the answer comes by a private link, without an account."""

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="asked")
    token_hash = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True)
    is_true = models.BooleanField(null=True)
    correction = models.TextField(blank=True)

    class Meta:
        ordering = ("-asked_at",)

    def __str__(self) -> str:
        return str(self.actor_id)


class VantagePoint(models.Model):
    """What an actor sees: a marker's phenomenon, with the data it holds, their access, rhythm and scale."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    actor = models.ForeignKey(Actor, models.CASCADE, related_name="sees")
    batch = models.ForeignKey(Batch, models.SET_NULL, null=True, related_name="sights")
    marker = models.CharField(max_length=100)
    data_held = models.CharField(max_length=300, blank=True)
    access = models.CharField(max_length=20, default="on_request")
    frequency = models.CharField(max_length=60, blank=True)
    scale = models.CharField(max_length=20, blank=True)

    history = HistoricalRecords(app="actors")

    class Meta:
        ordering = ("marker", "pk")
        constraints = (models.UniqueConstraint(fields=("actor", "marker"), name="seen_once"),)

    def __str__(self) -> str:
        return self.marker
