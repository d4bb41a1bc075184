"""Reads: effects of an observatory, one of them, one of its lines, the templates it may start from."""

from __future__ import annotations

import uuid
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from longuevue.terms.refusal import Refusal
from longuevue.terms.yaml_text import read_yaml
from longuevue.workshop.effects.models import Effect, Touch
from longuevue.workshop.effects.parts import PARTS
from longuevue.workshop.frame.parts import WithPart, line_of, with_part
from longuevue.workshop.frame.words import both
from longuevue.workshop.observatories.selectors import edition_of, shelf_of

SEED = Path(__file__).resolve().parent / "seed"


def effects(observatory: Any) -> QuerySet[Effect]:
    """Every effect of the observatory, in order of words, with what hangs on it."""
    return Effect.objects.filter(observatory=observatory).prefetch_related(
        "signs", "services", "touchs", "explanations", "evidences", "replys"
    )


def effect(observatory: Any, effect_id: Any) -> Effect:
    """The effect of that id here; one of another observatory does not exist."""
    return get_object_or_404(effects(observatory), public_id=effect_id)


def effect_named(observatory: Any, text: str) -> Effect:
    """The effect that an address names by its identifier; a text that is no identifier names none."""
    try:
        return effect(observatory, uuid.UUID(text))
    except ValueError:
        raise Http404 from None


def effect_and_part(observatory: Any, effect_id: Any, sheet: str) -> WithPart:
    """The effect of that id here and the kind of line of that name; either may not exist."""
    return with_part(effect(observatory, effect_id), PARTS, sheet)


def line(observatory: Any, effect_id: Any, sheet: str, entry_id: int) -> Any:
    """One line that hangs on an effect of this observatory."""
    return line_of(effect_and_part(observatory, effect_id, sheet), entry_id)


def touching(observatory: Any, policy_id: Any) -> list[Any]:
    """The lines that say how a policy of this observatory touches an effect, in order of effects."""
    lines = Touch.objects.filter(effect__observatory=observatory, policy=policy_id).select_related("effect")
    return list(lines.order_by("effect__what", "pk"))


@cache
def templates() -> dict[str, dict[str, Any]]:
    """The founding text's three examples, ready to be filled (l. 1301-1307)."""
    return {one["id"]: one for one in read_yaml((SEED / "templates.yaml").read_text(encoding="utf-8"))["templates"]}


def marker_choices(observatory: Any) -> list[tuple[str, str]]:
    """The markers that an effect may cite, in order of names: those that are off are not offered."""
    on = set(observatory.sensitive.filter(turned_off_at=None).values_list("marker", flat=True))
    shown = [m for m in shelf_of(observatory) if not m.sensitivity.off_by_default or m.id in on]
    return sorted(
        ((m.id, both({"fr": m.label.fr, "en": m.label.en})) for m in shown), key=lambda pair: pair[1].casefold()
    )


def cited(observatory: Any, marker_id: str, area: str) -> str:
    """The address of the figure that the edition in force gives for that marker there; empty before the first
    edition, and where there is no value to cite."""
    edition = edition_of(observatory)
    if edition is None or not marker_id:
        return ""
    try:
        reading = edition.reading(marker_id, area)
    except Refusal:
        return ""
    return str(reading["address"]) if reading["value"] is not None else ""
