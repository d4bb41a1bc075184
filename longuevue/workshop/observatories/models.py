"""An observatory and its choices. What `longuevue build` reads of them is written by `settings_file.py`."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MinLengthValidator
from django.db import models
from django.utils import timezone
from simple_history.models import HistoricalRecords

from longuevue.workshop.frame.words import later


class Observatory(models.Model):
    """A territory under observation. `folder` is empty for the observatory that is served, else a folder under it."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(later("observatories.name"), max_length=200)
    folder = models.CharField(max_length=200, blank=True, editable=False)
    #: codes with their scale (`epci-243400017`)
    perimeter = models.JSONField(later("observatories.perimeter"), default=list)
    languages = models.JSONField(default=list)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    history = HistoricalRecords(app="observatories")

    class Meta:
        ordering = ("name",)
        verbose_name_plural = "observatories"

    def __str__(self) -> str:
        return self.name


class ChosenMarker(models.Model):
    """A marker this observatory follows, registered on a day by someone; `late` when an edition already held its figures."""

    observatory = models.ForeignKey(Observatory, models.CASCADE, related_name="chosen")
    marker = models.CharField(max_length=100)
    version = models.CharField(max_length=20, blank=True)
    #: on the home page, in this order; 0: followed, not in front
    place = models.PositiveSmallIntegerField(default=0)
    registered_at = models.DateTimeField(default=timezone.now)
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    late = models.BooleanField(default=False)
    removed_at = models.DateTimeField(null=True)
    removed_because = models.TextField(blank=True)

    class Meta:
        ordering = ("place", "marker")
        constraints = (
            models.UniqueConstraint(
                fields=("observatory", "marker"), condition=models.Q(removed_at=None), name="marker_chosen_once"
            ),
        )

    def __str__(self) -> str:
        return self.marker


class SensitiveMarker(models.Model):
    """A marker of very high sensitivity turned on, with the written reason. Turned off, it stays in the list."""

    observatory = models.ForeignKey(Observatory, models.CASCADE, related_name="sensitive")
    marker = models.CharField(max_length=100)
    reason = models.TextField(later("observatories.reason"), validators=[MinLengthValidator(10)])
    turned_on_at = models.DateTimeField(default=timezone.now)
    turned_on_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    turned_off_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("marker", "-turned_on_at")
        constraints = (
            models.UniqueConstraint(
                fields=("observatory", "marker"), condition=models.Q(turned_off_at=None), name="sensitive_once"
            ),
        )

    def __str__(self) -> str:
        return self.marker


class Occasion(models.Model):
    """A line of the calendar: when to collect, review, publish, ask again."""

    class Kind(models.TextChoices):
        COLLECT = "collect", later("observatories.collect")
        REVIEW = "review", later("observatories.review")
        PUBLISH = "publish", later("observatories.publish")
        ASK_AGAIN = "ask_again", later("observatories.ask_again")

    observatory = models.ForeignKey(Observatory, models.CASCADE, related_name="occasions")
    day = models.DateField(later("observatories.day"))
    kind = models.CharField(later("observatories.kind"), max_length=20, choices=Kind.choices)
    what = models.CharField(later("observatories.what"), max_length=200)
    done = models.BooleanField(default=False)

    class Meta:
        ordering = ("day", "pk")

    def __str__(self) -> str:
        return self.what
