"""A cell: one figure that may be published about a set of people or firms, and what it rests on.

How cells add up is `system.py`; which of them hide a person is `primary.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from longuevue.engine.disclosure.settings import ClassName
from longuevue.terms.levels import LEVEL_OF_PREFIX, PREFIX_OF_LEVEL


class Given(NamedTuple):
    """What one contributor gave of a cell; `agreed` when it lets its own figure be read."""

    contributor: str
    value: float
    agreed: bool = False


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
    contributions, dearest first, or `given` all of them with who gave them, where that is known; `level` is the height of the place (0 a commune, 1 an EPCI or a département …);
    `planned` is false for a figure nobody intends to print but that the arithmetic needs.
    """

    key: CellKey
    value: float
    units: int | None = None
    largest: tuple[float, ...] = ()
    given: tuple[Given, ...] = ()
    data_class: ClassName = "persons"
    level: int = 0
    planned: bool = True
    structural_zero: bool = False
    public_upper: float | None = None

    def contributors(self) -> int:
        """How many persons or firms stand behind the cell."""
        return round(self.value) if self.units is None else self.units

    def kept(self) -> tuple[float, list[float]]:
        """What rests on contributors who keep their figure to themselves, and their contributions, largest first.

        A figure that its contributor lets be read is as good as public: it hides nobody else.
        """
        if not self.given:
            return self.value, sorted(self.largest, reverse=True)
        mine = sorted((one.value for one in self.given if not one.agreed and one.value > 0), reverse=True)
        return sum(mine), mine

    def lone_contributor(self) -> str:
        """The organisation on which the whole cell rests, which therefore knows it; empty where there is none."""
        there = [one.contributor for one in self.given if one.value > 0]
        return there[0] if len(there) == 1 else ""

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


def added_up(parts: Iterable[tuple[Sequence[Given], float]]) -> tuple[Given, ...]:
    """The contributions of a sum, each contributor once, from those of its parts and their shares."""
    found: dict[str, Given] = {}
    for given, share in parts:
        for one in given:
            before = found.get(one.contributor, Given(one.contributor, 0.0, True))
            found[one.contributor] = Given(
                one.contributor, before.value + share * one.value, before.agreed and one.agreed
            )
    return tuple(sorted(found.values()))
