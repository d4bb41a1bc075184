"""The plain reading of methodology §3.3, with dense matrices and one linear programme per question.

It stands beside the gate as the thing to be faster than; nothing of the product imports it.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import linprog


def audit(dense: np.ndarray, value: np.ndarray, hidden: np.ndarray, ask: np.ndarray) -> dict[int, tuple[float, float]]:
    """lo and hi of each cell asked, by two linear programmes over the hidden cells."""
    columns = np.flatnonzero(hidden)
    left = dense[:, columns]
    right = -dense[:, ~hidden] @ value[~hidden]
    found = {}
    for cell in ask:
        edges = []
        for side in (1.0, -1.0):
            cost = np.zeros(len(columns))
            cost[np.searchsorted(columns, cell)] = side
            answer = linprog(cost, A_eq=left, b_eq=right, bounds=(0, None), method="highs")
            edges.append(side * answer.fun if answer.status == 0 else -side * np.inf)
        found[int(cell)] = (edges[0], edges[1])
    return found


def cheapest_flow(dense: np.ndarray, value: np.ndarray, cost: np.ndarray, cell: int, need: float) -> np.ndarray | None:
    """min Σ cost·|u| with M u = 0, u_cell = need, u ≥ −x, over every cell of the table."""
    n = len(value)
    upper = np.concatenate([np.full(n, np.inf), value])
    lower = np.zeros(2 * n)
    if need > 0:
        lower[cell], upper[n + cell] = need, 0.0
    else:
        lower[n + cell], upper[cell] = -need, 0.0
    if (lower > upper).any():
        return None
    answer = linprog(
        np.concatenate([cost, cost]),
        A_eq=np.hstack([dense, -dense]),
        b_eq=np.zeros(len(dense)),
        bounds=np.column_stack([lower, upper]),
        method="highs",
    )
    return answer.x[:n] - answer.x[n:] if answer.status == 0 else None


def protect(
    dense: np.ndarray,
    value: np.ndarray,
    cost: np.ndarray,
    primary: np.ndarray,
    upper: np.ndarray,
    lower: np.ndarray,
    *,
    clean_up: bool = False,
) -> np.ndarray:
    """The withheld set, without insiders; `clean_up` audits the whole set again for each cell it tries to give back."""
    hidden = primary.copy()
    while True:
        ask = np.flatnonzero(hidden)
        known = audit(dense, value, hidden, ask)
        bad = [cell for cell in ask if _short(known[int(cell)], value[cell], upper[cell], lower[cell])]
        if not bad:
            break
        bad.sort(key=lambda cell: (-_deficit(known[int(cell)], value[cell], upper[cell], lower[cell]), cell))
        before = hidden.sum()
        for cell in bad:
            low_high = audit(dense, value, hidden, np.array([cell]))[int(cell)]
            if not _short(low_high, value[cell], upper[cell], lower[cell]):
                continue
            for need in (max(upper[cell], 1.0), -min(max(lower[cell], 1.0), value[cell])):
                flow = cheapest_flow(dense, value, np.where(hidden, 0.0, cost), int(cell), need)
                if flow is not None:
                    hidden |= np.abs(flow) > 1e-7
        if hidden.sum() == before:
            break
    if clean_up:
        added = np.flatnonzero(hidden & ~primary)
        for cell in sorted(added, key=lambda cell: (-cost[cell], cell)):
            hidden[cell] = False
            known = audit(dense, value, hidden, np.flatnonzero(hidden))
            if any(_short(known[int(c)], value[c], upper[c], lower[c]) for c in np.flatnonzero(hidden)):
                hidden[cell] = True
    return hidden


def _short(known: tuple[float, float], value: float, upper: float, lower: float) -> bool:
    return known[1] - known[0] < 1e-6 or known[1] < value + upper - 1e-6 or known[0] > value - lower + 1e-6


def _deficit(known: tuple[float, float], value: float, upper: float, lower: float) -> float:
    return max(value + upper - known[1], known[0] - value + lower)
