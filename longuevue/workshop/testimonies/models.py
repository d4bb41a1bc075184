"""Campaigns, stories under their own keys, contacts apart, consent by use.

Erasing a story is destroying its key: every copy of its words, in any backup, is then unreadable. The ledger (`withdrawals`) says
so again to whatever is restored.
"""

from __future__ import annotations

import json
import uuid
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db import models
from django.utils import timezone

from longuevue.workshop.frame.encryption import SealedField
from longuevue.workshop.frame.words import later
from longuevue.workshop.testimonies.kinds import AGES, COHORTS, KINDS, QUOTES


class Campaign(models.Model):
    """One question put to some people for some time; quotas say whose voices must not be missing."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    observatory = models.ForeignKey("observatories.Observatory", models.CASCADE, related_name="campaigns")
    question = models.CharField(later("testimonies.question"), max_length=200)
    population = models.CharField(later("testimonies.population"), max_length=200)
    #: a programme, a day or a return that these people share, and its name
    cohort = models.CharField(
        later("testimonies.cohort"), max_length=12, blank=True,
        choices=[(c, later(f"testimonies.cohort_{c or 'none'}")) for c in COHORTS],
    )  # fmt: skip
    cohort_name = models.CharField(later("testimonies.cohort_name"), max_length=120, blank=True)
    #: `actors` and `kinds` → population, kind of story → how many are hoped for
    quotas = models.JSONField(default=dict)
    opens = models.DateField(later("testimonies.opens"), default=timezone.localdate)
    closes = models.DateField(later("testimonies.closes"))
    #: years after which stories are erased, whatever was consented
    retention = models.PositiveSmallIntegerField(later("testimonies.retention"), default=10)
    #: where it is told (`epci-243400017`), the whole observatory when empty; and the figure it stands beside
    area = models.CharField(later("testimonies.area"), max_length=40, blank=True)
    marker = models.CharField(later("testimonies.marker"), max_length=80, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-opens", "pk")

    def __str__(self) -> str:
        return self.question

    @property
    def is_open(self) -> bool:
        return self.opens <= timezone.localdate() <= self.closes


class Status(models.TextChoices):
    DRAFT = "draft", later("testimonies.status_draft")
    SENT = "sent", later("testimonies.status_sent")
    APPROVED = "approved", later("testimonies.status_approved")
    REFUSED = "refused", later("testimonies.status_refused")
    WITHDRAWN = "withdrawn", later("testimonies.status_withdrawn")


class Story(models.Model):
    """What somebody told. Its words are sealed with a key of its own; without the key nobody reads them, nor do we."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="stories")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    kind = models.CharField(max_length=20, choices=[(k, later(f"testimonies.kind_{k}")) for k in KINDS], blank=True)
    age = models.CharField(
        max_length=10, choices=[(a, later(f"testimonies.age_{a or 'unsaid'}")) for a in AGES], blank=True
    )
    #: the kind of actor that one speaks as; never shown
    speaks_as = models.CharField(max_length=30, blank=True)
    quote = models.CharField(
        max_length=10, choices=[(q, later(f"testimonies.quote_{q}")) for q in QUOTES], default="aggregate"
    )
    #: fingerprint of the private link; the link itself is nowhere here
    token_hash = models.CharField(max_length=64, unique=True, null=True)
    sealed = models.TextField(blank=True)
    started_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    #: said by a moderator: these words reveal an origin, an opinion, a faith or a state of health
    reveals = models.BooleanField(default=False)
    reason = models.CharField(max_length=300, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-sent_at", "pk")

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def observatory_id(self) -> int:
        return self.campaign.observatory_id

    @property
    def words(self) -> dict[str, str]:
        """Question → answer; empty once the key is gone."""
        return self.opened_with(StoryKey.objects.filter(story=self).first())

    def opened_with(self, key: StoryKey | None) -> dict[str, str]:
        """The words, with the story's key at hand."""
        if key is None or not self.sealed:
            return {}
        try:
            read: dict[str, str] = json.loads(Fernet(key.key.encode()).decrypt(self.sealed.encode()))
        except (InvalidToken, ValueError):
            return {}
        return read

    def seal(self, words: dict[str, Any]) -> None:
        """Keep these words under the story's own key, made the first time."""
        key, _ = StoryKey.objects.get_or_create(story=self, defaults={"key": Fernet.generate_key().decode()})
        self.sealed = Fernet(key.key.encode()).encrypt(json.dumps(words).encode()).decode()

    def consents(self) -> dict[str, bool]:
        """Use → the last answer given; a use never answered is not there."""
        return {c.purpose: c.given for c in self.consent_set.order_by("at", "pk")}


class StoryKey(models.Model):
    """The key of one story, itself sealed by the instance's key, which lies outside the database."""

    story = models.OneToOneField(Story, models.CASCADE, related_name="own_key")
    key = SealedField()

    def __str__(self) -> str:
        return str(self.story_id)


class Contact(models.Model):
    """How to ask a person again. No foreign key: the story's random id, and nothing that a join would follow by mistake."""

    story_id = models.UUIDField(unique=True)
    email = SealedField(blank=True)
    parent = SealedField(blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.story_id)


class Consent(models.Model):
    """One dated answer for one use. Answers are added, never changed."""

    story = models.ForeignKey(Story, models.CASCADE)
    purpose = models.CharField(max_length=12)
    given = models.BooleanField()
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.purpose} {self.given}"


class ArrivalDay(models.Model):
    """One day of arrivals, and the salt that makes its fingerprints mean something; gone the day after."""

    day = models.DateField(unique=True)
    salt = models.CharField(max_length=64)

    def __str__(self) -> str:
        return str(self.day)


class Arrival(models.Model):
    """How many stories one network sent in one hour of today."""

    day = models.ForeignKey(ArrivalDay, models.CASCADE, related_name="arrivals")
    fingerprint = models.CharField(max_length=16)
    hour = models.PositiveSmallIntegerField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("day", "fingerprint", "hour"), name="a_network_an_hour"),)

    def __str__(self) -> str:
        return f"{self.hour} h"


class VoiceNote(models.Model):
    """An answer said aloud, whose sound waits on the disk, encrypted, to be written down; gone once it is."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    story = models.ForeignKey(Story, models.CASCADE, related_name="voice_notes")
    question = models.CharField(max_length=20)
    kind = models.CharField(max_length=12)
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def observatory_id(self) -> int:
        return self.story.observatory_id
