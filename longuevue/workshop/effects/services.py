"""Writes: an effect, its lines, Valmont's tensions played. What may not be public is said when it is written, not only later."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from longuevue.terms.refusal import Refusal
from longuevue.terms.yaml_text import read_yaml
from longuevue.workshop.effects import selectors
from longuevue.workshop.effects.around import policy_names
from longuevue.workshop.effects.models import Effect, Evidence, Explanation, Reply, Service, Sign, Touch
from longuevue.workshop.effects.public import document, faults_of, sentence
from longuevue.workshop.frame.parts import Part
from longuevue.workshop.frame.words import say
from longuevue.workshop.observatories.services import checked_perimeter

#: refused as soon as they are written; the others are what a draft still lacks
AT_ONCE = ("claim", "origin", "origin_marker", "unknown_word")


@transaction.atomic
def save_effect(observatory: Any, effect: Effect, *, by: Any = None) -> Effect:
    """Write an effect; its territory must exist, and the figure that it cites is noted by its address."""
    effect.observatory = observatory
    effect.area = checked_perimeter(observatory, [effect.area])[0]
    effect.address = selectors.cited(observatory, effect.marker, effect.area)
    if effect.pk is None:
        effect.made_by = by
    if not effect.initiator.strip() or not effect.bearer.strip():
        raise Refusal(say("effects.fault_no_bearer"), say("effects.remedy_no_bearer"))
    effect.save()
    _heard(observatory, effect)
    return effect


@transaction.atomic
def add_line(effect: Effect, part: Part, line: Any) -> Any:
    """A group with its sign, a service, a policy of this observatory, an explanation, a piece of evidence, a reply."""
    line.effect = effect
    try:
        line.full_clean(validate_unique=False, validate_constraints=True)
    except ValidationError as error:
        raise Refusal("; ".join(error.messages), say("effects.check_line")) from error
    if isinstance(line, Evidence) and not line.source.strip() and line.story_id is None:
        raise Refusal(say("effects.no_source"), say("effects.no_source_remedy"))
    if isinstance(line, Touch) and str(line.policy) not in policy_names(effect.observatory):
        raise Refusal(say("effects.policy_elsewhere"), say("effects.policy_elsewhere_remedy"))
    line.save()
    _heard(effect.observatory, effect)
    return line


@transaction.atomic
def remove_line(line: Any) -> None:
    """Take a line away; a reply stays, for it is somebody's right."""
    if isinstance(line, Reply):
        raise Refusal(say("effects.reply_stays"), say("effects.reply_stays_remedy"))
    line.delete()


def _heard(observatory: Any, effect: Effect) -> None:
    """Refuse at once what could never be public: the person who wrote it is there to say it otherwise."""
    now = selectors.effects(observatory).get(pk=effect.pk)
    wrong = [fault for fault in faults_of(observatory, document(now)) if fault.code in AT_ONCE]
    if wrong:
        first = wrong[0]
        raise Refusal(say(f"effects.fault_{first.code}", words=first.words), say(f"effects.remedy_{first.code}"))


def lacking(observatory: Any, effect: Effect) -> list[str]:
    """What the effect still lacks before it can be public, as sentences; nothing when it may be proposed."""
    return list(dict.fromkeys(sentence(fault) for fault in faults_of(observatory, document(effect))))


@transaction.atomic
def play_valmont(observatory: Any, *, by: Any = None) -> list[Effect]:
    """The tensions of Valmont, our invented conurbation, as effects to be read. Refused in any other observatory."""
    if observatory.slug != "valmont":
        raise Refusal(say("effects.not_valmont"), say("effects.not_valmont_remedy"))
    played = read_yaml((selectors.SEED / "valmont.yaml").read_text(encoding="utf-8"))["effects"]
    return [_played(observatory, one, by) for one in played]


def _played(observatory: Any, told: dict[str, Any], by: Any) -> Effect:
    lines: dict[str, Iterable[dict[str, Any]]] = {
        name: told.pop(name, ()) for name in ("signs", "services", "explanations", "evidence", "replies")
    }
    effect = save_effect(observatory, Effect(area=observatory.perimeter[0], **told), by=by)
    models = {"signs": Sign, "services": Service, "explanations": Explanation, "evidence": Evidence, "replies": Reply}
    for name, model in models.items():
        for line in lines[name]:
            model.objects.create(effect=effect, **line)
    _heard(observatory, effect)
    return effect
