"""The instance's confidentiality settings, read from `observatory.toml`, table `[disclosure]`.

They are never printed: a published threshold tells an intruder how far a withheld value may lie (HandbookSDC, 4.2).
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from longuevue.terms.refusal import Refusal

#: the classes of data of methodology §3.1 and §3.2; a marker belongs to one, from its source and its sensitivity
ClassName = Literal["persons", "sensitive_persons", "legal_persons", "amounts", "producer"]


class _Silent(BaseModel):
    """A settings model whose values cannot slip into a log, a page or an error message."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(…)"

    __str__ = __repr__


class ClassRules(_Silent):
    """Primary rules of one class of data; a rule set to `None` does not apply."""

    minimum_units: int | None = Field(default=None, ge=2, le=100_000_000)
    dominance_n: int = Field(default=1, ge=1, le=5)
    dominance_k: float | None = Field(default=None, gt=0, lt=100)
    p_percent: float | None = Field(default=None, gt=0, le=100)
    group_disclosure: bool = False
    lower_protection: float = Field(default=1.0, ge=0)


def _default_classes() -> dict[ClassName, ClassRules]:
    return {
        # where it is known who gave a count, no total may tell one contributor's own: it is a magnitude, of theirs
        "persons": ClassRules(minimum_units=5, dominance_k=85, p_percent=10, group_disclosure=True),
        "sensitive_persons": ClassRules(minimum_units=11, dominance_k=85, p_percent=10, group_disclosure=True),
        "legal_persons": ClassRules(minimum_units=3, dominance_k=85, p_percent=10),
        "amounts": ClassRules(minimum_units=3, dominance_k=85, p_percent=10),
        "producer": ClassRules(),
    }


class DisclosureSettings(_Silent):
    """Everything an instance may choose about the gate; the gate itself cannot be switched off."""

    classes: dict[ClassName, ClassRules] = Field(default_factory=_default_classes)
    testimony_k: int = Field(default=5, ge=2)
    testimony_l: int = Field(default=2, ge=1)

    def rules(self, name: ClassName) -> ClassRules:
        """The rules of a class; a class the instance did not restate keeps the house's own."""
        return self.classes.get(name) or _default_classes()[name]


def settings_from(table: dict[str, Any], *, where: str = "observatory.toml") -> DisclosureSettings:
    """Settings from the parsed `[disclosure]` table; says which key is wrong, never its value."""
    try:
        return DisclosureSettings.model_validate(table)
    except ValidationError as error:
        keys = sorted({".".join(str(part) for part in item["loc"]) for item in error.errors()})
        raise Refusal(
            f"La table [disclosure] contient un réglage refusé : {', '.join(keys)}.",
            "Corrigez ce réglage, ou retirez-le pour garder la valeur prudente par défaut.",
            where=where,
        ) from None


def read_settings(folder: Path) -> DisclosureSettings:
    """Settings of the observatory kept in `folder`; the house's defaults where the file says nothing."""
    path = folder / "observatory.toml"
    if not path.exists():
        return DisclosureSettings()
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8")).get("disclosure", {})
    except tomllib.TOMLDecodeError as error:
        raise Refusal(f"Le fichier ne se lit pas ({error}).", "Corrigez la ligne indiquée.", where=str(path)) from None
    return settings_from(table, where=str(path))
