"""Meetings, what was entered in them, polls, surveys of perception; then counts and used papers, which hold no one: no phone, no
hour, no order of arrival, and no link from a paper to a choice."""

from __future__ import annotations

import secrets
import uuid

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone

from longuevue.workshop.accounts.codes import ALPHABET
from longuevue.workshop.debate.models import by_chance
from longuevue.workshop.frame.words import later

CODE_LENGTH = 6
ENTRIES = ("vantage", "effect", "question")


def new_code() -> str:
    """Six signs that one reads from the back of a hall: a thousand million of them."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


class Meeting(models.Model):
    """One evening, one screen, one code."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    observatory = models.ForeignKey("observatories.Observatory", models.PROTECT, related_name="meetings")
    title = models.CharField(later("tables.meeting_title"), max_length=200)
    place = models.CharField(later("tables.place"), max_length=200, blank=True)
    #: where the questions of the evening are taken to
    room = models.ForeignKey(
        "debate.Room", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=later("tables.room")
    )
    code = models.CharField(max_length=CODE_LENGTH, unique=True, default=new_code, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("-made_at", "pk")

    def __str__(self) -> str:
        return self.title


class Entry(models.Model):
    """What the room entered: what someone sees, an effect, a question. On the screen once it is kept."""

    id = models.BigAutoField(primary_key=True, default=by_chance)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="entries")
    kind = models.CharField(
        later("tables.entry_kind"), max_length=8, choices=[(k, later(f"tables.kind_{k}")) for k in ENTRIES]
    )
    text = models.CharField(later("tables.entry_text"), max_length=300)
    kept_at = models.DateTimeField(null=True)
    left = models.BooleanField(default=False)
    carried = models.BooleanField(default=False)

    class Meta:
        ordering = ("kept_at", "pk")

    def __str__(self) -> str:
        return self.text

    @property
    def observatory_id(self) -> int:
        return self.meeting.observatory_id


class Poll(models.Model):
    """One question put to the room. One is open at a time."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="polls")
    question = models.CharField(later("tables.poll_question"), max_length=200)
    choices = models.JSONField(later("tables.choices"), default=list)
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("opened_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("meeting",), condition=models.Q(closed_at=None), name="one_open_poll_a_meeting"
            ),
        )

    def __str__(self) -> str:
        return self.question

    @property
    def observatory_id(self) -> int:
        return self.meeting.observatory_id


class Survey(models.Model):
    """Officials guess first, by their code; then residents answer, by theirs; then the gap is read."""

    class Phase(models.TextChoices):
        GUESS = "guess", later("tables.phase_guess")
        ANSWER = "answer", later("tables.phase_answer")
        CLOSED = "closed", later("tables.phase_closed")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    observatory = models.ForeignKey("observatories.Observatory", models.PROTECT, related_name="surveys")
    statement = models.CharField(later("tables.statement"), max_length=200)
    phase = models.CharField(max_length=6, choices=Phase.choices, default=Phase.GUESS, editable=False)
    officials = models.PositiveIntegerField(
        later("tables.officials"), null=True, blank=True, validators=[MinValueValidator(2)]
    )
    residents = models.PositiveIntegerField(
        later("tables.residents"), null=True, blank=True, validators=[MinValueValidator(2)]
    )
    officials_code = models.CharField(max_length=CODE_LENGTH, unique=True, default=new_code, editable=False)
    residents_code = models.CharField(max_length=CODE_LENGTH, unique=True, default=new_code, editable=False)
    #: said before the first guess, so that nobody chooses by the result: the gap is a reading of that territory
    area = models.CharField(later("tables.survey_area"), max_length=80, blank=True)
    #: two votes: one paper for a guess, another for an answer
    guesses = models.UUIDField(default=uuid.uuid4, editable=False)
    answers = models.UUIDField(default=uuid.uuid4, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-made_at", "pk")

    def __str__(self) -> str:
        return self.statement

    @property
    def year(self) -> int:
        """That in which it was prepared: the period of its reading."""
        return timezone.localtime(self.made_at).year


class Count(models.Model):
    """How many chose this in that vote. Nothing else is kept of a vote by phone."""

    id = models.BigAutoField(primary_key=True, default=by_chance)
    vote = models.UUIDField()
    choice = models.CharField(max_length=40)
    number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("vote", "choice"), name="a_choice_is_counted_in_one_row"),)

    def __str__(self) -> str:
        return self.choice


class UsedPaper(models.Model):
    """A paper that was used in that vote, so that one sent twice counts once. For what, is written nowhere."""

    id = models.BigAutoField(primary_key=True, default=by_chance)
    vote = models.UUIDField()
    fingerprint = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("vote", "fingerprint"), name="a_paper_is_used_once"),)

    def __str__(self) -> str:
        return "used"
