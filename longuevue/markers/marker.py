"""What a marker's page must hold, and the check that it does. Finding the pages on the shelf is `shelf.py`'s work."""

from __future__ import annotations

import datetime as dt
import string
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from longuevue.markers.crossings import refuse_origin_beside_blame
from longuevue.markers.grammar import Node, read_formula
from longuevue.markers.observers import caveats
from longuevue.markers.yaml_lines import read_yaml
from longuevue.terms.agendas import AGENDAS, MET
from longuevue.terms.flows import AGGREGATIONS, DIRECTIONS, FIELDS, OBJECTS, SENSITIVITIES, STANCES
from longuevue.terms.levels import LEVELS
from longuevue.terms.refusal import Refusal
from longuevue.terms.statuses import REASONS

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
PLACEHOLDERS = {"value", "unit", "numerator", "denominator", "period", "counterpart"}


class _Page(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(_Page):
    """A text in both languages, neither empty."""

    fr: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]


class Unit(_Page):
    """The unit of the value: what is printed after it, and how many decimals are shown (never used to compute)."""

    fr: str
    en: str
    decimals: Annotated[int, Field(ge=0, le=4)] = 0


class Caveat(_Page):
    """Codes of the closed list (`shelf/_caveats.yaml`), and one sentence of the marker's own."""

    codes: tuple[str, ...] = ()
    fr: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]

    @field_validator("codes")
    @classmethod
    def _known_codes(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_one_of(code, tuple(caveats())) for code in value)


class Absence(_Page):
    """Why a marker that no source feeds is unseen."""

    reason: Literal["never_looked_for", "no_source", "source_closed"]
    fr: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]


class Sensitivity(_Page):
    """How much harm a small or precise figure could do, and to whom."""

    level: str
    why: Text | None = None
    off_by_default: bool = False

    @field_validator("level")
    @classmethod
    def _known(cls, value: str) -> str:
        return _one_of(value, SENSITIVITIES)


class Companion(_Page):
    """A second measure shown beside the headline one."""

    id: Slug
    label: Text
    unit: Unit
    formula: dict[str, Any]


class Review(_Page):
    """What an expert said of the marker: who, when, and the verdict in a sentence."""

    by: Annotated[str, Field(min_length=1)]
    on: dt.date
    verdict: Text


class Change(_Page):
    """A version that gave way to the next one: until when it stood, what changed, and what the changed keys held."""

    version: Annotated[int, Field(ge=1)]
    until: dt.date
    change: Text
    before: dict[str, Any] = {}


class ExampleFact(_Page):
    """One row of the worked example, in Valmont (see `valmont.py`)."""

    measure: str
    ref_area: str
    value: float | None
    area_level: str = "commune"
    time_period: str = "2025"
    counterpart_area: str | None = "W"
    category: str | None = None
    item: str | None = None
    obs_status: str = "A"


class ExampleCard(_Page):
    """How the example's source counts, as on a source card."""

    absent: Literal["zero", "unknown", "not_applicable"] = "zero"
    register_: Literal["closed", "open"] = Field("closed", alias="register")
    rollup: Literal["additive", "union", "none"] = "additive"
    world_total: Literal["stated", "summed"] = "stated"
    levels: tuple[str, ...] = ("commune",)


class Expected(_Page):
    """What the example must give; `None` for the value means that no value may be given."""

    value: float | None
    numerator: float | None = None
    denominator: float | None = None
    status: str = "ok"
    status_reason: str | None = None


class Example(_Page):
    """Table in, value out: the handbook entry that a test runs through the engine."""

    says: Text
    area: str
    facts: tuple[ExampleFact, ...]
    card: ExampleCard = ExampleCard()
    expect: Expected


