"""Rooms, posts, sides that were sought in vain, records; then ballots, which hold no one. Where each stands (waiting, public,
removed and why) is said by moderation, not here."""

from __future__ import annotations

import secrets
import uuid
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinLengthValidator, MinValueValidator
from django.db import models
from django.utils import timezone

from longuevue.workshop.debate.kinds import ANSWER, ANSWERED, KINDS, ORIGINS, WAYS
from longuevue.workshop.frame.words import catalogue, later, say
from longuevue.workshop.reasoning.clusters import FLOOR


def default_sides() -> list[str]:
    """Two sides, in French: those who open a room write their own."""
    words = catalogue()
    return [words["debate.side_brings"]["fr"], words["debate.side_costs"]["fr"]]


class Room(models.Model):
    """A question opened from a figure, kept as it was that day, or from an effect, kept as its words were."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    observatory = models.ForeignKey("observatories.Observatory", models.PROTECT, related_name="rooms")
    question = models.CharField(later("debate.room_question"), max_length=200)
    origin = models.CharField(
        later("debate.origin"), max_length=12, choices=[(o, later(f"debate.origin_{o}")) for o in ORIGINS]
    )
    opened_from = models.CharField(max_length=8)
    #: the territory, as `com-34172`
    area = models.CharField(max_length=100)
    marker = models.CharField(max_length=100, blank=True)
    #: the reading in words and numbers, as shown that day; or the effect's identifier and words
    frozen = models.JSONField(default=dict)
    sides = models.JSONField(later("debate.sides"), default=default_sides)
    answer_days = models.PositiveSmallIntegerField(
        later("debate.answer_days"), default=30, validators=[MinValueValidator(1), MaxValueValidator(365)]
    )
    clusters_from = models.PositiveSmallIntegerField(
        later("debate.clusters_from"), default=100, validators=[MinValueValidator(FLOOR)]
    )
    votes_until = models.DateField(later("debate.votes_until"), null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-made_at", "pk")

    def __str__(self) -> str:
        return self.question

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def votes_open(self) -> bool:
        return self.votes_until is not None and not self.is_closed and timezone.localdate() <= self.votes_until

    @property
    def votes_closed(self) -> bool:
        return self.votes_until is not None and not self.votes_open


class Post(models.Model):
    """What somebody wrote in a room. Without an account nothing says who, except a code that the person alone holds."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    room = models.ForeignKey(Room, models.PROTECT, related_name="posts")
    kind = models.CharField(
        later("debate.kind"), max_length=10, choices=[(k, later(f"debate.kind_{k}")) for k in (*KINDS, ANSWER)]
    )
    #: position in the room's sides
    side = models.PositiveSmallIntegerField(null=True)
    way = models.CharField(max_length=10, blank=True, choices=[(w, later(f"debate.way_{w}")) for w in WAYS])
    text = models.TextField(later("debate.text"), blank=True)
    source = models.CharField(later("debate.source"), max_length=300, blank=True)
    role = models.CharField(
        later("debate.role"), max_length=12, blank=True, choices=[(o, later(f"debate.origin_{o}")) for o in ORIGINS]
    )
    about = models.ForeignKey("self", models.PROTECT, null=True, related_name="answers")
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    #: fingerprint of the author's code
    code_hash = models.CharField(max_length=64, unique=True, null=True)
    sent_at = models.DateTimeField(default=timezone.now)
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("sent_at", "pk")

    def __str__(self) -> str:
        if self.taken_back_at:
            return f"{self.get_kind_display()} : {say('debate.taken_back_short')}"
        return f"{self.get_kind_display()} : {self.text[:80]}"

    @property
    def observatory_id(self) -> int:
        return self.room.observatory_id

    @property
    def waits_for_answer(self) -> bool:
        return self.kind in ANSWERED

    def delete(self, *args: Any, **more: Any) -> tuple[int, dict[str, int]]:
        self.leave_records()
        return super().delete(*args, **more)

    def leave_records(self) -> None:
        """The records of the room forget these words; the line stays."""
        mark = str(self.public_id)
        for record in self.room.records.all():
            for line in (line for section in record.sections for line in section["lines"]):
                for said in (line, line["answer"]):
                    if said and said["post"] == mark:
                        said |= {"text": ""} | ({"source": ""} if "source" in said else {})
            record.save(update_fields=("sections",))


class SoughtSide(models.Model):
    """A side of which nothing was found, with where it was looked for: then a record may say so."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="sought")
    side = models.PositiveSmallIntegerField()
    where = models.CharField(later("debate.sought_where"), max_length=300, validators=[MinLengthValidator(10)])
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("side", "at")

    def __str__(self) -> str:
        return self.where


class Record(models.Model):
    """Two pages made from the posts that were public that day. The last one that was approved is the room's."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    room = models.ForeignKey(Room, models.PROTECT, related_name="records")
    sections = models.JSONField(default=list)
    votes = models.JSONField(default=dict)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-made_at", "-pk")

    def __str__(self) -> str:
        return f"{say('debate.record')} : {self.room.question}"

    @property
    def observatory_id(self) -> int:
        return self.room.observatory_id


def by_chance() -> int:
    """A row's number that says nothing of when it was written."""
    return secrets.randbelow(2**62) + 1


class Ballot(models.Model):
    """The answers of one person to the posts of a room: no person, no device, no network, no hour, no order of arrival."""

    id = models.BigAutoField(primary_key=True, default=by_chance)
    room = models.ForeignKey(Room, models.CASCADE, related_name="ballots")
    #: post → 1, 0 or -1
    answers = models.JSONField(default=dict)

    def __str__(self) -> str:
        return "ballot"


class SpentToken(models.Model):
    """A ballot paper that was used: so that one sent twice counts once. Which ballot it was is written nowhere."""

    id = models.BigAutoField(primary_key=True, default=by_chance)
    room = models.ForeignKey(Room, models.CASCADE, related_name="spent")
    fingerprint = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("room", "fingerprint"), name="a_ballot_paper_once"),)

    def __str__(self) -> str:
        return "spent"


class Window(models.Model):
    """The votes of one day in a room. Once the day is over, salt and networks are erased; three numbers stay."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="windows")
    day = models.DateField()
    salt = models.CharField(max_length=64, blank=True)
    votes = models.PositiveIntegerField(default=0)
    networks = models.PositiveIntegerField(default=0)
    from_few = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("day",)
        constraints = (models.UniqueConstraint(fields=("room", "day"), name="a_window_a_day"),)

    def __str__(self) -> str:
        return f"{self.day}"


class NetworkCount(models.Model):
    """How many votes one network sent today; under a fingerprint that means nothing once the salt is gone."""

    id = models.BigAutoField(primary_key=True, default=by_chance)
    window = models.ForeignKey(Window, models.CASCADE, related_name="by_network")
    fingerprint = models.CharField(max_length=16)
    votes = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("window", "fingerprint"), name="a_network_once_a_window"),)

    def __str__(self) -> str:
        return "network"
