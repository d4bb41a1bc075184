"""Valmont's registers, invented and seeded: planted small cells, two trees, perimeters, two editions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from longuevue.engine.disclosure.cells import Cell, CellKey
from longuevue.engine.disclosure.relations import Derived

Members = dict[str, list[tuple[str, float]]]


@dataclass(frozen=True, slots=True)
class Stage:
    """One thing asked of the gate: cells, what they are made of, the percentages printed beside them."""

    name: str
    cells: tuple[Cell, ...]
    members: Members
    derived: tuple[Derived, ...]


def territory(seed: int) -> list[Stage]:
    """A first edition, two perimeters asked one after the other, then a second edition with some revised communes."""
    random = np.random.default_rng(seed)
    communes = [f"com-9{place:04d}" for place in range(int(random.integers(5, 13)))]
    countries = [f"{letter}{letter}" for letter in "ABCDE"[: int(random.integers(2, 5))]]
    counts = random.poisson(random.lognormal(1.6, 1.3, (len(communes), len(countries))))
    planted = random.integers(0, counts.size, size=3)
    counts.ravel()[planted] = random.integers(1, 5, size=3)
    members = _trees(communes, random)
    first = _stage("edition-1", counts, communes, countries, members, [*members])
    stages = [first]
    for number in range(2):
        size = int(random.integers(2, len(communes)))
        chosen = sorted(random.choice(communes, size=size, replace=False).tolist())
        members = {**members, f"per-{number}": [(name, 1.0) for name in chosen]}
        stages.append(_stage(f"perimetre-{number}", counts, communes, countries, members, [f"per-{number}"]))
    revised = counts.copy()
    for place in random.choice(len(communes), size=max(1, len(communes) // 4), replace=False):
        revised[place] = np.maximum(0, revised[place] + random.integers(-2, 4, size=len(countries)))
    stages.append(_stage("edition-2", revised, communes, countries, members, [*members]))
    return stages


def _trees(communes: Sequence[str], random: np.random.Generator) -> Members:
    """EPCI and départements over the same communes; an EPCI may lie across the border of two départements."""
    epci = np.sort(random.integers(0, 3, size=len(communes)))
    dep = (np.arange(len(communes)) >= len(communes) // 2).astype(int)
    members: Members = {}
    for label, group in (("epci", epci), ("dep", dep)):
        for value in np.unique(group):
            inside = [name for name, mine in zip(communes, group, strict=True) if mine == value]
            members[f"{label}-{value}"] = [(name, 1.0) for name in inside]
    members["FR"] = [(f"dep-{value}", 1.0) for value in np.unique(dep)]
    return members


def _stage(
    name: str, counts: np.ndarray, communes: Sequence[str], countries: Sequence[str], members: Members, areas: list[str]
) -> Stage:
    """Cells of the areas asked (communes always belong to the arithmetic) and each country's share of each area."""
    table = dict(zip(communes, counts, strict=True))

    def total(area: str) -> np.ndarray:
        return (
            table[area] if area in table else sum((total(part) for part, _ in members[area]), np.zeros(len(countries)))
        )

    wanted = [*communes, *areas]
    cells, derived = [], []
    for area in wanted:
        row = total(area)
        level = 0 if area in table else 2 if area == "FR" else 1
        whole = CellKey("aide", "personnes", area, "2025")
        cells.append(Cell(whole, float(row.sum()), level=level + 1))
        for country, value in zip(countries, row, strict=True):
            key = whole._replace(counterpart=country)
            cells.append(Cell(key, float(value), level=level))
            share = key._replace(measure="part")
            derived.append(Derived(share, ((key, 1.0),), ((whole, 1.0),), share=True))
    here = {area: rows for area, rows in members.items() if area in wanted}
    return Stage(name, tuple(cells), here, tuple(derived))