class Marker(_Page):
    """One marker, as registered. See `docs/reference/marker.md` for each key."""

    id: Slug
    version: Annotated[int, Field(ge=1)] = 1
    registered: dt.date
    label: Text
    question: Text
    why: Text
    field: str
    flow: tuple[str, ...]
    direction: str
    stance: str
    according_to: Text | None = None
    sources: tuple[Slug, ...]
    formula: dict[str, Any]
    companions: tuple[Companion, ...] = ()
    aggregation: str
    unit: Unit
    scales: tuple[str, ...]
    finest_scale: Text
    population_floor: Annotated[int, Field(ge=0)] = 0
    by_partner_country: Literal["yes", "partial", "no"]
    rhythm: Text
    seen_by: tuple[str, ...]
    policy_areas: tuple[str, ...]
    met: str = ""
    sdg: tuple[Annotated[int, Field(ge=1, le=17)], ...] = ()
    agendas: tuple[str, ...] = ()
    history: tuple[Change, ...] = ()
    reviews: tuple[Review, ...] = ()
    caveat: Caveat
    aloud: Text
    cannot_see: Text
    sensitivity: Sensitivity
    absence: Absence
    priority: Annotated[int, Field(ge=1, le=3)]
    founding_text_lines: str = ""
    example: Example
    author: str
    checker: str = ""
    next_review: dt.date

    @field_validator("field")
    @classmethod
    def _known_field(cls, value: str) -> str:
        return _one_of(value, tuple(FIELDS))

    @field_validator("direction")
    @classmethod
    def _known_direction(cls, value: str) -> str:
        return _one_of(value, tuple(DIRECTIONS))

    @field_validator("stance")
    @classmethod
    def _known_stance(cls, value: str) -> str:
        return _one_of(value, tuple(STANCES))

    @field_validator("aggregation")
    @classmethod
    def _known_aggregation(cls, value: str) -> str:
        return _one_of(value, AGGREGATIONS)

    @field_validator("scales", "flow")
    @classmethod
    def _known_words(cls, value: tuple[str, ...], info: Any) -> tuple[str, ...]:
        if not value:
            raise ValueError("la liste est vide")
        return tuple(_one_of(v, LEVELS if info.field_name == "scales" else tuple(OBJECTS)) for v in value)

    @field_validator("aloud")
    @classmethod
    def _known_placeholders(cls, value: Text) -> Text:
        for text in (value.fr, value.en):
            try:
                names = {name for _, name, spec, conversion in string.Formatter().parse(text) if name is not None}
            except ValueError as error:
                raise ValueError("une accolade n'est pas refermée") from error
            if names - PLACEHOLDERS:
                unknown = sorted(names - PLACEHOLDERS)[0]
                raise ValueError(
                    f"« {{{unknown}}} » n'est pas admis ; on peut dire : {', '.join(sorted(PLACEHOLDERS))}"
                )
        return value

    @field_validator("met")
    @classmethod
    def _known_nearness(cls, value: str) -> str:
        return _one_of(value, tuple(MET)) if value else value

    @field_validator("agendas")
    @classmethod
    def _known_agendas(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_one_of(v, tuple(AGENDAS)) for v in value)

    @model_validator(mode="after")
    def _versions_told(self) -> Marker:
        told = [change.version for change in self.history]
        if told != list(range(1, self.version)):
            raise ValueError(
                f"la version est {self.version} : « history » doit dire ce que chaque version d'avant est devenue "
                f"(trouvé : {told or 'rien'})"
            )
        return self

    @model_validator(mode="after")
    def _coherent(self) -> Marker:
        if self.example.expect.status_reason and self.example.expect.status_reason not in REASONS.get(
            self.example.expect.status, ()
        ):
            raise ValueError(f"example: la raison « {self.example.expect.status_reason} » ne va pas avec ce statut")
        return self

    @property
    def address(self) -> str:
        """`indicator@version`, as written beside every published figure."""
        return f"{self.id}@{self.version}"

    def tree(self) -> Node:
        """The headline formula as a checked tree of nodes."""
        return read_formula(self.formula, where=f"marqueur {self.id}, formula")

    def companion_markers(self) -> tuple[Marker, ...]:
        """Each companion as a marker of its own, `marker.companion`: same sources, scales, floor and caveats."""
        return tuple(
            self.model_copy(
                update={
                    "id": f"{self.id}.{companion.id}",
                    "label": companion.label,
                    "unit": companion.unit,
                    "formula": companion.formula,
                    "aggregation": _aggregation_of(companion.formula, where=f"marqueur {self.id}.{companion.id}"),
                    "companions": (),
                }
            )
            for companion in self.companions
        )

    @property
    def shown_stance(self) -> str:
        """The stance that may be shown: nobody's stance is nobody's to show (design rule 7)."""
        return self.stance if self.according_to else "not_stated"


