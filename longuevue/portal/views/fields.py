"""A field's page in four tabs (know, understand, effects, tell), each with what it has and lacks said; and the questions
that touch one sustainable development goal or one international agenda."""

from __future__ import annotations

from typing import Any

from django.http import JsonResponse

from longuevue.portal import events, survey
from longuevue.portal.figures import Figure
from longuevue.portal.pages import Content, Visit, page
from longuevue.portal.steps import STEPS, step_of
from longuevue.portal.tags import tag_links
from longuevue.portal.views.home import ask
from longuevue.terms.agendas import AGENDAS, SDGS
from longuevue.terms.flows import FIELDS
from longuevue.terms.refusal import Refusal

#: the number that an address gives to each step
STEP_NUMBERS = {step: str(number) for number, step in enumerate(STEPS, 1)}


@page
def field(visit: Visit, field: str, step: str = "1") -> Content:
    """`/fr/domaine/education/`, then `…/2/` to `…/4/`"""
    if field not in FIELDS:
        raise Refusal(f"Le domaine « {field} » n'existe pas.", "Les domaines sont sur la page des questions.")
    mine = [m for m in visit.library.markers.values() if m["field"] == field]
    here = STEPS[int(step) - 1]
    tabs = [_tab(visit, field, mine, one, here) for one in STEPS]
    return "portal/field.html", {
        "field_name": FIELDS[field][visit.language],
        "tabs": tabs,
        "step": next(tab for tab in tabs if tab["here"]),
        "items": [_item(visit, m) for m in _of_step(visit, field, mine, here)],
        "events": events.of_field(visit, field) if here == "tell" else {},
        "missing": _missing(visit, field, mine, here),
        "others": [
            {"name": names[visit.language], "url": visit.links.to("field", field=other)}
            for other, names in FIELDS.items()
            if other != field and any(m["field"] == other for m in visit.library.markers.values())
        ],
    }


def _of_step(visit: Visit, field: str, mine: list[dict[str, Any]], step: str) -> list[dict[str, Any]]:
    """The questions of a tab: the field's own; to tell, the questions of debate, which are asked of every field."""
    if step == "tell" and field != "debate":
        return [m for m in visit.library.markers.values() if m["field"] == "debate"]
    return [m for m in mine if step_of(m) == step]


def _tab(visit: Visit, field: str, mine: list[dict[str, Any]], step: str, here: str) -> dict[str, Any]:
    items = _of_step(visit, field, mine, step)
    seen = sum(survey.is_seen(visit.library, m["id"]) for m in items)
    key = "field.complete_none" if not items else "field.complete_one" if seen == 1 else "field.complete"
    return {
        "id": step,
        "name": visit.say(f"home.step.{step}"),
        "means": visit.say(f"home.step_means.{step}"),
        "url": visit.links.to("field_step", field=field, step=STEP_NUMBERS[step]),
        "here": step == here,
        "complete": visit.say(key, seen=seen, total=len(items)),
        "short": f"{seen}/{len(items)}" if items else "0",
    }


def _item(visit: Visit, marker: dict[str, Any]) -> dict[str, Any]:
    found = ask(visit, marker)
    france = next((r for r in visit.library.portrait("FR")["readings"] if r["marker"] == marker["id"]), None)
    figure: Figure | None = visit.figure(france) if france else None
    said = figure.aloud if figure and figure.has_value else ""
    if not said and found["seen"]:
        said = visit.say("field.elsewhere")
    return {
        **found,
        "said": visit.say("marker.in_france", aloud=said) if figure and figure.has_value else said,
        "why_not": "" if found["seen"] or figure is None else figure.reason_text or figure.status_means,
        "who": "" if found["seen"] or figure is None else figure.who_text,
    }


def _missing(visit: Visit, field: str, mine: list[dict[str, Any]], step: str) -> list[str]:
    """What a tab still lacks, in sentences: nothing is hidden because nobody wrote it yet."""
    if step == "know":
        unseen = [m for m in mine if not survey.is_seen(visit.library, m["id"])]
        one = "field.lacks_know_only" if len(mine) == 1 else "field.lacks_know_one"
        key = one if len(unseen) == 1 else "field.lacks_know"
        return [visit.say(key, count=len(unseen), total=len(mine))] if unseen else []
    if step == "understand":
        by_country = [m for m in mine if m["by_partner_country"] != "no" and survey.is_seen(visit.library, m["id"])]
        over_time = [m for m in mine if len(m["periods"]) > 1]
        return [visit.say("field.lacks_understand", countries=len(by_country), time=len(over_time), total=len(mine))]
    if step == "effects":
        return [visit.say("field.lacks_effects")]
    return [visit.say("field.lacks_tell")]


@page
def tagged(visit: Visit, tag: str) -> Content:
    """`/fr/questions/odd-4/`, `/fr/questions/agenda-migration/`: the questions that carry a tag."""
    name, found = _tagged(visit, tag)
    return "portal/tagged.html", {
        "title_text": name,
        "tag_kind": visit.say("field.tag_sdg" if not tag.startswith("agenda") else "field.tag_agenda"),
        "items": [ask(visit, m) for m in found],
        **_carried(visit, tag),
        "lead": visit.say("field.tagged_lead", count=len(found)),
        "json_url": visit.links.to("tagged.json", tag=tag),
        "tags": tag_links(visit),
    }


@page
def tagged_json(visit: Visit, tag: str) -> Content:
    """The same questions for a program: ids in the order of the page."""
    name, found = _tagged(visit, tag)
    return JsonResponse(
        {
            "edition": visit.library.id,
            "tag": tag,
            "name": name,
            "markers": [
                {"id": m["id"], "question": m["question"], "sdg": m["sdg"], "agendas": m["agendas"]} for m in found
            ],
            **{name: [one["id"] for one in rows] for name, rows in _records(visit, tag).items()},
        },
        json_dumps_params={"ensure_ascii": False, "indent": 1},
    )


def _records(visit: Visit, tag: str) -> dict[str, list[dict[str, Any]]]:
    return visit.library.edition.tagged(tag.replace("odd-", "sdg-"))


def _carried(visit: Visit, tag: str) -> dict[str, list[dict[str, str]]]:
    """Actions and decisions that carry the tag, in words, each with the page of its territory."""
    found = _records(visit, tag)
    links = [
        {
            "name": one["partner"],
            "about": visit.text(one["kind_name"]),
            "url": visit.links.to("territory", area=one["area"]),
        }
        for one in found["links"]
    ]
    acts = [
        {"name": one["title"], "about": one["date"], "url": visit.links.to("territory", area=one["area"])}
        for one in found["deliberations"]
    ]
    return {"actions": links, "decisions": acts}


def _tagged(visit: Visit, tag: str) -> tuple[str, list[dict[str, Any]]]:
    kind, _, value = tag.partition("-")
    markers = list(visit.library.markers.values())
    if kind in ("odd", "sdg") and value.isdigit() and int(value) in SDGS:
        found = [m for m in markers if int(value) in m.get("sdg", ())]
        return f"{value}. {SDGS[int(value)][visit.language]}", found
    if kind == "agenda" and value in AGENDAS:
        return AGENDAS[value][visit.language], [m for m in markers if value in m.get("agendas", ())]
    raise Refusal(f"L'étiquette « {tag} » n'existe pas.", "Les étiquettes sont sur la page des questions.")
