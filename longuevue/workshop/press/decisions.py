"""What leaves of policies, decisions, commitments and rooms, each code beside its words; and the counts that a source reads.
A discreet policy leaves as a number; what hangs on it does not leave."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from longuevue.workshop.frame.words import catalogue

KINDS = ("policies", "deliberations", "commitments", "rooms", "policy_counts")


def decided(found: dict[str, list[dict[str, Any]]], hidden: set[str]) -> dict[str, list[dict[str, Any]]]:
    """`policies`, `deliberations`, `commitments`, `rooms`, `policy_counts` of what is approved. `hidden` are the policies that are
    discreet today, approved as such or not: what was approved before of a commitment does not leave either."""
    words = catalogue()
    shown = {one["id"] for one in found["policy"]} - hidden
    policies = []
    for one in found["policy"]:
        if one["id"] in hidden:
            continue
        told = {key: value for key, value in one.items() if key != "discreet"}
        told["tensions"] = [other for other in one["tensions"] if other["policy"] in shown]
        told["decided_by_name"] = _texts(words[f"policies.decider_{one['decided_by']}"])
        policies.append(told)
    commitments = [
        {**one, "status_name": _texts(words[f"policies.status_{one['status']}"])}
        for one in found["commitment"]
        if one["policy"] not in hidden
    ]
    deliberations = [
        {**act, "policy": act["policy"] if act["policy"] in shown else None} for act in found["deliberation"]
    ]
    return {
        "policies": policies,
        "deliberations": deliberations,
        "commitments": commitments,
        "rooms": [room_of(one) for one in found.get("room_record", [])],
        "policy_counts": _counts(found["policy"]),
    }


def touched(found: dict[str, list[dict[str, Any]]], hidden: set[str]) -> list[dict[str, Any]]:
    """The approved effects with the policies that are public; a discreet one is counted, and what was said of it does not leave."""
    approved = {one["id"] for one in found["policy"]}
    shown, counted = approved - hidden, approved & hidden
    return [
        {
            **one,
            "policies": [line for line in one["policies"] if line["policy"] in shown],
            "discreet_policies": len({line["policy"] for line in one["policies"]} & counted),
        }
        for one in found["effect"]
    ]


def room_of(record: dict[str, Any]) -> dict[str, Any]:
    """A room as a thread tells it: the question it was opened on, the figure, questions to the authority and their answers."""
    asked = []
    for section in record["sections"]:
        if section["kind"] in ("question", "request"):
            for line in section["lines"]:
                answer = line["answer"] if line["answer"] and line["answer"]["text"] else None
                if line["text"]:
                    asked.append(
                        {"post": line["post"], "text": line["text"], "day": line["day"], "days": line["days"],
                         "answer": answer["text"] if answer else "", "answer_day": answer["day"] if answer else None,
                         "answer_post": answer["post"] if answer else ""}
                    )  # fmt: skip
    frozen = record["frozen"]
    opened = min((one["day"] for one in asked if one["day"]), default=record["made_on"])
    return {
        "id": record["room"],
        "question": record["asks"],
        "area": record["area"],
        "marker": record["marker"],
        "address": frozen.get("address", ""),
        "frozen": {name: frozen[name] for name in ("label", "value_text", "period_text") if name in frozen},
        "made_on": min(opened, record["made_on"]),
        "questions": asked,
    }


def counts(found: dict[str, list[dict[str, Any]]], perimeter: list[str], year: int) -> list[dict[str, Any]]:
    """For `policy-uptake`: policy areas followed, and those with a commitment done and proven, by territory."""
    followed: dict[str, set[str]] = defaultdict(set)
    proven: dict[str, set[str]] = defaultdict(set)
    of_policy = {one["id"]: one for one in found["policy"]}
    for one in found["policy"]:
        followed[one["area"]].add(one["policy_area"])
    for one in found["commitment"]:
        policy = of_policy.get(one["policy"])
        if policy and one["proven"] and not policy["discreet"]:
            proven[policy["area"]].add(policy["policy_area"])
    return [
        {"measure": measure, "area": area, "time_period": str(year), "value": len(told[area])}
        for area in sorted({*followed, *perimeter})
        for measure, told in (("policy_areas_followed", followed), ("policy_areas_with_proof", proven))
    ]


def appropriated(
    found: dict[str, list[dict[str, Any]]], hidden: set[str], opened: Iterable[tuple[str, int]]
) -> list[dict[str, Any]]:
    """What a place makes of its diagnostic, year by year: debates opened (`opened`: their territory and year), decisions that cite
    it, commitments undertaken. Those of a discreet policy are not told."""
    seen = Counter(("debates_opened", area, str(year)) for area, year in opened)
    seen.update(("decisions_citing", act["area"], act["date"][:4]) for act in found["deliberation"] if act["citations"])
    seen.update(
        ("commitments_made", one["area"], one["made_on"][:4])
        for one in found["commitment"]
        if one["policy"] not in hidden
    )
    return [
        {"measure": measure, "area": area, "time_period": year, "value": number}
        for (measure, area, year), number in sorted(seen.items())
    ]


def _counts(policies: list[dict[str, Any]]) -> list[dict[str, Any]]:
    by_area: dict[str, list[bool]] = defaultdict(list)
    for one in policies:
        by_area[one["area"]].append(one["discreet"])
    return [
        {"id": f"policies-{area}", "area": area, "followed": len(all_), "discreet": sum(all_)}
        for area, all_ in sorted(by_area.items())
    ]


def _texts(texts: dict[str, str]) -> dict[str, str]:
    return {"fr": texts["fr"], "en": texts["en"]}
