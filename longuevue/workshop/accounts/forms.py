"""Forms of accounts: what is asked, and nothing that may not be set."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from longuevue.workshop.accounts.models import Role
from longuevue.workshop.frame.words import later, say


class InviteForm(forms.Form):
    """Who is invited, to do what, by mail or by letter."""

    addressee = forms.CharField(label=later("accounts.addressee"), max_length=200)
    role = forms.ChoiceField(label=later("accounts.role"), choices=Role.choices)
    email = forms.EmailField(label=later("accounts.email"), required=False, help_text=later("accounts.email_or_letter"))
    promotes_brand = forms.BooleanField(
        label=later("accounts.promotes_brand"), required=False, help_text=later("accounts.promotes_brand_help")
    )

    def __init__(self, *args: Any, actors: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["actor"] = forms.ModelChoiceField(
            actors,
            label=say("accounts.actor"),
            help_text=say("accounts.actor_help"),
            required=False,
            to_field_name="public_id",
        )
        self.order_fields(("addressee", "role", "actor", "email", "promotes_brand"))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("actor") and said.get("role") != Role.CONTRIBUTOR:
            self.add_error("actor", say("accounts.actor_contributor"))
        return said


class CodeForm(forms.Form):
    """The code of an invitation."""

    code = forms.CharField(
        label=later("accounts.code"),
        help_text=later("accounts.code_help"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class JoinForm(CodeForm):
    """The code, and what a new account needs."""

    name = forms.CharField(label=later("accounts.name"), max_length=150)
    email = forms.EmailField(label=later("accounts.email"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    password = forms.CharField(
        label=later("accounts.password"),
        help_text=later("accounts.password_help"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password(self) -> Any:
        password = self.cleaned_data["password"]
        validate_password(password)
        return password


class AccountForm(forms.Form):
    """What a person may change of their own account."""

    name = forms.CharField(label=later("accounts.name"), max_length=150)

    def clean_name(self) -> str:
        name = self.cleaned_data["name"].strip()
        if not name:
            raise forms.ValidationError(say("accounts.name_empty"))
        return name
