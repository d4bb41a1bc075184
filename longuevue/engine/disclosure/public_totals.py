"""What another source, public, says of the things that an entrusted figure counts, and what lies between the two.

Forty care staff trained abroad in a public register and thirty-eight given by one hospital publish two. The public figure
is a constant that nobody here can hide; what is left is a cell. Finding public figures among facts is `public_facts.py`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from longuevue.engine.disclosure.attacker import narrow
from longuevue.engine.disclosure.cells import Cell, CellKey
from longuevue.engine.disclosure.primary import Primary, frequency, keep_wider
from longuevue.engine.disclosure.relations import Relation
from longuevue.engine.disclosure.settings import DisclosureSettings
from longuevue.engine.disclosure.system import System

_SAME = 1e-9
#: in the name of a remainder, between another source and its measure; no measure holds it
_OF = ":"


@dataclass(frozen=True, slots=True)
class PublicFigure:
    """A public figure of which the entrusted cell `key` is a part (`whole`), or that is itself a part of that cell.

    `base`: a marker divides the one by the other, so that what is left is « without the trait »; otherwise both count
    the same things and what is left is « counted by others ». `units`: contributors behind an amount, where known.
    """

    key: CellKey
    rest: CellKey
    value: float
    whole: bool = True
    base: bool = False
    units: int | None = None

    def left(self, entrusted: float) -> float:
        """What lies between the two; negative where they cannot be about the same universe."""
        return self.value - entrusted if self.whole else entrusted - self.value

    def relation(self) -> Relation:
        """entrusted + rest = public, or entrusted − rest = public."""
        return Relation(
            tuple(sorted([(self.key, 1.0), (self.rest, 1.0 if self.whole else -1.0)])), self.value, self.value
        )


def rest_of(part: CellKey, whole: str, source: str) -> CellKey:
    """The address of what is left: `whole - part`, with the name of the public source."""
    return part._replace(measure=f"{source}{_OF}{whole} - {part.measure}")


def is_beside_a_public_figure(key: CellKey) -> bool:
    """Whether a cell is such a remainder: it adds up over nothing, publishers' totals being rounded as they please."""
    return _OF in key.measure


@dataclass(slots=True)
class Beside:
    """The remainders of one release: unprinted cells, their relations, and the figures that made them."""

    cells: list[Cell]
    relations: list[Relation]
    figures: list[PublicFigure]


def remainders(cells: Iterable[Cell], public: Iterable[PublicFigure]) -> Beside:
    """A cell for each public figure that an entrusted one can be set against.

    A zero leaves the public figure itself, which is out already. A part larger than its whole is not of its universe:
    there is no equation. Nobody of the remainder is an insider of ours (`units` 0): a person counted there alone knows
    the entrusted figure from the public one, whatever is withheld.
    """
    by_key = {cell.key: cell for cell in cells}
    out = Beside([], [], [])
    for figure in public:
        cell = by_key.get(figure.key)
        if cell is None or cell.value <= 0 or figure.left(cell.value) < -_SAME * (1 + figure.value):
            continue
        if not cell.is_count() and (figure.units is None or cell.units is None):
            continue  # nobody knows how many share what is left of an amount
        left = max(0.0, figure.left(cell.value))
        out.cells.append(
            Cell(figure.rest, left, units=0, data_class=cell.data_class, level=cell.level, planned=False)
        )  # fmt: skip
        out.relations.append(figure.relation())
        out.figures.append(figure)
    return out


def primary_remainders(
    beside: Beside, cells: Mapping[CellKey, Cell], settings: DisclosureSettings, known: Collection[CellKey]
) -> dict[CellKey, Primary]:
    """The remainders that hide someone. Where the entrusted figure left before the public one was known, what is left
    of it is out already."""
    found: dict[CellKey, Primary] = {}
    for figure, rest in zip(beside.figures, beside.cells, strict=True):
        if figure.key in known:
            continue
        entrusted = cells[figure.key]
        rules = settings.rules(rest.data_class)
        units = None if rest.is_count() else abs((figure.units or 0) - entrusted.contributors())
        keep_wider(found, frequency(replace(rest, units=units), rules))
        if figure.base and rules.group_disclosure and rest.value <= _SAME:
            # everybody of the whole bears the trait: whoever is known to be in the whole is known
            keep_wider(found, Primary(figure.key, "group", 0.0 if figure.whole else 1.0, 1.0 if figure.whole else 0.0))
    return found


def within_reach(found: Mapping[CellKey, Primary], system: System) -> dict[CellKey, Primary]:
    """No one can be kept further from a figure than public figures alone leave them: `system` is of today's cells only."""
    low, high = narrow(system.matrix, system.row_low, system.row_high, system.low, system.high)
    kept = {}
    for key, primary in found.items():
        place = system.position.get(key)
        if place is None:
            kept[key] = primary
            continue
        up, down = high[place] - system.value[place], system.value[place] - low[place]
        if max(up, down) > _SAME:
            kept[key] = replace(primary, upper=float(np.fmin(primary.upper, up)), lower=min(primary.lower, float(down)))
    return kept
