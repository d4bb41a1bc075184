"""Pages of a round: opened, coded unit by unit by people who do not see each other, closed, settled, taken away as a file."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify

from longuevue.terms.refusal import Refusal
from longuevue.workshop.accounts.models import User
from longuevue.workshop.coding import exchange, selectors, services
from longuevue.workshop.coding.forms import FileForm, RoundForm, answers_of, unit_form
from longuevue.workshop.coding.models import Round
from longuevue.workshop.coding.views import attached
from longuevue.workshop.frame.doors import door
from longuevue.workshop.frame.pages import page_of
from longuevue.workshop.frame.texts import text_of, whole_of
from longuevue.workshop.frame.words import say
from longuevue.workshop.reasoning.meter_sheet import ANSWERS, read_sheet
from longuevue.workshop.testimonies.selectors import campaign

#: disagreements a page
A_PAGE = 50


@door("coding.manage", methods=("GET", "POST"))
def round_new(request: HttpRequest, observatory: Any) -> HttpResponse:
    """The same texts for at least two coders."""
    form = RoundForm(request.POST or None, request.FILES or None, observatory=observatory)
    if request.method == "POST" and form.is_valid():
        try:
            made = _opened(observatory, form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("coding_round", observatory.slug, made.public_id)
    context = {
        "observatory": observatory,
        "form": form,
        "title": say("coding.round_new"),
        "lead": say("coding.round_new_lead"),
        "upload": True,
    }
    return render(request, "coding/form.html", context, status=400 if form.errors else 200)


def _opened(observatory: Any, said: dict[str, Any]) -> Round:
    coders = list(User.objects.filter(pk__in=said["coders"]).order_by("pk"))
    if said["sheet"]:
        lines = read_sheet(said["sheet"].read(), where=said["sheet"].name)
        return services.open_round(observatory, Round(title=said["title"], kind=Round.Kind.METER), coders, lines=lines)
    version = selectors.version(selectors.codebook(observatory, said["codebook"]))
    one = Round(title=said["title"], kind=Round.Kind.CODES, version=version)
    return services.open_round(observatory, one, coders, campaign=campaign(observatory, said["campaign"]))


@door("coding.manage", methods=("GET", "POST"))
def round_in(request: HttpRequest, observatory: Any) -> HttpResponse:
    """A project of another tool (.qdpx)."""
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = exchange.project_in(observatory, form.content(), by=request.user)
        except Refusal as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("coding_round", observatory.slug, made.public_id)
    context = {
        "observatory": observatory,
        "form": form,
        "title": say("coding.round_in"),
        "lead": say("coding.round_in_lead"),
        "upload": True,
    }
    return render(request, "coding/form.html", context, status=400 if form.errors else 200)


@door("coding.view", of=selectors.round_of)
def round_page(request: HttpRequest, observatory: Any, one: Round) -> HttpResponse:
    """How far each coder is; once all are done, agreement, disagreements and what came back often."""
    me = one.coders.filter(user=request.user).first()
    context: dict[str, Any] = {
        "observatory": observatory,
        "round": one,
        "coders": [(c, *selectors.progress(one, c)) for c in one.coders.all()],
        "me": me,
        "next": selectors.first_blank(one, me) if me else 0,
        "closed": one.closed,
    }
    if one.closed:
        found = selectors.disagreements(one)
        context |= {
            "agreements": selectors.agreements(one),
            "disagreements": len(found),
            "page": page_of(request, found, A_PAGE),
            "open": sum(d.ruling is None for d in found),
            "frequencies": selectors.frequencies(one) if one.kind == Round.Kind.CODES else [],
            "proposals": one.proposals.all(),
        }
    return render(request, "coding/round.html", context)


@door("coding.code", of=selectors.round_and_unit, methods=("GET", "POST"))
def code_unit(request: HttpRequest, observatory: Any, found: Any) -> HttpResponse:
    """One text, its questions, and this coder's own answers: nobody else's, and not the meter's."""
    one, unit = found.round, found.unit
    me = selectors.coder_of(one, request.user)
    form = unit_form(one, request.POST if request.method == "POST" else None, selectors.mine(unit, me))
    if request.method == "POST" and form.is_valid():
        services.answer(one, unit, me, answers_of(one, form))
        following = selectors.units_of(one).filter(number__gt=unit.number).values_list("number", flat=True).first()
        if following:
            return redirect("coding_unit", observatory.slug, one.public_id, following)
        return redirect("coding_round", observatory.slug, one.public_id)
    done, total = selectors.progress(one, me)
    context = {
        "observatory": observatory, "round": one, "unit": unit, "form": form, "done": done, "total": total, "me": me,
        "text": selectors.words_of(unit), "question": say(f"testimonies.q_{unit.question}") if unit.question else "",
        "codes": one.version.codes.all() if one.version else [],
    }  # fmt: skip
    return render(request, "coding/unit.html", context, status=400 if form.errors else 200)


@door("coding.code", of=selectors.round_of, methods=("POST",))
def finish(request: HttpRequest, observatory: Any, one: Round) -> HttpResponse:
    """This coder is done."""
    services.finish(one, selectors.coder_of(one, request.user))
    return redirect("coding_round", observatory.slug, one.public_id)


@door("coding.manage", of=selectors.round_and_unit, methods=("GET", "POST"))
def settle(request: HttpRequest, observatory: Any, found: Any) -> HttpResponse:
    """The disagreements of one unit, and how each is settled, with a reason."""
    one, unit = found.round, found.unit
    told = ""
    if request.method == "POST":
        try:
            services.settle(
                one,
                unit,
                text_of(request.POST, "variable"),
                text_of(request.POST, "value"),
                reason=whole_of(request.POST, "reason", 500),
                by=request.user,
            )
        except Refusal as refusal:
            told = str(refusal)
    mine = [d for d in selectors.disagreements(one) if d.unit.pk == unit.pk]
    rows = [(d, [(a, selectors.shown(one, a)) for a in ANSWERS.get(d.variable, ("1", "0"))]) for d in mine]
    context = {
        "observatory": observatory,
        "round": one,
        "unit": unit,
        "rows": rows,
        "text": selectors.words_of(unit),
        "told": told,
    }
    return render(request, "coding/settle.html", context, status=400 if told else 200)


@door("coding.manage", of=selectors.round_of)
def round_out(request: HttpRequest, observatory: Any, one: Round) -> HttpResponse:
    """The round as a project for another tool, or the meter's sheet filled in."""
    name = slugify(one.title) or "codage"
    if one.kind == Round.Kind.METER:
        return attached(exchange.sheet_out(one), "text/csv; charset=utf-8", f"{name}.csv")
    return attached(exchange.project_out(one), "application/zip", f"{name}.qdpx")
