"""The correctness criterion of methodology §3.3, clause by clause, on a pattern already decided.

It re-does the arithmetic with the intruder's means and compares with the truth; it decides nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from longuevue.engine.disclosure.attacker import Published, bounds
from longuevue.engine.disclosure.cells import CellKey
from longuevue.engine.disclosure.primary import Primary
from longuevue.engine.disclosure.system import System, lone_contributors

_CLOSE = 1e-5


@dataclass(frozen=True, slots=True)
class Breach:
    """A withheld cell that the published figures give away, and by which clause."""

    key: CellKey
    clause: str
    low: float
    high: float


def published(system: System, withheld: np.ndarray) -> Published:
    """What the intruder sees of a system under a pattern."""
    return Published(
        system.matrix, system.row_low, system.row_high, np.where(withheld, np.nan, system.value), withheld,
        system.low, system.high, system.counted & (np.rint(system.value) == system.value),
    )  # fmt: skip


def audit(
    system: System,
    withheld: np.ndarray,
    primaries: Mapping[CellKey, Primary],
    *,
    touched: np.ndarray | None = None,
    insiders: bool = True,
) -> list[Breach]:
    """Every breach of clauses (a) to (d); `touched` limits the audit to some cells."""
    ask = withheld & (system.planned | system.mask(primaries))
    if touched is not None:
        ask &= touched
    low, high = bounds(published(system, withheld), ask)
    found = []
    for place in np.flatnonzero(ask):
        key, value, primary = system.keys[place], system.value[place], primaries.get(system.keys[place])
        slack = _CLOSE * (1.0 + abs(value))
        if high[place] - low[place] <= slack:
            found.append(Breach(key, "a" if primary else "d", low[place], high[place]))
        elif primary and (high[place] < value + primary.upper - slack or low[place] > value - primary.lower + slack):
            found.append(Breach(key, "b", low[place], high[place]))
    for key in primaries:
        shown = system.position[key]
        if not withheld[shown]:
            found.append(Breach(key, "published", system.value[shown], system.value[shown]))
    if insiders:
        found += _insider_breaches(system, withheld, primaries, ask)
    return sorted(found, key=lambda breach: (breach.key, breach.clause))


def _insider_breaches(
    system: System, withheld: np.ndarray, primaries: Mapping[CellKey, Primary], ask: np.ndarray
) -> list[Breach]:
    """Clause (c): the attack repeated for each lone contributor, who knows their own cell, within each equation."""
    found: dict[CellKey, Breach] = {}
    primary = system.mask(primaries) & withheld & ask & (system.units > 0)
    person = lone_contributors(system)
    by_cell = system.matrix.tocsc()
    for insider in np.unique(person[withheld & (person >= 0)]):
        own = withheld & (person == insider)
        near = np.zeros(len(system), dtype=bool)
        for cell in np.flatnonzero(own):
            for row in by_cell.indices[by_cell.indptr[cell] : by_cell.indptr[cell + 1]]:
                near[system.matrix.indices[system.matrix.indptr[row] : system.matrix.indptr[row + 1]]] = True
        near &= primary & (person != insider)
        if not near.any():
            continue
        inside = withheld & ~own
        low, high = bounds(published(system, inside), near)
        for place in np.flatnonzero(near):
            if high[place] - low[place] <= _CLOSE * (1.0 + abs(system.value[place])):
                found[system.keys[place]] = Breach(system.keys[place], "c", low[place], high[place])
    return list(found.values())
