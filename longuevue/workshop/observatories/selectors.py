"""Reads: the observatories of a person, what one of them chose, and the markers it may choose from."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import rules
from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404

from longuevue.markers.marker import Marker
from longuevue.markers.shelf import Shelf, load_shelf
from longuevue.terms.refusal import Refusal
from longuevue.territories.catalogue import Catalogue, load_catalogue
from longuevue.territories.perimeters import read_perimeter
from longuevue.workshop.observatories.models import ChosenMarker, Observatory, Occasion, SensitiveMarker


def observatories_of(user: Any) -> QuerySet[Observatory]:
    """Those where the person works; all of them for the operator."""
    if not user.is_authenticated:
        return Observatory.objects.none()
    if user.is_operator:
        return Observatory.objects.all()
    return Observatory.objects.filter(pk__in=list(user.roles()))


def observatory_for(user: Any, slug: str) -> Observatory:
    """The observatory of that slug, which does not exist for whoever has nothing to do there. Nobody signed in: one
    is told so at the door, in the same words whether it exists or not."""
    found = Observatory.objects.filter(slug=slug).first()
    signed_out = not user.is_authenticated and getattr(user, "link", None) is None
    if signed_out:
        return found or Observatory(slug=slug)
    if found is None or not rules.has_perm("observatories.find_observatory", user, found):
        raise Http404
    return found


def folder_of(observatory: Observatory) -> Path:
    """Where this observatory's settings, sources and editions are."""
    home = Path(settings.LONGUEVUE_FOLDER)
    return home / observatory.folder if observatory.folder else home


def catalogue_of(observatory: Observatory | None) -> Catalogue:
    """The territories of this observatory, its own perimeters among them."""
    folder = folder_of(observatory) if observatory else Path(settings.LONGUEVUE_FOLDER)
    perimeters = tuple(read_perimeter(path) for path in sorted((folder / "perimeters").glob("*.yaml")))
    return load_catalogue(perimeters=perimeters)


def shelf_of(observatory: Observatory) -> Shelf:
    """The markers this observatory may follow: the catalogue's and its own."""
    return _shelf(folder_of(observatory) / "markers")


@lru_cache(maxsize=32)
def _shelf(own: Path) -> Shelf:
    return load_shelf(own if own.is_dir() else None)


def marker(observatory: Observatory, marker_id: str) -> Marker:
    """The marker of that id. Not found: it does not exist here."""
    try:
        return shelf_of(observatory).get(marker_id)
    except Refusal:
        raise Http404 from None


def chosen(observatory: Observatory) -> QuerySet[ChosenMarker]:
    """The markers followed, those in front first."""
    return observatory.chosen.filter(removed_at=None)


def sensitive(observatory: Observatory) -> QuerySet[SensitiveMarker]:
    """The very sensitive markers that are on."""
    return observatory.sensitive.filter(turned_off_at=None)


def occasions(observatory: Observatory) -> QuerySet[Occasion]:
    return observatory.occasions.all()


def occasion(observatory: Observatory, occasion_id: int) -> Occasion:
    found = observatory.occasions.filter(pk=occasion_id).first()
    if found is None:
        raise Http404
    return found


def edition_of(observatory: Observatory) -> Any | None:
    """The edition in force of this observatory, opened for reading; None before the first one."""
    editions = folder_of(observatory) / "editions"
    try:
        folder = editions / (editions / "current").read_text(encoding="utf-8").strip()
        return _edition(folder)
    except (OSError, Refusal):
        return None


@lru_cache(maxsize=4)
def _edition(folder: Path) -> Any:
    from longuevue.edition.reader import Edition

    return Edition.open(folder)


def has_readings(observatory: Observatory, marker_id: str) -> bool:
    """True when the edition in force already holds figures of that marker: registering it now is late."""
    edition = edition_of(observatory)
    if edition is None:
        return False
    try:
        return bool(edition.marker(marker_id).get("has_data"))
    except Refusal:
        return False
