"""Pages of the agenda: events and what visibility comes to, calendars in and out, the public calendar."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from longuevue.terms.flows import FIELDS
from longuevue.terms.refusal import Refusal
from longuevue.workshop.agenda import selectors, services
from longuevue.workshop.agenda.forms import CalendarForm, EventForm, log_form
from longuevue.workshop.agenda.logs import LOGS
from longuevue.workshop.agenda.models import Event
from longuevue.workshop.agenda.visible import Visible, visible
from longuevue.workshop.frame.doors import EVERYONE, door
from longuevue.workshop.frame.words import both, say
from longuevue.workshop.links.selectors import place_name
from longuevue.workshop.reasoning import ical


def at_home(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hours are typed and read as the clocks of the place say; the database keeps them in UTC."""

    @functools.wraps(view)
    def answer(request: HttpRequest, *args: Any, **values: Any) -> HttpResponse:
        with timezone.override(ical.HERE):
            return view(request, *args, **values)

    return answer


@door("agenda.view_event")
@at_home
def agenda(request: HttpRequest, observatory: Any) -> HttpResponse:
    """Events in order of dates, and the three measures of visibility, by year."""
    context = {
        "observatory": observatory,
        "events": [(one, _field(one)) for one in selectors.events(observatory)],
        "visible": [_visible(observatory, one) for one in visible(observatory)],
        "logs": [(kind, kind.title()) for kind in LOGS.values()],
    }
    return render(request, "agenda/agenda.html", context)


def _visible(observatory: Any, one: Visible) -> dict[str, Any]:
    return {
        "place": place_name(observatory, one.area),
        "ranks": one.ranks,
        "spaces": [(say(f"agenda.unit_{unit}"), rows) for unit, rows in one.spaces.items()],
        "attendance": one.attendance,
        "readers": one.readers,
    }


def _field(one: Event) -> str:
    return both(FIELDS[one.field]) if one.field in FIELDS else ""


@door("agenda.add_event", methods=("GET", "POST"))
@at_home
def event_new(request: HttpRequest, observatory: Any) -> HttpResponse:
    return _edited(request, observatory, Event(observatory=observatory))


@door("agenda.change_event", of=selectors.event, methods=("GET", "POST"))
@at_home
def event_edit(request: HttpRequest, observatory: Any, event: Event) -> HttpResponse:
    return _edited(request, observatory, event)


def _edited(request: HttpRequest, observatory: Any, event: Event) -> HttpResponse:
    form = EventForm(request.POST or None, instance=event)
    if request.method == "POST" and form.is_valid():
        try:
            services.save_event(observatory, form.save(commit=False))
        except Refusal as refusal:
            form.add_error("area", refusal.sentence())
        else:
            messages.success(request, say("frame.saved"))
            return redirect("agenda", observatory.slug)
    title = say("agenda.edit" if event.pk else "agenda.new")
    return _form(request, observatory, form, title)


def _form(request: HttpRequest, observatory: Any, form: Any, title: str, **more: Any) -> HttpResponse:
    context = {"observatory": observatory, "form": form, "title": title, **more}
    return render(request, "agenda/form.html", context, status=400 if form.errors else 200)


@door("agenda.change_event", of=selectors.log, methods=("GET", "POST"))
def log_new(request: HttpRequest, observatory: Any, log: Any) -> HttpResponse:
    """A line of a log."""
    form = log_form(log.kind)(request.POST or None, instance=log.kind.model(observatory=observatory))
    if request.method == "POST" and form.is_valid():
        try:
            services.add_line(form.save(commit=False))
        except Refusal as refusal:
            form.add_error(None, refusal.sentence())
        else:
            messages.success(request, say("frame.saved"))
            return redirect("agenda", observatory.slug)
    return _form(request, observatory, form, log.kind.title())


@door("agenda.change_event", methods=("GET", "POST"))
def bring_in(request: HttpRequest, observatory: Any) -> HttpResponse:
    """A calendar in: what came, what changed, what could not be taken and why."""
    form = CalendarForm(request.POST or None, request.FILES or None)
    brought = None
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            brought = services.bring_in(observatory, file.read(), PurePath(file.name).name)
        except Refusal as refusal:
            form.add_error("file", refusal.sentence())
    return _form(request, observatory, form, say("agenda.bring_in"), brought=brought, upload=True)


@door("agenda.view_event")
def calendar_file(request: HttpRequest, observatory: Any) -> HttpResponse:
    """Every event of the observatory, for its members."""
    return _calendar(observatory, selectors.events(observatory))


@door(EVERYONE)
def public_calendar(request: HttpRequest, calendar: str) -> HttpResponse:
    """The approved events, for anybody's calendar."""
    return _calendar(*selectors.public_calendar(calendar))


@door(EVERYONE)
@at_home
def public_agenda(request: HttpRequest, calendar: str) -> HttpResponse:
    """The approved events as a page, field by field, those to come first."""
    found, events = selectors.public_calendar(calendar)
    now = timezone.now()
    coming = [one for one in events if (one.ends or one.starts) >= now]
    groups = [(both(name), [one for one in coming if one.field == key]) for key, name in FIELDS.items()]
    groups.append((say("agenda.no_field"), [one for one in coming if one.field not in FIELDS]))
    context = {
        "name": found.name,
        "slug": found.slug,
        "groups": [(name, listed) for name, listed in groups if listed],
        "past": [one for one in events if one not in coming],
    }
    return render(request, "agenda/public.html", context)


def _calendar(observatory: Any, events: Iterable[Event]) -> HttpResponse:
    listed = [(one, (_field(one),) if _field(one) else ()) for one in events]
    stamp = max((one.changed_at for one, _ in listed), default=observatory.made_at)
    text = ical.written(
        (selectors.as_ical(one, categories) for one, categories in listed), stamp=stamp, name=observatory.name
    )
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="agenda-{observatory.slug}.ics"'
    return response
