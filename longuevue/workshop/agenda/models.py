"""An event of the place; an international item in the order of a council; room in the magazine; visits of a venue."""

from __future__ import annotations

import uuid

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from simple_history.models import HistoricalRecords

from longuevue.workshop.frame.words import later


class Event(models.Model):
    """When, where, of which field, and how many came once somebody counted."""

    class Kind(models.TextChoices):
        EVENT = "event", later("agenda.kind_event")
        DIALOGUE = "dialogue", later("agenda.kind_dialogue")
        CONVIVIAL = "convivial", later("agenda.kind_convivial")
        VISIT = "visit", later("agenda.kind_visit")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    observatory = models.ForeignKey("observatories.Observatory", models.PROTECT, related_name="events")
    #: that of the calendar it came from, so that it comes in once
    uid = models.CharField(max_length=255, editable=False)
    title = models.CharField(later("agenda.event_title"), max_length=300)
    starts = models.DateTimeField(later("agenda.starts"))
    ends = models.DateTimeField(later("agenda.ends"), null=True, blank=True)
    all_day = models.BooleanField(later("agenda.all_day"), default=False)
    place = models.CharField(later("agenda.place"), max_length=200, blank=True)
    #: empty: the first territory of the observatory
    area = models.CharField(later("policies.area"), max_length=80, blank=True)
    kind = models.CharField(later("agenda.kind"), max_length=10, choices=Kind.choices, default=Kind.EVENT)
    field = models.CharField(later("agenda.field"), max_length=40, blank=True)
    text = models.TextField(later("agenda.text"), blank=True, max_length=5000)
    url = models.URLField(later("policies.url"), blank=True)
    came = models.PositiveIntegerField(later("agenda.came"), null=True, blank=True)
    cancelled = models.BooleanField(later("agenda.cancelled"), default=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    history = HistoricalRecords(app="agenda")

    class Meta:
        ordering = ("starts", "pk")
        constraints = (models.UniqueConstraint(fields=("observatory", "uid"), name="an_event_comes_in_once"),)

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        if self.starts and self.ends and self.ends < self.starts:
            raise ValidationError({"ends": later("links.ends_before")})


class Log(models.Model):
    """A line that somebody keeps, of one territory: whose council, whose magazine, whose place."""

    observatory = models.ForeignKey("observatories.Observatory", models.PROTECT, related_name="%(class)ss")
    #: empty: the first territory of the observatory
    area = models.CharField(later("policies.area"), max_length=80, blank=True)

    class Meta:
        abstract = True


class CouncilItem(Log):
    """An international item in the order of a council: its rank among how many, before how many people watching."""

    day = models.DateField(later("agenda.day"))
    title = models.CharField(later("agenda.item_title"), max_length=300)
    rank = models.PositiveSmallIntegerField(later("agenda.rank"), validators=[MinValueValidator(1)])
    of = models.PositiveSmallIntegerField(later("agenda.of"), validators=[MinValueValidator(1)])
    watching = models.PositiveIntegerField(later("agenda.watching"), null=True, blank=True)

    class Meta:
        ordering = ("day", "rank")

    def clean(self) -> None:
        if self.rank and self.of and self.rank > self.of:
            raise ValidationError({"rank": later("agenda.rank_beyond")})


class MagazineSpace(Log):
    """What one issue of the municipal magazine gives to the international, in one unit."""

    class Unit(models.TextChoices):
        CM2 = "cm2", later("agenda.unit_cm2")
        PAGES = "pages", later("agenda.unit_pages")

    issue = models.CharField(later("agenda.issue"), max_length=60)
    day = models.DateField(later("agenda.day"))
    unit = models.CharField(later("agenda.unit"), max_length=6, choices=Unit.choices, default=Unit.CM2)
    part = models.FloatField(later("agenda.part"), validators=[MinValueValidator(0)])
    whole = models.FloatField(later("agenda.whole"), validators=[MinValueValidator(0.01)])

    class Meta:
        ordering = ("day", "pk")
        constraints = (
            models.UniqueConstraint(fields=("observatory", "area", "issue"), name="an_issue_is_measured_once"),
        )

    def clean(self) -> None:
        if self.part is not None and self.whole is not None and self.part > self.whole:
            raise ValidationError({"part": later("agenda.part_beyond")})


class VenueYear(Log):
    """Visits of one place of the international (a Maison de l'international, say) in one year."""

    venue = models.CharField(later("agenda.venue"), max_length=200)
    year = models.PositiveSmallIntegerField(later("agenda.year"), validators=[MinValueValidator(1900)])
    visits = models.PositiveIntegerField(later("agenda.visits"))

    class Meta:
        ordering = ("year", "venue")
        constraints = (
            models.UniqueConstraint(fields=("observatory", "area", "venue", "year"), name="one_count_a_venue_and_year"),
        )


class ReaderYear(Log):
    """Pages of the edition read and files taken in one year, as the server's own log counts them: this software keeps no trace
    of readers. Empty is "nobody counted"."""

    year = models.PositiveSmallIntegerField(later("agenda.year"), validators=[MinValueValidator(1900)])
    reads = models.PositiveIntegerField(later("agenda.reads"), null=True, blank=True)
    downloads = models.PositiveIntegerField(later("agenda.downloads"), null=True, blank=True)

    class Meta:
        ordering = ("year",)
        constraints = (
            models.UniqueConstraint(fields=("observatory", "area", "year"), name="one_count_of_readers_a_year"),
        )

    def clean(self) -> None:
        if self.reads is None and self.downloads is None:
            raise ValidationError({"reads": later("agenda.nothing_counted")})