def read_marker(path: Path) -> Marker:
    """The marker written in `path`. Raises `Refusal` naming the file, the line, what was found and what to do."""
    data, lines = read_yaml(path)
    if not isinstance(data, dict):
        raise Refusal("La fiche est vide.", "Partez de docs/how-to/add-a-marker.md.", where=str(path))
    try:
        marker = Marker.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        at = tuple(first["loc"])
        while at not in lines and at:
            at = at[:-1]
        spot = f"{path}, ligne {lines.get(at, 1)}"
        raise Refusal(_in_french(first), _remedy(first), where=spot) from None
    if path.stem != marker.id:
        raise Refusal(
            f"Le fichier s'appelle « {path.stem} » mais le marqueur « {marker.id} ».",
            "Donnez-leur le même nom.",
            where=f"{path}, ligne {lines.get(('id',), 1)}",
        )
    where = f"{path}, ligne {lines.get(('formula',), 1)}"
    tree = read_formula(marker.formula, where=where)
    trees = [tree]
    for index, companion in enumerate(marker.companions):
        spot = f"{path}, ligne {lines.get(('companions', index, 'formula'), 1)}"
        trees.append(read_formula(companion.formula, where=spot))
    refuse_origin_beside_blame(trees, marker.by_partner_country, where=where)
    _check_aggregation(marker.aggregation, tree, where)
    return marker


#: the kinds of headline node that each declared aggregation can roll up (methodology §2.1)
ROLLABLE: dict[str, frozenset[str]] = {
    "sum": frozenset({"sum", "plus", "minus"}),
    "ratio": frozenset({"ratio", "first_of"}),
    "pooled": frozenset({"effective_number", "ratio", "mean_reach", "share_in", "first_of"}),
    "union": frozenset({"distinct"}),
    "recompute": frozenset(
        {"balance", "minus", "effective_number", "ratio", "mean_reach", "share_in", "location_quotient"}
    ),
}


def _check_aggregation(aggregation: str, tree: Node, where: str) -> None:
    if aggregation != "none" and tree.kind not in ROLLABLE[aggregation]:
        raise Refusal(
            f"« aggregation: {aggregation} » ne sait pas monter d'échelle un nœud « {tree.kind} ».",
            f"Choisissez « none », ou un nœud parmi : {', '.join(sorted(ROLLABLE[aggregation]))}.",
            where=where,
        )


def _aggregation_of(formula: dict[str, Any], where: str) -> str:
    """How the headline node of a companion rolls up: the first aggregation that can."""
    kind = read_formula(formula, where=where).kind
    return next((name for name, kinds in ROLLABLE.items() if kind in kinds), "none")


def _one_of(value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise ValueError(f"« {value} » n'est pas dans la liste : {', '.join(allowed)}")
    return value


def _in_french(error: Any) -> str:
    key = ".".join(str(part) for part in error["loc"]) or "la fiche"
    kind = error["type"]
    if kind == "missing":
        return f"Il manque la clé « {key} »."
    if kind == "extra_forbidden":
        return f"La clé « {key} » n'existe pas dans une fiche de marqueur."
    if kind == "value_error":
        return f"« {key} » : {error['ctx']['error']!s}."
    found = str(error.get("input"))[:60]
    return f"« {key} » contient « {found} », qui n'est pas admis ici."


def _remedy(error: Any) -> str:
    return "Ajoutez-la." if error["type"] == "missing" else "Voyez docs/reference/marker.md."
