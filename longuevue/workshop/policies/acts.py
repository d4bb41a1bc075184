"""Pages of council decisions: the list, one of them, what it cites, lists brought in, traces of the meter to look at."""

from __future__ import annotations

from datetime import date
from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from longuevue.terms.refusal import Refusal
from longuevue.workshop.frame.doors import door, may
from longuevue.workshop.frame.pages import page_of
from longuevue.workshop.frame.texts import text_of, texts_of
from longuevue.workshop.frame.words import say
from longuevue.workshop.links.selectors import place_name
from longuevue.workshop.policies import intake, selectors, services
from longuevue.workshop.policies.forms import CiteForm, DeliberationForm, ScdlForm
from longuevue.workshop.policies.models import Citation, Commitment, Deliberation
from longuevue.workshop.policies.views import area_name, changes, edited

A_PAGE = 50
MOST_TO_TICK = 200


@door("policies.view_policy")
def deliberations(request: HttpRequest, observatory: Any) -> HttpResponse:
    """Every decision, latest first."""
    listed = selectors.deliberations(observatory).select_related("policy").prefetch_related("citations")
    page = page_of(request, listed, A_PAGE)
    context = {"observatory": observatory, "page": page, "traces": len(selectors.traces(observatory))}
    return render(request, "policies/deliberations.html", context)


@door("policies.view_policy", of=selectors.deliberation)
def deliberation(request: HttpRequest, observatory: Any, deliberation: Deliberation) -> HttpResponse:
    """One decision: its vote, what it cites and how long after, the commitments it carries, every change and why."""
    context = {
        "observatory": observatory,
        "deliberation": deliberation,
        "place": place_name(observatory, deliberation.area),
        "area_name": area_name(deliberation.policy_area),
        "citations": deliberation.citations.all(),
        "commitments": deliberation.commitments.all(),
        "groups": deliberation.groups.all(),
        "changes": changes(deliberation),
    }
    return render(request, "policies/deliberation.html", context)


@door("policies.add_policy", methods=("GET", "POST"))
def deliberation_new(request: HttpRequest, observatory: Any) -> HttpResponse:
    """A decision that a member writes; it carries the commitment from which one comes, for who may change that one."""
    asked = text_of(request.GET, "engagement")
    carried = selectors.commitment(observatory, asked) if _is_id(asked) else None
    if carried is not None and not may(request.user, "policies.change_policy", carried):
        raise PermissionDenied
    return _edited(request, observatory, Deliberation(observatory=observatory), carried)


@door("policies.change_policy", of=selectors.deliberation, methods=("GET", "POST"))
def deliberation_edit(request: HttpRequest, observatory: Any, deliberation: Deliberation) -> HttpResponse:
    """Correcting a decision, and why."""
    return _edited(request, observatory, deliberation)


def _edited(
    request: HttpRequest, observatory: Any, deliberation: Deliberation, carried: Commitment | None = None
) -> HttpResponse:
    first = {"policy": carried.policy_id, "area": carried.policy.area} if carried else None
    form = DeliberationForm(request.POST or None, observatory=observatory, instance=deliberation, initial=first)

    def save(form: Any) -> Any:
        saved = services.save_deliberation(observatory, form.save(commit=False), reason=form.why, carries=carried)
        return "deliberation", observatory.slug, saved.public_id

    title = say("policies.deliberation_edit" if deliberation.pk else "policies.deliberation_new")
    return edited(
        request,
        observatory,
        form,
        save,
        title=title,
        back=(say("policies.deliberations"), "deliberations", observatory.slug),
    )


@door("policies.confirm_uptake", of=selectors.deliberation, methods=("GET", "POST"))
def cite(request: HttpRequest, observatory: Any, deliberation: Deliberation) -> HttpResponse:
    """Which figure this decision takes up: the reading is frozen as it was in the edition of that day."""
    answered = deliberation.commitments.exclude(marker="").first()
    cited = Citation(deliberation=deliberation, marker=answered.marker if answered else "")
    form = CiteForm(request.POST or None, observatory=observatory, instance=cited)
    here = ("deliberation", observatory.slug, deliberation.public_id)

    def save(form: Any) -> Any:
        services.cite(deliberation, form.save(commit=False), marker=form.cleaned_data["marker"], by=request.user)
        return here

    title = say("policies.cite", name=deliberation)
    return edited(request, observatory, form, save, title=title, back=(deliberation, *here))


@door("policies.bring_in", methods=("GET", "POST"))
def bring_in(request: HttpRequest, observatory: Any) -> HttpResponse:
    """A SCDL list in, or the acts that the meter found international, ticked one by one."""
    if request.method == "POST" and "act" in request.POST:
        count = intake.bring_in_read_acts(observatory, texts_of(request.POST, "act"))
        messages.success(request, say("policies.came_from_meter", count=count))
        return redirect("deliberations", observatory.slug)
    first = observatory.perimeter[0] if observatory.perimeter else ""
    form = ScdlForm(request.POST or None, request.FILES or None, initial={"area": first})
    context: dict[str, Any] = {"observatory": observatory, "form": form}
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            context["brought"] = intake.bring_in_scdl(
                observatory, file.read(), PurePath(file.name).name, area=form.cleaned_data["area"],
                words=form.cleaned_data["words"],
            )  # fmt: skip
        except Refusal as refusal:
            form.add_error("file", refusal.sentence())
    context["acts"] = selectors.read_acts(observatory)[:MOST_TO_TICK]
    return render(request, "policies/bring_in.html", context, status=400 if form.errors else 200)


@door("policies.confirm_uptake", methods=("GET", "POST"))
def uptakes(request: HttpRequest, observatory: Any) -> HttpResponse:
    """The traces that the meter found: a person confirms or refuses each, tied to a decision."""
    if request.method == "POST":
        tied = text_of(request.POST, "deliberation")
        intake.answer_trace(
            observatory,
            text_of(request.POST, "trace"),
            confirmed=text_of(request.POST, "answer") == "confirmed",
            deliberation=selectors.deliberation(observatory, tied) if _is_id(tied) else None,
            day=_day(text_of(request.POST, "day")),
            by=request.user,
        )
        messages.success(request, say("policies.trace_answered"))
        return redirect("uptakes", observatory.slug)
    page = page_of(request, selectors.traces(observatory), A_PAGE)
    context = {
        "observatory": observatory,
        "page": page,
        "traces": [(trace, say(f"policies.taking_{trace.kind}")) for trace in page],
        "deliberations": selectors.deliberations(observatory)[:MOST_TO_TICK],
        "confirmed": selectors.citations(observatory),
    }
    return render(request, "policies/uptakes.html", context)


def _is_id(text: str) -> bool:
    import uuid

    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
