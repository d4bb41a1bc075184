"""From a figure to a council vote, in the words of a page: the threads of a place or of a marker, what nobody speaks of,
policies that pull against each other. What was decided is the edition's; nothing is added here."""

from __future__ import annotations

from typing import Any

from longuevue.portal.pages import Visit
from longuevue.terms.numbers import number
from longuevue.terms.thread import gaps, said, told


def of_place(visit: Visit, area: str) -> dict[str, Any]:
    """Every thread of a place, the silences, and what its policies come to; nothing when there is nothing to say."""
    edition, language = visit.library.edition, visit.language
    policies, counts = edition.policies(area), edition.policy_counts(area)
    found = {
        "threads": [_thread(visit, thread) for thread in edition.threads(area)],
        "silences": [_silence(visit, one) for one in edition.silences(area)],
        "tensions": _tensions(policies, language),
        "endured": [
            said("decided_without", language, name=one["name"], who=visit.text(one["decided_by_name"]))
            for one in policies
            if one["consulted"] is False
        ],
    }
    if policies:
        found["policies"] = _touched(visit, policies)
    if counts["followed"]:
        found["discreet"] = said("discreet", language, **counts)
    if not any(found.values()):
        return {}
    return found | {"title": said("title", language), "lead": said("lead_place", language)}


def of_marker(visit: Visit, marker: str) -> dict[str, Any]:
    """The thread of a figure, wherever it was spoken of; nothing when nobody did."""
    thread = visit.library.edition.thread_of_marker(marker)
    if thread is None:
        return {}
    language = visit.language
    return {"title": said("title", language), "lead": said("lead", language), "threads": [_thread(visit, thread)]}


def _thread(visit: Visit, thread: dict[str, Any]) -> dict[str, Any]:
    marker = visit.library.markers.get(thread["marker"])
    return {
        "name": visit.text(marker["label"]) if marker else said("whole", visit.language),
        "url": visit.links.to("marker", marker=thread["marker"]) if marker else "",
        "steps": [told(step, visit.language) for step in thread["steps"]],
        "gaps": gaps(thread["missing"], visit.language),
    }


def _silence(visit: Visit, one: Any) -> dict[str, str]:
    marker = visit.library.markers[one.marker]
    values = {
        "percentile": number(one.percentile, 0, visit.language),
        "threshold": number(one.threshold, 0, visit.language),
    }
    return {
        "title": said("silence_title", visit.language),
        "text": said("silence", visit.language, marker=visit.text(marker["label"]), **values),
        "url": visit.links.to("marker", marker=one.marker),
    }


def _touched(visit: Visit, policies: list[dict[str, Any]]) -> dict[str, Any]:
    """The effects that each policy is said to touch; those of which none is said are named apart, and count for nothing."""
    language = visit.language
    return {
        "title": said("touched", language),
        "told": [
            {"name": one["name"], "effects": [_effect(visit, line) for line in one["effects"]]}
            for one in policies
            if one["effects"]
        ],
        "none": said("touched_none", language),
        "silent": [one["name"] for one in policies if not one["effects"]],
    }


def _effect(visit: Visit, line: dict[str, Any]) -> dict[str, str]:
    effect, language = line["effect"], visit.language
    url = visit.links.to("territory", area=effect["home"]["ref"])
    how = said("pulls", language) if not line["how"] else ""
    by = said("according", language) if line["how"] else ""
    return {"what": effect["what"], "url": f"{url}#effect-{effect['id']}", "said": how, "by": by, "how": line["how"], "who": line["stated_by"]}  # fmt: skip


def _tensions(policies: list[dict[str, Any]], language: str) -> list[str]:
    """Each pair once, by whichever comes first in order of names."""
    seen: set[frozenset[str]] = set()
    found = []
    for one in policies:
        for other in one["against"]:
            pair = frozenset((one["id"], other["policy"], other["effect_name"]))
            if pair not in seen:
                seen.add(pair)
                values = {
                    "first": one["name"],
                    "second": other["name"],
                    "effect": other["effect_name"],
                    "why": other["why"],
                }
                found.append(said("against", language, **values).strip())
    return found
