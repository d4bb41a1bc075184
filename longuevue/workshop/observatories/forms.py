"""Forms of observatories."""

from __future__ import annotations

from django import forms

from longuevue.workshop.frame.words import later
from longuevue.workshop.observatories.models import Occasion


class ObservatoryForm(forms.Form):
    """Its name and perimeter; the codes are checked against the official lists by the service."""

    name = forms.CharField(label=later("observatories.name"), max_length=200)
    perimeter = forms.CharField(
        label=later("observatories.perimeter"),
        help_text=later("observatories.perimeter_help"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_perimeter(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["perimeter"].replace(",", "\n").splitlines() if line.strip()]


class FollowForm(forms.Form):
    """Whether the marker is on the home page."""

    in_front = forms.BooleanField(label=later("observatories.in_front"), required=False)


class ReasonForm(forms.Form):
    """A written reason, that will be public."""

    reason = forms.CharField(
        label=later("observatories.reason"),
        help_text=later("observatories.reason_help"),
        min_length=10,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class OccasionForm(forms.ModelForm):
    """A line of the calendar."""

    class Meta:
        model = Occasion
        fields = ("day", "kind", "what")
        widgets = {"day": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}  # noqa: RUF012 -- Django's way
