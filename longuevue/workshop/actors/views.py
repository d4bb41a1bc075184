"""Pages of actors: the directory, one actor, tables in and out, duplicates, freshness, who sees what, whom to invite."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from longuevue.terms.refusal import Refusal
from longuevue.workshop.actors import selectors, services, sights
from longuevue.workshop.actors.forms import ActorForm, AnswerForm, ContactForm, SeesForm
from longuevue.workshop.actors.kinds import KINDS, STRANDS
from longuevue.workshop.actors.table import COLUMNS
from longuevue.workshop.frame.bringing import brought_in, taken_out
from longuevue.workshop.frame.doors import EVERYONE, door
from longuevue.workshop.frame.pages import page_of
from longuevue.workshop.frame.texts import text_of, texts_of
from longuevue.workshop.frame.words import both, say
from longuevue.workshop.moderation import batches
from longuevue.workshop.moderation import services as moderation
from longuevue.workshop.observatories.selectors import shelf_of

A_PAGE = 100


@door("actors.view_actors")
def directory(request: HttpRequest, observatory: Any) -> HttpResponse:
    """The directory, in order of names."""
    text, kind = text_of(request.GET, "q", 80), text_of(request.GET, "type")
    strand = text_of(request.GET, "volet")
    rows = selectors.found(observatory, text, kind if kind in KINDS else "", strand if strand in STRANDS else "")
    page = page_of(request, rows, A_PAGE)
    context = {
        "observatory": observatory,
        "page": page,
        "q": text,
        "kind": kind,
        "kinds": KINDS,
        "strand": strand,
        "strands": STRANDS,
    }
    return render(request, "actors/directory.html", context)


@door("actors.change_actors", methods=("GET", "POST"))
def bring_in(request: HttpRequest, observatory: Any) -> HttpResponse:
    """A table in: columns recognised, bad cells told with their place, duplicates to look at next."""
    back = reverse("actors", args=[observatory.slug]), say("actors.title")
    then = reverse("duplicates", args=[observatory.slug]), say("actors.look_at_duplicates")
    bring = partial(services.bring_in, observatory)
    return brought_in(request, observatory, bring, back=back, columns=COLUMNS, then=then)


@door("actors.change_actors", of=selectors.batch, methods=("POST",))
def take_back(request: HttpRequest, observatory: Any, batch: Any) -> HttpResponse:
    """What a table brought, of any kind, is removed at once."""
    messages.success(request, say("frame.taken_back", count=batches.take_back(batch)))
    return redirect("observatory", observatory.slug)


@door("actors.export_actors")
def table_csv(request: HttpRequest, observatory: Any) -> HttpResponse:
    """The directory as a table, without contacts."""
    rows = (selectors.as_row(a) for a in selectors.actors(observatory).iterator())
    return taken_out(COLUMNS, rows, f"acteurs-{observatory.slug}")


@door("actors.change_actors", methods=("GET", "POST"))
def new(request: HttpRequest, observatory: Any) -> HttpResponse:
    """A new actor."""
    return _edited(request, observatory, None)


@door("actors.change_actor", of=selectors.actor, methods=("GET", "POST"))
def edit(request: HttpRequest, observatory: Any, actor: Any) -> HttpResponse:
    """Changing an actor; two people who write at once are told."""
    return _edited(request, observatory, actor)


def _edited(request: HttpRequest, observatory: Any, actor: Any) -> HttpResponse:
    initial: dict[str, Any] = {"kind": "association"}
    if actor:
        initial = selectors.as_row(actor) | {"version": actor.version}
    initial["fields_"], initial["countries"] = initial.pop("fields", []), " | ".join(initial.get("countries", []))
    form = ActorForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        version, values["fields"] = values.pop("version"), values.pop("fields_")
        try:
            actor = services.write(observatory, actor, values, version=version)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, say("frame.saved"))
            return redirect("actor", observatory.slug, actor.public_id)
    context = {"observatory": observatory, "actor": actor, "form": form}
    return render(request, "actors/edit.html", context, status=400 if form.errors else 200)


@door("actors.view_actors", of=selectors.actor)
def show(request: HttpRequest, observatory: Any, actor: Any) -> HttpResponse:
    """One actor."""
    questions = {m.id: both(m.question.model_dump()) for m in shelf_of(observatory)}
    sees = [{"point": p, "question": questions.get(p.marker, p.marker)} for p in actor.sees.all()]
    context = {"observatory": observatory, "actor": actor, "sees": sees}
    return render(request, "actors/show.html", context)


@door("actors.change_actor", of=selectors.actor, methods=("GET", "POST"))
def contact(request: HttpRequest, observatory: Any, actor: Any) -> HttpResponse:
    """How to reach an actor."""
    held = getattr(actor, "contact", None)
    initial = {key: getattr(held, key) for key in ("person", "email", "phone")} if held else None
    form = ContactForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.set_contact(actor, **form.cleaned_data)
        messages.success(request, say("frame.saved"))
        return redirect("actor", observatory.slug, actor.public_id)
    context = {"observatory": observatory, "actor": actor, "form": form, "title": say("actors.contact")}
    return render(request, "actors/edit.html", context, status=400 if form.errors else 200)


@door("actors.change_actor", of=selectors.actor, methods=("GET", "POST"))
def sees(request: HttpRequest, observatory: Any, actor: Any) -> HttpResponse:
    """What an actor sees."""
    listed = [
        (m.id, both(m.question.model_dump()))
        for m in shelf_of(observatory)
        if not m.sensitivity.off_by_default
    ]  # fmt: skip
    form = SeesForm(request.POST or None, markers=listed)
    if request.method == "POST" and form.is_valid():
        services.see(actor, **form.cleaned_data)
        messages.success(request, say("frame.saved"))
        return redirect("actor", observatory.slug, actor.public_id)
    context = {"observatory": observatory, "actor": actor, "form": form, "title": say("actors.sees")}
    return render(request, "actors/edit.html", context, status=400 if form.errors else 200)


@door("actors.change_actors", methods=("GET", "POST"))
def duplicates(request: HttpRequest, observatory: Any) -> HttpResponse:
    """Entries that look alike: a person decides."""
    if request.method == "POST":
        answer, first, second = (text_of(request.POST, k) for k in ("answer", "first", "second"))
        if answer in ("same", "two") and len(services._uuids([first, second])) == 2:
            services.decide(observatory, first, second, same=answer == "same", by=request.user)
        return redirect("duplicates", observatory.slug)
    pairs = selectors.likely_duplicates(observatory)
    context = {"observatory": observatory, "pairs": pairs[:A_PAGE], "count": len(pairs)}
    return render(request, "actors/duplicates.html", context)


@door("actors.change_actors", methods=("POST",))
def approve(request: HttpRequest, observatory: Any) -> HttpResponse:
    """Approve the actors ticked, of this observatory only."""
    outcome = moderation.approve(observatory, "actor", texts_of(request.POST, "actor"), by=request.user)
    messages.success(request, say("actors.approved", count=outcome.done))
    for sentence in outcome.told:
        messages.warning(request, sentence)
    return redirect("actors", observatory.slug)


@door("actors.ask_again", methods=("GET", "POST"))
def freshness(request: HttpRequest, observatory: Any) -> HttpResponse:
    """« Toujours vrai ? » asked of everyone ticked, in one gesture."""
    if request.method == "POST":
        sent, without = services.ask_again(observatory, texts_of(request.POST, "actor"))
        context = {"observatory": observatory, "sent": sent, "without": without, "done": True}
        return render(request, "actors/freshness.html", context)
    return render(request, "actors/freshness.html", {"observatory": observatory, "old": selectors.old(observatory)})


@door(EVERYONE, methods=("GET", "POST"))
def still_true(request: HttpRequest, question: str) -> HttpResponse:
    """The answer of an actor, by its private link."""
    asked = selectors.asked_of_token(question)
    if asked is None:
        raise Http404
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.answer(
            asked, is_true=form.cleaned_data["is_true"] == "yes", correction=form.cleaned_data["correction"]
        )  # fmt: skip
        return render(request, "actors/still_true.html", {"actor": asked.actor, "done": True})
    context = {"actor": asked.actor, "form": form}
    return render(request, "actors/still_true.html", context, status=400 if form.errors else 200)


@door("actors.change_actors", methods=("GET", "POST"))
def sights_in(request: HttpRequest, observatory: Any) -> HttpResponse:
    """Who sees what, from a table."""
    back = reverse("matrix", args=[observatory.slug]), say("actors.matrix")
    bring = partial(sights.sights_in, observatory)
    return brought_in(request, observatory, bring, back=back, columns=sights.SIGHTS, then=back)


@door("actors.export_actors")
def sights_csv(request: HttpRequest, observatory: Any) -> HttpResponse:
    """Who sees what, as a table."""
    return taken_out(sights.SIGHTS, sights.rows(observatory), f"qui-voit-quoi-{observatory.slug}")


@door("actors.view_actors")
def matrix(request: HttpRequest, observatory: Any) -> HttpResponse:
    """Who sees what."""
    rows = selectors.matrix(observatory)
    seen = sum(1 for row in rows if row["seers"])
    context = {"observatory": observatory, "rows": rows, "seen": seen, "unseen": len(rows) - seen}
    return render(request, "actors/matrix.html", context)


@door("actors.change_actors")
def invitations(request: HttpRequest, observatory: Any) -> HttpResponse:
    """Whom to invite next, with a letter ready to print for each."""
    context = {"observatory": observatory, "invitations": selectors.whom_to_invite(observatory)}
    return render(request, "actors/invitations.html", context)
