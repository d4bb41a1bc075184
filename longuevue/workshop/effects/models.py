"""An effect and what hangs on it: groups with their sign, services, policies, explanations, evidence, replies. What may be
public of it is in `public.py`; the grade is worked out, and is in no column."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from simple_history.models import HistoricalRecords

from longuevue.terms.effects import BODIES, INTENDED, KINDS, OUTCOMES, ROLES, SIGNS, TIES, VISIBILITY
from longuevue.terms.flows import STANCES
from longuevue.workshop.frame.words import both, later

#: a year, a month or a day
date_text = RegexValidator(r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$", later("effects.bad_date"))


class _Worded:
    """A bilingual text worded when it is shown."""

    def __init__(self, texts: dict[str, str]) -> None:
        self.texts = texts

    def __str__(self) -> str:
        return both(self.texts)


def choices(words: dict[str, dict[str, str]]) -> list[tuple[str, Any]]:
    """A closed list of `longuevue.terms`, as choices."""
    from django.utils.functional import lazystr

    return [(key, lazystr(_Worded(texts))) for key, texts in words.items()]


class Effect(models.Model):
    """What changed, where, since when; who started it and who bears it are two columns, for they are often two people."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    observatory = models.ForeignKey("observatories.Observatory", models.PROTECT, related_name="effects")
    template = models.CharField(max_length=40, blank=True, editable=False)
    what = models.CharField(later("effects.what"), max_length=300, help_text=later("effects.what_help"))
    area = models.CharField(later("effects.area"), max_length=80, help_text=later("effects.area_help"))
    since = models.CharField(
        later("effects.since"), max_length=10, validators=[date_text], help_text=later("effects.since_help")
    )
    field = models.CharField(later("effects.field"), max_length=40, blank=True)
    #: the contributing flow: a marker, and the address of the figure cited (marker, edition, territory, period); or its words
    marker = models.CharField(
        later("effects.marker"), max_length=80, blank=True, help_text=later("effects.marker_help")
    )
    address = models.CharField(max_length=300, blank=True, editable=False)
    flow = models.CharField(later("effects.flow"), max_length=200, blank=True)
    contribution = models.TextField(
        later("effects.contribution"), max_length=3000, help_text=later("effects.contribution_help")
    )
    stated_by = models.CharField(later("effects.stated_by"), max_length=200, help_text=later("effects.stated_by_help"))
    initiator = models.CharField(later("effects.initiator"), max_length=200)
    bearer = models.CharField(later("effects.bearer"), max_length=200)
    intended = models.CharField(later("effects.intended"), max_length=12, choices=choices(INTENDED), blank=True)
    visible = models.CharField(
        later("effects.visible"),
        max_length=12,
        choices=choices(VISIBILITY),
        blank=True,
        help_text=later("effects.visible_help"),
    )
    role = models.CharField(later("effects.role"), max_length=10, choices=choices(ROLES), default="observes")
    other_side = models.TextField(
        later("effects.other_side"), max_length=2000, blank=True, help_text=later("effects.other_side_help")
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    history = HistoricalRecords(app="effects")

    class Meta:
        ordering = ("what", "pk")

    def __str__(self) -> str:
        return self.what


class OfEffect(models.Model):
    """What hangs on an effect belongs to its observatory, and to whoever wrote the effect."""

    effect = models.ForeignKey(Effect, models.CASCADE, related_name="%(class)ss")

    class Meta:
        abstract = True

    @property
    def observatory_id(self) -> int:
        return self.effect.observatory_id

    @property
    def made_by_id(self) -> int | None:
        return self.effect.made_by_id


class Sign(OfEffect):
    """For this group, good or bad, wanted or endured, as stated by whom."""

    group = models.CharField(later("effects.group"), max_length=200, help_text=later("effects.group_help"))
    sign = models.CharField(later("effects.sign"), max_length=10, choices=choices(SIGNS))
    stance = models.CharField(later("effects.stance"), max_length=12, choices=choices(STANCES), default="not_stated")
    stated_by = models.CharField(later("effects.sign_by"), max_length=200, help_text=later("effects.stated_by_help"))
    words = models.TextField(later("effects.words"), max_length=1000, blank=True)

    class Meta:
        ordering = ("group", "pk")
        constraints = (
            models.UniqueConstraint(fields=("effect", "group", "stated_by"), name="one_sign_a_group_and_author"),
        )


class Service(OfEffect):
    """A service of the authority, or of another body, that feels the effect or acts on it: what it sees or does, as stated by whom."""

    name = models.CharField(later("effects.service"), max_length=200, help_text=later("effects.service_help"))
    body = models.CharField(later("effects.body"), max_length=10, choices=choices(BODIES), default="authority")
    tie = models.CharField(later("effects.tie"), max_length=10, choices=choices(TIES))
    what = models.TextField(
        later("effects.service_what"), max_length=1000, help_text=later("effects.service_what_help")
    )
    stated_by = models.CharField(later("effects.stated_by"), max_length=200, help_text=later("effects.stated_by_help"))

    class Meta:
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(fields=("effect", "name", "stated_by"), name="one_service_an_author_and_effect"),
        )


