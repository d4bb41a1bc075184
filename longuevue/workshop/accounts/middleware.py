"""A resident who came by a private link is nobody with an account, but is known for that link alone."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from longuevue.workshop.accounts.models import PrivateLink
from longuevue.workshop.accounts.selectors import open_link_of

LINK = "private_link"


class Resident(AnonymousUser):
    """Whoever holds a private link."""

    def __init__(self, link: PrivateLink) -> None:
        super().__init__()
        self.link = link


class Residents:
    """Sets `request.user` to a `Resident` when nobody is signed in and the session came by an open link."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if LINK in request.session:
            signed_in = request.user
            request.user = SimpleLazyObject(lambda: _resident_or(signed_in, request))
        return self.get_response(request)


def _resident_or(user: object, request: HttpRequest) -> object:
    if getattr(user, "is_authenticated", False):
        return user
    link = open_link_of(request.session[LINK])
    return Resident(link) if link else AnonymousUser()
