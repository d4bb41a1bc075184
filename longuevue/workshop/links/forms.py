"""Forms of links, networks and the organisation of the authority."""

from __future__ import annotations

from django import forms

from longuevue.terms.countries import countries, in_order_of_names
from longuevue.terms.flows import FIELDS
from longuevue.workshop.frame.words import both, language, later
from longuevue.workshop.links.models import Direction, Link, Membership, Network, Organisation


class LinkForm(forms.ModelForm):
    """Both ends of a link and what it is for. Status is not here: it changes by a dated, reasoned line."""

    country = forms.ChoiceField(label=later("links.country"), required=False)
    field = forms.ChoiceField(label=later("links.field"), required=False)
    languages = forms.CharField(
        label=later("links.languages"), help_text=later("links.languages_help"), required=False, max_length=60
    )

    class Meta:
        model = Link
        fields = (
            "kind", "partner", "country", "partner_id", "area", "bearer", "involves_authority", "layer", "field",
            "start", "end", "languages", "vote", "aims", "local_interest", "mutual_interest",
        )  # fmt: skip
        help_texts = {"area": later("links.area_help"), "start": later("links.date_help")}  # noqa: RUF012 -- Django's way

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [
            ("", "—"),
            *sorted(countries(language()).items(), key=lambda pair: in_order_of_names(pair[1])),
        ]
        self.fields["field"].choices = [("", "—"), *((key, both(name)) for key, name in FIELDS.items())]
        if self.instance.pk:
            self.initial["languages"] = " ".join(self.instance.languages)

    def clean_languages(self) -> list[str]:
        return [code.strip().lower() for code in self.cleaned_data["languages"].replace(",", " ").split()]

    def clean(self) -> dict[str, object]:
        said = super().clean()
        start, end = said.get("start"), said.get("end")
        if start and end and end < start[: len(end)]:
            self.add_error("end", later("links.ends_before"))
        return said


class NetworkForm(forms.ModelForm):
    class Meta:
        model = Network
        fields = ("name", "founded", "ground", "pillars", "announced_members")


class MembershipForm(forms.ModelForm):
    class Meta:
        model = Membership
        fields = ("name", "country", "area", "ground", "since", "note")


class OrganisationForm(forms.ModelForm):
    class Meta:
        model = Organisation
        fields = ("option", "service", "elected")


class DirectionForm(forms.ModelForm):
    class Meta:
        model = Direction
        fields = ("name", "strand", "referent")
