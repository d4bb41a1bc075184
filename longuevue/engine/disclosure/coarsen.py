"""What to publish instead when a table cannot be protected: fewer countries, a larger area, several years together.

The rule is never relaxed; only a coarser question is proposed, and a person chooses.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from longuevue.engine.disclosure.cells import Cell, CellKey
from longuevue.engine.disclosure.relations import WORLD

#: the partner « other countries » that merged countries go to
OTHER = "_O"


@dataclass(frozen=True, slots=True)
class Coarsening:
    """One proposal: what to do, for which cells, said to a person."""

    kind: str
    keys: tuple[CellKey, ...]
    sentence: str


def proposals(unprotected: Iterable[CellKey]) -> list[Coarsening]:
    """The honest alternatives, gentlest first."""
    keys = sorted(unprotected)
    by_country = tuple(key for key in keys if key.counterpart != WORLD)
    rest = tuple(key for key in keys if key.counterpart == WORLD)
    found = []
    if by_country:
        found.append(
            Coarsening("merge_countries", by_country, "regrouper les petits pays partenaires dans « autres pays »")
        )
    communes = tuple(key for key in rest if key.area.startswith("com-"))
    if communes:
        found.append(Coarsening("climb", communes, "publier l'intercommunalité plutôt que la commune"))
    larger = tuple(key for key in rest if not key.area.startswith("com-"))
    if larger:
        found.append(Coarsening("join_years", larger, "réunir trois années en une seule"))
    return found


def merge_countries(cells: Sequence[Cell], countries: Iterable[str]) -> list[Cell]:
    """The same table with some partner countries added up into « other countries »."""
    merged = set(countries)
    kept, sums = [], defaultdict(list)
    for cell in cells:
        if cell.key.counterpart in merged:
            sums[cell.key._replace(counterpart=OTHER)].append(cell)
        else:
            kept.append(cell)
    return sorted([*kept, *(_added(key, parts) for key, parts in sums.items())], key=lambda cell: cell.key)


def join_years(cells: Sequence[Cell], period: str) -> list[Cell]:
    """Several years added up into one period, for people who are counted in one year only."""
    sums: dict[CellKey, list[Cell]] = defaultdict(list)
    for cell in cells:
        sums[cell.key._replace(period=period)].append(cell)
    return sorted((_added(key, parts) for key, parts in sums.items()), key=lambda cell: cell.key)


def climb(cells: Sequence[Cell], parent_of: Mapping[str, str]) -> list[Cell]:
    """The cells of small areas are no longer printed; their larger areas stay."""
    return [replace(cell, planned=cell.planned and cell.key.area not in parent_of) for cell in cells]


def _added(key: CellKey, parts: Sequence[Cell]) -> Cell:
    largest = sorted((value for part in parts for value in part.largest), reverse=True)
    units = None if all(part.units is None for part in parts) else sum(part.contributors() for part in parts)
    return replace(
        parts[0], key=key, value=sum(part.value for part in parts), units=units, largest=tuple(largest[:5]),
        planned=any(part.planned for part in parts), structural_zero=all(part.structural_zero for part in parts),
        public_upper=None,
    )  # fmt: skip
