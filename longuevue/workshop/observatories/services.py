"""Writes: making an observatory, choosing and registering markers, turning a sensitive one on, keeping the calendar.
Each ends by writing the settings that `longuevue build` reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from longuevue.terms.refusal import Refusal
from longuevue.workshop.frame.words import say
from longuevue.workshop.observatories import selectors
from longuevue.workshop.observatories.models import ChosenMarker, Observatory, SensitiveMarker
from longuevue.workshop.observatories.settings_file import settings_text, write_settings


def checked_perimeter(observatory: Observatory | None, codes: Sequence[str]) -> list[str]:
    """The codes as `longuevue` writes them (`epci-243400017`). Raises `Refusal` for one that names no territory."""
    catalogue = selectors.catalogue_of(observatory)
    refs = [str(catalogue.parse(code)) for code in codes]
    if not refs:
        raise Refusal(say("observatories.no_perimeter"), say("observatories.no_perimeter_remedy"))
    return list(dict.fromkeys(refs))


@transaction.atomic
def make(*, name: str, codes: Sequence[str], slug: str = "", folder: str | None = None) -> Observatory:
    """A new observatory in a folder of its own under the one that is served (`folder` is empty for that one itself)."""
    taken = set(Observatory.objects.values_list("slug", flat=True))
    wanted = slugify(slug or name)[:50] or "observatoire"
    free = next(s for s in (wanted, *(f"{wanted}-{n}" for n in range(2, 10_000))) if s not in taken)
    observatory = Observatory(
        slug=free, name=name, languages=["fr", "en"], folder=f"observatories/{free}" if folder is None else folder
    )
    observatory.perimeter = checked_perimeter(observatory if folder is not None else None, codes)
    observatory.save()
    if observatory.folder:
        own = selectors.folder_of(observatory)
        for inside in ("markers", "perimeters", "sources", "editions"):
            (own / inside).mkdir(parents=True, exist_ok=True)
        toml = own / "observatory.toml"
        if not toml.exists():
            toml.write_text("# Réglages de cet observatoire : voir workshop/settings.toml.\n", encoding="utf-8")
        publish_settings(observatory)
    return observatory


@transaction.atomic
def change(observatory: Observatory, *, name: str, codes: Sequence[str]) -> None:
    """Its name and perimeter."""
    observatory.name = name
    observatory.perimeter = checked_perimeter(observatory, codes)
    observatory.save(update_fields=("name", "perimeter"))
    publish_settings(observatory)


@transaction.atomic
def follow(observatory: Observatory, marker_id: str, *, by: Any, place: int = 0) -> ChosenMarker:
    """Register a marker today: its definition is dated before its figures are read, or it says it is late."""
    marker = selectors.marker(observatory, marker_id)
    if marker.sensitivity.off_by_default and not selectors.sensitive(observatory).filter(marker=marker_id).exists():
        raise Refusal(say("observatories.is_off", marker=marker_id), say("observatories.is_off_remedy"))
    known = selectors.chosen(observatory).filter(marker=marker_id).first()
    if known is not None:
        known.place = place
        known.save(update_fields=("place",))
    else:
        known = ChosenMarker.objects.create(
            observatory=observatory,
            marker=marker_id,
            version=str(marker.version),
            place=place,
            registered_by=by,
            late=selectors.has_readings(observatory, marker_id),
        )
    publish_settings(observatory)
    return known


@transaction.atomic
def leave(observatory: Observatory, marker_id: str, *, because: str) -> None:
    """Follow it no more; the line and its reason stay."""
    if len(because.strip()) < 10:
        raise Refusal(say("observatories.reason_short"), say("observatories.reason_short_remedy"))
    selectors.chosen(observatory).filter(marker=marker_id).update(
        removed_at=timezone.now(), removed_because=because.strip()
    )  # fmt: skip
    publish_settings(observatory)


@transaction.atomic
def turn_on(observatory: Observatory, marker_id: str, *, by: Any, reason: str) -> SensitiveMarker:
    """Turn a very sensitive marker on, with the written reason that the portal will show."""
    marker = selectors.marker(observatory, marker_id)
    if not marker.sensitivity.off_by_default:
        raise Refusal(say("observatories.not_sensitive", marker=marker_id), say("observatories.not_sensitive_remedy"))
    if len(reason.strip()) < 10:
        raise Refusal(say("observatories.reason_short"), say("observatories.reason_short_remedy"))
    selectors.sensitive(observatory).filter(marker=marker_id).update(turned_off_at=timezone.now())
    made = SensitiveMarker.objects.create(
        observatory=observatory, marker=marker_id, reason=reason.strip(), turned_on_by=by
    )
    publish_settings(observatory)
    return made


@transaction.atomic
def turn_off(observatory: Observatory, marker_id: str) -> None:
    """Turn it off, and follow it no more."""
    now = timezone.now()
    selectors.sensitive(observatory).filter(marker=marker_id).update(turned_off_at=now)
    selectors.chosen(observatory).filter(marker=marker_id).update(
        removed_at=now, removed_because=say("observatories.turned_off")
    )  # fmt: skip
    publish_settings(observatory)


def publish_settings(observatory: Observatory) -> None:
    """Write what was decided where the next `longuevue build` reads it, once the database holds it."""
    text = settings_text(
        name=observatory.name,
        perimeter=observatory.perimeter,
        languages=observatory.languages,
        questions=[c.marker for c in selectors.chosen(observatory) if c.place > 0],
        sensitive={s.marker: s.reason for s in selectors.sensitive(observatory)},
        registered={c.marker: c.registered_at.date().isoformat() for c in selectors.chosen(observatory)},
    )
    transaction.on_commit(lambda: write_settings(selectors.folder_of(observatory), text))
