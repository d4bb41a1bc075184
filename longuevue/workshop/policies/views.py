"""Pages of policies: the register and what it comes to, one policy, two that pull against each other, working groups.
Decisions are in `acts.py`, commitments in `undertakings.py`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from longuevue.terms.flows import FIELDS
from longuevue.terms.refusal import Refusal
from longuevue.workshop.effects.selectors import touching
from longuevue.workshop.frame.doors import door
from longuevue.workshop.frame.texts import text_of
from longuevue.workshop.frame.words import both, say
from longuevue.workshop.links.selectors import place_name
from longuevue.workshop.policies import selectors, services
from longuevue.workshop.policies.choices import Decider, Raiser
from longuevue.workshop.policies.forms import GroupForm, PolicyForm, TensionForm
from longuevue.workshop.policies.models import Policy, Tension, WorkingGroup
from longuevue.workshop.reasoning.uptake import accountability


@door("policies.view_policy")
def register(request: HttpRequest, observatory: Any) -> HttpResponse:
    """Every policy in order of names, by who decided and who raised the matter; uptake, tensions, discreet ones counted."""
    decided, raised = text_of(request.GET, "decide"), text_of(request.GET, "souleve")
    listed = selectors.policies(observatory)
    if decided in Decider.values:
        listed = listed.filter(decided_by=decided)
    if raised in Raiser.values:
        listed = listed.filter(raised_by=raised)
    context = {
        "observatory": observatory,
        "policies": [(one, place_name(observatory, one.area), area_name(one.policy_area)) for one in listed],
        "deciders": [(value, name, value == decided) for value, name in Decider.choices],
        "raisers": [(value, name, value == raised) for value, name in Raiser.choices],
        "discreet": selectors.discreet(observatory),
        "tensions": selectors.tensions(observatory),
        "uptake": [
            (area_name(row.area), say(f"policies.state_{row.state}"), row)
            for row in selectors.uptake_by_area(observatory)
        ],
        "traces": len(selectors.traces(observatory)),
    }
    return render(request, "policies/register.html", context)


def area_name(area: str) -> str:
    """A policy area in the page's language."""
    return both(selectors.AREAS[area]) if area in selectors.AREAS else area


@door("policies.view_policy", of=selectors.policy)
def policy(request: HttpRequest, observatory: Any, policy: Policy) -> HttpResponse:
    """One policy: what is owed about it, its decisions and commitments, what pulls against it, every change and why."""
    commitments = selectors.commitments(observatory).filter(policy=policy)
    money = [(m.year, _float(m.voted), _float(m.spent)) for one in commitments for m in one.moneys.all()]
    context = {
        "observatory": observatory,
        "policy": policy,
        "place": place_name(observatory, policy.area),
        "area_name": area_name(policy.policy_area),
        "field_name": both(FIELDS[policy.field]) if policy.field in FIELDS else "",
        "sheet": [
            (say(f"policies.{line.name}"), line) for line in accountability(policy.aims, policy.expected_return, money)
        ],
        "commitments": commitments,
        "deliberations": policy.deliberations.all(),
        "tensions": [
            (one, one.second if one.first_id == policy.pk else one.first)
            for one in selectors.tensions(observatory, policy)
        ],
        "effects": touching(observatory, policy.public_id),
        "groups": policy.groups.all(),
        "changes": changes(policy),
    }
    return render(request, "policies/policy.html", context)


def changes(record: Any) -> list[dict[str, Any]]:
    """Every change of a record, latest first: when, who, why, and which fields moved."""
    versions = list(record.history.select_related("history_user"))
    told = []
    for new, old in zip(versions, [*versions[1:], None], strict=True):
        moved = (
            []
            if old is None
            else [record._meta.get_field(name).verbose_name for name in new.diff_against(old).changed_fields]
        )
        told.append(
            {
                "at": new.history_date,
                "by": new.history_user,
                "why": new.history_change_reason,
                "moved": moved,
                "first": old is None,
            }
        )
    return told


