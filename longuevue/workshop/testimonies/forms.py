"""The screens of a story, a moderator's verdict, a campaign."""

from __future__ import annotations

from typing import Any

from django import forms

from longuevue.workshop.frame.words import later, say
from longuevue.workshop.testimonies.kinds import AGES, EXPECTED, KINDS, LONGEST, QUOTES, SKILLS
from longuevue.workshop.testimonies.models import Campaign
from longuevue.workshop.testimonies.quotas import SpeaksAsField


class KindForm(forms.Form):
    """What the story is about, and whether its author takes part."""

    kind = forms.ChoiceField(
        label=later("testimonies.kind"),
        choices=[(k, later(f"testimonies.kind_{k}")) for k in KINDS],
        widget=forms.RadioSelect,
    )
    speaks_as = SpeaksAsField()
    take_part = forms.BooleanField(
        label=later("testimonies.take_part"), error_messages={"required": later("testimonies.not_agreed")}
    )


class AnswerForm(forms.Form):
    """One question, in one's own words; it may be left empty."""

    answer = forms.CharField(required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 7}))

    def __init__(self, *args: Any, question: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["answer"].label = later(f"testimonies.q_{question}")
        self.fields["answer"].help_text = later("testimonies.do_not_name")
        self.fields["voice"] = forms.FileField(
            label=later("testimonies.voice"), help_text=later("testimonies.voice_help"), required=False,
            widget=forms.FileInput(attrs={"accept": "audio/*", "capture": True}),
        )  # fmt: skip
        if question == "gained":
            self.fields["learned"] = forms.MultipleChoiceField(
                label=later("testimonies.learned"), required=False, widget=forms.CheckboxSelectMultiple,
                choices=[(s, later(f"testimonies.learned_{s}")) for s in SKILLS],
            )  # fmt: skip


class UsesForm(forms.Form):
    """Each use apart, nothing ticked beforehand."""

    expected = forms.ChoiceField(
        label=later("testimonies.expected"), required=False, widget=forms.RadioSelect,
        choices=[(e, later(f"testimonies.expected_{e}")) for e in EXPECTED],
    )  # fmt: skip
    age = forms.ChoiceField(
        label=later("testimonies.age"),
        required=False,
        choices=[(a, later(f"testimonies.age_{a or 'unsaid'}")) for a in AGES],
    )
    parent = forms.CharField(
        label=later("testimonies.parent"), help_text=later("testimonies.parent_help"), required=False, max_length=200
    )
    quote = forms.ChoiceField(
        label=later("testimonies.quote"),
        choices=[(q, later(f"testimonies.quote_{q}")) for q in QUOTES],
        widget=forms.RadioSelect,
    )
    signed = forms.CharField(
        label=later("testimonies.signed"), help_text=later("testimonies.signed_help"), required=False, max_length=120
    )
    publish = forms.BooleanField(
        label=later("testimonies.publish"), help_text=later("testimonies.copies"), required=False
    )
    sensitive = forms.BooleanField(label=later("testimonies.sensitive"), required=False)
    researchers = forms.BooleanField(label=later("testimonies.researchers"), required=False)
    ask_again = forms.BooleanField(label=later("testimonies.ask_again"), required=False)
    email = forms.EmailField(
        label=later("testimonies.email"), help_text=later("testimonies.email_help"), required=False
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("ask_again") and not said.get("email") and "email" not in self.errors:
            self.add_error("email", later("testimonies.email_needed"))
        if said.get("age") == "under_15" and not (said.get("parent") or "").strip():
            self.add_error("parent", later("testimonies.parent_needed"))
        if said.get("quote") in ("name", "role") and not (said.get("signed") or "").strip():
            self.add_error("signed", later("testimonies.signed_needed"))
        return said


class VerdictForm(forms.Form):
    verdict = forms.ChoiceField(
        label=later("testimonies.verdict"), widget=forms.RadioSelect,
        choices=[("approve", later("testimonies.approve")), ("refuse", later("testimonies.refuse"))],
    )  # fmt: skip
    reveals = forms.BooleanField(label=later("testimonies.reveals"), required=False)
    reason = forms.CharField(label=later("testimonies.reason"), required=False, max_length=300)


class CampaignForm(forms.ModelForm):
    area = forms.ChoiceField(label=later("testimonies.area"), help_text=later("testimonies.area_help"), required=False)
    marker = forms.ChoiceField(
        label=later("testimonies.marker"), help_text=later("testimonies.marker_help"), required=False
    )

    class Meta:
        model = Campaign
        fields = ("question", "population", "cohort", "cohort_name", "area", "marker", "opens", "closes", "retention")

    def __init__(self, *args: Any, areas: list[tuple[str, str]], markers: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["area"].choices = [("", say("testimonies.area_whole")), *areas]
        self.fields["marker"].choices = [("", say("testimonies.marker_none")), *markers]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("opens") and said.get("closes") and said["closes"] < said["opens"]:
            self.add_error("closes", later("testimonies.closes_before"))
        return said
