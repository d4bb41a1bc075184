"""What a phone opens by the code of the screen: the vote that is open, and a place to say what one sees. No account, no name."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from longuevue.terms.refusal import Refusal
from longuevue.workshop.accounts.codes import plain
from longuevue.workshop.frame.ballots import keep, paper_of
from longuevue.workshop.frame.doors import EVERYONE, door
from longuevue.workshop.frame.texts import text_of
from longuevue.workshop.tables import counting, selectors, services
from longuevue.workshop.tables.forms import EntryForm


@door(EVERYONE)
def door_of_code(request: HttpRequest) -> HttpResponse:
    """Where the code of the screen is typed."""
    typed = plain(text_of(request.GET, "code", 20))
    return redirect("phone", typed) if typed else render(request, "tables/code.html")


@door(EVERYONE, of=selectors.meeting_of_code)
def phone(request: HttpRequest, meeting: Any) -> HttpResponse:
    """The open vote with the paper of this phone, and the form to say something."""
    return _phone(request, meeting)


def _phone(request: HttpRequest, meeting: Any, status: int = 200, **more: Any) -> HttpResponse:
    poll = meeting.polls.filter(closed_at=None).first()
    context = {"meeting": meeting, "poll": poll, "form": EntryForm(), **more}
    if poll is None:
        return render(request, "tables/phone.html", context, status=status)
    paper = paper_of(request, poll.public_id)
    context["counted"] = counting.already(poll.public_id, paper)
    return keep(render(request, "tables/phone.html", context, status=status), poll.public_id, paper)


@door(EVERYONE, of=selectors.poll_of_code, methods=("POST",))
def vote(request: HttpRequest, poll: Any) -> HttpResponse:
    """One vote. Sent again because the answer was lost, it is told counted and counts once."""
    paper = paper_of(request, poll.public_id)
    try:
        new = services.vote(poll, paper, text_of(request.POST, "choice"))
    except Refusal as refusal:
        return _phone(request, poll.meeting, 400, fault=str(refusal))
    response = render(request, "tables/voted.html", {"meeting": poll.meeting, "poll": poll, "new": new})
    return keep(response, poll.public_id, paper)


@door(EVERYONE, of=selectors.meeting_of_code, methods=("POST",))
def say_it(request: HttpRequest, meeting: Any) -> HttpResponse:
    """A thing seen, an effect, a question: it waits for the one who leads."""
    form = EntryForm(request.POST)
    if form.is_valid():
        try:
            services.enter(meeting, kept=False, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return _phone(request, meeting, said=True)
    return _phone(request, meeting, 400, form=form)
