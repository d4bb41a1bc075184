"""At which scale a question can honestly be asked about a territory, and why, in words (founding text, l. 1151-1164).

Each scale is judged on four criteria; the adviser never picks one that withholds more than a fifth of its figures.
Counting what is withheld, covered or precise is done by those who hold the readings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from longuevue.terms.bilingual import Bilingual
from longuevue.terms.levels import LEVEL_NAMES
from longuevue.terms.refusal import Refusal

#: a scale that withholds more than this share of what the question needs is never advised
LARGEST_WITHHELD_SHARE: Final = 0.20
#: the same bar as for an aggregate (methodology §2.1)
SMALLEST_COVERAGE: Final = 0.95
#: share of the publishable figures that must be of class A or B
SMALLEST_PRECISE_SHARE: Final = 0.80


@dataclass(frozen=True, slots=True)
class ScaleEvidence:
    """What is known of one scale for one question about one territory.

    `needed` figures are called for by the question (years × partner countries × markers), of which `withheld` may not
    be shown and `precise` are of class A or B; `coverage` is the share of the base with data; `deciders` is the number
    of actors of the field who decide at that scale (None while no register of actors is loaded), `decides` says whether
    the local authority of that scale has a competence there; an `open_register` (twin towns, airports) has no coverage
    to be known at any scale, which is no reason to prefer another.
    """

    level: str
    name: str
    needed: int
    withheld: int
    precise: int
    coverage: float | None
    deciders: int | None
    decides: bool
    open_register: bool = False

    def __post_init__(self) -> None:
        if self.needed < 0 or not 0 <= self.withheld <= self.needed or self.precise > self.needed - self.withheld:
            raise Refusal(
                f"« {self.name} » : effectifs de valeurs impossibles.",
                "Les valeurs retenues et précises ne peuvent dépasser les valeurs demandées.",
            )

    @property
    def withheld_share(self) -> float:
        return self.withheld / self.needed if self.needed else 1.0

    @property
    def precise_share(self) -> float:
        shown = self.needed - self.withheld
        return self.precise / shown if shown else 0.0


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion of one scale: whether it is met, and the sentence."""

    name: str
    met: bool
    reason: Bilingual


@dataclass(frozen=True, slots=True)
class ScaleVerdict:
    """One scale with its four criteria; `honest` when figures may be shown, cover enough and are precise enough."""

    evidence: ScaleEvidence
    criteria: tuple[Criterion, ...]

    @property
    def honest(self) -> bool:
        return all(c.met for c in self.criteria if c.name != "actors")


@dataclass(frozen=True, slots=True)
class Advice:
    """The advised scale (None when no scale is honest), why, and every scale with every criterion."""

    level: str | None
    name: str | None
    why: Bilingual
    scales: tuple[ScaleVerdict, ...]


def advise(scales: Sequence[ScaleEvidence]) -> Advice:
    """The scale to use, `scales` being given from the finest to the largest.

    The question is best put where most actors decide (then where the authority is competent, then at the finest
    scale). When that scale is not honest, one climbs to the nearest larger one that is, and only then comes down.
    """
    verdicts = tuple(ScaleVerdict(scale, _criteria(scale)) for scale in scales)
    if not any(verdict.honest for verdict in verdicts):
        return Advice(None, None, NONE_HONEST, verdicts)
    wished = min(range(len(verdicts)), key=lambda n: _preference(n, verdicts[n].evidence))
    larger = [v for v in verdicts[wished:] if v.honest]
    chosen = larger[0] if larger else [v for v in verdicts[:wished] if v.honest][-1]
    level, name = chosen.evidence.level, chosen.evidence.name
    passed_over = verdicts[wished] if chosen is not verdicts[wished] else None
    why = Bilingual(
        f"{_cased(LEVEL_NAMES[level]['fr'])} « {name} » : {_why_fr(chosen, passed_over)}",
        f"{_cased(LEVEL_NAMES[level]['en'])} “{name}”: {_why_en(chosen, passed_over)}",
    )
    return Advice(level, name, why, verdicts)


NONE_HONEST: Final = Bilingual(
    "Aucune échelle ne permet de répondre honnêtement : trop de valeurs manquent ou ne peuvent être montrées.",
    "No scale answers honestly: too many figures are missing or may not be shown.",
)


def _preference(position: int, scale: ScaleEvidence) -> tuple[int, bool, int]:
    return -(scale.deciders or 0), not scale.decides, position


