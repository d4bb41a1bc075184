"""Places that nobody prints and everybody can compute: communes left out of a table, found again from the areas around them.

A département less its groups of communes leaves the few communes whose group lies across its border; two trees,
perimeters and the country give many such equations. Which area then steps back is `floors.py`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

import numpy as np

Members = Mapping[str, Sequence[tuple[str, float]]]
#: the published areas that a commune is part of, each with its share
Pattern = tuple[tuple[str, float], ...]
_ZERO = 1e-8


def patterns(published: Collection[str], members: Members) -> dict[str, Pattern]:
    """For each commune of a published area, those areas: communes of one pattern cannot be told apart."""
    found: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for area in sorted(set(published) & members.keys()):
        for name, share in members[area]:
            found[name].append((area, share))
    return {name: tuple(areas) for name, areas in found.items()}


def computable(published: Collection[str], of: Mapping[str, Pattern]) -> list[tuple[str, ...]]:
    """Groups of unpublished communes whose sum follows from what is published, by any addition and subtraction.

    Each group is one pattern, or two patterns of which only the sum is known.
    """
    atoms: dict[Pattern, list[str]] = defaultdict(list)
    for name in sorted(of):
        if name not in published:
            atoms[of[name]].append(name)
    order = list(atoms)
    rows: dict[str, dict[int, float]] = defaultdict(dict)
    for number, pattern in enumerate(order):
        for area, share in pattern:
            rows[area][number] = share
    known = _peeled(rows, order)
    groups = [tuple(atoms[order[number]]) for number in sorted(known)]
    left = sorted({number for row in rows.values() for number in row} - known)
    if not left:
        return groups
    place = {number: column for column, number in enumerate(left)}
    matrix = np.zeros((len(rows), len(left)))
    for line, row in enumerate(rows.values()):
        for number, share in row.items():
            if number in place:
                matrix[line, place[number]] = share
    free = _freedom(matrix)
    fixed = np.abs(free).max(axis=1, initial=0.0) < _ZERO
    groups += [tuple(atoms[order[number]]) for number in left if fixed[place[number]]]
    moving = [number for number in left if not fixed[place[number]]]
    seen: dict[tuple[float, ...], list[int]] = defaultdict(list)
    for number in moving:
        here = free[place[number]]
        for other in seen[_rounded(-here)]:
            groups.append(tuple(sorted([*atoms[order[number]], *atoms[order[other]]])))
        seen[_rounded(here)].append(number)
    return groups


def _peeled(rows: Mapping[str, Mapping[int, float]], order: Sequence[Pattern]) -> set[int]:
    """Atoms found with a pencil: an area in which one atom only is unknown gives it, and so on."""
    unknown = {area: set(row) for area, row in rows.items()}
    waiting = sorted(area for area, left in unknown.items() if len(left) == 1)
    known: set[int] = set()
    while waiting:
        area = waiting.pop()
        if len(unknown[area]) != 1:
            continue
        number = next(iter(unknown[area]))
        known.add(number)
        for around, _ in order[number]:
            unknown[around].discard(number)
            if len(unknown[around]) == 1:
                waiting.append(around)
    return known


def _freedom(matrix: np.ndarray) -> np.ndarray:
    """A basis of what the unknowns may do without any published area noticing, one line per unknown."""
    _, size, turned = np.linalg.svd(matrix, full_matrices=True)
    rank = int((size > _ZERO * max(matrix.shape) * size.max(initial=1.0)).sum())
    return turned[rank:].T


def _rounded(line: np.ndarray) -> tuple[float, ...]:
    return tuple(np.round(line, 6) + 0.0)
