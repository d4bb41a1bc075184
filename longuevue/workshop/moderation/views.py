"""Pages of moderation: the queue, the journal, and the gestures that are sent from them."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from longuevue.terms.refusal import Refusal
from longuevue.workshop.frame.doors import door
from longuevue.workshop.frame.pages import page_of
from longuevue.workshop.frame.texts import text_of, texts_of, whole_of
from longuevue.workshop.frame.words import say
from longuevue.workshop.moderation import removal, selectors, services
from longuevue.workshop.moderation.models import STATES, SUBMITTED
from longuevue.workshop.moderation.records import KINDS

A_PAGE = 100


def _asked(values: Any) -> tuple[str, str]:
    state, kind = text_of(values, "etat"), text_of(values, "type")
    return state if state in dict(STATES) else SUBMITTED, kind if kind in KINDS else ""


def _shown(request: HttpRequest, observatory: Any, state: str, kind: str, told: Any = (), status: int = 200) -> Any:
    listed, counts = selectors.queue(observatory, state, kind)
    context = {
        "observatory": observatory,
        "page": page_of(request, listed, A_PAGE),
        "count": len(listed),
        "digest": selectors.digest(listed),
        "state": state,
        "kind": kind,
        "states": [(value, name, counts[value], value == state) for value, name in STATES],
        "kinds": [(one.name, one.title, one.name == kind) for one in KINDS.values()],
        "told": told,
    }
    return render(request, "moderation/queue.html", context, status=status)


@door("moderation.view_queue")
def queue(request: HttpRequest, observatory: Any) -> HttpResponse:
    """Every record with where it stands, state by state."""
    return _shown(request, observatory, *_asked(request.GET))


def _tokens(request: HttpRequest, observatory: Any) -> list[str]:
    """The records ticked; or the whole list, if it is still the one that was shown."""
    if "all" not in request.POST:
        return texts_of(request.POST, "record")
    listed, _ = selectors.queue(observatory, *_asked(request.POST))
    if text_of(request.POST, "digest") != selectors.digest(listed):
        raise Refusal(say("moderation.list_changed"), say("moderation.list_changed_remedy"))
    return [item.token for item in listed]


def _answer(request: HttpRequest, observatory: Any, outcome: services.Outcome, word: str) -> HttpResponse:
    state, kind = _asked(request.POST)
    if outcome.done:
        messages.success(request, say(f"moderation.{word}", count=outcome.done))
    if outcome.told:
        return _shown(request, observatory, state, kind, outcome.told, 409)
    query = urlencode({"etat": state, "type": kind, "page": text_of(request.POST, "page", 6) or 1})
    return redirect(f"{reverse('moderation', args=[observatory.slug])}?{query}")


@door("moderation.submit", methods=("POST",))
def submit(request: HttpRequest, observatory: Any) -> HttpResponse:
    """Propose what is ticked."""
    outcome = services.submit(observatory, _tokens(request, observatory), by=request.user)
    return _answer(request, observatory, outcome, "were_submitted")


@door("moderation.decide", methods=("POST",))
def decide(request: HttpRequest, observatory: Any) -> HttpResponse:
    """Approve or refuse what is ticked; who comes second is told by whom it was decided."""
    verdict = text_of(request.POST, "verdict")
    try:
        outcome = services.decide(
            observatory,
            _tokens(request, observatory),
            verdict=verdict,
            reason=whole_of(request.POST, "reason", 2000),
            by=request.user,
        )
    except Refusal as refusal:
        return _shown(request, observatory, *_asked(request.POST), (str(refusal),), 400)
    return _answer(request, observatory, outcome, f"were_{verdict}")


@door("moderation.view_journal")
def journal(request: HttpRequest, observatory: Any) -> HttpResponse:
    """What was decided, by whom, when and why."""
    page = page_of(request, selectors.journal(observatory), A_PAGE)
    acts = [(act, list(act.entries.all()[:5]), act.undone_by.first()) for act in page]
    return render(request, "moderation/journal.html", {"observatory": observatory, "page": page, "acts": acts})


@door("moderation.undo", of=selectors.act, methods=("POST",))
def undo(request: HttpRequest, observatory: Any, act: Any) -> HttpResponse:
    """Take one act back, whole."""
    outcome = services.undo(observatory, act, by=request.user)
    messages.success(request, say("moderation.were_undone", count=outcome.done))
    for sentence in outcome.told:
        messages.warning(request, sentence)
    return redirect("moderation_journal", observatory.slug)


@door("moderation.remove", methods=("GET", "POST"))
def removals(request: HttpRequest, observatory: Any) -> HttpResponse:
    """What a manager asked to remove; asking is choosing one record, with a reason."""
    told, status = "", 200
    if request.method == "POST":
        kind, _, record = text_of(request.POST, "record").partition(":")
        try:
            removal.ask(
                observatory, kind, _uuid(record), reason=whole_of(request.POST, "reason", 1000), by=request.user
            )
        except Refusal as refusal:
            told, status = str(refusal), 400
        else:
            messages.success(request, say("moderation.removal_asked"))
            return redirect("removals", observatory.slug)
    context = {
        "observatory": observatory,
        "waiting": [(one, one.asked_by_id == request.user.pk) for one in selectors.removals(observatory)],
        "items": selectors.items(observatory),
        "told": told,
    }
    return render(request, "moderation/removals.html", context, status=status)


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise Refusal(say("moderation.gone"), say("moderation.list_changed_remedy")) from None


@door("moderation.remove", of=selectors.removal, methods=("POST",))
def removal_end(request: HttpRequest, observatory: Any, asked: Any) -> HttpResponse:
    """Another manager confirms; anyone of them may leave it there."""
    if text_of(request.POST, "answer") == "confirm":
        removal.confirm(asked, by=request.user)
        messages.success(request, say("moderation.removal_done", name=asked.label))
    else:
        removal.give_up(asked)
        messages.success(request, say("moderation.removal_left"))
    return redirect("removals", observatory.slug)
