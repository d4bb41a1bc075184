"""What anyone opens: a figure on which to ask for a room, a room, writing in it, voting, its record, taking back one's words."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from longuevue.terms.refusal import Refusal
from longuevue.workshop.debate import selectors, services, voting
from longuevue.workshop.debate.forms import AskForm, CodeForm, OpenForm, PostForm
from longuevue.workshop.debate.freezing import frozen_figure
from longuevue.workshop.debate.kinds import FIGURE
from longuevue.workshop.debate.paper import record_as_pdf
from longuevue.workshop.debate.showing import record_context, room_context
from longuevue.workshop.frame.ballots import keep, paper_of
from longuevue.workshop.frame.doors import EVERYONE, door, may
from longuevue.workshop.frame.networks import network_of
from longuevue.workshop.frame.texts import text_of, texts_under
from longuevue.workshop.frame.words import say


@door(EVERYONE, methods=("GET", "POST"))
def from_figure(request: HttpRequest) -> HttpResponse:
    """A figure of the portal, kept as it is: the rooms it has, and the form that opens one, or asks for it."""
    observatory = selectors.served_observatory()
    marker, area, period = (text_of(request.GET, n, 100) for n in ("marqueur", "territoire", "periode"))
    if not marker or not area:
        raise Refusal(say("debate.no_figure"), say("debate.no_figure_remedy"))
    frozen = frozen_figure(observatory, marker, area, period)
    leads = may(request.user, "debate.open_room", observatory)
    first = {"sides": "\n".join(say("debate.side_both").split("|")), "origin": "services" if leads else "residents"}
    form = (OpenForm if leads else AskForm)(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        services.sent_too_often(network_of(request))
        made = services.open_room(
            observatory, opened_from=FIGURE, frozen=frozen, by=request.user if leads else None, **form.cleaned_data
        )
        if leads:
            return redirect("room", made.public_id)
        return render(request, "debate/asked.html", {"observatory": observatory, "frozen": frozen, "room": made})
    context = {
        "observatory": observatory,
        "frozen": frozen,
        "form": form,
        "leads": leads,
        "rooms": selectors.public_rooms(observatory, marker=marker, area=frozen["area"]),
    }
    return render(request, "debate/from_figure.html", context, status=400 if form.errors else 200)


@door(EVERYONE, of=selectors.known_room)
def room(request: HttpRequest, room: Any) -> HttpResponse:
    """The room: the figure as it was, facts, arguments side by side, what is contested, questions with their delay, options."""
    why = selectors.why_closed_to_all(room)
    if why is not None:
        return render(request, "debate/gone.html", {"room": room, "reason": why}, status=410)
    voting.forget_past_networks()
    return render(request, "debate/room.html", room_context(room))


@door(EVERYONE, of=selectors.public_room, methods=("GET", "POST"))
def write(request: HttpRequest, room: Any) -> HttpResponse:
    """One contribution, without an account. Read by a moderator before anyone else sees it."""
    asked = text_of(request.GET, "type")
    form = PostForm(request.POST or None, room=room, initial={"kind": asked})
    if request.method == "POST" and form.is_valid():
        try:
            services.sent_too_often(network_of(request))
            by = request.user if request.user.is_authenticated else None
            made, code = services.post(room, by=by, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return render(request, "debate/posted.html", {"room": room, "post": made, "code": code})
    context = {"room": room, "form": form, "observatory": room.observatory}
    return render(request, "debate/write.html", context, status=400 if form.errors else 200)


@door(EVERYONE, of=selectors.public_room, methods=("GET", "POST"))
def vote(request: HttpRequest, room: Any) -> HttpResponse:
    """The ballot: one line a post, none compulsory. The phone keeps the paper; sent twice, it counts once."""
    if not room.votes_open:
        raise Refusal(say("debate.vote_closed"), say("debate.vote_closed_remedy"))
    paper = paper_of(request, room.public_id)
    context: dict[str, Any] = {"room": room, "observatory": room.observatory}
    if request.method == "POST":
        answers = texts_under(request.POST, "a-")
        try:
            context["new"] = voting.cast(room, paper, answers, network_of(request))
        except Refusal as refusal:
            context["fault"] = str(refusal)
        else:
            return keep(render(request, "debate/voted.html", context), room.public_id, paper)
    context["statements"] = voting.statements(room)
    response = render(request, "debate/vote.html", context, status=400 if "fault" in context else 200)
    return keep(response, room.public_id, paper)


@door(EVERYONE, of=selectors.known_room)
def record(request: HttpRequest, room: Any) -> HttpResponse:
    """The record of two pages, each line with the way to its post."""
    return render(request, "debate/record.html", record_context(_readable_record(request, room)))


@door(EVERYONE, of=selectors.known_room)
def record_pdf(request: HttpRequest, room: Any) -> HttpResponse:
    """The same, to print."""
    made = _readable_record(request, room)
    response = HttpResponse(record_as_pdf(made), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="compte-rendu-{str(room.public_id)[:8]}.pdf"'
    return response


def _readable_record(request: HttpRequest, room: Any) -> Any:
    """What was approved; a moderator reads the latest one before."""
    latest = room.records.first()
    made = latest if may(request.user, "debate.lead_room", room) else selectors.approved_record(room)
    if made is None or (selectors.why_closed_to_all(room) is not None and made is not latest):
        raise Http404
    return made


@door(EVERYONE, methods=("GET", "POST"))
def take_back(request: HttpRequest) -> HttpResponse:
    """The code given when one wrote: the words are erased, and a stone stays in their place."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.sent_too_often(f"code|{network_of(request)}")
            made = services.take_back(form.cleaned_data["code"])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return render(request, "debate/taken_back.html", {"room": made.room})
    return render(request, "debate/take_back.html", {"form": form}, status=400 if form.errors else 200)
