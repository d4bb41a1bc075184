"""Forms of data requests."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from longuevue.workshop.data_requests.models import WHAT
from longuevue.workshop.frame.words import later, say
from longuevue.workshop.reasoning.requests import FOLLOWS


class _Day(forms.DateInput):
    def __init__(self) -> None:
        super().__init__(attrs={"type": "date"}, format="%Y-%m-%d")


class RequestForm(forms.Form):
    """Of whom, about what, which data, sent when."""

    data = forms.CharField(
        label=later("data_requests.data"), help_text=later("data_requests.data_help"), max_length=300
    )
    day = forms.DateField(label=later("data_requests.day_sent"), widget=_Day(), initial=timezone.localdate)

    def __init__(self, *args: Any, actors: Any, markers: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["actor"] = forms.ModelChoiceField(
            actors, label=say("data_requests.actor"), to_field_name="public_id"
        )
        self.fields["marker"] = forms.ChoiceField(label=say("data_requests.marker"), choices=markers)
        self.order_fields(("actor", "marker", "data", "day"))


class StepForm(forms.Form):
    """What happened, when, in a few words."""

    day = forms.DateField(label=later("data_requests.day"), widget=_Day(), initial=timezone.localdate)
    note = forms.CharField(
        label=later("data_requests.note"), help_text=later("data_requests.note_help"), max_length=300, required=False
    )

    def __init__(self, *args: Any, after: str, **more: Any) -> None:
        super().__init__(*args, **more)
        words = dict(WHAT)
        choices = [(step, words[step]) for step in FOLLOWS[after]]
        self.fields["what"] = forms.ChoiceField(label=say("data_requests.what"), choices=choices)
        self.order_fields(("what", "day", "note"))
