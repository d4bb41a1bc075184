"""The form of an effect, and those of its lines: their columns are in `parts.py`; a policy is chosen among those of here."""

from __future__ import annotations

from typing import Any

from django import forms

from longuevue.terms.countries import in_order_of_names
from longuevue.terms.flows import FIELDS
from longuevue.workshop.effects.around import policy_names, proposed_services
from longuevue.workshop.effects.models import Effect
from longuevue.workshop.effects.selectors import marker_choices
from longuevue.workshop.frame.parts import Part, form_of
from longuevue.workshop.frame.words import both, later


class EffectForm(forms.ModelForm):
    """What changed, where, since when, what contributed to it, who started it and who bears it, according to whom."""

    field = forms.ChoiceField(label=later("effects.field"), required=False)
    marker = forms.ChoiceField(label=later("effects.marker"), help_text=later("effects.marker_help"), required=False)

    class Meta:
        model = Effect
        fields = (
            "what", "area", "since", "stated_by", "field", "marker", "flow", "contribution", "initiator", "bearer", "intended", "visible", "role",
            "other_side",
        )  # fmt: skip

    def __init__(self, *args: Any, observatory: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["field"].choices = [("", "—"), *((key, both(name)) for key, name in FIELDS.items())]
        self.fields["marker"].choices = [("", "—"), *marker_choices(observatory)]


class Proposing(forms.TextInput):
    """A line to write in, with names that may be chosen instead: no one is bound to them."""

    template_name = "effects/proposing.html"

    def __init__(self, list_id: str, names: list[str]) -> None:
        super().__init__(attrs={"list": list_id, "autocomplete": "off"})
        self.names = names

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        return super().get_context(name, value, attrs) | {"names": self.names}


def line_form(part: Part, observatory: Any, *args: Any, **kwargs: Any) -> forms.ModelForm:
    """The form of one line, filled with what this observatory holds: its policies and no other's, names of its services."""
    form = form_of(part)(*args, **kwargs)
    if part.slug == "policy":
        known = sorted(policy_names(observatory).items(), key=lambda pair: in_order_of_names(pair[1]))
        asked = form.fields["policy"]
        form.fields["policy"] = forms.ChoiceField(
            label=asked.label, help_text=asked.help_text, choices=[("", "—"), *known]
        )
    if part.slug == "service":
        length = form.fields["name"].max_length
        form.fields["name"].widget = Proposing("services-known", proposed_services(observatory))
        form.fields["name"].widget.attrs["maxlength"] = str(length)
    return form
