"""Headers that every answer carries besides the content policy. No cookie is ever set here or elsewhere in the portal."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()"


class PublicHeaders:
    """Says that the pages may be read anywhere but framed nowhere, except figures made for embedding."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", PERMISSIONS)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not getattr(response, "may_be_framed", False):
            response.setdefault("X-Frame-Options", "DENY")
        return response
