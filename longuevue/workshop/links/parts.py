"""What hangs on a link or a network, in one table: a new kind of line is one row here, with its form, page and permission.
A change of status is the only part that is never taken away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms

from longuevue.workshop.frame.words import say
from longuevue.workshop.links import models


@dataclass(frozen=True, slots=True)
class Part:
    """A kind of line: its model, the columns that a person fills, whether it may be taken away."""

    slug: str
    model: Any
    columns: tuple[str, ...]
    may_go: bool = True

    def title(self) -> str:
        """What the lines are, in the page's language."""
        return say(f"links.part_{self.slug.replace('-', '_')}")

    @property
    def lines(self) -> str:
        """The name under which a link holds its lines."""
        return f"{self.model._meta.model_name}s"


PARTS = {
    part.slug: part
    for part in (
        Part("change", models.Change, ("day", "what", "reason", "debated", "deliberation"), may_go=False),
        Part("agreement", models.Agreement, ("title", "parties", "signed", "ends", "vote", "address")),
        Part("money", models.Money, ("year", "own", "co_funded")),
        Part("return", models.Return, ("kind", "beneficiary", "years", "evidence")),
        Part("proof", models.Proof, ("leg", "day", "evidence")),
        Part("engagement", models.Engagement, ("service", "what", "since")),
        Part("milestone", models.Milestone, ("what", "day")),
        Part("mission", models.Mission, ("day", "what", "service", "changed", "decision")),
        Part("third-party", models.ThirdParty, ("funder", "amount_eur", "what")),
    )
}


def form_of(part: Part) -> type[forms.ModelForm]:
    """The form of one line: the columns of the part and no other, so that nothing else can be sent in."""
    widgets = {
        name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        for name in part.columns
        if part.model._meta.get_field(name).get_internal_type() == "DateField"
    }
    return forms.modelform_factory(part.model, fields=part.columns, widgets=widgets)