def _criteria(scale: ScaleEvidence) -> tuple[Criterion, ...]:
    withheld, precise = round(100 * scale.withheld_share), round(100 * scale.precise_share)
    cover = None if scale.coverage is None else round(100 * scale.coverage)
    return (
        Criterion(
            "publishable",
            scale.needed > 0 and scale.withheld_share <= LARGEST_WITHHELD_SHARE,
            _shown(scale, withheld),
        ),
        Criterion(
            "precision",
            scale.precise_share >= SMALLEST_PRECISE_SHARE,
            _sure(scale, precise),
        ),
        Criterion(
            "coverage",
            scale.open_register or (scale.coverage is not None and scale.coverage >= SMALLEST_COVERAGE),
            _covered(scale, cover),
        ),
        Criterion("actors", bool(scale.deciders) or scale.decides, _actors(scale)),
    )


def _sure(scale: ScaleEvidence, precise: int) -> Bilingual:
    if scale.withheld == scale.needed:
        return Bilingual("Aucune valeur dont juger la précision.", "No figure whose precision could be judged.")
    return Bilingual(
        f"{precise} % des valeurs montrables sont assez précises (80 % au moins).",
        f"{precise}% of the figures that may be shown are precise enough (80% at least).",
    )


def _covered(scale: ScaleEvidence, cover: int | None) -> Bilingual:
    if scale.open_register:
        return Bilingual(
            "Registre ouvert : nul ne sait, à aucune échelle, ce qui y manque.",
            "Open register: nobody knows, at any scale, what is missing from it.",
        )
    if cover is None:
        return Bilingual("Couverture inconnue.", "Unknown coverage.")
    return Bilingual(
        f"Les données couvrent {cover} % de la base (95 % au moins).",
        f"Data cover {cover}% of the base (95% at least).",
    )


def _shown(scale: ScaleEvidence, withheld: int) -> Bilingual:
    if not scale.needed:
        return Bilingual("Aucune valeur à cette échelle.", "No figure at this scale.")
    if not scale.withheld:
        return Bilingual("Toutes les valeurs demandées peuvent être montrées.", "Every figure needed may be shown.")
    return Bilingual(
        f"{withheld} % des valeurs demandées manquent ou ne peuvent être montrées (20 % au plus).",
        f"{withheld}% of the figures needed are missing or may not be shown (20% at most).",
    )


def _actors(scale: ScaleEvidence) -> Bilingual:
    if scale.deciders is None:
        if scale.decides:
            return Bilingual("La collectivité y est compétente.", "The local authority is competent there.")
        return Bilingual("Aucune collectivité n'y est compétente.", "No local authority is competent there.")
    if scale.deciders == 0:
        fr, en = "Aucun acteur connu ne décide à cette échelle", "No known actor decides at this scale"
    else:
        plural = "s" if scale.deciders > 1 else ""
        fr = f"{scale.deciders} acteur{plural} y décide{'nt' if scale.deciders > 1 else ''}"
        en = f"{scale.deciders} actor{plural} decide{'' if scale.deciders > 1 else 's'} there"
    if scale.decides:
        return Bilingual(f"{fr} ; la collectivité y est compétente.", f"{en}; the local authority is competent.")
    return Bilingual(f"{fr} ; la collectivité n'y est pas compétente.", f"{en}; the local authority is not competent.")


def _why_fr(chosen: ScaleVerdict, passed_over: ScaleVerdict | None) -> str:
    parts = [c.reason.fr.rstrip(".") for c in chosen.criteria if c.name in ("publishable", "actors")]
    if passed_over is not None:
        failed = next(c for c in passed_over.criteria if not c.met and c.name != "actors")
        parts.append(
            f"« {passed_over.evidence.name} », où l'on décide davantage, ne convient pas : {_lowered(failed.reason.fr)}"
        )
    return " ; ".join([_lowered(part) for part in parts]) + "."


def _why_en(chosen: ScaleVerdict, passed_over: ScaleVerdict | None) -> str:
    parts = [c.reason.en.rstrip(".") for c in chosen.criteria if c.name in ("publishable", "actors")]
    if passed_over is not None:
        failed = next(c for c in passed_over.criteria if not c.met and c.name != "actors")
        parts.append(
            f"“{passed_over.evidence.name}”, where more is decided, does not fit: {_lowered(failed.reason.en)}"
        )
    return "; ".join([_lowered(part) for part in parts]) + "."


def _cased(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:].rstrip(".")
