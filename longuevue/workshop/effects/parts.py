"""What hangs on an effect, in one table: a new kind of line is one row here, with its form and its page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms

from longuevue.workshop.effects import models
from longuevue.workshop.frame.words import say


@dataclass(frozen=True, slots=True)
class Part:
    """A kind of line: its model and the columns that a person fills."""

    slug: str
    model: Any
    columns: tuple[str, ...]

    def title(self) -> str:
        """What the lines are, in the page's language."""
        return say(f"effects.part_{self.slug}")

    def lead(self) -> str:
        return say(f"effects.part_{self.slug}_lead")

    @property
    def lines(self) -> str:
        """The name under which an effect holds its lines."""
        return f"{self.model._meta.model_name}s"


PARTS = {
    part.slug: part
    for part in (
        Part("sign", models.Sign, ("group", "sign", "stance", "stated_by", "words")),
        Part("explanation", models.Explanation, ("text", "author", "evidence", "refuted_by", "outcome")),
        Part("evidence", models.Evidence, ("kind", "source", "story_id", "independent", "contradicts", "note")),
        Part("reply", models.Reply, ("by", "asked_on", "answered_on", "text")),
    )
}


def form_of(part: Part) -> type[forms.ModelForm]:
    """The form of one line: the columns of the part and no other."""
    widgets: dict[str, Any] = {
        name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        for name in part.columns
        if part.model._meta.get_field(name).get_internal_type() == "DateField"
    }
    return forms.modelform_factory(part.model, fields=part.columns, widgets=widgets)
