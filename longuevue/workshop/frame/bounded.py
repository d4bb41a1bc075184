"""Forms on records whose texts and choices have an end, even where the column has none."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator

from longuevue.workshop.frame.words import say

#: signs of a text whose column says no length: five pages
LONGEST = 15_000
#: beyond, it is the number of nothing: SQLite would break on it instead of finding nothing
MOST_DIGITS = 18


def lines_of(text: str, longest: int) -> list[str]:
    """The lines of a text that say something, one thing a line; one that is too long is refused, never cut."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    signs = max(map(len, lines), default=0)
    if signs > longest:
        raise forms.ValidationError(
            f"{say('frame.too_long', signs=signs)} {say('frame.too_long_remedy', most=longest)}"
        )
    return lines


class BoundedForm(forms.ModelForm):
    """A text without a length of its own takes five pages, and says so to the browser."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for field in self.fields.values():
            if isinstance(field, forms.CharField) and field.max_length is None:
                field.max_length = LONGEST
                field.validators.append(MaxLengthValidator(LONGEST))
                field.widget.attrs.setdefault("maxlength", str(LONGEST))


class SeveralField(forms.ModelMultipleChoiceField):
    """Several records chosen by number: one that no database holds is refused like one that is not there."""

    def clean(self, value: Any) -> Any:
        wrong = next((str(one) for one in value or () if len(str(one)) > MOST_DIGITS), None)
        if wrong is not None:
            refusal = self.error_messages["invalid_choice"]
            raise forms.ValidationError(
                refusal, code="invalid_choice", params={"pk": wrong[:MOST_DIGITS], "value": wrong[:MOST_DIGITS]}
            )
        return super().clean(value)
