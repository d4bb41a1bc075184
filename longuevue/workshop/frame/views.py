"""The workshop's first page: what one may do here, said to whoever comes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from longuevue.workshop.frame.doors import EVERYONE, door
from longuevue.workshop.observatories.selectors import observatories_of


@door(EVERYONE)
def home(request: HttpRequest) -> HttpResponse:
    """The observatories one works in; or how to come in."""
    return render(request, "workshop/home.html", {"observatories": observatories_of(request.user)})
