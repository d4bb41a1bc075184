"""Networks of places and who is in them, on what ground: the site of a firm, a river, an invitation.
A network is not a twinning: a place may show both, and each is counted apart."""

from __future__ import annotations

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from simple_history.models import HistoricalRecords

from longuevue.workshop.frame.words import later


class Network(models.Model):
    """Its name, ground, pillars; how many members it announces beside those that are named here."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    observatory = models.ForeignKey("observatories.Observatory", models.PROTECT, related_name="networks")
    #: the table that brought it in, if one did
    batch = models.ForeignKey("actors.Batch", models.SET_NULL, null=True, editable=False, related_name="networks")
    name = models.CharField(later("links.network_name"), max_length=200)
    founded = models.PositiveSmallIntegerField(
        later("links.founded"), null=True, blank=True, validators=[MinValueValidator(1800), MaxValueValidator(2100)]
    )
    ground = models.CharField(later("links.ground"), max_length=300, blank=True)
    pillars = models.TextField(later("links.pillars"), blank=True)
    announced_members = models.PositiveIntegerField(later("links.announced_members"), null=True, blank=True)

    history = HistoricalRecords(app="links")

    class Meta:
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name

    def missing_members(self) -> int | None:
        """How many announced members have no line here; None when nothing is announced."""
        return None if self.announced_members is None else max(0, self.announced_members - self.members.count())


class Membership(models.Model):
    """A place in a network: by right of the ground, or as a guest."""

    class Ground(models.TextChoices):
        SITE = "site", later("links.ground_site")
        GUEST = "guest", later("links.ground_guest")
        OTHER = "other", later("links.ground_other")

    network = models.ForeignKey(Network, models.CASCADE, related_name="members")
    batch = models.ForeignKey("actors.Batch", models.SET_NULL, null=True, editable=False, related_name="members")
    #: a territory of ours (`com-63113`), or empty for a place abroad that is only named
    area = models.CharField(later("links.area"), max_length=80, blank=True)
    name = models.CharField(later("links.place"), max_length=200)
    country = models.CharField(later("links.country"), max_length=2, blank=True)
    ground = models.CharField(later("links.ground"), max_length=10, choices=Ground.choices, default=Ground.SITE)
    since = models.PositiveSmallIntegerField(later("links.since"), null=True, blank=True)
    note = models.CharField(later("links.note"), max_length=300, blank=True)

    class Meta:
        ordering = ("name", "pk")
        constraints = (models.UniqueConstraint(fields=("network", "name", "country"), name="once_in_a_network"),)

    def __str__(self) -> str:
        return self.name

    @property
    def observatory_id(self) -> int:
        return self.network.observatory_id
