"""Tables that a person may fill: one per marker and per type of link. Reading a filled one is in `reading`."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from longuevue.facts.cards import Licence, MeasureCard, SourceCard, Words
from longuevue.terms.refusal import Refusal
from longuevue.terms.yaml_text import read_yaml

#: column roles, their French header and the other names by which people call them
AREA = (
    "Commune",
    (
        "territoire",
        "collectivité",
        "ville",
        "nom de la commune",
        "code insee",
        "code commune",
        "insee",
        "code territoire",
        "code",
        "epci",
        "département",
        "area",
        "municipality",
        "city",
        "town",
        "communes",
        "notre commune",
    ),
)
PARTNER = (
    "Ville partenaire",
    (
        "partenaire",
        "ville jumelle",
        "ville jumelée",
        "jumelée avec",
        "commune partenaire",
        "jumelage",
        "partner",
        "twin town",
        "partner city",
        "ville étrangère",
        "collectivité partenaire",
        "jumelle",
    ),
)
NETWORK = ("Réseau", ("nom du réseau", "réseau de villes", "network", "organisation"))
COUNTRY = (
    "Pays",
    ("pays partenaire", "pays d'origine", "country", "nationalité", "état", "code pays", "pays concerné"),
)
PERIOD = (
    "Année",
    (
        "an",
        "date",
        "millésime",
        "période",
        "year",
        "period",
        "exercice",
        "depuis",
        "année de signature",
        "date de signature",
        "signature",
        "début",
        "signé en",
    ),
)
CONTRIBUTOR = ("Contributeur n°", ())
UNTIL = ("Fin", ("date de fin", "année de fin", "terminé en", "jusqu'à", "end", "until", "fin du jumelage"))


class Template(BaseModel):
    """What one table holds."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str
    label: Words
    kind: Literal["count", "link", "network"]
    measures: dict[str, Words]
    levels: tuple[str, ...]
    sensitivity: Literal["low", "medium", "high", "very_high"]
    by_country: bool = False
    category: Words | None = None
    #: one row a contributor, who bears a number: the workshop's own tables
    contributed: bool = False

    @property
    def source_id(self) -> str:
        """The source that a filled table becomes in this observatory."""
        return f"own-{self.id}"

    def columns(self) -> dict[str, tuple[str, tuple[str, ...]]]:
        """Role → (French header, other names), the way the empty table prints them."""
        columns: dict[str, tuple[str, tuple[str, ...]]] = {"area": AREA}
        if self.kind == "network":
            columns["partner"] = NETWORK
        elif self.kind == "link":
            columns |= {"partner": PARTNER, "country": COUNTRY}
        columns["period"] = PERIOD
        if self.kind != "count":
            return columns | {"until": UNTIL}
        if self.by_country:
            columns["country"] = COUNTRY
        if self.category:
            columns["category"] = (self.category.fr, (self.category.en,))
        if self.contributed:
            columns["contributor"] = CONTRIBUTOR
        return columns | {f"measure:{m}": (words.fr, (words.en, m)) for m, words in self.measures.items()}

    def required(self) -> frozenset[str]:
        """Columns without which nothing can be read (a commune may be given once for the whole table)."""
        if self.kind != "count":
            return frozenset({"partner"})
        return frozenset({f"measure:{next(iter(self.measures))}"})

    def card(self, vintage: str) -> SourceCard:
        """The card of the table as a source: the observatory publishes it, its register is open."""
        link = self.kind != "count"
        measure = {
            "unit": "NUMBER",
            "levels": [*self.levels],
            "absent": "unknown",
            "register": "open",
            "rollup": "union" if link else "additive",
            "world_total": "summed",
            "sensitivity": self.sensitivity,
        }
        words = {
            "fr": f"D'après le tableau chargé par l'observatoire : {self.label.fr}",
            "en": f"From the observatory's own table: {self.label.en}",
        }
        return SourceCard(
            id=self.source_id,
            at_hand=True,
            publisher=Words(fr="L'observatoire lui-même", en="The observatory itself"),
            title=self.label,
            dataset=self.id,
            licence=Licence(id="own", label="Données de l'observatoire"),
            countries=("FR",),
            vintage=vintage,
            measures={
                name: MeasureCard.model_validate(measure | {"label": label.model_dump(), "definition": words})
                for name, label in self.measures.items()
            },
        )


@cache
def known_templates() -> tuple[Template, ...]:
    """Every template, in order of ids."""
    listed = read_yaml((Path(__file__).parent / "templates.yaml").read_text(encoding="utf-8"))
    return tuple(sorted((Template.model_validate(entry) for entry in listed), key=lambda template: template.id))


def template_of(name: str) -> Template:
    """A template by its id, or a refusal that lists them."""
    for template in known_templates():
        if template.id == name:
            return template
    raise Refusal(
        f"« {name} » n'est ni une source ni un modèle de tableau.",
        "Sources : longuevue sources. Modèles :",
        choices=tuple(f"{t.id} ({t.label.fr})" for t in known_templates()),
    )


def write_template(template: Template, folder: Path) -> Path:
    """An empty table with its French headers, ready for any spreadsheet (semicolon, UTF-8 with BOM)."""
    path = folder / f"modele-{template.id}.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream, delimiter=";").writerow([header for header, _ in template.columns().values()])
    return path
