"""Books of codes and their versions, rounds of coding with their units and answers, proposals of markers and votes.
A story's words are never copied here: a unit holds its random id, and reads nothing once it is taken back."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone

from longuevue.workshop.frame.words import later

User = settings.AUTH_USER_MODEL
colour = RegexValidator(r"^#[0-9A-Fa-f]{6}$", later("coding.bad_colour"))


class Codebook(models.Model):
    """A book of codes for one question. Its codes are in its versions."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    observatory = models.ForeignKey("observatories.Observatory", models.PROTECT, related_name="codebooks")
    title = models.CharField(later("coding.book_title"), max_length=200)
    question = models.CharField(later("coding.book_question"), max_length=300, blank=True)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("title", "pk")

    def __str__(self) -> str:
        return self.title


class Version(models.Model):
    """The codes as they stood: once a round has used them they no longer change, and a new version says why it differs."""

    codebook = models.ForeignKey(Codebook, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(default=1)
    why = models.TextField(later("coding.version_why"), max_length=1000, blank=True)
    frozen_at = models.DateTimeField(null=True, editable=False)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, editable=False, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("codebook", "number"), name="one_version_a_number"),)

    def __str__(self) -> str:
        return f"{self.codebook} v{self.number}"


class Code(models.Model):
    """One code. Its identifier stays the same from version to version, and in other tools."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="codes")
    guid = models.UUIDField(default=uuid.uuid4, editable=False)
    label = models.CharField(later("coding.label"), max_length=200)
    definition = models.TextField(later("coding.definition"), max_length=4000, blank=True)
    include = models.TextField(later("coding.include"), max_length=1000, blank=True)
    exclude = models.TextField(later("coding.exclude"), max_length=1000, blank=True)
    example = models.TextField(later("coding.example"), max_length=1000, blank=True)
    counter_example = models.TextField(later("coding.counter_example"), max_length=1000, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=later("coding.parent")
    )
    colour = models.CharField(later("coding.colour"), max_length=7, blank=True, validators=[colour])
    codable = models.BooleanField(later("coding.codable"), default=True)

    class Meta:
        ordering = ("label", "pk")
        constraints = (models.UniqueConstraint(fields=("version", "guid"), name="one_code_a_guid"),)

    def __str__(self) -> str:
        return self.label

    @property
    def observatory_id(self) -> int:
        return self.version.codebook.observatory_id


class Round(models.Model):
    """The same texts for the same coders, with one version of a book of codes or with the meter's questions."""

    class Kind(models.TextChoices):
        CODES = "codes", later("coding.kind_codes")
        METER = "meter", later("coding.kind_meter")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    observatory = models.ForeignKey("observatories.Observatory", models.PROTECT, related_name="coding_rounds")
    title = models.CharField(later("coding.round_title"), max_length=200)
    kind = models.CharField(max_length=5, choices=Kind.choices)
    version = models.ForeignKey(Version, models.PROTECT, null=True, related_name="rounds")
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-made_at", "pk")

    def __str__(self) -> str:
        return self.title

    @property
    def closed(self) -> bool:
        """Every coder said they were done: only then is anybody's answer shown to another."""
        return not self.coders.filter(finished_at=None).exists()


class Coder(models.Model):
    """Somebody who codes a round here, or who coded it in another tool."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="coders")
    guid = models.UUIDField(default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=200)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("round", "user"), name="one_coder_a_person"),)

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """One text to code: an answer of a story, a sentence of the meter, a passage that came from another tool."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="units")
    number = models.PositiveIntegerField()
    story_id = models.UUIDField(null=True)
    question = models.CharField(max_length=20, blank=True)
    #: identifier, document, page and draw of the meter's sheet
    origin = models.JSONField(default=dict)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("round", "number"), name="one_unit_a_number"),)

    def __str__(self) -> str:
        return f"{self.round} {self.number}"


class Answer(models.Model):
    """What one coder said of one unit on one question: a code put on it (1) or not (0), or one of the meter's answers."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="answers")
    coder = models.ForeignKey(Coder, models.CASCADE, related_name="answers")
    variable = models.CharField(max_length=40)
    value = models.CharField(max_length=40)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("unit", "coder", "variable"), name="one_answer_a_question"),)

    def __str__(self) -> str:
        return f"{self.variable} = {self.value}"


class Ruling(models.Model):
    """How a disagreement was settled, once agreement was worked out. The two answers stay as they were."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="rulings")
    variable = models.CharField(max_length=40)
    value = models.CharField(max_length=40)
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("unit", "variable"), name="one_ruling_a_question"),)

    def __str__(self) -> str:
        return f"{self.variable} = {self.value}"

    def save(self, *args: Any, **more: Any) -> None:
        if self.pk is not None:
            raise TypeError("a ruling is not changed")
        super().save(*args, **more)


class Proposal(models.Model):
    """A code that came back often, proposed as a marker: put to the vote of members, with what it comes from."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    observatory = models.ForeignKey("observatories.Observatory", models.PROTECT, related_name="proposals_of_markers")
    round = models.ForeignKey(Round, models.PROTECT, related_name="proposals")
    guid = models.UUIDField()
    label = models.CharField(later("coding.marker_label"), max_length=120)
    question = models.CharField(later("coding.marker_question"), max_length=200)
    field = models.CharField(later("coding.field"), max_length=40)
    why = models.TextField(later("coding.marker_why"), max_length=1000)
    #: how many units out of how many bore the code when it was proposed
    seen = models.PositiveIntegerField()
    out_of = models.PositiveIntegerField()
    closes = models.DateField(later("coding.vote_closes"))
    outcome = models.CharField(
        max_length=10,
        blank=True,
        choices=[("adopted", later("coding.adopted")), ("rejected", later("coding.rejected"))],
    )
    decided_on = models.DateField(null=True)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-made_at", "pk")
        constraints = (models.UniqueConstraint(fields=("round", "guid"), name="one_proposal_a_code"),)

    def __str__(self) -> str:
        return self.label


class Vote(models.Model):
    """One member, one vote, changed until the vote closes."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="votes")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    choice = models.CharField(max_length=7, choices=[(c, later(f"coding.vote_{c}")) for c in ("yes", "no", "abstain")])
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("proposal", "by"), name="one_vote_a_member"),)

    def __str__(self) -> str:
        return self.choice
