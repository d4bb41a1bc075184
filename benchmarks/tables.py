"""Invented tables for the benchmarks, seeded: communes × EPCI × partner countries, and the national two-post table."""

from __future__ import annotations

import numpy as np

from longuevue.engine.disclosure.cells import Cell, CellKey
from longuevue.engine.disclosure.relations import Relation, area_relations, breakdown_relations


def key(area: str, country: str = "W", category: str = "") -> CellKey:
    """A cell address of the invented marker."""
    return CellKey("valmont-registre", "personnes", area, "2025", country, category)


def nested_table(
    communes: int, epcis: int, countries: int, seed: int, primaries: int | None = None
) -> tuple[list[Cell], list[Relation], list[tuple[CellKey, list[CellKey]]]]:
    """communes within EPCI within a département, by partner country.

    With `primaries`, sizes are scaled until that many inner or margin cells lie between 1 and 4.
    """
    random = np.random.default_rng(seed)
    shape = random.lognormal(0, 1, communes)[:, None] * random.lognormal(0.5, 1.2, countries)[None, :]
    noise = random.random((communes, countries))
    low, high = 1e-3, 1e3
    best = None
    for _ in range(60):
        scale = (low * high) ** 0.5
        counts = np.floor(shape * scale + noise).astype(int)
        cells, members = _cells(counts, epcis)
        found = sum(0 < cell.value < 5 for cell in cells)
        if primaries is None or found == primaries:
            best = (cells, members)
            break
        if best is None or abs(found - primaries) < best[2]:
            best = (cells, members, abs(found - primaries))
        low, high = (scale, high) if found > primaries else (low, scale)
    cells, members = best[0], best[1]
    values = {cell.key: cell.value for cell in cells}
    sums, groups = breakdown_relations(values)
    return cells, [*area_relations(values, members), *sums], groups


def _cells(counts: np.ndarray, epcis: int) -> tuple[list[Cell], dict[str, list[tuple[str, float]]]]:
    communes = len(counts)
    names = [f"com-{place:05d}" for place in range(communes)]
    members = {f"epci-{group:04d}": [(name, 1.0) for name in names[group::epcis]] for group in range(epcis)}
    members["dep-99"] = [(f"epci-{group:04d}", 1.0) for group in range(epcis)]
    table = {name: counts[place] for place, name in enumerate(names)}
    for group in range(epcis):
        table[f"epci-{group:04d}"] = counts[group::epcis].sum(axis=0)
    table["dep-99"] = counts.sum(axis=0)
    cells = []
    for area, row in table.items():
        level = {"com": 0, "epc": 1, "dep": 2}[area[:3]]
        cells += [Cell(key(area, f"C{place:02d}"), float(value), level=level) for place, value in enumerate(row)]
        cells.append(Cell(key(area), float(row.sum()), level=level + 1))
    return cells, members


def national_table(communes: int, seed: int) -> tuple[list[Cell], list[Relation], list[tuple[CellKey, list[CellKey]]]]:
    """Two posts (French, foreign) and their total, for every commune of an invented country and both its trees.

    One EPCI in twelve crosses a département's border, as in France.
    """
    random = np.random.default_rng(seed)
    departements, epcis = max(2, communes // 346), max(3, communes // 28)
    population = np.maximum(20, random.lognormal(6.1, 1.3, communes)).astype(int)
    foreign = random.binomial(population, np.clip(random.lognormal(-3.6, 0.9, communes), 0, 0.6))
    dep = np.arange(communes) * departements // communes
    epci = np.arange(communes) * epcis // communes
    crossing = random.random(communes) < 1 / 60
    epci[crossing] = np.minimum(epci[crossing] + 1, epcis - 1)
    region = np.arange(departements) * 13 // departements
    areas: dict[str, tuple[int, np.ndarray]] = {}
    members: dict[str, list[tuple[str, float]]] = {}
    posts = np.column_stack([population - foreign, foreign])
    names = [f"com-{place:05d}" for place in range(communes)]
    for place, name in enumerate(names):
        areas[name] = (0, posts[place])
    for label, level, group in (("epci", 1, epci), ("dep", 1, dep)):
        for value in np.unique(group):
            inside = np.flatnonzero(group == value)
            areas[f"{label}-{value:04d}"] = (level, posts[inside].sum(axis=0))
            members[f"{label}-{value:04d}"] = [(names[place], 1.0) for place in inside]
    for value in np.unique(region):
        inside = np.flatnonzero(region == value)
        areas[f"reg-{value:02d}"] = (2, posts[np.isin(dep, inside)].sum(axis=0))
        members[f"reg-{value:02d}"] = [(f"dep-{place:04d}", 1.0) for place in inside]
    areas["FR"] = (3, posts.sum(axis=0))
    members["FR"] = [(f"reg-{value:02d}", 1.0) for value in np.unique(region)]
    cells = []
    for area, (level, (french, others)) in areas.items():
        cells.append(Cell(key(area, category="FR"), float(french), level=level))
        cells.append(Cell(key(area, category="ET"), float(others), level=level))
        cells.append(Cell(key(area), float(french + others), level=level + 1))
    values = {cell.key: cell.value for cell in cells}
    sums, groups = breakdown_relations(values)
    return cells, [*area_relations(values, members), *sums], groups
