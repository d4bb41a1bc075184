"""Secondary suppression over a whole country: connected parts, then districts small enough to be solved at once.

A district holds the rest of the country at its published value, so its proof holds for the country too.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.sparse.csgraph import connected_components

from longuevue.engine.disclosure.cells import CellKey
from longuevue.engine.disclosure.district import District
from longuevue.engine.disclosure.primary import Primary
from longuevue.engine.disclosure.system import System, lone_contributors

#: a connected part up to this many cells is solved whole
WHOLE_PART = 2_500
#: cells of a district when the part is larger, and how much it grows when it is too tight
DISTRICT = 600
_GROWTH = 6


@dataclass(slots=True)
class Pattern:
    """What is withheld: primaries, what joins them, and the primaries nothing can protect in this table."""

    withheld: np.ndarray
    primary: np.ndarray
    upper: np.ndarray
    lower: np.ndarray
    unprotected: tuple[CellKey, ...]
    worlds: int

    def secondary(self, system: System) -> np.ndarray:
        """Cells withheld only so that subtraction fails."""
        return self.withheld & ~self.primary & system.planned


def protect(system: System, primaries: Mapping[CellKey, Primary]) -> Pattern:
    """The withheld set of methodology §3.3; same input, same answer."""
    n = len(system)
    upper, lower = np.zeros(n), np.zeros(n)
    primary = np.zeros(n, dtype=bool)
    for key, rule in primaries.items():
        place = system.position[key]
        primary[place], upper[place], lower[place] = True, rule.upper, rule.lower
    unprotected = {system.keys[place] for place in np.flatnonzero(primary & system.known)}
    withheld = (primary | ~system.planned) & ~system.known
    person = lone_contributors(system)
    worlds = 0
    for part in _parts(system, withheld & primary):
        for here, core in _districts(system, part, withheld & primary):
            size = len(here)
            while True:
                district = District(system, withheld, here, core, upper, lower, person)
                district.protect()
                if not district.unprotected or size >= len(part):
                    break
                size = min(len(part), size * _GROWTH)
                here = _grow(system, part, np.flatnonzero(core), size)
            withheld[here] |= district.withheld
            worlds += len(district.pool)
            unprotected |= {system.keys[here[need.cell]] for need in district.unprotected}
    return Pattern(withheld, primary, upper, lower, tuple(sorted(unprotected)), worlds)


def _parts(system: System, touched: np.ndarray) -> list[np.ndarray]:
    """Connected parts of the system that hold a primary; a known cell connects nothing."""
    free = np.flatnonzero(~system.known)
    columns = system.matrix[:, free].astype(bool)
    graph = (columns.T @ columns).tocsr() if len(free) <= WHOLE_PART else None
    if graph is None:
        count, label = _components_by_rows(columns, len(free))
    else:
        count, label = connected_components(graph, directed=False)
    holding = np.unique(label[touched[free]])
    if count == 1:
        return [free] if len(holding) else []
    order = np.argsort(label, kind="stable")
    edges = np.searchsorted(label[order], np.arange(count + 1))
    return [free[order[edges[k] : edges[k + 1]]] for k in holding]


def _components_by_rows(columns, n: int) -> tuple[int, np.ndarray]:  # type: ignore[no-untyped-def]
    """Components through the bipartite graph of cells and relations: no product of a 35,000-member row with itself."""
    from scipy.sparse import bmat

    both = bmat([[None, columns.T], [columns, None]], format="csr")
    _, label = connected_components(both, directed=False)
    used, fresh = np.unique(label[:n], return_inverse=True)
    return len(used), fresh


def _districts(system: System, part: np.ndarray, primary: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    """(cells free to move, primaries to protect) pairs that cover every primary of the part once."""
    if len(part) <= WHOLE_PART:
        core = np.zeros(len(system), dtype=bool)
        core[part] = primary[part]
        return [(part, core)]
    todo = np.zeros(len(system), dtype=bool)
    todo[part] = primary[part]
    row_size = np.diff(system.matrix.indptr)
    by_cell = system.matrix.tocsc()
    districts = []
    for seed in part[primary[part]]:
        if not todo[seed]:
            continue
        here = _grow(system, part, np.array([seed]), DISTRICT)
        inside = np.zeros(len(system), dtype=bool)
        inside[here] = True
        core = np.zeros(len(system), dtype=bool)
        for cell in here[todo[here]]:
            rows = by_cell.indices[by_cell.indptr[cell] : by_cell.indptr[cell + 1]]
            near = rows[row_size[rows] <= DISTRICT // 4]
            if cell == seed or all(
                inside[system.matrix.indices[system.matrix.indptr[row] : system.matrix.indptr[row + 1]]].all()
                for row in near
            ):
                core[cell] = True
        todo &= ~core
        districts.append((here, core))
    return districts


def _grow(system: System, part: np.ndarray, seeds: np.ndarray, size: int) -> np.ndarray:
    """Cells around the seeds, through the shortest relations first, up to about `size`."""
    if size >= len(part):
        return part
    matrix, by_cell = system.matrix, _by_cell(system)
    row_size = np.diff(matrix.indptr)
    taken = np.zeros(len(system), dtype=bool)
    taken[seeds] = True
    count = len(seeds)
    queue: deque[int] = deque(int(seed) for seed in seeds)
    seen_rows: set[int] = set()
    while queue and count < size:
        cell = queue.popleft()
        rows = by_cell.indices[by_cell.indptr[cell] : by_cell.indptr[cell + 1]]
        for row in rows[np.lexsort((rows, row_size[rows]))]:
            if row in seen_rows or row_size[row] > size // 4:
                continue
            seen_rows.add(int(row))
            cells = matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]]
            fresh = cells[~taken[cells] & ~system.known[cells]]
            taken[fresh] = True
            count += len(fresh)
            queue.extend(int(cell) for cell in np.sort(fresh))
    return np.flatnonzero(taken)


def _by_cell(system: System):  # type: ignore[no-untyped-def]
    """The matrix by columns, made once per system."""
    if system.columns is None:
        system.columns = system.matrix.tocsc()
    return system.columns
