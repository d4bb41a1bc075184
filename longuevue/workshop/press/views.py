"""The page where a manager sees what would leave, publishes it, and sees how the edition is being built."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from longuevue.sources.own.templates import template_of
from longuevue.workshop.frame.doors import door
from longuevue.workshop.frame.words import say
from longuevue.workshop.observatories.selectors import folder_of
from longuevue.workshop.press import job, services
from longuevue.workshop.sheets.selectors import files, title


@door("press.publish", methods=("GET", "POST"))
def publish(request: HttpRequest, observatory: Any) -> HttpResponse:
    """What is approved, what is new since the last time and what would go; sent, it is written and the edition is built."""
    if request.method == "POST":
        messages.success(request, say("press.done", **services.press(observatory)))
        if not job.start(folder_of(observatory)):
            messages.warning(request, say("press.busy"))
        return redirect("press", observatory.slug)
    before, now = services.pressed(observatory), services.records(observatory)
    rows = []
    for name, records in now.items():
        ids = {row["id"] for row in records}
        rows.append((say(f"press.{name}"), len(ids), len(ids - before[name]), len(before[name] - ids)))
    counts = [(title(template_of(n)), len(t.splitlines()) - 1) for n, t in files(observatory).items()]
    context = {"observatory": observatory, "rows": rows, "counts": counts, "job": job.told(folder_of(observatory))}
    return render(request, "press/publish.html", context)
