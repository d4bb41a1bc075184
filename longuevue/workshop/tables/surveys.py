"""The gap of perceptions: surveys as members see them, and the page that a phone opens by one of their two codes."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from longuevue.terms.numbers import number, with_unit
from longuevue.terms.refusal import Refusal
from longuevue.workshop.debate.showing import percent
from longuevue.workshop.frame.ballots import keep, paper_of
from longuevue.workshop.frame.doors import EVERYONE, door
from longuevue.workshop.frame.texts import text_of
from longuevue.workshop.frame.words import language, say
from longuevue.workshop.links.selectors import place_name
from longuevue.workshop.reasoning.perception import Estimate
from longuevue.workshop.tables import counting, selectors, services
from longuevue.workshop.tables.forms import SurveyForm
from longuevue.workshop.tables.models import Survey


@door("tables.view_meetings", of=None)
def surveys(request: HttpRequest, observatory: Any) -> HttpResponse:
    """The surveys, latest first."""
    return render(
        request, "tables/surveys.html", {"observatory": observatory, "surveys": selectors.surveys(observatory)}
    )


@door("tables.lead_meeting", methods=("GET", "POST"))
def new(request: HttpRequest, observatory: Any) -> HttpResponse:
    """One sentence with which one may agree or not."""
    form = SurveyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.save_survey(observatory, form.instance, by=request.user)
            return redirect("survey", observatory.slug, made.public_id)
        except Refusal as refusal:
            form.add_error("area", str(refusal))
    context = {"observatory": observatory, "form": form}
    return render(request, "tables/survey_new.html", context, status=400 if form.errors else 200)


@door("tables.view_meetings", of=selectors.survey)
def survey(request: HttpRequest, observatory: Any, survey: Any) -> HttpResponse:
    """Its codes while it runs, its gap once it is closed."""
    codes = (("officials", survey.officials_code), ("residents", survey.residents_code))
    context = {
        "observatory": observatory,
        "survey": survey,
        "addresses": [
            (say(f"tables.for_{name}"), code, request.build_absolute_uri(reverse("perceive", args=[code])))
            for name, code in codes
        ],
        "feeds": survey.area
        and say("tables.survey_feeds", area=place_name(observatory, survey.area), year=str(survey.year)),
        **gap_context(survey),
    }
    return render(request, "tables/survey.html", context)


@door("tables.lead_meeting", of=selectors.survey, methods=("POST",))
def go_on(request: HttpRequest, observatory: Any, survey: Any) -> HttpResponse:
    """From guesses to answers, from answers to the gap."""
    services.next_phase(survey)
    return redirect("survey", observatory.slug, survey.public_id)


@door(EVERYONE, of=selectors.survey_of_code, methods=("GET", "POST"))
def perceive(request: HttpRequest, found: Any) -> HttpResponse:
    """An official guesses, or a resident answers; afterwards both read the gap at the same address."""
    survey, official = found
    context: dict[str, Any] = {"survey": survey, "official": official, "steps": range(0, 101, services.STEP)}
    if survey.phase == Survey.Phase.CLOSED and request.method == "GET":
        return render(request, "tables/gap.html", {**context, **gap_context(survey)})
    vote = survey.guesses if official else survey.answers
    paper = paper_of(request, vote)
    status = 200
    if request.method == "POST":
        try:
            write = services.guess if official else services.answer
            context["new"] = write(survey, paper, text_of(request.POST, "agree"), text_of(request.POST, "interest"))
            context["done"] = True
        except Refusal as refusal:
            context["fault"], status = str(refusal), 400
    context["counted"] = counting.already(vote, paper)
    context["mine"] = survey.phase == (Survey.Phase.GUESS if official else Survey.Phase.ANSWER)
    return keep(render(request, "tables/perceive.html", context, status=status), vote, paper)


def gap_context(survey: Survey) -> dict[str, Any]:
    """The gap in words and numbers; nothing before the end."""
    if survey.phase != Survey.Phase.CLOSED:
        return {"perceptions": []}
    found = selectors.perceptions(survey)
    rows = []
    for one in (found.agree, found.interested):
        rows.append(
            {
                "name": say(f"tables.gap_{one.name}"),
                "guess": _interval(one.guess) or say(f"tables.told_{one.why_guess}"),
                "answer": _interval(one.answer) or say(f"tables.told_{one.why_answer}"),
                "gap": _points(one.gap),
                "sentence": _sentence(one),
            }
        )
    among = [
        (say(f"tables.among_{name}"), percent(told.share("agree")) if told.shown else say(f"tables.told_{told.why}"))
        for name, told in found.among.items()
    ]
    return {"perceptions": rows, "among": among}


def _interval(one: Estimate | None) -> str:
    if one is None:
        return ""
    return say(
        "tables.interval", value=percent(one.value), low=percent(max(0.0, one.low)), high=percent(min(100.0, one.high))
    )


def _points(one: Estimate | None) -> str:
    if one is None:
        return ""
    value, low, high = (with_unit(_signed(v), say("tables.points"), language()) for v in (one.value, one.low, one.high))
    return say("tables.interval", value=value, low=low, high=high)


def _signed(value: float) -> str:
    return ("+" if value > 0 else "") + number(value, 1, language())


def _sentence(one: selectors.Perception) -> str:
    if one.gap is None:
        return say("tables.gap_untold")
    if 0 in one.gap:
        return say("tables.gap_none")
    return say("tables.gap_more" if one.gap.value > 0 else "tables.gap_less")
