"""What each record of policies would say in public, field by field. A discreet policy, and what hangs on it, says nothing."""

from __future__ import annotations

from typing import Any

from longuevue.workshop.policies.models import Commitment, Deliberation, Policy
from longuevue.workshop.policies.selectors import tensions

POLICY_TELLS = (
    "name", "area", "policy_area", "field", "decided_by", "consulted", "raised_by", "discreet", "aims",
    "expected_return", "start", "end",
)  # fmt: skip
ACT_TELLS = (
    "area", "body", "number", "title", "policy_area", "votes_for", "votes_against", "abstentions", "url", "tags", "origin",
)  # fmt: skip
CITATION_TELLS = ("kind", "address", "marker", "area", "edition", "frozen", "quote", "delay_days")
COMMITMENT_TELLS = ("text", "bearer", "room", "marker", "address", "frozen", "status", "proven")


def _told(thing: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(thing, name) for name in names}


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


def policy_document(policy: Policy) -> dict[str, Any]:
    """What is public of a policy: what pulls against it is told by the identifier of the other."""
    against = []
    for one in tensions(policy.observatory, policy):
        other = one.second if one.first_id == policy.pk else one.first
        told = {"effect": one.effect, "effect_name": one.effect_name, "why": one.why}
        against.append({"policy": str(other.public_id), **told})
    groups = [_told(group, ("name", "kind", "since", "until")) for group in policy.groups.all()]
    return {
        "id": str(policy.public_id),
        **_told(policy, POLICY_TELLS),
        "tensions": sorted(against, key=lambda one: one["policy"]),
        "groups": groups,
    }


def deliberation_document(act: Deliberation) -> dict[str, Any]:
    """What is public of a decision, what it takes up included."""
    return {
        "id": str(act.public_id),
        "policy": str(act.policy.public_id) if act.policy else None,
        "date": _day(act.date),
        **_told(act, ACT_TELLS),
        "citations": [
            {**_told(one, CITATION_TELLS), "edition_date": _day(one.edition_date)} for one in act.citations.all()
        ],
    }


def commitment_document(one: Commitment) -> dict[str, Any]:
    """What is public of a commitment, its steps, proofs and money included."""
    return {
        "id": str(one.public_id),
        "policy": str(one.policy.public_id),
        "area": one.policy.area,
        "post": one.question,
        **_told(one, COMMITMENT_TELLS),
        "made_on": _day(one.made_on),
        "due": _day(one.due),
        "deliberations": sorted(str(act.public_id) for act in one.deliberations.all()),
        "steps": [{"day": _day(s.day), "status": s.status, "reason": s.reason} for s in one.steps.all()],
        "evidences": [{"day": _day(e.day), "what": e.what, "url": e.url} for e in one.evidences.all()],
        "money": [{"year": m.year, "voted": _euros(m.voted), "spent": _euros(m.spent)} for m in one.moneys.all()],
    }


def _euros(amount: Any) -> float | None:
    return None if amount is None else float(amount)
