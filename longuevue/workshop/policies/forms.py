"""Forms of policies, decisions, commitments, groups. Whatever corrects a record asks why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models

from longuevue.terms.agendas import TAGS
from longuevue.terms.flows import FIELDS
from longuevue.workshop.effects.selectors import effects
from longuevue.workshop.frame.bounded import BoundedForm, SeveralField
from longuevue.workshop.frame.parts import Part, form_of
from longuevue.workshop.frame.words import both, later, say
from longuevue.workshop.observatories.selectors import shelf_of
from longuevue.workshop.policies import debated, selectors
from longuevue.workshop.policies.choices import Taking
from longuevue.workshop.policies.models import Citation, Commitment, Deliberation, Policy, Tension, WorkingGroup

_DAY = {"attrs": {"type": "date"}, "format": "%Y-%m-%d"}


class Reasoned(BoundedForm):
    """A record of this observatory: choices are its own, dates are fields of dates, and a correction says why."""

    policy_area = forms.ChoiceField(label=later("policies.policy_area"))
    field = forms.ChoiceField(label=later("policies.field"), required=False)
    reason = forms.CharField(label=later("policies.why"), help_text=later("policies.why_help"), max_length=500)

    def __init__(self, data: Any = None, *, observatory: Any, instance: Any, **kwargs: Any) -> None:
        super().__init__(data, instance=instance, **kwargs)
        named = {*self._meta.fields, "reason"}
        for name in [name for name in self.fields if name not in named]:
            del self.fields[name]
        if not instance.pk:
            del self.fields["reason"]
        if "policy_area" in self.fields:
            self.fields["policy_area"].choices = [
                ("", "—"),
                *((key, both(text)) for key, text in selectors.AREAS.items()),
            ]
        if "field" in self.fields:
            self.fields["field"].choices = [("", "—"), *((key, both(text)) for key, text in FIELDS.items())]
        for name, of in (("policy", selectors.policies), ("deliberations", selectors.deliberations),
                         ("policies", selectors.policies), ("set_up_by", selectors.deliberations),
                         ("first", selectors.policies), ("second", selectors.policies)):  # fmt: skip
            if name in self.fields:
                self.fields[name].queryset = of(observatory)
        if "marker" in self.fields:
            self.fields["marker"] = marker_field(observatory)
        if "area" in self.fields:
            self.fields["area"].help_text = later("links.area_help")
            if not instance.pk:
                first = observatory.perimeter[0] if observatory.perimeter else ""
                self.initial["area"] = self.initial.get("area") or first

    @property
    def why(self) -> str:
        return str(self.cleaned_data.get("reason", ""))


def marker_field(observatory: Any) -> forms.ChoiceField:
    """The figures that may be cited; the sensitive ones that are off are not among them."""
    listed = [(m.id, both(m.label.model_dump())) for m in shelf_of(observatory) if not m.sensitivity.off_by_default]
    return forms.ChoiceField(
        label=later("policies.marker"),
        help_text=later("policies.marker_help"),
        choices=[("", "—"), *sorted(listed, key=lambda pair: pair[1].casefold())],
        required=False,
    )


class PolicyForm(Reasoned):
    class Meta:
        model = Policy
        fields = (
            "name", "area", "policy_area", "field", "decided_by", "consulted", "raised_by", "discreet", "aims",
            "expected_return", "start", "end",
        )  # fmt: skip
        help_texts = {"start": later("links.date_help"), "discreet": later("policies.discreet_help")}  # noqa: RUF012


class DeliberationForm(Reasoned):
    policy_area = forms.ChoiceField(label=later("policies.policy_area"), required=False)
    url = forms.URLField(label=later("policies.url"), required=False, assume_scheme="https")
    tags = forms.MultipleChoiceField(
        label=later("policies.tags"),
        choices=lambda: [(key, both(names)) for key, names in TAGS.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    class Meta:
        model = Deliberation
        fields = (
            "title", "number", "date", "body", "area", "policy", "policy_area", "votes_for", "votes_against",
            "abstentions", "url", "tags",
        )  # fmt: skip
        widgets = {"date": forms.DateInput(**_DAY)}  # noqa: RUF012


class CommitmentForm(Reasoned):
    """A commitment; what it answers is chosen among the questions that anyone may read."""

    answers = forms.ChoiceField(label=later("policies.room"), help_text=later("policies.room_help"), required=False)

    class Meta:
        model = Commitment
        fields = ("policy", "text", "bearer", "made_on", "due", "answers", "marker", "deliberations")
        widgets = {  # noqa: RUF012
            "made_on": forms.DateInput(**_DAY),
            "due": forms.DateInput(**_DAY),
            "deliberations": forms.CheckboxSelectMultiple,
        }
        field_classes = {"deliberations": SeveralField}  # noqa: RUF012

    def __init__(self, data: Any = None, *, observatory: Any, instance: Any, **kwargs: Any) -> None:
        super().__init__(data, observatory=observatory, instance=instance, **kwargs)
        choices: list[Any] = [("", "—"), *debated.answerable(observatory)]
        kept = debated.key(instance.room, instance.question)
        self.initial.setdefault("answers", kept)
        if kept and kept not in {value for _, group in choices[1:] for value, _ in group}:
            choices.append((kept, say("policies.room_gone")))
        self.fields["answers"].choices = choices

    def save(self, commit: bool = True) -> Any:
        self.instance.room, self.instance.question = debated.parts(self.cleaned_data["answers"])
        return super().save(commit)


class TensionForm(Reasoned):
    """The effect is one of the ledger, or is named in a few words when nobody wrote it there yet."""

    effect = forms.ChoiceField(label=later("policies.effect"), help_text=later("policies.effect_help"), required=False)

    class Meta:
        model = Tension
        fields = ("second", "effect", "effect_name", "why")
        help_texts = {"why": later("policies.why_against_help")}  # noqa: RUF012

    def __init__(self, data: Any = None, *, observatory: Any, instance: Any, **kwargs: Any) -> None:
        super().__init__(data, observatory=observatory, instance=instance, **kwargs)
        ledger = [(str(one.public_id), one.what[:120]) for one in effects(observatory)]
        self.fields["effect"].choices = [("", "—"), *ledger]
        self.fields["effect_name"].required = False

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        chosen, words = said.get("effect", ""), said.get("effect_name", "").strip()
        if chosen and not words:
            said["effect_name"] = dict(self.fields["effect"].choices)[chosen]
        elif not words:
            self.add_error("effect_name", later("policies.no_effect"))
        return said


class GroupForm(Reasoned):
    class Meta:
        model = WorkingGroup
        fields = ("name", "kind", "mandate", "members", "set_up_by", "policies", "since", "until")
        widgets = {"policies": forms.CheckboxSelectMultiple}  # noqa: RUF012
        field_classes = {"policies": SeveralField}  # noqa: RUF012
        help_texts = {"members": later("policies.group_members_help"), "since": later("links.date_help")}  # noqa: RUF012


class CiteForm(Reasoned):
    """Which figure a decision takes up, and in which words."""

    marker = forms.ChoiceField(required=False)

    class Meta:
        model = Citation
        fields = ("marker", "kind", "quote")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = Taking.choices


def line_form(part: Part) -> type[forms.ModelForm]:
    """The form of one line on a commitment: the columns of the part and no other, and why where a year of money may be corrected."""
    form = form_of(part, formfield_callback=_https)
    return type(form.__name__, (_Corrected, form), {}) if part.slug == "money" else form


class _Corrected(forms.Form):
    reason = forms.CharField(
        label=later("policies.why"), help_text=later("policies.money_why_help"), max_length=500, required=False
    )


def _https(field: Any, **options: Any) -> forms.Field:
    if isinstance(field, models.URLField):
        options["assume_scheme"] = "https"
    return field.formfield(**options)


class ScdlForm(forms.Form):
    """A SCDL list, the territory whose acts it holds, and the words to look for."""

    file = forms.FileField(label=later("policies.scdl_file"), help_text=later("policies.scdl_help"))
    area = forms.CharField(label=later("policies.area"), help_text=later("links.area_help"), max_length=80)
    words = forms.CharField(
        label=later("policies.scdl_words"), help_text=later("policies.scdl_words_help"), max_length=300, required=False
    )
