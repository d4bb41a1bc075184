"""Effects as open data: whole in JSON, and one line a group in a table, so that no line tells one side for all.
What may be public was decided before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from longuevue.edition.reader import Edition

EFFECT_COLUMNS: Final = (
    "id", "what", "area", "area_name", "since", "field", "marker", "address", "flow", "group", "sign", "stance", "stated_by",
    "effect_stated_by", "initiator", "bearer", "intended", "authority_role", "evidence_grade", "counted", "contradicted", "replies",
    "visible", "discreet_policies",
)  # fmt: skip
#: who feels each effect or acts on it, one line a service
SERVICE_COLUMNS: Final = ("effect", "what", "area", "service", "body", "tie", "sees_or_does", "stated_by", "counted")
#: which policies touch each effect, one line a policy; one that is discreet is in no line
POLICY_COLUMNS: Final = ("effect", "what", "area", "policy", "policy_name", "how", "stated_by", "counted")


def effects_of(edition: Edition) -> list[dict[str, Any]]:
    """Every effect that the edition holds, in order of words."""
    return edition.effects("FR")


def effect_rows(effects: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """One line for each group of each effect, with the author of its sign; a voice says that it is not counted."""
    same = ("id", "what", "area", "since", "field", "marker", "address", "flow", "initiator", "bearer", "intended")
    for one in effects:
        for sign in one["signs"]:
            yield {name: one[name] for name in same} | {
                "area_name": one["home"]["name"],
                "group": sign["group"],
                "sign": sign["sign"],
                "stance": sign["stance"],
                "stated_by": sign["stated_by"],
                "effect_stated_by": one["stated_by"],
                "authority_role": one["role"],
                "evidence_grade": one["grade"],
                "counted": int(one["counted"]),
                "visible": one["visible"],
                "discreet_policies": one["discreet_policies"],
                "contradicted": int(any(piece["contradicts"] for piece in one["evidence"])),
                "replies": " | ".join(f"{r['by']} : {r['text'] or '—'}" for r in one["replies"]),
            }


def service_rows(effects: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """One line for each service of each effect, with the author of what it sees or does."""
    for one in effects:
        for line in one["services"]:
            yield _of(one) | {
                "service": line["name"],
                "body": line["body"],
                "tie": line["tie"],
                "sees_or_does": line["what"],
                "stated_by": line["stated_by"],
            }


def policy_rows(effects: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """One line for each policy of each effect; `how` is empty for two that pull against each other on it."""
    for one in effects:
        for line in one["policies"]:
            yield _of(one) | {
                "policy": line["policy"],
                "policy_name": line["name"],
                "how": line["how"],
                "stated_by": line["stated_by"],
            }


def _of(one: dict[str, Any]) -> dict[str, Any]:
    return {"effect": one["id"], "what": one["what"], "area": one["area"], "counted": int(one["counted"])}
