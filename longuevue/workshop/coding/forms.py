"""Forms of coding: a book, a code, a round, a file that comes in, one unit, a ruling, a proposal."""

from __future__ import annotations

from typing import Any

from django import forms

from longuevue.terms.flows import FIELDS
from longuevue.workshop.accounts.models import Membership
from longuevue.workshop.coding import selectors
from longuevue.workshop.coding.models import Code, Codebook, Proposal, Round
from longuevue.workshop.frame.words import both, later, say
from longuevue.workshop.reasoning.meter_sheet import ANSWERS
from longuevue.workshop.testimonies.selectors import campaigns


class CodebookForm(forms.ModelForm):
    class Meta:
        model = Codebook
        fields = ("title", "question")


class FileForm(forms.Form):
    """A file that another tool, or the meter, wrote."""

    file = forms.FileField(label=later("coding.file"))

    def content(self) -> bytes:
        return self.cleaned_data["file"].read()


class CodeForm(forms.ModelForm):
    """An entry of the book; what is under it stays under it."""

    class Meta:
        model = Code
        fields = (
            "label",
            "definition",
            "include",
            "exclude",
            "example",
            "counter_example",
            "parent",
            "colour",
            "codable",
        )

    def __init__(self, *args: Any, version: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = version.codes.exclude(pk=self.instance.pk)


class VersionForm(forms.Form):
    why = forms.CharField(label=later("coding.version_why"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class RoundForm(forms.Form):
    """The same texts for at least two coders: a campaign's stories, or the meter's sheet."""

    title = forms.CharField(label=later("coding.round_title"), max_length=200)
    coders = forms.MultipleChoiceField(
        label=later("coding.coders"), help_text=later("coding.coders_help"), widget=forms.CheckboxSelectMultiple
    )
    codebook = forms.ChoiceField(label=later("coding.with_book"), required=False)
    campaign = forms.ChoiceField(label=later("coding.of_campaign"), required=False)
    sheet = forms.FileField(label=later("coding.sheet"), help_text=later("coding.sheet_help"), required=False)

    def __init__(self, *args: Any, observatory: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = Membership.objects.filter(observatory=observatory, ended=None).select_related("user")
        self.fields["coders"].choices = [(str(m.user_id), str(m.user)) for m in members]
        self.fields["codebook"].choices = [
            ("", "—"),
            *((str(b.public_id), str(b)) for b in selectors.codebooks(observatory)),
        ]
        self.fields["campaign"].choices = [("", "—"), *((str(c.public_id), str(c)) for c in campaigns(observatory))]

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        stories = bool(said.get("codebook") and said.get("campaign"))
        if stories == bool(said.get("sheet")):
            raise forms.ValidationError(say("coding.one_of_two"))
        return said


def unit_form(one: Round, data: Any, said: dict[str, str]) -> forms.Form:
    """The questions of one unit: codes to tick, or the meter's answers to choose from. Nothing is chosen beforehand."""
    form = forms.Form(data)
    if one.kind == Round.Kind.CODES:
        codes = [c for c in one.version.codes.all() if c.codable]
        form.fields["codes"] = forms.MultipleChoiceField(
            label=say("coding.codes"), required=False, choices=[(str(c.guid), c.label) for c in codes],
            initial=[v for v, value in said.items() if value == "1"], widget=forms.CheckboxSelectMultiple,
        )  # fmt: skip
        return form
    for name, answers in ANSWERS.items():
        form.fields[name] = forms.ChoiceField(
            label=say(f"coding.meter_{name}"), required=True, initial=said.get(name), widget=forms.RadioSelect,
            choices=[(a, say(f"coding.answer_{a}") if a in ("0", "1") else say(f"coding.{name}_{a}")) for a in answers],
        )  # fmt: skip
    return form


def answers_of(one: Round, form: forms.Form) -> dict[str, str]:
    """Each question with its answer; a code that is not ticked is an answer too."""
    if one.kind == Round.Kind.METER:
        return dict(form.cleaned_data)
    ticked = set(form.cleaned_data["codes"])
    return {v: str(int(v in ticked)) for v in selectors.variables(one)}


class ProposalForm(forms.ModelForm):
    field = forms.ChoiceField(label=later("coding.field"))

    class Meta:
        model = Proposal
        fields = ("label", "question", "field", "why", "closes")
        widgets = {"closes": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}  # noqa: RUF012 -- Django's way

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["field"].choices = [(key, both(name)) for key, name in FIELDS.items()]
