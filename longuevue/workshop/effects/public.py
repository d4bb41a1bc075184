"""What is public of an effect, field by field, and the sentences that keep it from being public.
The rules themselves are in `reasoning/effect_rules.py`, read again by the press and by the build."""

from __future__ import annotations

from typing import Any

from longuevue.markers.crossings import tells_origin
from longuevue.terms.refusal import Refusal
from longuevue.workshop.effects.around import names_beside
from longuevue.workshop.effects.models import Effect
from longuevue.workshop.frame.words import say
from longuevue.workshop.observatories.selectors import shelf_of
from longuevue.workshop.reasoning.effect_rules import Fault, faults, graded
from longuevue.workshop.testimonies.models import Status, Story

TELLS = (
    "template", "what", "area", "since", "field", "marker", "address", "flow", "contribution", "stated_by", "initiator", "bearer",
    "intended", "visible", "role", "other_side",
)  # fmt: skip
SIGN_TELLS = ("group", "sign", "stance", "stated_by", "words")
SERVICE_TELLS = ("name", "body", "tie", "what", "stated_by")
EXPLANATION_TELLS = ("text", "author", "evidence", "refuted_by", "outcome")
EVIDENCE_TELLS = ("kind", "source", "independent", "contradicts", "note")


def document(effect: Effect) -> dict[str, Any]:
    """What is public of an effect, its grade included; a story that was taken back, or is not approved, backs nothing."""
    told = {name: getattr(effect, name) for name in TELLS}
    told |= {
        "id": str(effect.public_id),
        "signs": [{n: getattr(one, n) for n in SIGN_TELLS} for one in effect.signs.all()],
        "services": [{n: getattr(one, n) for n in SERVICE_TELLS} for one in effect.services.all()],
        # by identifier only: the press drops those that are not public, and counts the discreet ones it drops
        "policies": [
            {"policy": str(one.policy), "how": one.how, "stated_by": one.stated_by} for one in effect.touchs.all()
        ],
        "discreet_policies": 0,
        "explanations": [{n: getattr(one, n) for n in EXPLANATION_TELLS} for one in effect.explanations.all()],
        "evidence": [row for one in effect.evidences.all() if (row := _piece(one)) is not None],
        "replies": [
            {
                "by": one.by,
                "asked_on": one.asked_on.isoformat(),
                "answered_on": one.answered_on.isoformat() if one.answered_on else "",
                "text": one.text,
            }
            for one in effect.replys.all()
        ],
    }
    return told | {"grade": graded(told) or ""}


def _piece(one: Any) -> dict[str, Any] | None:
    """A piece of evidence; a person's story is cited without a name, as « récit » and the first signs of its random id."""
    told = {name: getattr(one, name) for name in EVIDENCE_TELLS}
    if one.story_id is None:
        return told
    if not Story.objects.filter(public_id=one.story_id, status=Status.APPROVED).exists():
        return None
    return told | {"kind": "testimony", "source": say("effects.story_named", id=str(one.story_id)[:8])}


def faults_of(observatory: Any, told: dict[str, Any]) -> list[Fault]:
    """What keeps this document from being public here, where markers are known."""
    told_of_origin = bool(told["marker"]) and points_at_people(observatory, told["marker"])
    return faults(told, marker_tells_origin=told_of_origin, beside=names_beside(observatory, told))


def points_at_people(observatory: Any, marker_id: str) -> bool:
    """Whether a complaint beside that marker would point at people: it counts them by origin, or is sensitive."""
    try:
        marker = shelf_of(observatory).get(marker_id)
    except Refusal:
        return True  # what nobody knows here is not put beside a complaint
    if marker.sensitivity.level in ("high", "very_high"):
        return True
    return "people" in marker.flow and tells_origin(f"{marker.id} {marker.formula}")


def sentence(fault: Fault) -> str:
    """What was found and what to do, in the page's language."""
    return f"{say(f'effects.fault_{fault.code}', words=fault.words)} {say(f'effects.remedy_{fault.code}')}"


def refusal(observatory: Any, told: dict[str, Any]) -> str:
    """Every reason why it may not be public, as sentences; nothing when it may."""
    return " ".join(sentence(fault) for fault in faults_of(observatory, told))
