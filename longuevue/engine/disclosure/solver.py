"""The one door to HiGHS: a model of deviations from the truth, kept warm while questions change.

A deviation u answers « could the table have been x + u? »; what is asked, and why, is for the callers.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import scipy.sparse as sp
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

try:  # SciPy carries HiGHS with a re-usable object: the same simplex, without rebuilding the model each time
    from scipy.optimize._highspy import _core as _highs

    WARM = hasattr(_highs, "_Highs")
except ImportError:  # another SciPy: the public function answers the same, more slowly
    _highs = None
    WARM = False

#: a price inside the withheld set, so that among free ways the shortest is taken, always the same one
EPSILON = 1e-4
#: below this a deviation is a float's shadow
ZERO = 1e-7
_FAR = 1e12


class DeviationModel:
    """min Σ price·|u| over M u within the rows' slack, u = up − down, both bounded; one question after another."""

    def __init__(
        self,
        matrix: sp.spmatrix,
        row_low: np.ndarray,
        row_high: np.ndarray,
        up: np.ndarray,
        down: np.ndarray,
        price: np.ndarray,
        *,
        warm: bool = WARM,
    ) -> None:
        self.cells = matrix.shape[1]
        self._matrix = sp.hstack([matrix, -matrix]).tocsc()
        self._rows = (row_low, row_high)
        self._upper = np.minimum(np.concatenate([up, down]), _FAR)
        self._lower = np.zeros(2 * self.cells)
        self._price = np.concatenate([price, price]).astype(float)
        self._moved: list[int] = []
        self._model: Any = self._warm_model() if warm else None

    def _warm_model(self) -> Any:
        lp = _highs.HighsLp()
        lp.num_col_, lp.num_row_ = self._matrix.shape[1], self._matrix.shape[0]
        lp.col_cost_, lp.col_lower_, lp.col_upper_ = self._price, self._lower, self._upper
        lp.row_lower_, lp.row_upper_ = self._rows
        lp.a_matrix_.num_col_, lp.a_matrix_.num_row_ = lp.num_col_, lp.num_row_
        lp.a_matrix_.format_ = _highs.MatrixFormat.kColwise
        lp.a_matrix_.start_ = self._matrix.indptr
        lp.a_matrix_.index_ = self._matrix.indices
        lp.a_matrix_.value_ = self._matrix.data
        model = _highs._Highs()
        for name, value in (("output_flag", False), ("presolve", "off"), ("solver", "simplex"), ("threads", 1)):
            model.setOptionValue(name, value)
        model.passModel(lp)
        return model

    def set_price(self, cells: np.ndarray, price: np.ndarray) -> None:
        """New prices for some cells (a cell withheld from now on costs nothing more)."""
        columns = np.concatenate([cells, cells + self.cells]).astype(np.int32)
        both = np.concatenate([price, price]).astype(float)
        self._price[columns] = both
        if self._model is not None:
            self._model.changeColsCost(len(columns), columns, both)

    def _bound(self, column: int, low: float, high: float) -> None:
        self._moved.append(column)
        self._lower[column], self._upper[column] = low, high
        if self._model is not None:
            self._model.changeColBounds(column, low, high)

    def cheapest(self, cell: int, need: float, frozen: Iterable[int] = ()) -> np.ndarray | None:
        """The cheapest deviation that moves `cell` by `need` (signed) and leaves `frozen` cells alone, or None."""
        before = (self._lower.copy(), self._upper.copy())
        toward, away = (cell, cell + self.cells) if need > 0 else (cell + self.cells, cell)
        if abs(need) > self._upper[toward] + ZERO:
            return None
        self._bound(toward, min(abs(need), self._upper[toward]), self._upper[toward])
        self._bound(away, 0.0, 0.0)
        for other in frozen:
            self._bound(other, 0.0, 0.0)
            self._bound(other + self.cells, 0.0, 0.0)
        answer = self._solve()
        moved, self._moved = self._moved, []
        for column in moved:
            self._bound(column, before[0][column], before[1][column])
        self._moved = []
        return answer

    def farthest(self, weight: np.ndarray, reach: np.ndarray) -> np.ndarray:
        """A deviation with Σ min(weight·u, reach) as large as can be: one question for many cells at once."""
        cells = np.flatnonzero(weight)
        if not len(cells):
            return np.zeros(self.cells)
        before = (self._price.copy(), self._upper.copy())
        toward = np.where(weight[cells] > 0, cells, cells + self.cells)
        away = np.where(weight[cells] > 0, cells + self.cells, cells)
        self._price[:] = EPSILON
        self._price[toward], self._price[away] = -1.0, 1.0
        self._upper[toward] = np.minimum(self._upper[toward], reach[cells])
        self._push()
        answer = self._solve()
        self._price, self._upper = before
        self._push()
        return np.zeros(self.cells) if answer is None else answer

    def _push(self) -> None:
        if self._model is None:
            return
        every = np.arange(2 * self.cells, dtype=np.int32)
        self._model.changeColsCost(len(every), every, self._price)
        self._model.changeColsBounds(len(every), every, self._lower, self._upper)

    def _solve(self) -> np.ndarray | None:
        if self._model is None:
            return self._solve_cold()
        self._model.run()
        if self._model.getModelStatus() != _highs.HighsModelStatus.kOptimal:
            # a warm basis can stall on a degenerate table: ask again from nothing before saying no
            self._model.clearSolver()
            self._model.run()
        if self._model.getModelStatus() != _highs.HighsModelStatus.kOptimal:
            return None
        return self._net(np.asarray(self._model.getSolution().col_value))

    def _solve_cold(self) -> np.ndarray | None:
        found = linprog(
            self._price,
            A_ub=sp.vstack([self._matrix, -self._matrix]),
            b_ub=np.minimum(np.concatenate([self._rows[1], -self._rows[0]]), _FAR),
            bounds=np.column_stack([self._lower, self._upper]),
            method="highs",
        )
        return self._net(found.x) if found.status == 0 else None

    def whole(self, cell: int, need: float, frozen: Iterable[int], counted: np.ndarray) -> np.ndarray | None:
        """Like `cheapest`, with whole numbers where things are counted one by one."""
        low, high = self._lower.copy(), self._upper.copy()
        toward, away = (cell, cell + self.cells) if need > 0 else (cell + self.cells, cell)
        if abs(need) > high[toward] + ZERO:
            return None
        low[toward], high[away] = abs(need), 0.0
        for other in frozen:
            high[other] = high[other + self.cells] = 0.0
        found = milp(
            self._price,
            constraints=LinearConstraint(self._matrix, *self._rows),
            bounds=Bounds(low, np.maximum(high, low)),
            integrality=np.concatenate([counted, counted]).astype(int),
            options={"time_limit": 20.0},
        )
        return self._net(found.x) if found.status == 0 and found.x is not None else None

    def _net(self, columns: np.ndarray) -> np.ndarray:
        u = columns[: self.cells] - columns[self.cells :]
        u[np.abs(u) < ZERO] = 0.0
        return u
