"""What members do: the list of rooms, opening one on an effect, reading a post before deciding, answering for the authority,
seeking a side, closing, making the record."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from longuevue.terms.refusal import Refusal
from longuevue.workshop.debate import freezing, selectors, services
from longuevue.workshop.debate.forms import AnswerForm, EffectForm, SoughtForm
from longuevue.workshop.debate.kinds import EFFECT
from longuevue.workshop.debate.showing import lead_context, rooms_rows
from longuevue.workshop.effects.selectors import effect_named as effect_of
from longuevue.workshop.frame.doors import door
from longuevue.workshop.frame.texts import text_of
from longuevue.workshop.frame.words import say
from longuevue.workshop.reasoning.flags import flags


@door("debate.view_rooms")
def rooms(request: HttpRequest, observatory: Any) -> HttpResponse:
    """Every room with where it stands, questions without an answer first told."""
    return render(request, "debate/rooms.html", {"observatory": observatory, "rows": rooms_rows(observatory)})


@door("debate.open_room", methods=("GET", "POST"))
def new(request: HttpRequest, observatory: Any) -> HttpResponse:
    """A room on an effect, its words kept as they are today. One on a figure opens from the figure's page."""
    first = {"sides": "\n".join(say("debate.side_both").split("|")), "origin": "services"}
    if named := text_of(request.GET, "effet"):
        effect = effect_of(observatory, named)
        first |= {"effect": str(effect.public_id), "words": effect.what[:600], "area": effect.area}
    form = EffectForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        try:
            ref, name = freezing.place_named(observatory, said.pop("area"))
            frozen = freezing.frozen_effect(said.pop("effect"), said.pop("words"), ref, name, timezone.localdate())
            made = services.open_room(observatory, opened_from=EFFECT, frozen=frozen, by=request.user, **said)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("room", made.public_id)
    context = {"observatory": observatory, "form": form}
    return render(request, "debate/new.html", context, status=400 if form.errors else 200)


@door("debate.view_rooms", of=selectors.room)
def lead(request: HttpRequest, observatory: Any, room: Any) -> HttpResponse:
    """The room as members see it: what waits, what is late, which sides are not heard, the record."""
    return render(request, "debate/lead.html", {"observatory": observatory, **lead_context(room)})


@door("debate.lead_room", of=selectors.room, methods=("POST",))
def close(request: HttpRequest, observatory: Any, room: Any) -> HttpResponse:
    """The debate is over: nothing is written or voted there any more."""
    services.close(room)
    messages.success(request, say("debate.was_closed"))
    return redirect("room_lead", observatory.slug, room.public_id)


@door("debate.lead_room", of=selectors.room, methods=("POST",))
def seek(request: HttpRequest, observatory: Any, room: Any) -> HttpResponse:
    """A side that was looked for in vain."""
    form = SoughtForm(request.POST, room=room)
    if not form.is_valid():
        context = {"observatory": observatory, **lead_context(room), "sought_form": form}
        return render(request, "debate/lead.html", context, status=400)
    services.seek(room, by=request.user, **form.cleaned_data)
    return redirect("room_lead", observatory.slug, room.public_id)


@door("debate.lead_room", of=selectors.room, methods=("POST",))
def make_record(request: HttpRequest, observatory: Any, room: Any) -> HttpResponse:
    """The record of what is public now."""
    services.make_record(room, by=request.user)
    messages.success(request, say("debate.record_made"))
    return redirect("room_record", room.public_id)


@door("debate.view_rooms", of=selectors.post_of)
def read_post(request: HttpRequest, observatory: Any, post: Any) -> HttpResponse:
    """One post read whole before deciding, with what looks like a name or a telephone."""
    context = {
        "observatory": observatory,
        "post": post,
        "side": post.room.sides[post.side] if post.side is not None else "",
        "noticed": flags(post.text),
    }
    return render(request, "debate/read_post.html", context)


@door("debate.answer", of=selectors.post_of, methods=("GET", "POST"))
def answer(request: HttpRequest, observatory: Any, post: Any) -> HttpResponse:
    """The authority's answer, read by a moderator before it is public."""
    if not post.waits_for_answer:
        raise Refusal(say("debate.no_question"), say("debate.no_question_remedy"))
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.answer(post, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, say("debate.answer_sent"))
            return redirect("room_lead", observatory.slug, post.room.public_id)
    context = {"observatory": observatory, "post": post, "form": form}
    return render(request, "debate/answer.html", context, status=400 if form.errors else 200)
