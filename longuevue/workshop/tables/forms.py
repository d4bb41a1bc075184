"""A meeting, what is entered in it, a poll, a survey of perception."""

from __future__ import annotations

from typing import Any

from django import forms

from longuevue.workshop.debate.selectors import public_rooms
from longuevue.workshop.frame.bounded import lines_of
from longuevue.workshop.frame.words import later
from longuevue.workshop.tables.models import ENTRIES, Meeting, Survey

#: signs of a choice: it is read on a phone, and by the room on the screen
LONGEST_CHOICE = 80


class MeetingForm(forms.ModelForm):
    class Meta:
        model = Meeting
        fields = ("title", "place", "room")
        help_texts = {"room": later("tables.room_help")}  # noqa: RUF012 -- Django's own way

    def __init__(self, *args: Any, observatory: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["room"].queryset = observatory.rooms.filter(pk__in=[r.pk for r in public_rooms(observatory)])


class EntryForm(forms.Form):
    kind = forms.ChoiceField(
        label=later("tables.entry_kind"), choices=[(k, later(f"tables.kind_{k}")) for k in ENTRIES],
        widget=forms.RadioSelect,
    )  # fmt: skip
    text = forms.CharField(
        label=later("tables.entry_text"), help_text=later("tables.entry_help"), max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class PollForm(forms.Form):
    question = forms.CharField(label=later("tables.poll_question"), max_length=200)
    choices = forms.CharField(
        label=later("tables.choices"), help_text=later("tables.choices_help"), max_length=800,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip

    def clean_choices(self) -> list[str]:
        return lines_of(self.cleaned_data["choices"], LONGEST_CHOICE)


class SurveyForm(forms.ModelForm):
    class Meta:
        model = Survey
        fields = ("statement", "officials", "residents", "area")
        help_texts = {  # noqa: RUF012 -- Django's own way
            "statement": later("tables.statement_help"),
            "officials": later("tables.officials_help"),
            "residents": later("tables.residents_help"),
            "area": later("tables.survey_area_help"),
        }
