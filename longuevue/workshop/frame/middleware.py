"""Sessions, tokens, language and the rest stand in front of the workshop's addresses only: a public page meets none of them,
needs no database and sets no cookie."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.module_loading import import_string

PREFIX = "/atelier/"


def in_workshop(request: HttpRequest) -> bool:
    """True for an address of the workshop."""
    return request.path_info.startswith(PREFIX)


class Scoped:
    """Another middleware, which sees the workshop's requests only."""

    dotted = ""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.inner = import_string(self.dotted)(get_response)
        for hook in ("process_view", "process_exception", "process_template_response"):
            if hasattr(self.inner, hook):
                setattr(self, hook, self._hook(getattr(self.inner, hook)))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.inner(request) if in_workshop(request) else self.get_response(request)

    @staticmethod
    def _hook(inner: Callable[..., Any]) -> Callable[..., Any]:
        def hook(request: HttpRequest, *rest: Any) -> Any:
            return inner(request, *rest) if in_workshop(request) else None

        return hook


class Sessions(Scoped):
    dotted = "django.contrib.sessions.middleware.SessionMiddleware"


class Language(Scoped):
    dotted = "django.middleware.locale.LocaleMiddleware"

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not in_workshop(request):
            return self.get_response(request)
        try:
            return self.inner(request)
        finally:
            translation.deactivate()  # the next request of this thread may be a public page


class Common(Scoped):
    dotted = "django.middleware.common.CommonMiddleware"


class Tokens(Scoped):
    dotted = "django.middleware.csrf.CsrfViewMiddleware"


class Users(Scoped):
    dotted = "django.contrib.auth.middleware.AuthenticationMiddleware"


class Messages(Scoped):
    dotted = "django.contrib.messages.middleware.MessageMiddleware"


class Accounts(Scoped):
    dotted = "allauth.account.middleware.AccountMiddleware"


class Journal(Scoped):
    dotted = "simple_history.middleware.HistoryRequestMiddleware"


class Attempts(Scoped):
    dotted = "axes.middleware.AxesMiddleware"


class Doors(Scoped):
    dotted = "longuevue.workshop.frame.doors.DoorsMiddleware"


class Residents(Scoped):
    dotted = "longuevue.workshop.accounts.middleware.Residents"
