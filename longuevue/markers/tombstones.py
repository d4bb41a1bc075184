"""Markers that were public and are no longer: each leaves a stone with its reason (design rule 8). Nothing is withdrawn here:
the list is `_withdrawn.yaml`, on the product's shelf and in an observatory's `markers/`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from longuevue.markers.marker import Marker, Text
from longuevue.markers.shelf import SHELF
from longuevue.terms.refusal import Refusal
from longuevue.terms.yaml_text import read_yaml

FILE = "_withdrawn.yaml"


class Tombstone(BaseModel):
    """One marker withdrawn: what it asked, when and why it went, who decided."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    version: Annotated[int, Field(ge=1)]
    label: Text
    question: Text
    withdrawn: dt.date
    reason: Text
    by: Annotated[str, Field(min_length=1)]


def tombstones(own: Path) -> list[Tombstone]:
    """The stones of the product and of the observatory whose markers are in `own`, in order of ids."""
    found = [stone for folder in (SHELF, own) for stone in _read(folder / FILE)]
    return sorted(found, key=lambda stone: stone.id)


def refuse_silent_withdrawal(
    before: Iterable[Mapping[str, Any]], shown: Iterable[str], stones: Iterable[Tombstone]
) -> None:
    """Refuse an edition from which a public marker has gone without a stone, or where a stone stands on a shown marker.

    `before`: the markers of the edition in force; `shown`: the ids that the new one shows.
    """
    kept, named = set(shown), {stone.id for stone in stones}
    for marker_id in sorted(named & kept):
        raise Refusal(
            f"« {marker_id} » est déclaré retiré, mais il est encore montré.",
            "Ôtez-le de l'étagère, ou ôtez sa ligne.",
            where=FILE,
        )
    for marker in before:
        if marker["shown"] and marker["id"] not in kept | named:
            raise Refusal(
                f"« {marker['id']} » était public dans l'édition en cours et ne l'est plus.",
                f"Un marqueur ne disparaît pas en silence : dites pourquoi dans markers/{FILE} "
                "(id, version, label, question, withdrawn, reason, by).",
            )


def refuse_silent_change(before: Iterable[Mapping[str, Any]], own: Iterable[Marker]) -> None:
    """Refuse a definition of the observatory's own that changed under the same version."""
    known = {marker["id"]: marker for marker in before}
    for marker in own:
        old = known.get(marker.id)
        if old is None or old["version"] != marker.version:
            continue
        new = marker.model_dump(mode="json", by_alias=True)
        changed = [key for key in DEFINITION if key in old and old[key] != new[key]]
        if changed:
            raise Refusal(
                f"La définition de « {marker.id} » a changé ({', '.join(changed)}) sous le même numéro.",
                f"Écrivez version: {marker.version + 1}, et dans history ce que la version {marker.version} disait.",
            )


#: the keys that make a definition: another content makes another version
DEFINITION = ("formula", "unit", "aggregation", "sources", "scales", "population_floor")


def _read(path: Path) -> list[Tombstone]:
    if not path.is_file():
        return []
    try:
        return [Tombstone.model_validate(row) for row in read_yaml(path.read_text(encoding="utf-8")) or []]
    except (ValidationError, TypeError) as error:
        key = ".".join(map(str, error.errors()[0]["loc"])) if isinstance(error, ValidationError) else "la liste"
        raise Refusal(
            f"« {key} » manque ou ne se lit pas.",
            "Une ligne par marqueur retiré : id, version, label, question, withdrawn, reason, by.",
            where=str(path),
        ) from None
