"""The page where a manager sees what would leave, and hands it to the next edition."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from longuevue.workshop.frame.doors import door
from longuevue.workshop.frame.words import say
from longuevue.workshop.press import services


@door("press.publish", methods=("GET", "POST"))
def publish(request: HttpRequest, observatory: Any) -> HttpResponse:
    """What is approved, what is new since the last time and what would go; sent, it is written for the next edition."""
    if request.method == "POST":
        messages.success(request, say("press.done", **services.press(observatory)))
        return redirect("press", observatory.slug)
    before, now = services.pressed(observatory), services.records(observatory)
    rows = []
    for name, records in now.items():
        ids = {row["id"] for row in records}
        rows.append((say(f"press.{name}"), len(ids), len(ids - before[name]), len(before[name] - ids)))
    return render(request, "press/publish.html", {"observatory": observatory, "rows": rows})
