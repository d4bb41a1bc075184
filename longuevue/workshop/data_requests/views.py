"""Pages of data requests: the list, a new one, one with its steps, and its two letters."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from longuevue.terms.refusal import Refusal
from longuevue.workshop.actors.selectors import actors
from longuevue.workshop.data_requests import selectors, services
from longuevue.workshop.data_requests.forms import RequestForm, StepForm
from longuevue.workshop.frame.doors import door
from longuevue.workshop.frame.texts import text_of
from longuevue.workshop.frame.words import both, say
from longuevue.workshop.observatories.selectors import shelf_of
from longuevue.workshop.reasoning.requests import FOLLOWS, deadline

LETTERS = ("demande", "cada")


def _questions(observatory: Any) -> dict[str, str]:
    return {
        m.id: both(m.question.model_dump()) for m in shelf_of(observatory) if not m.sensitivity.off_by_default
    }  # fmt: skip


@door("data_requests.view_requests")
def requests(request: HttpRequest, observatory: Any) -> HttpResponse:
    """Every request with where it stands."""
    questions = _questions(observatory)
    rows = [
        {"one": one, "question": questions.get(one.marker, one.marker), "state": _state(one)}
        for one in selectors.requests(observatory)
    ]
    return render(request, "data_requests/requests.html", {"observatory": observatory, "rows": rows})


def _state(one: Any) -> str:
    return say(f"data_requests.step_{one.state}") if one.state else "—"


@door("data_requests.change_requests", methods=("GET", "POST"))
def new(request: HttpRequest, observatory: Any) -> HttpResponse:
    """A request just sent, or to be sent with the letter."""
    initial = {"actor": text_of(request.GET, "acteur", 36), "marker": text_of(request.GET, "question", 100)}
    questions = list(_questions(observatory).items())
    form = RequestForm(request.POST or None, actors=actors(observatory), markers=questions, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.open_request(observatory, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("data_request", observatory.slug, made.public_id)
    context = {"observatory": observatory, "form": form}
    return render(request, "data_requests/new.html", context, status=400 if form.errors else 200)


@door("data_requests.view_requests", of=selectors.request_)
def show(request: HttpRequest, observatory: Any, one: Any) -> HttpResponse:
    """One request, its steps, and the day that counts next."""
    return _shown(request, observatory, one, StepForm(after=one.state))


def _shown(request: HttpRequest, observatory: Any, one: Any, form: Any, status: int = 200) -> HttpResponse:
    steps = list(one.steps.all())
    next_day = deadline(steps)
    context = {
        "observatory": observatory,
        "one": one,
        "question": _questions(observatory).get(one.marker, one.marker),
        "steps": steps,
        "state": _state(one),
        "deadline": next_day,
        "late": bool(next_day and next_day.day < timezone.localdate()),
        "can_appeal": "appealed" in FOLLOWS[one.state],
        "form": form,
    }
    return render(request, "data_requests/show.html", context, status=status)


@door("data_requests.change_requests", of=selectors.request_, methods=("POST",))
def step(request: HttpRequest, observatory: Any, one: Any) -> HttpResponse:
    """What happened next."""
    form = StepForm(request.POST, after=one.state)
    if form.is_valid():
        try:
            services.add_step(one, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("data_request", observatory.slug, one.public_id)
    return _shown(request, observatory, one, form, 400)


def _letter(observatory: Any, request_id: Any, letter: str) -> Any:
    one = selectors.request_(observatory, request_id)
    if letter not in LETTERS:
        raise Http404
    one.letter = letter
    return one


@door("data_requests.change_requests", of=_letter)
def letter(request: HttpRequest, observatory: Any, one: Any) -> HttpResponse:
    """The request, or the appeal to the commission, ready to print and sign."""
    steps = list(one.steps.all())
    context = {
        "observatory": observatory,
        "one": one,
        "question": _questions(observatory).get(one.marker, one.marker),
        "letter": one.letter,
        "asked": next((s for s in reversed(steps) if s.what == "asked"), None),
        "refused": next((s for s in reversed(steps) if s.what == "refused"), None),
    }
    return render(request, "data_requests/letter.html", context)