class Touch(OfEffect):
    """A policy of the same observatory that touches the effect, and how, as stated by whom."""

    #: the public identifier of a policy; no foreign key, as tensions cite an effect
    policy = models.UUIDField(later("effects.policy"), help_text=later("effects.policy_help"))
    how = models.TextField(later("effects.how"), max_length=1000, help_text=later("effects.how_help"))
    stated_by = models.CharField(later("effects.stated_by"), max_length=200, help_text=later("effects.stated_by_help"))

    class Meta:
        ordering = ("pk",)
        verbose_name_plural = "touchs"
        constraints = (
            models.UniqueConstraint(fields=("effect", "policy", "stated_by"), name="one_touch_an_author_and_effect"),
        )


class Explanation(OfEffect):
    """Another reason for what changed: who holds it, on what evidence, what would refute it, what became of it."""

    text = models.TextField(later("effects.explanation"), max_length=1000)
    author = models.CharField(later("effects.explained_by"), max_length=200, help_text=later("effects.stated_by_help"))
    evidence = models.TextField(later("effects.explained_on"), max_length=1000)
    refuted_by = models.TextField(
        later("effects.refuted_by"), max_length=1000, help_text=later("effects.refuted_by_help")
    )
    outcome = models.CharField(later("effects.outcome"), max_length=10, choices=choices(OUTCOMES), default="open")

    class Meta:
        ordering = ("pk",)


class Evidence(OfEffect):
    """One piece, for or against. A story is cited by its random id: taken back, it backs nothing any more."""

    kind = models.CharField(later("effects.evidence_kind"), max_length=12, choices=choices(KINDS))
    source = models.CharField(
        later("effects.source"), max_length=300, blank=True, help_text=later("effects.source_help")
    )
    story_id = models.UUIDField(later("effects.story"), null=True, blank=True, help_text=later("effects.story_help"))
    independent = models.BooleanField(later("effects.independent"), default=False)
    contradicts = models.BooleanField(later("effects.contradicts"), default=False)
    note = models.TextField(later("effects.note"), max_length=1000, blank=True)

    class Meta:
        ordering = ("pk",)
        verbose_name_plural = "evidences"


class Reply(OfEffect):
    """The right of reply of who is called into question: asked on a day; what was answered, or that nothing was."""

    by = models.CharField(later("effects.reply_by"), max_length=200, help_text=later("effects.stated_by_help"))
    asked_on = models.DateField(later("effects.asked_on"))
    answered_on = models.DateField(later("effects.answered_on"), null=True, blank=True)
    text = models.TextField(
        later("effects.reply_text"), max_length=2000, blank=True, help_text=later("effects.reply_help")
    )

    class Meta:
        ordering = ("asked_on", "pk")
        verbose_name_plural = "replys"
