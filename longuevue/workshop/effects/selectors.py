"""Reads: effects of an observatory, one of them, one of its lines, the templates it may start from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from longuevue.terms.refusal import Refusal
from longuevue.terms.yaml_text import read_yaml
from longuevue.workshop.effects.models import Effect
from longuevue.workshop.effects.parts import PARTS, Part
from longuevue.workshop.frame.words import both
from longuevue.workshop.observatories.selectors import edition_of, shelf_of

SEED = Path(__file__).resolve().parent / "seed"


def effects(observatory: Any) -> QuerySet[Effect]:
    """Every effect of the observatory, in order of words, with what hangs on it."""
    return Effect.objects.filter(observatory=observatory).prefetch_related(
        "signs", "explanations", "evidences", "replys"
    )


def effect(observatory: Any, effect_id: Any) -> Effect:
    """The effect of that id here; one of another observatory does not exist."""
    found = effects(observatory).filter(public_id=effect_id).first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True, slots=True)
class EffectAndPart:
    """An effect, and the kind of line that somebody wants to add to it."""

    effect: Effect
    part: Part

    @property
    def observatory_id(self) -> int:
        return self.effect.observatory_id

    @property
    def made_by_id(self) -> int | None:
        return self.effect.made_by_id

    @property
    def _meta(self) -> Any:
        return self.effect._meta


def effect_and_part(observatory: Any, effect_id: Any, sheet: str) -> EffectAndPart:
    """The effect of that id here and the kind of line of that name; either may not exist."""
    found = effect(observatory, effect_id)
    if sheet not in PARTS:
        raise Http404
    return EffectAndPart(found, PARTS[sheet])


def line(observatory: Any, effect_id: Any, sheet: str, entry_id: int) -> Any:
    """One line that hangs on an effect of this observatory."""
    found = effect_and_part(observatory, effect_id, sheet)
    one = found.part.model.objects.filter(effect=found.effect, pk=entry_id).first()
    if one is None:
        raise Http404
    return one


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
