"""How the authority carries the international: a service of its own, or a strand in every direction with a service that joins them.
Two options told by the founding text; neither is better, and a direction without a strand is shown as such."""

from __future__ import annotations

import uuid

from django.db import models
from simple_history.models import HistoricalRecords

from longuevue.workshop.frame.words import later


class Organisation(models.Model):
    """The option chosen by one authority, and the service in charge."""

    class Option(models.TextChoices):
        DEDICATED = "dedicated", later("links.option_dedicated")
        STRANDS = "strands", later("links.option_strands")
        UNDECIDED = "undecided", later("links.option_undecided")

    observatory = models.OneToOneField("observatories.Observatory", models.CASCADE, related_name="organisation")
    option = models.CharField(later("links.option"), max_length=10, choices=Option.choices, default=Option.UNDECIDED)
    service = models.CharField(later("links.service_in_charge"), max_length=200, blank=True)
    elected = models.CharField(later("links.elected_in_charge"), max_length=200, blank=True)

    history = HistoricalRecords(app="links")

    def __str__(self) -> str:
        return str(self.observatory)

    @property
    def public_id(self) -> uuid.UUID:
        """One an observatory, so its name follows from it."""
        return uuid.uuid5(uuid.NAMESPACE_OID, f"organisation:{self.observatory_id}")

    def gaps(self) -> list[Direction]:
        """The directions that say no strand. With a service of its own, none is asked to."""
        if self.option != self.Option.STRANDS:
            return []
        return [direction for direction in self.directions.all() if not direction.strand.strip()]


class Direction(models.Model):
    """A direction of the authority, its international strand, and who answers for it there."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="directions")
    name = models.CharField(later("links.direction"), max_length=200)
    strand = models.CharField(later("links.strand"), max_length=300, blank=True)
    referent = models.CharField(later("links.referent"), max_length=200, blank=True)

    class Meta:
        ordering = ("name", "pk")
        constraints = (models.UniqueConstraint(fields=("organisation", "name"), name="a_direction_once"),)

    def __str__(self) -> str:
        return self.name

    @property
    def observatory_id(self) -> int:
        return self.organisation.observatory_id
