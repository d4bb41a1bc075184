"""What a source's files look like, in YAML: names, addresses, columns with their aliases and validity dates.

Code is called only where the format needs it (`loader`); what a figure means is on the source's card.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from longuevue.facts.cards import Words
from longuevue.terms.refusal import Refusal
from longuevue.terms.yaml_text import read_yaml

FOLDER = Path(__file__).parent / "descriptions"


class Strict(BaseModel):
    """An unknown word in a description is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Alias(Strict):
    """One name that a column has had; `verified: false` marks a name nobody here has seen in a real file."""

    name: str
    since: date | None = None
    until: date | None = None
    verified: bool = True


class FileDescription(Strict):
    """One file of a source: how to recognise it, where it is published, which columns it must hold."""

    match: tuple[str, ...] = Field(min_length=1)
    required: bool = True
    several: bool = False
    #: outlines or code lists that help another file to be read, and are no figures themselves
    companion: bool = False
    url: str | None = None
    delimiter: str | None = None
    encoding: str | None = None
    header: tuple[str, ...] | None = None
    quoting: bool = True
    columns: dict[str, tuple[str | Alias, ...]] = Field(default_factory=dict)
    optional: tuple[str, ...] = ()

    def aliases(self) -> dict[str, tuple[str, ...]]:
        """The names of each column, the ones in force first, then those of other years."""
        listed: dict[str, tuple[str, ...]] = {}
        for role, names in self.columns.items():
            dated = [Alias(name=name) if isinstance(name, str) else name for name in names]
            listed[role] = tuple(alias.name for alias in sorted(dated, key=lambda alias: alias.until is not None))
        return listed

    def recognises(self, name: str) -> bool:
        """Whether a file of that name may be this one."""
        return any(fnmatch.fnmatch(name.lower(), pattern.lower()) for pattern in self.match)


class SourceDescription(Strict):
    """How to read one source. `state`: read on real files, on a documented format, or format still to confirm."""

    id: str
    state: Literal["read", "documented", "to_confirm"]
    loader: str
    documentation: str
    vintage: str | None = None
    geography_year: int | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    settings: dict[str, Any] = Field(default_factory=dict)
    files: dict[str, FileDescription] = Field(min_length=1)
    note: Words | None = None

    def assign(self, paths: Iterable[Path]) -> dict[str, list[Path]]:
        """Each file to its place in the description; a lone file goes to the lone place, whatever its name."""
        listed = sorted(paths)
        found: dict[str, list[Path]] = {}
        for name, described in self.files.items():
            matching = [path for path in listed if described.recognises(path.name)]
            if matching:
                found[name] = matching if described.several else matching[-1:]
        needed = [name for name, described in self.files.items() if described.required]
        if not found and len(listed) == 1 and len(needed) == 1:
            found[needed[0]] = listed
        if missing := [name for name in needed if name not in found]:
            wanted = "; ".join(", ".join(self.files[name].match) for name in missing)
            given = ", ".join(path.name for path in listed[:10]) or "aucun"
            raise Refusal(
                f"Fichiers donnés : {given}. Il manque : {wanted}.",
                "Donnez le dossier qui les contient.",
                where=self.id,
            )
        return found


def read_description(path: Path) -> SourceDescription:
    """One description; `Refusal` names what is wrong in it."""
    try:
        return SourceDescription.model_validate(read_yaml(path.read_text(encoding="utf-8")))
    except yaml.YAMLError as error:
        raise Refusal(f"YAML illisible ({error}).", "Corrigez la description.", where=path.name) from None
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise Refusal(f"{place} : {first['msg']}.", "Corrigez la description de la source.", where=path.name) from None


@cache
def descriptions() -> dict[str, SourceDescription]:
    """Every source that a loader can read, by id."""
    listed = [read_description(path) for path in sorted(FOLDER.glob("*.yaml"))]
    return {description.id: description for description in listed}


def description_of(source_id: str) -> SourceDescription:
    """The description of a source, or a refusal that lists those that can be loaded."""
    known = descriptions()
    if source_id not in known:
        raise Refusal(
            f"Aucun lecteur pour la source « {source_id} ».",
            "Sources qui se chargent :",
            choices=tuple(sorted(known)),
        )
    return known[source_id]
