"""Forms of actors. What a row of a table may say, a form may say, in the same words."""

from __future__ import annotations

from typing import Any

from django import forms

from longuevue.terms.flows import FIELDS
from longuevue.workshop.actors.kinds import ACCESS, CIRCLES, KINDS, STRANDS
from longuevue.workshop.frame.words import both, later, say


def choices(texts: dict[str, dict[str, str]], *, empty: bool = False) -> Any:
    """A list worded when the form is shown."""
    return lambda: ([("", "—")] if empty else []) + [(key, both(names)) for key, names in texts.items()]


class ActorForm(forms.Form):
    """One actor."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=later("actors.name"), max_length=200)
    acronym = forms.CharField(label=later("actors.acronym"), max_length=40, required=False)
    kind = forms.ChoiceField(label=later("actors.kind"), choices=choices(KINDS))
    circle = forms.ChoiceField(label=later("actors.circle"), choices=choices(CIRCLES, empty=True), required=False)
    fields_ = forms.MultipleChoiceField(
        label=later("actors.fields"), choices=choices(FIELDS), required=False, widget=forms.CheckboxSelectMultiple
    )
    strands = forms.MultipleChoiceField(
        label=later("actors.strands"), choices=choices(STRANDS), required=False, widget=forms.CheckboxSelectMultiple
    )
    countries = forms.CharField(
        label=later("actors.countries"), help_text=later("actors.countries_help"), required=False, max_length=500
    )
    place = forms.CharField(label=later("actors.place"), max_length=100, required=False)
    commune = forms.CharField(label=later("actors.commune"), max_length=5, required=False)
    siren = forms.CharField(label=later("actors.siren"), max_length=20, required=False)
    rna = forms.CharField(label=later("actors.rna"), max_length=10, required=False)
    website = forms.CharField(label=later("actors.website"), max_length=200, required=False)
    description = forms.CharField(
        label=later("actors.description"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    confirmed_on = forms.CharField(label=later("actors.confirmed_on"), max_length=10, required=False)


class ContactForm(forms.Form):
    """How to reach an actor."""

    person = forms.CharField(label=later("actors.person"), max_length=200, required=False)
    email = forms.EmailField(label=later("actors.email"), required=False)
    phone = forms.CharField(label=later("actors.phone"), max_length=40, required=False)


class SeesForm(forms.Form):
    """What an actor sees of a marker's phenomenon."""

    data_held = forms.CharField(label=later("actors.data_held"), max_length=300, required=False)
    access = forms.ChoiceField(label=later("actors.access"), choices=choices(ACCESS))
    frequency = forms.CharField(label=later("actors.frequency"), max_length=60, required=False)

    def __init__(self, *args: Any, markers: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["marker"] = forms.ChoiceField(label=say("actors.phenomenon"), choices=markers)
        self.order_fields(("marker", "data_held", "access", "frequency"))


class AnswerForm(forms.Form):
    """« Toujours vrai ? »"""

    is_true = forms.ChoiceField(
        label=later("actors.still_true"),
        choices=(("yes", later("actors.still_yes")), ("no", later("actors.still_no"))),
        widget=forms.RadioSelect,
    )
    correction = forms.CharField(
        label=later("actors.correction"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
