"""The form of an effect. Its lines' forms are in `parts.py`."""

from __future__ import annotations

from typing import Any

from django import forms

from longuevue.terms.flows import FIELDS
from longuevue.workshop.effects.models import Effect
from longuevue.workshop.effects.selectors import marker_choices
from longuevue.workshop.frame.words import both, later


class EffectForm(forms.ModelForm):
    """What changed, where, since when, what contributed to it, who started it and who bears it, according to whom."""

    field = forms.ChoiceField(label=later("effects.field"), required=False)
    marker = forms.ChoiceField(label=later("effects.marker"), help_text=later("effects.marker_help"), required=False)

    class Meta:
        model = Effect
        fields = (
            "what", "area", "since", "stated_by", "field", "marker", "flow", "contribution", "initiator", "bearer", "intended", "role",
            "other_side",
        )  # fmt: skip

    def __init__(self, *args: Any, observatory: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["field"].choices = [("", "—"), *((key, both(name)) for key, name in FIELDS.items())]
        self.fields["marker"].choices = [("", "—"), *marker_choices(observatory)]
