"""Pages of commitments: one of them with its steps, proofs and money, and the lines that are added to it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from longuevue.workshop.frame.doors import door
from longuevue.workshop.frame.texts import text_of
from longuevue.workshop.frame.words import say
from longuevue.workshop.policies import debated, selectors, services
from longuevue.workshop.policies.forms import CommitmentForm, line_form
from longuevue.workshop.policies.models import Commitment, Policy
from longuevue.workshop.policies.parts import PARTS
from longuevue.workshop.policies.views import changes, edited


@door("policies.view_policy", of=selectors.commitment)
def commitment(request: HttpRequest, observatory: Any, commitment: Commitment) -> HttpResponse:
    """One commitment: where it stands and since when, on what proof, with what money, what it answers."""
    context = {
        "observatory": observatory,
        "commitment": commitment,
        "answered": debated.answered(observatory, commitment),
        "deliberations": commitment.deliberations.all(),
        "parts": [(part, part.title()) for part in PARTS.values()],
        "steps": commitment.steps.all(),
        "evidences": commitment.evidences.all(),
        "moneys": commitment.moneys.all(),
        "changes": changes(commitment),
    }
    return render(request, "policies/commitment.html", context)


@door("policies.add_policy", of=selectors.policy, methods=("GET", "POST"))
def commitment_new(request: HttpRequest, observatory: Any, policy: Policy) -> HttpResponse:
    """A commitment on a policy."""
    return _edited(request, observatory, Commitment(policy=policy))


@door("policies.add_policy", methods=("GET", "POST"))
def commitment_from_debate(request: HttpRequest, observatory: Any) -> HttpResponse:
    """A commitment that answers a question of a room: the question and the figure are chosen already, the policy is not."""
    named, question = debated.parts(text_of(request.GET, "repond", 80))
    room = debated.room_of(observatory, named)
    if not selectors.policies(observatory).exists():
        messages.warning(request, say("policies.from_debate_first"))
        area = urlencode({"territoire": room.area} if room else {})
        return redirect(f"{reverse('policy_new', args=[observatory.slug])}?{area}")
    first = {"answers": debated.key(named, question), "marker": room.marker if room else ""}
    return _edited(request, observatory, Commitment(), first=first)


@door("policies.change_policy", of=selectors.commitment, methods=("GET", "POST"))
def commitment_edit(request: HttpRequest, observatory: Any, commitment: Commitment) -> HttpResponse:
    """Correcting a commitment, and why; its status moves by a step."""
    return _edited(request, observatory, commitment)


def _edited(
    request: HttpRequest, observatory: Any, commitment: Commitment, first: dict[str, str] | None = None
) -> HttpResponse:
    form = CommitmentForm(request.POST or None, observatory=observatory, instance=commitment, initial=first)

    def save(form: Any) -> Any:
        saved = services.save_commitment(
            observatory, form.save(commit=False), form.cleaned_data["deliberations"], reason=form.why
        )
        return "commitment", observatory.slug, saved.public_id

    if commitment.policy_id is None:
        return edited(request, observatory, form, save, title=say("policies.from_debate"))
    title = say("policies.commitment_edit" if commitment.pk else "policies.commitment_new", name=commitment.policy)
    back = (commitment.policy, "policy", observatory.slug, commitment.policy.public_id)
    return edited(request, observatory, form, save, title=title, back=back)


@door("policies.change_policy", of=selectors.commitment_and_part, methods=("GET", "POST"))
def line_new(request: HttpRequest, observatory: Any, found: Any) -> HttpResponse:
    """A step with its reason, a proof, a year of money."""
    form = line_form(found.part)(request.POST or None, instance=found.part.model(commitment=found.thing))
    here = ("commitment", observatory.slug, found.thing.public_id)

    def save(form: Any) -> Any:
        why = form.cleaned_data.get("reason", "")
        services.add_line(found.thing, found.part, form.save(commit=False), by=request.user, reason=why)
        return here

    return edited(request, observatory, form, save, title=found.part.title(), back=(found.thing, *here))
