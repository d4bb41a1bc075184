"""Forms of events and logs."""

from __future__ import annotations

from typing import Any

from django import forms

from longuevue.terms.flows import FIELDS
from longuevue.workshop.agenda.logs import Kind
from longuevue.workshop.agenda.models import Event
from longuevue.workshop.frame.words import both, later

_MOMENT = "%Y-%m-%dT%H:%M"


class EventForm(forms.ModelForm):
    """An event; its identifier and version are not typed."""

    field = forms.ChoiceField(label=later("agenda.field"), required=False)
    url = forms.URLField(label=later("policies.url"), required=False, assume_scheme="https")

    class Meta:
        model = Event
        fields = (
            "title",
            "starts",
            "ends",
            "all_day",
            "place",
            "area",
            "kind",
            "field",
            "text",
            "url",
            "came",
            "cancelled",
        )
        help_texts = {  # noqa: RUF012
            "ends": later("agenda.ends_help"),
            "came": later("agenda.came_help"),
            "area": later("agenda.area_help"),
        }
        widgets = {  # noqa: RUF012
            name: forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_MOMENT) for name in ("starts", "ends")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["field"].choices = [("", "—"), *((key, both(name)) for key, name in FIELDS.items())]


class CalendarForm(forms.Form):
    """A calendar to bring in."""

    file = forms.FileField(label=later("agenda.file"), help_text=later("agenda.file_help"))


def log_form(kind: Kind) -> type[forms.ModelForm]:
    """The form of one line of a log: its columns and no other."""
    days = {"day": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")} if "day" in kind.columns else {}
    helps = {"area": later("agenda.area_help")}
    return forms.modelform_factory(kind.model, fields=kind.columns, widgets=days, help_texts=helps)
