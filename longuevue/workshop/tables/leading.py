"""What the one who leads a meeting opens: its desk, the screen that is projected, its minutes."""

from __future__ import annotations

import ipaddress
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from longuevue.terms.refusal import Refusal
from longuevue.workshop.debate.paper import pdf_of
from longuevue.workshop.debate.showing import percent
from longuevue.workshop.frame.doors import door
from longuevue.workshop.frame.texts import text_of
from longuevue.workshop.frame.words import say
from longuevue.workshop.reasoning.respondents import Told
from longuevue.workshop.tables import selectors, services
from longuevue.workshop.tables.forms import EntryForm, MeetingForm, PollForm
from longuevue.workshop.tables.models import ENTRIES, Meeting
from longuevue.workshop.tables.qr import qr_svg

#: seconds between two looks of the projected screen
EVERY = 5


@door("tables.view_meetings")
def tables(request: HttpRequest, observatory: Any) -> HttpResponse:
    """The meetings, latest first."""
    context = {"observatory": observatory, "meetings": selectors.meetings(observatory)}
    return render(request, "tables/tables.html", context)


@door("tables.lead_meeting", methods=("GET", "POST"))
def new(request: HttpRequest, observatory: Any) -> HttpResponse:
    """A meeting and its code."""
    form = MeetingForm(request.POST or None, observatory=observatory)
    if request.method == "POST" and form.is_valid():
        form.instance.observatory, form.instance.made_by = observatory, request.user
        made = form.save()
        return redirect("table", observatory.slug, made.public_id)
    context = {"observatory": observatory, "form": form}
    return render(request, "tables/new.html", context, status=400 if form.errors else 200)


@door("tables.view_meetings", of=selectors.meeting)
def table(request: HttpRequest, observatory: Any, meeting: Any) -> HttpResponse:
    """The desk: what waits, what is kept, the vote."""
    return _desk(request, observatory, meeting)


def _desk(request: HttpRequest, observatory: Any, meeting: Any, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "observatory": observatory,
        "meeting": meeting,
        "waiting": meeting.entries.filter(kept_at=None, left=False),
        "open_poll": meeting.polls.filter(closed_at=None).first(),
        "entry_form": EntryForm(),
        "poll_form": PollForm(),
        "address": _address(request, meeting),
        "alone": _unreachable(request),
        **_told(meeting),
        **more,
    }
    return render(request, "tables/table.html", context, status=status)


def _told(meeting: Meeting) -> dict[str, Any]:
    """What was kept, kind by kind, and what may be told of each vote."""
    kept = list(meeting.entries.filter(left=False).exclude(kept_at=None))
    groups = [(say(f"tables.many_{kind}"), [one for one in kept if one.kind == kind]) for kind in ENTRIES]
    return {"groups": groups, "polls": [_poll(poll) for poll in meeting.polls.all()]}


def _poll(poll: Any) -> dict[str, Any]:
    told = selectors.told_poll(poll)
    return {
        "poll": poll,
        "why": say(f"tables.told_{told.why}") if told.why else "",
        "rows": _rows(told),
        "total": told.total,
    }


def _rows(told: Told) -> list[tuple[str, int, str]]:
    return [(name, number, percent(told.share(name))) for name, number in told.counts.items()] if told.shown else []


def _address(request: HttpRequest, meeting: Meeting) -> str:
    """The address that phones in the hall open: that by which this page itself was reached."""
    return request.build_absolute_uri(reverse("phone", args=[meeting.code]))


def _unreachable(request: HttpRequest) -> bool:
    """True when this page was opened by a name that means « this very machine » on a phone."""
    host = request.get_host().rsplit(":", 1)[0].strip("[]")
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@door("tables.view_meetings", of=selectors.meeting)
def screen(request: HttpRequest, observatory: Any, meeting: Any) -> HttpResponse:
    """What is projected: the code, the vote, what the room entered. It looks again every five seconds unless asked not to."""
    address = _address(request, meeting)
    fixed = "fixe" in request.GET
    context = {
        "observatory": observatory,
        "meeting": meeting,
        "address": address,
        "qr": qr_svg(address, say("tables.qr_words", address=address)),
        "open_poll": meeting.polls.filter(closed_at=None).first(),
        "fixed": fixed,
        **_told(meeting),
    }
    context["last"] = next((one for one in reversed(context["polls"]) if one["poll"].closed_at), None)
    response = render(request, "tables/screen.html", context)
    if not fixed and meeting.ended_at is None:
        response["Refresh"] = str(EVERY)
    return response


@door("tables.lead_meeting", of=selectors.meeting, methods=("POST",))
def enter(request: HttpRequest, observatory: Any, meeting: Any) -> HttpResponse:
    """What somebody said aloud."""
    form = EntryForm(request.POST)
    if not form.is_valid():
        return _desk(request, observatory, meeting, 400, entry_form=form)
    services.enter(meeting, kept=True, **form.cleaned_data)
    return redirect("table", observatory.slug, meeting.public_id)


@door("tables.lead_meeting", of=selectors.entry, methods=("POST",))
def sort_out(request: HttpRequest, observatory: Any, entry: Any) -> HttpResponse:
    """Keep, or leave."""
    services.sort_out(entry, keep=text_of(request.POST, "keep") == "1")
    return redirect("table", observatory.slug, entry.meeting.public_id)


@door("tables.lead_meeting", of=selectors.meeting, methods=("POST",))
def open_poll(request: HttpRequest, observatory: Any, meeting: Any) -> HttpResponse:
    """A question to the room."""
    form = PollForm(request.POST)
    if form.is_valid():
        try:
            services.open_poll(meeting, form.cleaned_data["question"], form.cleaned_data["choices"])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("table", observatory.slug, meeting.public_id)
    return _desk(request, observatory, meeting, 400, poll_form=form)


@door("tables.lead_meeting", of=selectors.poll, methods=("POST",))
def close_poll(request: HttpRequest, observatory: Any, poll: Any) -> HttpResponse:
    """The vote is over."""
    services.close_poll(poll)
    return redirect("table", observatory.slug, poll.meeting.public_id)


@door("tables.lead_meeting", of=selectors.meeting, methods=("POST",))
def end(request: HttpRequest, observatory: Any, meeting: Any) -> HttpResponse:
    """The meeting is over."""
    services.end(meeting)
    return redirect("table_minutes", observatory.slug, meeting.public_id)


@door("tables.lead_meeting", of=selectors.meeting, methods=("POST",))
def carry(request: HttpRequest, observatory: Any, meeting: Any) -> HttpResponse:
    """The questions of the evening go to the room."""
    done = services.carry_questions(meeting)
    messages.success(request, say("tables.carried", count=done))
    return redirect("table", observatory.slug, meeting.public_id)


@door("tables.view_meetings", of=selectors.meeting)
def minutes(request: HttpRequest, observatory: Any, meeting: Any) -> HttpResponse:
    """What the room said and how it voted; nobody's name, and no phone's."""
    context = {"observatory": observatory, "meeting": meeting, **_told(meeting)}
    return render(request, "tables/minutes.html", context)


@door("tables.view_meetings", of=selectors.meeting)
def minutes_pdf(request: HttpRequest, observatory: Any, meeting: Any) -> HttpResponse:
    """The same, to print."""
    told = {"observatory": observatory, "meeting": meeting, **_told(meeting)}
    response = HttpResponse(pdf_of("tables/minutes_paper.html", told), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="reunion-{meeting.code}.pdf"'
    return response
