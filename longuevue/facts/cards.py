"""The card of a source: who publishes, under which licence, what each measure counts and what its silence means.

The cards themselves are YAML files in `longuevue/sources/cards`; nothing is fetched or computed here.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from longuevue.facts import sampling
from longuevue.terms.levels import LEVELS
from longuevue.terms.refusal import Refusal
from longuevue.terms.yaml_text import read_yaml


class Card(BaseModel):
    """What every part of a card shares: an unknown word is an error, and nothing changes once read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(Card):
    """A text in French and English, as written in YAML."""

    fr: str = Field(min_length=1)
    en: str = Field(min_length=1)


class Licence(Card):
    """The licence of a source: a short id, its label, its text."""

    id: Literal[
        "etalab-2.0",
        "odbl-1.0",
        "cc0-1.0",
        "cc-by-4.0",
        "ogd-ch",
        "eurostat",
        "own",
        "public-domain",
        "unstated",
    ]
    label: str
    url: str | None = None


class Comparison(Card):
    """How far the definition of another source agrees with this one (design: exact and close may be added)."""

    source: str
    how: Literal["exact", "close", "different"]
    note: Words


class MeasureCard(Card):
    """What one measure counts, where its rows exist, and what it means when there is none."""

    label: Words
    definition: Words
    unit: str
    levels: tuple[str, ...] = Field(min_length=1)
    absent: Literal["zero", "unknown", "not_applicable"]
    register_: Literal["closed", "open"] = Field(alias="register")
    rollup: Literal["additive", "union", "none"]
    world_total: Literal["stated", "summed"]
    coverage_weight: str | None = None
    sensitivity: Literal["low", "medium", "high", "very_high"] = "low"
    #: what obs_status E is about: the figure itself, or only the country that it is attached to
    estimated_part: Literal["value", "counterpart_area"] = "value"
    #: how the figure was gathered, which says how sure it is: `counted` one by one (a register), drawn by the `census`
    #: (main or complementary processing), or given by the `answers` of those asked
    collected: Literal["counted", "census", "census_complementary", "answers"] = "counted"
    #: a trait that people of one household share (nationality, birth country) makes a sample of households less sure
    shared_in_households: bool = False

    @model_validator(mode="after")
    def _levels_are_known(self) -> MeasureCard:
        if unknown := [level for level in self.levels if level not in LEVELS]:
            raise ValueError(f"niveau inconnu : {', '.join(unknown)}")
        return self


class SourceCard(Card):
    """One source, as the page of sources shows it."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    at_hand: bool
    publisher: Words
    title: Words
    held_by: Words | None = None
    dataset: str | None = None
    url: str | None = None
    licence: Licence | None = None
    countries: tuple[str, ...] = ()
    retrieved: date | None = None
    vintage: str | None = None
    geography_year: int | None = None
    rhythm: Words | None = None
    measures: dict[str, MeasureCard] = Field(default_factory=dict)
    comparable_with: tuple[Comparison, ...] = ()
    caveats: tuple[Words, ...] = ()

    @model_validator(mode="after")
    def _says_what_it_must(self) -> SourceCard:
        if self.at_hand:
            needed = {
                "dataset": self.dataset,
                "licence": self.licence,
                "vintage": self.vintage,
                "countries": self.countries,
                "measures": self.measures,
            }
            if missing := [name for name, value in needed.items() if not value]:
                raise ValueError(f"source à portée de main sans {', '.join(missing)}")
        elif self.held_by is None:
            raise ValueError("source hors de portée : dites qui la détient et pourquoi (held_by)")
        return self

    def measure(self, name: str) -> MeasureCard:
        """The card of a measure, or a refusal that lists the measures of this source."""
        if sampling.pair(name) and sampling.counted(name) in self.measures:
            return self.measures[sampling.counted(name)].model_copy(
                update={"unit": sampling.UNIT, "absent": "unknown", "world_total": "stated"}
            )
        if name not in self.measures:
            known = ", ".join(sorted(self.measures)) or "aucune"
            raise Refusal(f"Mesure « {name} » inconnue.", f"Mesures de cette source : {known}.", where=self.id)
        return self.measures[name]


def read_card(path: Path) -> SourceCard:
    """The card written in a YAML file; `Refusal` says which line of the card is wrong."""
    try:
        content = read_yaml(path.read_text(encoding="utf-8"))
        card = SourceCard.model_validate(content)
    except yaml.YAMLError as error:
        raise Refusal(f"YAML illisible ({error}).", "Corrigez la fiche.", where=path.name) from None
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "fiche"
        raise Refusal(f"{place} : {first['msg']}.", "Corrigez la fiche de la source.", where=path.name) from None
    if card.id != path.stem:
        raise Refusal(f"La fiche se nomme « {card.id} ».", f"Nommez le fichier {card.id}.yaml.", where=path.name)
    return card


def read_cards(folder: Path) -> dict[str, SourceCard]:
    """Every card of a folder, by source id, in order of ids."""
    return {path.stem: read_card(path) for path in sorted(folder.glob("*.yaml"))}
