"""The linear system of everything published: sparse M, true values, public bounds, what is already known.

No rule and no decision here: the system is the arithmetic any reader can do with a pencil.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components

from longuevue.engine.disclosure.cells import Cell, CellKey
from longuevue.engine.disclosure.relations import Relation
from longuevue.terms.refusal import Refusal

#: values are counts or euros; sums of floats over a country drift far less than this
TOLERANCE = 1e-6


@dataclass(slots=True)
class System:
    """Cells in the order of their codes, and every relation among them as row_low ≤ matrix · z ≤ row_high."""

    keys: tuple[CellKey, ...]
    value: np.ndarray
    low: np.ndarray
    high: np.ndarray
    level: np.ndarray
    units: np.ndarray
    counted: np.ndarray
    planned: np.ndarray
    known: np.ndarray
    matrix: sp.csr_matrix
    row_low: np.ndarray
    row_high: np.ndarray
    position: dict[CellKey, int] = field(default_factory=dict)
    columns: sp.csc_matrix | None = None
    #: the organisation on which a cell rests alone, as a number; −1 elsewhere
    lone: np.ndarray = field(default_factory=lambda: np.empty(0, dtype=int))

    def __post_init__(self) -> None:
        self.position = {key: place for place, key in enumerate(self.keys)}

    def __len__(self) -> int:
        return len(self.keys)

    def cost(self) -> np.ndarray:
        """Dearness of withholding: 1 + value, dearer for larger places; what is known cannot be withheld."""
        cost = (1.0 + np.abs(self.value)) * (1.0 + 5.0 * self.level)
        cost[~self.planned] = 0.0
        cost[self.known] = np.inf
        return cost

    def mask(self, keys: Iterable[CellKey]) -> np.ndarray:
        """A boolean vector that is true at `keys`."""
        mask = np.zeros(len(self), dtype=bool)
        mask[[self.position[key] for key in keys]] = True
        return mask

    def slack(self) -> tuple[np.ndarray, np.ndarray]:
        """How far a deviation from the truth may move each row: (row_low − Mx, row_high − Mx)."""
        at_truth = self.matrix @ self.value
        low, high = self.row_low - at_truth, self.row_high - at_truth
        # an exact sum leaves no room, whatever the last bits of a float say
        exact = self.row_low == self.row_high
        low[exact] = high[exact] = 0.0
        return np.minimum(low, 0.0), np.maximum(high, 0.0)


def lone_contributors(system: System) -> np.ndarray:
    """For each cell resting on one contributor, a number that tells who; −1 elsewhere.

    A total of one and its part of one rest on the same person, who therefore learns nothing from either; two parts
    of one total rest on two persons. An organisation alone in several cells is one insider, who knows them all.
    """
    named = system.lone >= 0
    lone = (system.units == 1) & ~named
    narrow = system.matrix[:, np.flatnonzero(lone)].tocsr()
    places = np.flatnonzero(lone)
    links = []
    for line in np.flatnonzero((np.diff(narrow.indptr) == 2) & (system.row_low == system.row_high)):
        span = slice(narrow.indptr[line], narrow.indptr[line + 1])
        if narrow.data[span].prod() < 0:
            links.append(places[narrow.indices[span]])
    first, second = np.array(links, dtype=int).reshape(-1, 2).T
    graph = sp.csr_matrix((np.ones(len(first)), (first, second)), shape=(len(system), len(system)))
    _, label = connected_components(graph, directed=False)
    return np.where(lone, label, np.where(named, len(system) + system.lone, -1))


def build_system(
    cells: Sequence[Cell], relations: Iterable[Relation], known: Mapping[CellKey, float] | None = None
) -> System:
    """The system of `cells` under `relations`; `known` are figures already out, which no decision can call back."""
    known = known or {}
    ordered = sorted(cells, key=lambda cell: cell.key)
    position = {cell.key: place for place, cell in enumerate(ordered)}
    if len(position) != len(ordered):
        raise Refusal(
            "Deux cellules portent la même adresse.", "Retirez le doublon avant l'édition.", where="diffusion"
        )
    n = len(ordered)
    value = np.array([cell.value for cell in ordered], dtype=float)
    rows: list[int] = []
    columns: list[int] = []
    data: list[float] = []
    low: list[float] = []
    high: list[float] = []
    for relation in relations:
        row = len(low)
        for key, weight in relation.terms:
            rows.append(row)
            columns.append(position[key])
            data.append(weight)
        low.append(relation.low)
        high.append(relation.high)
    matrix = sp.csr_matrix((data, (rows, columns)), shape=(len(low), n))
    system = System(
        keys=tuple(cell.key for cell in ordered),
        value=value,
        low=np.array([cell.value if cell.structural_zero else min(0.0, cell.value) for cell in ordered]),
        high=np.array([_upper(cell) for cell in ordered]),
        level=np.array([cell.level for cell in ordered], dtype=float),
        units=np.array([cell.contributors() for cell in ordered]),
        counted=np.array([cell.is_count() for cell in ordered]),
        planned=np.array([cell.planned for cell in ordered]),
        known=np.array([cell.structural_zero or cell.key in known for cell in ordered]),
        matrix=matrix,
        row_low=np.array(low),
        row_high=np.array(high),
        lone=_lone_organisations(ordered),
    )
    _refuse_broken_sums(system)
    return system


def _lone_organisations(cells: Sequence[Cell]) -> np.ndarray:
    names = [cell.lone_contributor() for cell in cells]
    number = {name: place for place, name in enumerate(sorted({*names} - {""}))}
    return np.array([number.get(name, -1) for name in names], dtype=int)


def _upper(cell: Cell) -> float:
    if cell.structural_zero:
        return cell.value
    return np.inf if cell.public_upper is None else max(cell.public_upper, cell.value)


def _refuse_broken_sums(system: System) -> None:
    """A total that is not the sum of its parts would make every bound wrong: better no edition than a false proof."""
    found = system.matrix @ system.value
    scale = 1.0 + abs(system.matrix) @ np.abs(system.value)
    wrong = (found < system.row_low - TOLERANCE * scale) | (found > system.row_high + TOLERANCE * scale)
    if not wrong.any():
        return
    row = int(np.flatnonzero(wrong)[0])
    columns = system.matrix.indices[system.matrix.indptr[row] : system.matrix.indptr[row + 1]]
    raise Refusal(
        f"Un total ne retrouve pas ses parties : {system.keys[min(columns)].code()} "
        f"({int(wrong.sum())} relation(s) fausse(s)).",
        "Corrigez le fichier source, ou déclarez les membres manquants, avant de refaire l'édition.",
        where="diffusion",
    )
