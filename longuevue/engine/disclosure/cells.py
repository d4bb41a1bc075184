"""A cell: one figure that may be published about a set of people or firms, and what it rests on.

How cells add up is `system.py`; which of them hide a person is `primary.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from longuevue.engine.disclosure.settings import ClassName
from longuevue.terms.levels import LEVEL_OF_PREFIX, PREFIX_OF_LEVEL


class CellKey(NamedTuple):
    """The address of a cell; keys sort, and that order breaks every tie so that a run can be repeated."""

    marker: str
    measure: str
    area: str
    period: str
    counterpart: str = "W"
    category: str = ""

    def code(self) -> str:
        """The key as one line of text, for a report or a ledger."""
        return "|".join(self)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with its true value, which only the gate sees.

    `units` is the number of contributors (for a count of persons, the value itself); `largest` holds the largest
    contributions, dearest first; `level` is the height of the place (0 a commune, 1 an EPCI or a département …);
    `planned` is false for a figure nobody intends to print but that the arithmetic needs.
    """

    key: CellKey
    value: float
    units: int | None = None
    largest: tuple[float, ...] = ()
    data_class: ClassName = "persons"
    level: int = 0
    planned: bool = True
    structural_zero: bool = False
    public_upper: float | None = None

    def contributors(self) -> int:
        """How many persons or firms stand behind the cell."""
        return round(self.value) if self.units is None else self.units

    def is_count(self) -> bool:
        """Whether the value counts things one by one."""
        return self.data_class != "amounts"


def area_name(level: str, code: str) -> str:
    """`com-42218`; France is `FR`."""
    return code if level == "country" else f"{PREFIX_OF_LEVEL[level]}-{code}"


def level_and_code(name: str) -> tuple[str, str]:
    """The inverse of `area_name`."""
    prefix, dash, code = name.partition("-")
    return (LEVEL_OF_PREFIX[prefix], code) if dash and prefix in LEVEL_OF_PREFIX else ("country", name)
