"""What an officer says when a wave is prepared, and an address that came back."""

from __future__ import annotations

from django import forms

from longuevue.workshop.frame.words import later


class PrepareForm(forms.Form):
    word = forms.CharField(
        label=later("waves.word"), help_text=later("waves.word_help"), required=False, max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip


class ReturnedForm(forms.Form):
    address = forms.EmailField(label=later("waves.returned"), help_text=later("waves.returned_help"))
