"""Forms of links, networks and the organisation of the authority."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from longuevue.terms.agendas import TAGS
from longuevue.terms.countries import countries, in_order_of_names
from longuevue.terms.flows import FIELDS
from longuevue.workshop.frame.bounded import MOST_DIGITS, BoundedForm, lines_of
from longuevue.workshop.frame.words import both, language, later, say
from longuevue.workshop.links.cards import KINDS
from longuevue.workshop.links.models import Card, Direction, Link, Membership, Network, Organisation

#: signs of one line of a card: who took part, a part of a total
LONGEST_LINE = 200


class LinkForm(BoundedForm):
    """Both ends of a link and what it is for. Status is not here: it changes by a dated, reasoned line."""

    country = forms.ChoiceField(label=later("links.country"), required=False)
    field = forms.ChoiceField(label=later("links.field"), required=False)
    languages = forms.CharField(
        label=later("links.languages"), help_text=later("links.languages_help"), required=False, max_length=60
    )

    tags = forms.MultipleChoiceField(
        label=later("links.tags"),
        choices=lambda: [(key, both(names)) for key, names in TAGS.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    class Meta:
        model = Link
        fields = (
            "kind", "partner", "country", "partner_id", "area", "bearer", "involves_authority", "layer", "field",
            "start", "end", "languages", "vote", "aims", "local_interest", "mutual_interest", "tags",
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


class NetworkForm(BoundedForm):
    class Meta:
        model = Network
        fields = ("name", "founded", "ground", "pillars", "announced_members")


class MembershipForm(BoundedForm):
    class Meta:
        model = Membership
        fields = ("name", "country", "area", "ground", "since", "note")


class OrganisationForm(BoundedForm):
    class Meta:
        model = Organisation
        fields = ("option", "service", "elected")


class DirectionForm(BoundedForm):
    class Meta:
        model = Direction
        fields = ("name", "strand", "referent")


class CardForm(BoundedForm):
    """The columns of one kind of card, with those that it cannot do without."""

    parts = forms.CharField(
        label=later("links.card_parts"),
        help_text=later("links.card_parts_help"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    parties = forms.CharField(
        label=later("links.card_parties"),
        help_text=later("links.card_parties_help"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    country = forms.ChoiceField(label=later("links.country"), required=False)

    class Meta:
        model = Card
        fields = ("area", "name", "what", "country", "origin", "since", "decided_by", "number", "unit", "evidence")
        help_texts = {"area": later("links.area_help"), "since": later("links.date_help")}  # noqa: RUF012 -- Django's way

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        kind = KINDS[self.instance.kind]
        for name in [n for n in self.fields if n != "area" and n not in kind.columns]:
            del self.fields[name]
        for name in kind.needs:
            self.fields[name].required = True
        if "country" in self.fields:
            listed = sorted(countries(language()).items(), key=lambda pair: in_order_of_names(pair[1]))
            self.fields["country"].choices = [("", "—"), *listed]
        if "parties" in self.fields:
            self.initial["parties"] = "\n".join(self.instance.parties)
        if "parts" in self.fields:
            self.initial["parts"] = "\n".join(f"{part['what']} : {part['count']}" for part in self.instance.parts)
            self.order_fields(("area", "name", "what", "number", "unit", "parts", "evidence"))

    def clean_parties(self) -> list[str]:
        names = list(dict.fromkeys(lines_of(self.cleaned_data["parties"], LONGEST_LINE)))
        if len(names) < 2:
            raise forms.ValidationError(say("links.card_parties_few"))
        return names

    def clean_parts(self) -> list[dict[str, Any]]:
        found = []
        for line in lines_of(self.cleaned_data["parts"], LONGEST_LINE):
            told = re.fullmatch(r"\s*(.+?)\s*:\s*([\d\s\u202f\u00a0]+)", line)
            if told is None:
                raise forms.ValidationError(say("links.card_parts_bad", line=line[:60]))
            digits = re.sub(r"\D", "", told[2])
            if not 0 < len(digits) <= MOST_DIGITS:
                raise forms.ValidationError(say("links.card_parts_bad", line=line[:60]))
            found.append({"what": told[1], "count": int(digits)})
        return found

    def _post_clean(self) -> None:
        super()._post_clean()
        for name in {"parts", "parties"} & set(self.fields):
            setattr(self.instance, name, self.cleaned_data.get(name, []))
