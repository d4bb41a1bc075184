"""An intruder who keeps every sheet the observatory ever printed, and a computer; shares no decision with the gate.

It rebuilds the arithmetic from the printed sheets and from who is made of whom, and knows which communes were revised.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import scipy.sparse as sp

from longuevue.engine.disclosure.attacker import Published, bounds
from longuevue.engine.disclosure.cells import CellKey
from tests.disclosure.valmont import Stage

Unknown = tuple[CellKey, float]


@dataclass(slots=True)
class Sheets:
    """What was printed so far; the true value names an unknown, so that unchanged figures are one unknown."""

    truth: dict[Unknown, float] = field(default_factory=dict)
    seen: dict[Unknown, float] = field(default_factory=dict)
    sums: list[tuple[Unknown, tuple[tuple[Unknown, float], ...]]] = field(default_factory=list)
    ratios: list[tuple[Unknown, Unknown, float]] = field(default_factory=list)

    def read(self, stage: Stage, shown: Iterable[CellKey], percentages: Mapping[CellKey, float]) -> None:
        """Add one stage: the cells that were printed, the percentages that were printed."""
        name = {cell.key: (cell.key, cell.value) for cell in stage.cells}
        for cell in stage.cells:
            self.truth[name[cell.key]] = cell.value
        for key in shown:
            self.seen[name[key]] = name[key][1]
        for key in name:
            if key.counterpart == "W":
                parts = [other for other in name if other.area == key.area and other.counterpart != "W"]
                self.sums.append((name[key], tuple((name[part], 1.0) for part in parts)))
            if key.area in stage.members:
                rows = tuple((name[key._replace(area=area)], share) for area, share in stage.members[key.area])
                self.sums.append((name[key], rows))
        for figure in stage.derived:
            if figure.key in percentages:
                top, base = name[figure.numerator[0][0]], name[figure.denominator[0][0]]
                self.ratios.append((top, base, percentages[figure.key]))

    def recover(self) -> dict[Unknown, tuple[float, float]]:
        """The narrowest interval of every figure that was never printed."""
        order = sorted(self.truth)
        place = {unknown: number for number, unknown in enumerate(order)}
        lines: list[dict[int, float]] = []
        low: list[float] = []
        high: list[float] = []
        for total, parts in self.sums:
            line = {place[total]: 1.0}
            for part, share in parts:
                line[place[part]] = line.get(place[part], 0.0) - share
            lines.append(line)
            low.append(0.0)
            high.append(0.0)
        for top, base, printed in self.ratios:
            for sign, edge in ((1.0, printed - 0.05), (-1.0, printed + 0.05)):
                lines.append({place[top]: sign * 100.0, place[base]: -sign * edge})
                low.append(-1e-9)
                high.append(np.inf)
        matrix = sp.lil_matrix((len(lines), len(order)))
        for row, line in enumerate(lines):
            for column, weight in line.items():
                matrix[row, column] = weight
        hidden = np.array([unknown not in self.seen for unknown in order])
        table = Published(
            matrix.tocsr(), np.array(low), np.array(high), np.array([value for _, value in order]), hidden,
            np.zeros(len(order)), np.full(len(order), np.inf), np.ones(len(order), dtype=bool),
        )  # fmt: skip
        lows, highs = bounds(table)
        return {unknown: (lows[place[unknown]], highs[place[unknown]]) for unknown in order if hidden[place[unknown]]}
