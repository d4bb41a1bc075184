"""How the library of accounts behaves here: nobody signs up without an invitation, nobody is sent to another site."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from urllib.parse import quote, urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from longuevue.workshop.frame.doors import refused
from longuevue.workshop.frame.words import say


class ByInvitation(DefaultAccountAdapter):
    """Accounts are opened by a code."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Only our own addresses: the host of the request is not to be believed."""
        return url_has_allowed_host_and_scheme(url or "", allowed_hosts=None)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("workshop")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Mails name this instance by its own address, not by what the request pretends."""
        site = SimpleNamespace(name="Longuevue", domain=urlsplit(settings.LONGUEVUE_ADDRESS).netloc)
        super().send_mail(template_prefix, email, {**context, "current_site": site})

    def get_reset_password_from_key_url(self, key: str) -> str:
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.LONGUEVUE_ADDRESS + path.replace("UID-KEY", quote(key))

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        return settings.LONGUEVUE_ADDRESS + reverse("account_confirm_email", args=[emailconfirmation.key])


class KnownPeople(DefaultSocialAccountAdapter):
    """Signing in by the authority's own directory (OIDC) opens an account that exists; it makes none."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that expired or comes from another site."""
    return refused(request, say("frame.refused_csrf"), 403)


def locked_out(request: HttpRequest, credentials: Any = None, *_: Any, **__: Any) -> HttpResponse:
    """Too many wrong passwords."""
    return refused(request, say("frame.locked_out"), 429)


def typed_address(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """The address someone tries to sign in with, for the count of failures."""
    found = (credentials or {}).get("email") or (credentials or {}).get("username") or request.POST.get("login", "")
    return str(found).replace("\x00", "").strip().lower()[:254]
