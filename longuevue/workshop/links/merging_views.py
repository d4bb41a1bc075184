"""The page where a person decides of links that look alike."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from longuevue.terms.refusal import Refusal
from longuevue.workshop.frame.doors import door
from longuevue.workshop.frame.texts import text_of
from longuevue.workshop.frame.words import say
from longuevue.workshop.links import merging, selectors

A_PAGE = 100


@door("links.change_links", methods=("GET", "POST"))
def duplicates(request: HttpRequest, observatory: Any) -> HttpResponse:
    """Links that look alike: one of the two stands, or they are two."""
    if request.method == "POST":
        first, second = _uuid(text_of(request.POST, "first")), _uuid(text_of(request.POST, "second"))
        answer = text_of(request.POST, "answer")
        if answer == "second":  # the second one stands
            first, second = second, first
        left = merging.decide(observatory, first, second, same=answer != "two", by=request.user)
        if answer != "two":
            messages.success(request, say("links.merged"))
        if left:
            messages.warning(request, say("links.merged_left", count=left))
        return redirect("link_duplicates", observatory.slug)
    pairs = merging.likely(observatory)
    shown = [(pair, [(one, selectors.place_name(observatory, one.area)) for one in (pair.first, pair.second)])
             for pair in pairs[:A_PAGE]]  # fmt: skip
    return render(
        request, "links/duplicates.html", {"observatory": observatory, "pairs": shown, "count": len(pairs)}
    )  # fmt: skip


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise Refusal(say("links.no_such_status"), say("links.itself_remedy")) from None
