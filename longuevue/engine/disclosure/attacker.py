"""What a reader with a computer can know of the withheld cells: the narrowest interval of each, from published figures.

It knows neither the true values nor the rules: it sees relations, published values and public bounds only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse.csgraph import connected_components

from longuevue.engine.disclosure import solver
from longuevue.terms.refusal import Refusal

_FAR = 1e12
_SAME = 1e-6
#: a count whose interval is narrower than this is attacked in whole numbers too (methodology §3.3)
WHOLE_BELOW = 3.0


@dataclass(slots=True)
class Published:
    """The intruder's table: row_low ≤ matrix · z ≤ row_high, z known where `hidden` is false."""

    matrix: sp.csr_matrix
    row_low: np.ndarray
    row_high: np.ndarray
    value: np.ndarray
    hidden: np.ndarray
    low: np.ndarray
    high: np.ndarray
    counted: np.ndarray


def bounds(table: Published, ask: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
    """(low, high) of every hidden cell; cells that were published keep their value. `ask` narrows the question."""
    low, high = table.value.astype(float).copy(), table.value.astype(float).copy()
    hidden = np.flatnonzero(table.hidden)
    if not len(hidden):
        return low, high
    shown = np.where(table.hidden, 0.0, table.value)
    at = table.matrix @ shown
    matrix = table.matrix[:, hidden].tocsr()
    rows = np.flatnonzero(np.diff(matrix.indptr))
    matrix, row_low, row_high = matrix[rows].tocsr(), (table.row_low - at)[rows], (table.row_high - at)[rows]
    z_low, z_high = narrow(matrix, row_low, row_high, table.low[hidden], table.high[hidden])
    wanted = np.ones(len(hidden), dtype=bool) if ask is None else ask[hidden]
    for cells, lines in _parts(matrix):
        if wanted[cells].any():
            part = matrix[lines][:, cells].tocsr()
            _settle(part, row_low[lines], row_high[lines], z_low, z_high, cells, wanted, table.counted[hidden])
    low[hidden], high[hidden] = z_low, z_high
    return low, high


def narrow(
    matrix: sp.csr_matrix,
    row_low: np.ndarray,
    row_high: np.ndarray,
    low: np.ndarray,
    high: np.ndarray,
    rounds: int = 30,
) -> tuple[np.ndarray, np.ndarray]:
    """Bounds deduced relation by relation, as with a pencil; exact where the relations form a tree."""
    low, high = low.astype(float).copy(), np.minimum(high.astype(float), np.inf).copy()
    line = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    cell, weight = matrix.indices, matrix.data
    for _ in range(rounds):
        least = np.where(weight > 0, weight * low[cell], weight * high[cell])
        most = np.where(weight > 0, weight * high[cell], weight * low[cell])
        rest_least = _others(least, line, matrix.shape[0])
        rest_most = _others(most, line, matrix.shape[0])
        with np.errstate(invalid="ignore"):
            from_high = (row_high[line] - rest_least) / weight
            from_low = (row_low[line] - rest_most) / weight
        ceiling = np.where(weight > 0, from_high, from_low)
        ground = np.where(weight > 0, from_low, from_high)
        new_low, new_high = low.copy(), high.copy()
        np.fmax.at(new_low, cell, ground)
        np.fmin.at(new_high, cell, ceiling)
        with np.errstate(invalid="ignore"):  # ∞ − ∞: a bound that is still unknown gained nothing
            gained = np.maximum(new_low - low, high - new_high)
        gain = np.max(np.nan_to_num(gained, nan=0.0, posinf=1.0), initial=0.0)
        low, high = new_low, new_high
        if gain <= _SAME:
            break
    return low, high


def _others(term: np.ndarray, line: np.ndarray, lines: int) -> np.ndarray:
    """For each entry of each relation, the sum of the other entries, infinite if one of them is."""
    infinite = ~np.isfinite(term)
    finite = np.where(infinite, 0.0, term)
    total = np.bincount(line, finite, lines)
    unbounded = np.bincount(line, infinite, lines)
    side = np.zeros(lines)
    np.add.at(side, line[infinite], np.sign(term[infinite]))
    others = total[line] - finite
    open_ended = unbounded[line] - infinite > 0
    return np.where(open_ended, np.where(side[line] >= 0, np.inf, -np.inf), others)


def _parts(matrix: sp.csr_matrix) -> list[tuple[np.ndarray, np.ndarray]]:
    """(cells, lines) of each connected part."""
    cells = matrix.shape[1]
    both = sp.bmat([[None, matrix.T], [matrix, None]], format="csr")
    count, label = connected_components(both, directed=False)
    order = np.argsort(label, kind="stable")
    edges = np.searchsorted(label[order], np.arange(count + 1))
    parts = []
    for k in range(count):
        members = order[edges[k] : edges[k + 1]]
        parts.append((members[members < cells], members[members >= cells] - cells))
    return [part for part in parts if len(part[0]) and len(part[1])]


def _settle(
    matrix: sp.csr_matrix,
    row_low: np.ndarray,
    row_high: np.ndarray,
    z_low: np.ndarray,
    z_high: np.ndarray,
    cells: np.ndarray,
    wanted: np.ndarray,
    counted: np.ndarray,
) -> None:
    """Replace the pencil's bounds of a part by exact ones; a bound some possible table attains needs no question."""
    outer_low, outer_high = z_low[cells].copy(), z_high[cells].copy()
    question = _Question(matrix, row_low, row_high, outer_low, outer_high)
    seen_low, seen_high = np.full(len(cells), np.inf), np.full(len(cells), -np.inf)
    alone = matrix.shape[0] == 1  # one relation: the pencil is exact
    for place in () if alone else np.flatnonzero(wanted[cells]):
        for side in (-1.0, 1.0):
            edge, seen = (outer_high, seen_high) if side > 0 else (outer_low, seen_low)
            if abs(seen[place] - edge[place]) <= _SAME * (1 + abs(edge[place])):
                continue
            answer = question.extreme(int(place), side)
            if answer is None:
                raise _unanswered()  # the pencil's bound may be wider than the truth: nothing is proved by it
            np.minimum(seen_low, answer, out=seen_low)
            np.maximum(seen_high, answer, out=seen_high)
            edge[place] = answer[place]
    for place in np.flatnonzero(wanted[cells] & counted[cells]):
        outer_low[place] = np.ceil(outer_low[place] - _SAME)
        outer_high[place] = np.floor(outer_high[place] + _SAME)
        if _SAME < outer_high[place] - outer_low[place] < WHOLE_BELOW:
            found = question.whole(int(place), counted[cells])
            outer_low[place], outer_high[place] = max(outer_low[place], found[0]), min(outer_high[place], found[1])
    z_low[cells], z_high[cells] = outer_low, outer_high


class _Question:
    """One part of the intruder's table, asked for the extremes of one cell after another."""

    def __init__(
        self, matrix: sp.csr_matrix, row_low: np.ndarray, row_high: np.ndarray, low: np.ndarray, high: np.ndarray
    ) -> None:
        self._matrix, self._rows = matrix.tocsc(), (row_low, row_high)
        self._low, self._high = np.maximum(low, -_FAR), np.minimum(high, _FAR)
        # float dust may cross a bound that meets its twin
        self._high = np.maximum(self._high, self._low)
        self._model: Any = self._warm() if solver.WARM else None

    def _warm(self) -> Any:
        highs = solver._highs
        lp = highs.HighsLp()
        lp.num_row_, lp.num_col_ = self._matrix.shape
        lp.col_cost_ = np.zeros(lp.num_col_)
        lp.col_lower_, lp.col_upper_ = self._low, self._high
        lp.row_lower_, lp.row_upper_ = self._rows
        lp.a_matrix_.num_col_, lp.a_matrix_.num_row_ = lp.num_col_, lp.num_row_
        lp.a_matrix_.format_ = highs.MatrixFormat.kColwise
        lp.a_matrix_.start_, lp.a_matrix_.index_ = self._matrix.indptr, self._matrix.indices
        lp.a_matrix_.value_ = self._matrix.data
        model = highs._Highs()
        for name, value in (("output_flag", False), ("presolve", "off"), ("solver", "simplex"), ("threads", 1)):
            model.setOptionValue(name, value)
        model.passModel(lp)
        return model

    def extreme(self, place: int, side: float) -> np.ndarray | None:
        """A possible table in which the cell is as large (side 1) or small (side −1) as can be; None: no answer."""
        answer = None
        if self._model is not None:
            self._model.changeColCost(place, -side)
            answer = self._run()
            if answer is None:
                self._model.clearSolver()
                answer = self._run()
            self._model.changeColCost(place, 0.0)
        # then from nothing, then with a float's dust allowed on each relation
        for dust in (0.0, _SAME):
            answer = self._cold(place, side, dust) if answer is None else answer
        return answer

    def _run(self) -> np.ndarray | None:
        self._model.run()
        if self._model.getModelStatus() != solver._highs.HighsModelStatus.kOptimal:
            return None
        return np.asarray(self._model.getSolution().col_value)

    def _cold(self, place: int, side: float, dust: float) -> np.ndarray | None:
        cost = np.zeros(self._matrix.shape[1])
        cost[place] = -side
        edges = np.minimum(np.concatenate([self._rows[1], -self._rows[0]]), _FAR)
        found = linprog(
            cost,
            A_ub=sp.vstack([self._matrix, -self._matrix]),
            b_ub=edges + dust * (1.0 + np.abs(edges)),
            bounds=np.column_stack([self._low, self._high]),
            method="highs",
        )
        return found.x if found.status == 0 else None

    def whole(self, place: int, counted: np.ndarray) -> tuple[float, float]:
        """The extremes for an intruder who knows that people come whole; infinite where the search was cut short."""
        edges = []
        for side in (-1.0, 1.0):
            cost = np.zeros(self._matrix.shape[1])
            cost[place] = -side
            found = milp(
                cost,
                constraints=LinearConstraint(self._matrix, *self._rows),
                bounds=Bounds(self._low, self._high),
                integrality=counted.astype(int),
                options={"node_limit": 20_000},
            )
            known = found.status == 0 and found.x is not None
            edges.append(float(found.x[place]) if known else side * np.inf)
        return edges[0], edges[1]


def _unanswered() -> Refusal:
    return Refusal(
        "La vérification des valeurs protégées n'a pas abouti : le calcul n'a rendu aucune réponse.",
        "Ne publiez pas cette édition ; l'édition précédente reste en vigueur. Relancez, puis signalez ce cas.",
        where="diffusion",
    )
