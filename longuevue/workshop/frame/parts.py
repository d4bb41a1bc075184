"""What hangs on a record of the workshop (on a link, an effect, a commitment), kind by kind. Each app has one table of parts: a
new kind of line is one row there, with its form, its page and its permission."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404
from django.shortcuts import get_object_or_404

from longuevue.workshop.frame.bounded import BoundedForm
from longuevue.workshop.frame.words import say


@dataclass(frozen=True, slots=True)
class Part:
    """A kind of line: the app whose words name it, its model, the columns that a person fills, whether it may be taken away."""

    app: str
    slug: str
    model: Any
    columns: tuple[str, ...]
    may_go: bool = True

    def title(self) -> str:
        """What the lines are, in the page's language."""
        return say(f"{self.app}.part_{self.slug.replace('-', '_')}")

    def lead(self) -> str:
        """The sentence under the title; only where the app's words have one."""
        return say(f"{self.app}.part_{self.slug}_lead")

    @property
    def lines(self) -> str:
        """The name under which a record holds its lines."""
        return f"{self.model._meta.model_name}s"


@dataclass(frozen=True, slots=True)
class WithPart:
    """A record, and the kind of line that somebody wants to add to it; a rule asks it what it would ask the record."""

    thing: Any
    part: Part

    @property
    def observatory_id(self) -> int:
        return int(self.thing.observatory_id)

    @property
    def made_by_id(self) -> int | None:
        return getattr(self.thing, "made_by_id", None)

    @property
    def _meta(self) -> Any:
        return self.thing._meta


def with_part(thing: Any, parts: Mapping[str, Part], slug: str) -> WithPart:
    """The record and the part of that name, which may not exist."""
    if slug not in parts:
        raise Http404
    return WithPart(thing, parts[slug])


def line_of(found: WithPart, line_id: int) -> Any:
    """One line of that kind that hangs on the record."""
    return get_object_or_404(getattr(found.thing, found.part.lines), pk=line_id)


def form_of(part: Part, formfield_callback: Callable[..., Any] | None = None) -> type[forms.ModelForm]:
    """The form of one line: the columns of the part and no other, so that nothing else can be sent in."""
    widgets: dict[str, Any] = {
        name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        for name in part.columns
        if part.model._meta.get_field(name).get_internal_type() == "DateField"
    }
    return forms.modelform_factory(
        part.model, form=BoundedForm, fields=part.columns, widgets=widgets, formfield_callback=formfield_callback
    )


def said_of(line: Any, part: Part, no: str = "") -> list[tuple[Any, Any]]:
    """The columns of a line that say something, each with its label; `no` is how a column that is not so is said."""
    found = []
    for name in part.columns:
        field = line._meta.get_field(name)
        display = getattr(line, f"get_{name}_display", None)
        value = display() if display and field.choices else getattr(line, name)
        if isinstance(value, bool):
            value = say("links.said_true") if value else no
        if value not in (None, ""):
            found.append((field.verbose_name, value))
    return found
