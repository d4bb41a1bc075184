"""INSEE's population floors for nationality and birth country, applied to every area and to its complement.

Nationality and migration are sensitive census information; the display filters are restated from INSEE's own tables
(methodology §2.3). Which facts are concerned is declared by the sources' cards.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from longuevue.terms.bilingual import Bilingual
from longuevue.terms.refusal import Refusal

#: number of posts of the nomenclature → inhabitants needed to show it
FLOORS: Final[tuple[tuple[int, int], ...]] = ((2, 2_000), (13, 50_000), (48, 500_000))


@dataclass(frozen=True, slots=True)
class FloorCheck:
    """Whether a detail may be shown for an area, and otherwise which floor stopped it."""

    allowed: bool
    floor: int
    reason: Bilingual | None = None


def floor_for(posts: int) -> int:
    """Inhabitants needed to show a nomenclature of that many posts (2 → 2,000; up to 13 → 50,000; more → 500,000)."""
    if posts < 2:
        raise Refusal("Une nomenclature a au moins deux postes.", "Donnez le nombre de postes publiés.")
    return next((inhabitants for largest, inhabitants in FLOORS if posts <= largest), FLOORS[-1][1])


def detail_floor(floor: int, countries: int) -> int:
    """The floor of what tells so many partner countries of a measure that is under `floor`: French people, one country and
    the others are three posts already. 0 where the measure bears none."""
    return max(floor, floor_for(max(3, countries + 1))) if floor and countries else floor


def finest_detail(inhabitants: float) -> int | None:
    """The most detailed nomenclature (2, 13 or 48 posts) that an area of that size may show; None under 2,000."""
    allowed = [posts for posts, floor in FLOORS if inhabitants >= floor]
    return allowed[-1] if allowed else None


def check(inhabitants: float, posts: int, *, totals: Mapping[str, float] | None = None) -> FloorCheck:
    """Whether `posts` posts may be shown for an area of `inhabitants`.

    `totals` are the populations of the published areas that contain it (name → inhabitants): in each, what remains
    once the area is taken out must be empty or pass the floor too, else a subtraction would show it.
    """
    floor = floor_for(posts)
    if inhabitants < floor:
        return FloorCheck(
            False,
            floor,
            Bilingual(
                f"INSEE ne montre ce détail qu'à partir de {_fr(floor)} habitants.",
                f"INSEE shows this detail from {floor:,} inhabitants upwards only.",
            ),
        )
    for name, population in (totals or {}).items():
        complement = population - inhabitants
        if complement < -0.5:
            raise Refusal(
                f"« {name} » compte moins d'habitants que le périmètre qu'il contient.",
                "Vérifiez les populations.",
            )
        if 0.5 <= complement < floor:
            return FloorCheck(
                False,
                floor,
                Bilingual(
                    f"Le reste de « {name} », moins de {_fr(floor)} habitants, serait connu par soustraction.",
                    f"The rest of “{name}”, under {floor:,} inhabitants, would be known by subtraction.",
                ),
            )
    return FloorCheck(True, floor)


def _fr(value: int) -> str:
    return f"{value:,}".replace(",", "\u202f")
