"""Possible worlds: tables that agree with everything published and yet differ where something is withheld.

A pool of them is the proof that a cell is protected: no arithmetic can exclude any. Finding them is `district.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

#: what two possible worlds must differ by for a withheld count not to be recovered
UNIT = 1.0
_CLOSE = 1e-6


@dataclass(frozen=True, slots=True)
class Need:
    """A deviation some possible world must reach: `cell` by `amount` upwards (+1), downwards (−1) or either way (0).

    `insider` is a lone contributor, who knows their own cells: the world must leave these alone; −1 for an outsider.
    """

    cell: int
    sign: int
    amount: float
    insider: int = -1


class Pool:
    """Worlds as rows of one array over the cells of a district."""

    def __init__(self, cells: int) -> None:
        self._rows = np.zeros((64, cells))
        self._used = 0

    def __len__(self) -> int:
        return self._used

    def add(self, world: np.ndarray) -> None:
        """Keep a world."""
        if self._used == len(self._rows):
            self._rows = np.vstack([self._rows, np.zeros_like(self._rows)])
        self._rows[self._used] = world
        self._used += 1

    def rows(self, without: int = -1) -> np.ndarray:
        """The worlds, or only those that leave the cell `without` at its true value."""
        rows = self._rows[: self._used]
        return rows if without < 0 else rows[rows[:, without] == 0.0]

    def keep_without(self, cell: int) -> None:
        """Forget the worlds that move `cell`: it is going to be published."""
        rows = self.rows(without=cell)
        self._used = len(rows)
        self._rows[: self._used] = rows.copy()


@dataclass(slots=True)
class Needs:
    """What a district must prove: per primary the two distances, per cell a unit, per pair an insider."""

    up_cells: np.ndarray
    up_amounts: np.ndarray
    down_cells: np.ndarray
    down_amounts: np.ndarray
    unit_cells: np.ndarray
    unit_amounts: np.ndarray
    target_cells: np.ndarray
    target_amounts: np.ndarray
    insiders: np.ndarray
    person: np.ndarray

    def unmet(self, rows: np.ndarray, *, pairs: bool = True) -> list[Need]:
        """The needs no world of `rows` meets, largest deficit first, then by order of codes."""
        cells = rows.shape[1]
        if len(rows):
            top, bottom = rows.max(axis=0), rows.min(axis=0)
        else:
            top = bottom = np.zeros(cells)
        found: list[tuple[float, Need]] = []
        for sign, who, amount, reached in (
            (1, self.up_cells, self.up_amounts, top),
            (-1, self.down_cells, self.down_amounts, -bottom),
            (0, self.unit_cells, self.unit_amounts, np.maximum(top, -bottom)),
        ):
            gap = amount - np.maximum(reached[who], 0.0)
            for place in np.flatnonzero(gap > _CLOSE * (1.0 + amount)):
                found.append((float(gap[place]), Need(int(who[place]), sign, float(amount[place]))))
        if pairs and len(self.target_cells) and len(self.insiders):
            for target, insider in np.argwhere(~self._pairs_met(rows)):
                least = float(self.target_amounts[target])
                need = Need(int(self.target_cells[target]), 0, least, int(self.insiders[insider]))
                found.append((least, need))
        found.sort(key=lambda item: (-item[0], item[1].cell, -item[1].sign, item[1].insider))
        return [need for _, need in found]

    def _pairs_met(self, rows: np.ndarray) -> np.ndarray:
        """(target, insider): some world moves the target and leaves the insider's own cells alone."""
        moved = np.abs(rows[:, self.target_cells]) >= self.target_amounts - _CLOSE
        lone = np.flatnonzero(self.person >= 0)
        lone = lone[np.argsort(self.person[lone], kind="stable")]
        people, first = np.unique(self.person[lone], return_index=True)
        touched = np.logical_or.reduceat(rows[:, lone] != 0.0, first, axis=1)
        still = ~touched[:, np.searchsorted(people, self.insiders)]
        met = moved.astype(np.float32).T @ still.astype(np.float32) > 0.0
        return met | (self.person[self.target_cells][:, None] == self.insiders[None, :])

    def waiting(self, todo: Sequence[Need]) -> Waiting:
        """The needs of a list, closed together as worlds are found."""
        return Waiting(
            self.person,
            np.array([need.cell for need in todo], dtype=int),
            np.array([need.sign for need in todo], dtype=float),
            np.array([need.amount for need in todo]),
            np.array([need.insider for need in todo], dtype=int),
            np.ones(len(todo), dtype=bool),
        )

    def meets(self, need: Need, world: np.ndarray) -> bool:
        """Whether one world meets one need."""
        moved = world[need.cell]
        reached = abs(moved) if need.sign == 0 else need.sign * moved
        if reached < need.amount - _CLOSE * (1.0 + need.amount):
            return False
        return need.insider < 0 or not world[self.person == need.insider].any()


@dataclass(slots=True)
class Waiting:
    """Needs not met yet, as arrays: one world often meets many."""

    person: np.ndarray
    cell: np.ndarray
    sign: np.ndarray
    amount: np.ndarray
    insider: np.ndarray
    open: np.ndarray

    def close(self, world: np.ndarray) -> None:
        """Take away what `world` meets."""
        moved = world[self.cell]
        reached = np.where(self.sign == 0, np.abs(moved), self.sign * moved)
        met = reached >= self.amount - _CLOSE * (1.0 + self.amount)
        touched = np.unique(self.person[world != 0.0])
        self.open &= ~(met & ~(np.isin(self.insider, touched) & (self.insider >= 0)))
