"""Pages of an observatory: its desk, settings, markers and calendar."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from longuevue.terms.flows import FIELDS
from longuevue.terms.refusal import Refusal
from longuevue.workshop.frame.doors import door
from longuevue.workshop.frame.texts import text_of
from longuevue.workshop.frame.words import both, say
from longuevue.workshop.observatories import selectors, services
from longuevue.workshop.observatories.forms import FollowForm, ObservatoryForm, OccasionForm, ReasonForm


@door("observatories.view_observatory")
def desk(request: HttpRequest, observatory: Any) -> HttpResponse:
    """What there is to do in this observatory."""
    context = {"observatory": observatory, "occasions": selectors.occasions(observatory).filter(done=False)[:5]}
    return render(request, "observatories/desk.html", context)


@door("observatories.add_observatory", methods=("GET", "POST"))
def new(request: HttpRequest) -> HttpResponse:
    """Making an observatory."""
    form = ObservatoryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.make(name=form.cleaned_data["name"], codes=form.cleaned_data["perimeter"])
        except Refusal as refusal:
            form.add_error("perimeter", str(refusal))
        else:
            return redirect("observatory", made.slug)
    return render(request, "observatories/settings.html", {"form": form}, status=400 if form.errors else 200)


@door("observatories.change_observatory", methods=("GET", "POST"))
def settings(request: HttpRequest, observatory: Any) -> HttpResponse:
    """Its name and perimeter."""
    initial = {"name": observatory.name, "perimeter": "\n".join(observatory.perimeter)}
    form = ObservatoryForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.change(observatory, name=form.cleaned_data["name"], codes=form.cleaned_data["perimeter"])
        except Refusal as refusal:
            form.add_error("perimeter", str(refusal))
        else:
            messages.success(request, say("frame.saved"))
            return redirect("observatory", observatory.slug)
    context = {"observatory": observatory, "form": form}
    return render(request, "observatories/settings.html", context, status=400 if form.errors else 200)


@door("observatories.view_markers")
def markers(request: HttpRequest, observatory: Any) -> HttpResponse:
    """The catalogue by field: what is followed since when, what is off and why it could be on."""
    chosen = {c.marker: c for c in selectors.chosen(observatory).select_related("registered_by")}
    on = {s.marker: s for s in selectors.sensitive(observatory)}
    fields = []
    for field, names in FIELDS.items():
        rows = [
            {"marker": m, "question": m.question, "chosen": chosen.get(m.id), "sensitive": on.get(m.id),
             "off_by_default": m.sensitivity.off_by_default}
            for m in selectors.shelf_of(observatory) if m.field == field
        ]  # fmt: skip
        if rows:
            fields.append({"name": both(names), "rows": rows})
    return render(request, "observatories/markers.html", {"observatory": observatory, "fields": fields})


@door("observatories.change_markers", methods=("GET", "POST"))
def marker(request: HttpRequest, observatory: Any, marker_id: str) -> HttpResponse:
    """Registering one marker, or leaving it with a reason; turning a very sensitive one on or off."""
    found = selectors.marker(observatory, marker_id)
    chosen = selectors.chosen(observatory).filter(marker=marker_id).first()
    on = selectors.sensitive(observatory).filter(marker=marker_id).first()
    needs_reason = found.sensitivity.off_by_default and on is None
    what = text_of(request.POST, "what")
    form = (ReasonForm if needs_reason or what == "leave" else FollowForm)(
        request.POST or None, initial={"in_front": bool(chosen and chosen.place)}
    )
    if request.method == "POST" and form.is_valid():
        try:
            if what == "turn_on":
                services.turn_on(observatory, marker_id, by=request.user, reason=form.cleaned_data.get("reason", ""))
            elif what == "turn_off":
                services.turn_off(observatory, marker_id)
            elif what == "leave":
                services.leave(observatory, marker_id, because=form.cleaned_data["reason"])
            else:
                place = selectors.chosen(observatory).count() + 1 if form.cleaned_data.get("in_front") else 0
                services.follow(observatory, marker_id, by=request.user, place=place)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, say("frame.saved"))
            return redirect("observatory_markers", observatory.slug)
    context = {
        "observatory": observatory, "marker": found, "question": found.question, "chosen": chosen, "sensitive": on,
        "needs_reason": needs_reason, "form": form, "leave_form": ReasonForm(prefix=None, auto_id="leave_%s"),
    }  # fmt: skip
    return render(request, "observatories/marker.html", context, status=400 if form.errors else 200)


@door("observatories.change_calendar", methods=("GET", "POST"))
def calendar(request: HttpRequest, observatory: Any) -> HttpResponse:
    """When to collect, review, publish, ask again."""
    form = OccasionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.instance.observatory = observatory
        form.save()
        messages.success(request, say("frame.saved"))
        return redirect("calendar", observatory.slug)
    context = {"observatory": observatory, "form": form, "occasions": selectors.occasions(observatory)}
    return render(request, "observatories/calendar.html", context, status=400 if form.errors else 200)


@door("observatories.change_calendar", of=selectors.occasion, methods=("POST",))
def occasion_done(request: HttpRequest, observatory: Any, occasion: Any) -> HttpResponse:
    """A line of the calendar is done, or is to do again."""
    occasion.done = not occasion.done
    occasion.save(update_fields=("done",))
    return redirect("calendar", observatory.slug)
