"""Forms of entry sheets."""

from __future__ import annotations

from typing import Any

from django import forms

from longuevue.sources.own.templates import Template
from longuevue.workshop.frame.words import both, later, say
from longuevue.workshop.sheets import selectors

LARGEST = 1_000_000_000


class NewSheetForm(forms.Form):
    """Of whom, which table, which year, which territory."""

    year = forms.IntegerField(label=later("sheets.year"), min_value=1990, max_value=2100)
    area = forms.CharField(label=later("sheets.area"), help_text=later("sheets.area_help"), max_length=80)

    def __init__(self, *args: Any, actors: Any, tables: dict[str, Template], **more: Any) -> None:
        super().__init__(*args, **more)
        listed = sorted(((name, selectors.title(t)) for name, t in tables.items()), key=lambda pair: pair[1])
        self.fields["actor"] = forms.ModelChoiceField(actors, label=say("sheets.actor"), to_field_name="public_id")
        self.fields["template"] = forms.ChoiceField(label=say("sheets.table"), choices=listed)
        self.order_fields(("actor", "template", "year", "area"))


class SheetForm(forms.Form):
    """One whole number a measure; blank means not counted, 0 means none."""

    agreed = forms.BooleanField(label=later("sheets.agreed"), help_text=later("sheets.agreed_help"), required=False)
    note = forms.CharField(
        label=later("sheets.note"), help_text=later("sheets.note_help"), max_length=300, required=False
    )

    def __init__(self, *args: Any, table: Template, **more: Any) -> None:
        super().__init__(*args, **more)
        for measure, words in table.measures.items():
            self.fields[f"m_{measure}"] = forms.IntegerField(
                label=both(words.model_dump()), min_value=0, max_value=LARGEST, required=False
            )
        self.order_fields([*(f"m_{measure}" for measure in table.measures), "agreed", "note"])

    def counts(self) -> dict[str, int | None]:
        """Measure → number, or nothing."""
        return {name[2:]: value for name, value in self.cleaned_data.items() if name.startswith("m_")}


class YearForm(forms.Form):
    """The year whose sheets are opened."""

    year = forms.IntegerField(label=later("sheets.year"), min_value=1990, max_value=2100)
