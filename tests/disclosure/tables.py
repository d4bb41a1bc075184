"""Small tables restated from public handbooks, and helpers to write a table the way a person draws one."""

from __future__ import annotations

import numpy as np

from longuevue.engine.disclosure.cells import Cell, CellKey
from longuevue.engine.disclosure.relations import Relation, breakdown_relations, total_of
from longuevue.engine.disclosure.system import System, build_system

TOTAL = "tot"


def cell_key(row: str, column: str) -> CellKey:
    """Row as a place, column as a category."""
    return CellKey("valmont", "persons", row, "2025", "W", "" if column == TOTAL else column)


def two_way(inner: dict[str, dict[str, float]], **options: object) -> tuple[list[Cell], list[Relation]]:
    """The cells of a two-way table with both margins, and every row and column sum."""
    columns = sorted({column for row in inner.values() for column in row})
    full = {row: {**cells, TOTAL: sum(cells.values())} for row, cells in inner.items()}
    full[TOTAL] = {column: sum(full[row][column] for row in inner) for column in [*columns, TOTAL]}
    cells = [
        Cell(cell_key(row, column), float(full[row][column]), level=(row == TOTAL) + (column == TOTAL), **options)  # type: ignore[arg-type]
        for row in full
        for column in [*columns, TOTAL]
    ]
    down = [total_of(cell_key(TOTAL, column), [cell_key(row, column) for row in inner]) for column in [*columns, TOTAL]]
    return cells, [*breakdown_relations([cell.key for cell in cells])[0], *down]


def system_of(inner: dict[str, dict[str, float]]) -> System:
    """The linear system of a two-way table."""
    return build_system(*two_way(inner))


def hide(system: System, *places: tuple[str, str]) -> np.ndarray:
    """A pattern that withholds the named (row, column) cells."""
    return system.mask(cell_key(row, column) for row, column in places)


#: sdcTable (commit 6393dfb), tests/testthat/test-simpleheuristic.R: two hidden cells at least on every line …
REGRESSION = {
    "w": {"a": 30, "b": 47, "c": 64, "d": 89},
    "x": {"a": 90, "b": 124, "c": 5, "d": 31},
    "y": {"a": 92, "b": 100, "c": 59, "d": 85},
    "z": {"a": 800, "b": 991, "c": 651, "d": 685},
}
REGRESSION_HIDDEN = (
    ("w", "a"), ("w", "b"), ("w", "c"), ("x", "a"), ("x", "c"), ("y", "b"), ("y", "d"), ("z", "b"), ("z", "d"),
)  # fmt: skip

#: HandbookSDC (commit eef4a18), chapter 4.2, example 3 (Geurts 1992, table 10): margins 7, 3, 6 and 9, 7;
#: the four hidden values are not printed there, and are ours among those that the margins allow
GEURTS = {"1": {"1": 5, "2": 2}, "2": {"1": 1, "2": 2}, "3": {"1": 3, "2": 3}}

#: HandbookSDC, chapter 5.2: marital status by hours worked; every married person works full time
HOURS = {"married": {"full": 6, "part": 0}, "divorced": {"full": 5, "part": 1}, "single": {"full": 2, "part": 2}}

#: sdcTable, microdata1 as restated in tests/testthat/_snaps/jjformat.md: persons by region and gender
REGIONS = {"A": {"f": 2, "m": 18}, "B": {"f": 19, "m": 14}, "C": {"f": 10, "m": 12}, "D": {"f": 14, "m": 11}}
