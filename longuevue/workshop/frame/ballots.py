"""Ballot papers: a random token that a phone keeps and the server does not. A paper used twice is recognised; which answers it
carried is written nowhere. One paper a vote, so that papers do not follow a phone from one vote to the next."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

#: how long a phone keeps its paper
KEPT = 60 * 60 * 24 * 90


def new_paper(vote: Any) -> str:
    """A paper for that vote, signed so that nobody makes their own."""
    number = secrets.token_urlsafe(18)
    return f"{number}.{_signature(vote, number)}"


def spent_as(vote: Any, paper: str) -> str | None:
    """What is written of a used paper; None for one that was not given for this vote."""
    number, _, signature = paper.partition(".")
    if not number or not hmac.compare_digest(signature, _signature(vote, number)):
        return None
    return _keyed(f"spent|{vote}|{number}")


def cookie_of(vote: Any) -> str:
    """Where the phone keeps the paper of that vote."""
    return f"longuevue_paper_{_keyed(f'cookie|{vote}')[:12]}"


def paper_of(request: HttpRequest, vote: Any) -> str:
    """The paper that this phone holds for that vote, or a new one."""
    held = request.COOKIES.get(cookie_of(vote), "")
    return held if spent_as(vote, held) else new_paper(vote)


def keep(response: HttpResponse, vote: Any, paper: str) -> HttpResponse:
    """The phone keeps the paper."""
    response.set_cookie(
        cookie_of(vote),
        paper,
        max_age=KEPT,
        path="/atelier/",
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def _signature(vote: Any, number: str) -> str:
    return _keyed(f"paper|{vote}|{number}")[:24]


def _keyed(text: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()
