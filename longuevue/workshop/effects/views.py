"""Pages of effects: the ledger, one effect with what it still lacks, its form, its lines."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from longuevue.terms.across import Across
from longuevue.terms.effects import GRADES, TIES
from longuevue.terms.refusal import Refusal
from longuevue.workshop.effects import selectors, services
from longuevue.workshop.effects.around import across, policy_names
from longuevue.workshop.effects.forms import EffectForm, line_form
from longuevue.workshop.effects.models import Effect
from longuevue.workshop.effects.parts import PARTS
from longuevue.workshop.effects.public import document
from longuevue.workshop.frame.doors import door
from longuevue.workshop.frame.parts import Part, said_of
from longuevue.workshop.frame.texts import text_of
from longuevue.workshop.frame.words import both, say
from longuevue.workshop.links.selectors import place_name
from longuevue.workshop.moderation.selectors import standing_of


@door("effects.view_effect")
def ledger(request: HttpRequest, observatory: Any) -> HttpResponse:
    """Every effect in order of words, its grade, whether it may be proposed; voices apart; the three templates; service by service."""
    rows = []
    for one in selectors.effects(observatory):
        told = document(one)
        rows.append(
            {
                "effect": one,
                "told": told,
                "grade": told["grade"],
                "place": place_name(observatory, one.area),
                "lacking": len(services.lacking(observatory, one)),
            }
        )
    context = {
        "observatory": observatory,
        "effects": [row for row in rows if row["grade"] in ("A", "B", "C")],
        "voices": [row for row in rows if row["grade"] not in ("A", "B", "C")],
        "templates": [(key, both(one["label"])) for key, one in selectors.templates().items()],
        "across": _across(observatory, [row["told"] for row in rows]),
        "grades": [(letter, both(texts)) for letter, texts in GRADES.items()],
    }
    return render(request, "effects/ledger.html", context)


def _across(observatory: Any, told: list[dict[str, Any]]) -> Across:
    """The ledger service by service, in words."""
    found = across(observatory, told)
    for line in (line for one in found.named for line in one.lines):
        line["tie_name"] = both(TIES[line["tie"]])
    return found


@door("effects.add_effect", methods=("GET", "POST"))
def new(request: HttpRequest, observatory: Any) -> HttpResponse:
    """An effect that a member tells, from nothing or from a template (`?modele=classes`)."""
    template = selectors.templates().get(text_of(request.GET, "modele"))
    return _edited(request, observatory, Effect(observatory=observatory), template)


@door("effects.change_effect", of=selectors.effect, methods=("GET", "POST"))
def edit(request: HttpRequest, observatory: Any, effect: Effect) -> HttpResponse:
    """Correcting an effect; approved, it waits again to be read."""
    return _edited(request, observatory, effect, None)


def _edited(request: HttpRequest, observatory: Any, effect: Effect, template: dict[str, Any] | None) -> HttpResponse:
    begun = effect.pk is not None
    initial = _from_template(observatory, template) if template else {}
    form = EffectForm(request.POST or None, instance=effect, initial=initial, observatory=observatory)
    if request.method == "POST" and form.is_valid():
        draft = form.save(commit=False)
        draft.template = template["id"] if template else draft.template
        try:
            saved = services.save_effect(observatory, draft, by=request.user)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("effect", observatory.slug, saved.public_id)
    context = {
        "observatory": observatory,
        "form": form,
        "effect": effect if begun else None,
        "template": _hints(template),
    }
    return render(request, "effects/effect_form.html", context, status=400 if form.errors else 200)


def _from_template(observatory: Any, template: dict[str, Any]) -> dict[str, Any]:
    """What a template fills in; a marker that is off here is left for the person to choose, or to do without."""
    offered = dict(selectors.marker_choices(observatory))
    marker = next((m for m in template["markers"] if m in offered), "")
    return {"what": both(template["what"]), "field": template["field"], "marker": marker, "flow": both(template["flow"]),
            "area": (observatory.perimeter or [""])[0]}  # fmt: skip


def _hints(template: dict[str, Any] | None) -> dict[str, Any] | None:
    """What a template reminds of: whom to ask, other explanations to look at, where the figure is or why there is none."""
    if template is None:
        return None
    lists = ("groups", "rivals", "asked")
    return {"label": both(template["label"]), "source": both(template["source"])} | {
        n: [both(t) for t in template[n]] for n in lists
    }


@door("effects.view_effect", of=selectors.effect)
def effect(request: HttpRequest, observatory: Any, effect: Effect) -> HttpResponse:
    """One effect: what is said, by whom, its grade, what it still lacks, where it stands."""
    told, names = document(effect), policy_names(observatory)
    context = {
        "observatory": observatory,
        "effect": effect,
        "told": told,
        "place": place_name(observatory, effect.area),
        "grade": both(GRADES[told["grade"]]) if told["grade"] else "",
        "lacking": services.lacking(observatory, effect),
        "template": _hints(selectors.templates().get(effect.template)),
        "item": standing_of(observatory, "effect", effect),
        "parts": [
            (p, p.title(), p.lead(), [(line, _said(line, p, names)) for line in getattr(effect, p.lines).all()])
            for p in PARTS.values()
        ],
    }
    return render(request, "effects/effect.html", context)


def _said(line: Any, part: Part, names: dict[str, str]) -> list[tuple[Any, Any]]:
    """The columns of a line; a policy is said by its name, or as gone when this observatory no longer has it."""
    return [
        (label, names.get(str(value), say("effects.policy_gone")) if value == getattr(line, "policy", None) else value)
        for label, value in said_of(line, part)
    ]


@door("effects.change_effect", of=selectors.effect_and_part, methods=("GET", "POST"))
def line_new(request: HttpRequest, observatory: Any, found: Any) -> HttpResponse:
    """A group with its sign, a service, a policy, another explanation, a piece of evidence, a reply."""
    form = line_form(found.part, observatory, request.POST or None, instance=found.part.model(effect=found.thing))
    if request.method == "POST" and form.is_valid():
        try:
            services.add_line(found.thing, found.part, form.save(commit=False))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("effect", observatory.slug, found.thing.public_id)
    context = {
        "observatory": observatory,
        "form": form,
        "effect": found.thing,
        "title": found.part.title(),
        "lead": found.part.lead(),
    }
    return render(request, "effects/line_form.html", context, status=400 if form.errors else 200)


@door("effects.change_effect", of=selectors.line, methods=("POST",))
def line_remove(request: HttpRequest, observatory: Any, line: Any) -> HttpResponse:
    """Take a line away."""
    services.remove_line(line)
    return redirect("effect", observatory.slug, line.effect.public_id)
