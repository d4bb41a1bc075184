"""A second wave of a campaign, who was asked again in it, and the messages they were sent. No address, no name, no word of
theirs: addresses stay with the first story's consent, words with the stories."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from longuevue.workshop.frame.words import later


class Wave(models.Model):
    """The same questions put again to those who told in `first` and agreed to be asked; their stories are in `again`."""

    first = models.OneToOneField("testimonies.Campaign", models.CASCADE, related_name="next_wave")
    again = models.OneToOneField("testimonies.Campaign", models.PROTECT, related_name="wave")
    word = models.TextField(later("waves.word"), max_length=600, blank=True)
    paused = models.BooleanField(default=False)
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    prepared_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.first)


class Asked(models.Model):
    """A person asked again, known by the random id of their first story. The line goes with that story."""

    wave = models.ForeignKey(Wave, models.CASCADE, related_name="asked")
    story_id = models.UUIDField(unique=True)
    refused_on = models.DateField(null=True)
    bounced_on = models.DateField(null=True)
    #: the story told the second time; it has a life and a link of its own
    answer_id = models.UUIDField(null=True, unique=True)

    def __str__(self) -> str:
        return str(self.story_id)


class Message(models.Model):
    """One message sent. Of its link, only the fingerprint is kept; its own id comes back with a mail that is returned."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    asked = models.ForeignKey(Asked, models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=10)
    day = models.DateField()
    token_hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ("day", "pk")

    def __str__(self) -> str:
        return f"{self.kind} {self.day}"
