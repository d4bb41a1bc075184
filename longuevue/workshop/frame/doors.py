"""The one permission layer: each view says which permission opens it, and a view that says nothing stays shut.
Who holds which permission is written in each app's `perms.py`."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import rules
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, ProgrammingError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import urlencode

from longuevue.terms.refusal import Refusal
from longuevue.workshop.frame.words import say

EVERYONE = "everyone"
SIGNED_IN = "signed_in"


@dataclass(frozen=True, slots=True)
class Door:
    """What opens a view: a permission, and for which methods."""

    permission: str
    methods: tuple[str, ...]


#: views of the libraries of accounts, by the name of their address; one that is not here stays shut
LIBRARY_DOORS: dict[str, Door] = {
    name: Door(permission, ("GET", "POST"))
    for permission, names in {
        EVERYONE: (
            "account_login", "account_reset_password", "account_reset_password_done", "account_reset_password_from_key",
            "account_reset_password_from_key_done", "account_confirm_email", "account_email_verification_sent",
            "account_inactive", "mfa_authenticate", "openid_connect_login", "openid_connect_callback",
            "socialaccount_login_cancelled", "socialaccount_login_error", "set_language",
        ),
        SIGNED_IN: (
            "account_logout", "account_change_password", "account_set_password", "account_email",
            "account_reauthenticate", "mfa_index", "mfa_activate_totp", "mfa_deactivate_totp",
            "mfa_generate_recovery_codes", "mfa_view_recovery_codes", "mfa_download_recovery_codes",
            "mfa_reauthenticate", "socialaccount_connections",
        ),
    }.items()
    for name in names
}  # fmt: skip


def door(
    permission: str, *, of: Callable[..., Any] | None = None, methods: Iterable[str] = ("GET",)
) -> Callable[..., Any]:
    """`@door("actors.change_actor", of=selectors.actor)`: the view is called with the observatory of the address and, when
    `of` is given, the object it finds there. Nothing of another observatory is found; what may not be seen does not exist.
    """
    opening = Door(permission, tuple(methods))

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @functools.wraps(view)
        def answer(request: HttpRequest, **values: Any) -> HttpResponse:
            if request.method not in (*opening.methods, *(("HEAD",) if "GET" in opening.methods else ())):
                return HttpResponseNotAllowed(opening.methods)
            handed: list[Any] = []
            try:
                if "observatory" in values:
                    from longuevue.workshop.observatories.selectors import observatory_for

                    handed.append(observatory_for(request.user, values.pop("observatory")))
                if of is not None:
                    handed.append(of(*handed, **values))
                    values = {}
                _demand(request.user, permission, handed[-1] if handed else None)
                response = view(request, *handed, **values)
            except _SignIn:
                return redirect(f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}")
            except Refusal as refusal:
                return refused(request, refusal.sentence(), 400)
            add_never_cache_headers(response)
            return response

        answer.door = opening  # type: ignore[attr-defined]
        return answer

    return decorate


class _SignIn(Exception):  # noqa: N818 -- an invitation to sign in, not an error
    """Nobody is signed in yet; signing in may open the door."""


def _demand(user: Any, permission: str, thing: Any) -> None:
    if permission == EVERYONE:
        return
    if permission == SIGNED_IN:
        if not user.is_authenticated:
            raise _SignIn
        return
    if not may(user, permission, thing):
        if not user.is_authenticated and getattr(user, "link", None) is None:
            raise _SignIn
        raise PermissionDenied


def may(user: Any, permission: str, thing: Any = None) -> bool:
    """True when the permission exists and its rule says yes. Anything else is no."""
    return bool(rules.perm_exists(permission) and rules.has_perm(permission, user, thing))


def refused(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    """A page that says what went wrong and what to do."""
    response = render(request, "workshop/refused.html", {"sentence": sentence, "status": status}, status=status)
    add_never_cache_headers(response)
    response.worded = True
    return response


class DoorsMiddleware:
    """Refuses a view without a door, says refusals in plain words, and keeps a locked database from looking like a fault."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code in (403, 404, 405) and not getattr(response, "worded", False):
            worded = refused(request, say(f"frame.refused_{response.status_code}"), response.status_code)
            if response.has_header("Allow"):
                worded["Allow"] = response["Allow"]
            return worded
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, values: Any
    ) -> HttpResponse | None:
        if hasattr(view, "door"):
            return None
        name = request.resolver_match.url_name if request.resolver_match else ""
        opening = LIBRARY_DOORS.get(name or "")
        if opening is None:
            return refused(request, say("frame.refused_403"), 403)
        if request.method not in (*opening.methods, "HEAD"):
            return HttpResponseNotAllowed(opening.methods)
        if opening.permission == SIGNED_IN and not request.user.is_authenticated:
            return redirect(f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}")
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, OperationalError | ProgrammingError):
            response = refused(request, say("frame.try_again"), 503)
            response["Retry-After"] = "2"
            return response
        if isinstance(exception, Http404):
            return refused(request, say("frame.refused_404"), 404)
        if isinstance(exception, PermissionDenied):
            return refused(request, say("frame.refused_403"), 403)
        return None