def _float(amount: Any) -> float | None:
    return None if amount is None else float(amount)


def edited(
    request: HttpRequest,
    observatory: Any,
    form: Any,
    save: Callable[[Any], Any],
    *,
    title: str,
    back: tuple[Any, ...] = (),
) -> HttpResponse:
    """A form sent or shown; what the service refuses is told on the form. `save` gives the address to go to; `back` is the
    page one came from: its title, then the name and the parts of its address."""
    if request.method == "POST" and form.is_valid():
        try:
            address = save(form)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence())
        else:
            messages.success(request, say("frame.saved"))
            return redirect(*address)
    context = {
        "observatory": observatory,
        "form": form,
        "title": title,
        "back": {"title": back[0], "address": reverse(back[1], args=back[2:])} if back else None,
    }
    return render(request, "policies/form.html", context, status=400 if form.errors else 200)


@door("policies.add_policy", methods=("GET", "POST"))
def new(request: HttpRequest, observatory: Any) -> HttpResponse:
    """A policy that a member writes; the page one comes from may say where it is."""
    return _policy_edited(
        request, observatory, Policy(observatory=observatory, area=text_of(request.GET, "territoire", 80))
    )


@door("policies.change_policy", of=selectors.policy, methods=("GET", "POST"))
def edit(request: HttpRequest, observatory: Any, policy: Policy) -> HttpResponse:
    """Correcting a policy, and why."""
    return _policy_edited(request, observatory, policy)


def _policy_edited(request: HttpRequest, observatory: Any, policy: Policy) -> HttpResponse:
    form = PolicyForm(request.POST or None, observatory=observatory, instance=policy)

    def save(form: Any) -> Any:
        saved = services.save_policy(observatory, form.save(commit=False), reason=form.why)
        return "policy", observatory.slug, saved.public_id

    title = say("policies.edit" if policy.pk else "policies.new")
    back = (policy.name, "policy", observatory.slug, policy.public_id) if policy.pk else ()
    return edited(request, observatory, form, save, title=title, back=back)


@door("policies.change_policy", of=selectors.policy, methods=("GET", "POST"))
def tension_new(request: HttpRequest, observatory: Any, policy: Policy) -> HttpResponse:
    """Another policy that pulls against this one, on an effect that both touch."""
    form = TensionForm(request.POST or None, observatory=observatory, instance=Tension(first=policy))
    form.fields["second"].queryset = selectors.policies(observatory).exclude(pk=policy.pk)

    def save(form: Any) -> Any:
        services.link_tension(form.save(commit=False))
        return "policy", observatory.slug, policy.public_id

    back = (policy.name, "policy", observatory.slug, policy.public_id)
    return edited(request, observatory, form, save, title=say("policies.tension_new", name=policy), back=back)


@door("policies.view_policy")
def groups(request: HttpRequest, observatory: Any) -> HttpResponse:
    """The working groups."""
    return render(
        request, "policies/groups.html", {"observatory": observatory, "groups": selectors.groups(observatory)}
    )


@door("policies.change_group", methods=("GET", "POST"))
def group_new(request: HttpRequest, observatory: Any) -> HttpResponse:
    return _group_edited(request, observatory, WorkingGroup(observatory=observatory))


@door("policies.change_group", of=selectors.group, methods=("GET", "POST"))
def group_edit(request: HttpRequest, observatory: Any, group: WorkingGroup) -> HttpResponse:
    return _group_edited(request, observatory, group)


def _group_edited(request: HttpRequest, observatory: Any, group: WorkingGroup) -> HttpResponse:
    form = GroupForm(request.POST or None, observatory=observatory, instance=group)

    def save(form: Any) -> Any:
        services.save_group(observatory, form.save(commit=False), form.cleaned_data["policies"], reason=form.why)
        return "working_groups", observatory.slug

    title = say("policies.group_edit" if group.pk else "policies.group_new")
    return edited(
        request, observatory, form, save, title=title, back=(say("policies.groups"), "working_groups", observatory.slug)
    )
