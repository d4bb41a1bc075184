"""Opening a room, writing in it, answering, saying where a side was sought."""

from __future__ import annotations

from typing import Any

from django import forms

from longuevue.workshop.debate.kinds import KINDS, LONGEST, ORIGINS, WAYS
from longuevue.workshop.debate.models import Room
from longuevue.workshop.frame.bounded import lines_of
from longuevue.workshop.frame.words import later, say
from longuevue.workshop.reasoning.clusters import FLOOR
from longuevue.workshop.reasoning.record import SIDED

#: signs of a side's name
LONGEST_SIDE = 60


def _origins() -> list[tuple[str, str]]:
    return [(one, later(f"debate.origin_{one}")) for one in ORIGINS]


class AskForm(forms.Form):
    """What anyone says to ask for a room."""

    question = forms.CharField(
        label=later("debate.room_question"), help_text=later("debate.room_question_help"), max_length=200
    )
    origin = forms.ChoiceField(label=later("debate.origin"), choices=_origins)


class OpenForm(AskForm):
    """What a moderator says besides."""

    sides = forms.CharField(
        label=later("debate.sides"), help_text=later("debate.sides_help"), max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    answer_days = forms.IntegerField(label=later("debate.answer_days"), min_value=1, max_value=365, initial=30)
    votes_until = forms.DateField(
        label=later("debate.votes_until"), help_text=later("debate.votes_until_help"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    clusters_from = forms.IntegerField(
        label=later("debate.clusters_from"),
        help_text=later("debate.clusters_help"),
        min_value=FLOOR,
        max_value=10_000,
        initial=100,
    )

    def clean_sides(self) -> list[str]:
        return lines_of(self.cleaned_data["sides"], LONGEST_SIDE)


class EffectForm(OpenForm):
    """A room on an effect: its identifier, its words, where."""

    field_order = ("effect", "words", "area", "question", "origin")
    effect = forms.CharField(label=later("debate.effect_id"), help_text=later("debate.effect_id_help"), max_length=60)
    words = forms.CharField(
        label=later("debate.effect_words"), max_length=600, widget=forms.Textarea(attrs={"rows": 4})
    )
    area = forms.CharField(label=later("debate.area"), help_text=later("debate.area_help"), max_length=100)


class PostForm(forms.Form):
    """One contribution. Nothing says who, except a role that one may leave out."""

    kind = forms.ChoiceField(
        label=later("debate.kind"), widget=forms.RadioSelect,
        choices=[(k, later(f"debate.kind_help_{k}")) for k in KINDS],
    )  # fmt: skip
    text = forms.CharField(
        label=later("debate.text"), help_text=later("debate.text_help"), max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
    )  # fmt: skip
    side = forms.TypedChoiceField(
        label=later("debate.side"), help_text=later("debate.side_help"), required=False, coerce=int, empty_value=None
    )
    source = forms.CharField(
        label=later("debate.source"), help_text=later("debate.source_help"), required=False, max_length=300
    )
    way = forms.ChoiceField(
        label=later("debate.way"), help_text=later("debate.way_help"), required=False,
        choices=[("", "—"), *((w, later(f"debate.way_{w}")) for w in WAYS)],
    )  # fmt: skip
    role = forms.ChoiceField(
        label=later("debate.role"), required=False, choices=lambda: [("", say("debate.role_unsaid")), *_origins()]
    )

    def __init__(self, *args: Any, room: Room, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["side"].choices = [("", "—"), *enumerate(room.sides)]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        kind = said.get("kind")
        if kind in SIDED and said.get("side") is None and "side" not in self.errors:
            self.add_error("side", later("debate.no_side"))
        if kind == "fact" and not (said.get("source") or "").strip():
            self.add_error("source", later("debate.no_source"))
        if kind == "option" and not said.get("way"):
            self.add_error("way", later("debate.no_way"))
        return said


class AnswerForm(forms.Form):
    text = forms.CharField(
        label=later("debate.answer_text"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 6})
    )
    source = forms.CharField(label=later("debate.source"), required=False, max_length=300)


class CodeForm(forms.Form):
    code = forms.CharField(
        label=later("debate.code"), max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )  # fmt: skip


class SoughtForm(forms.Form):
    side = forms.TypedChoiceField(label=later("debate.side"), coerce=int)
    where = forms.CharField(label=later("debate.sought_where"), min_length=10, max_length=300)

    def __init__(self, *args: Any, room: Room, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["side"].choices = list(enumerate(room.sides))
