"""What the frame of every page of the workshop needs. A public page gets nothing from here."""

from __future__ import annotations

from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest

from longuevue.workshop.frame.middleware import PREFIX, in_workshop
from longuevue.workshop.frame.words import language


def frame(request: HttpRequest) -> dict[str, Any]:
    """Request, person, messages and language, for the workshop's templates and those of the libraries it uses."""
    if not in_workshop(request):
        return {}
    lang = language()
    return {
        "request": request,
        "user": getattr(request, "user", None),
        "messages": get_messages(request),
        "lang": lang,
        # where another language is asked from: an address that holds a private link is not said again
        "here": PREFIX if "/lien/" in request.path_info else request.get_full_path(),
        "twin_lang": "en" if lang == "fr" else "fr",
    }
