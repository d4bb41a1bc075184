"""Finding the header of a person's table and what its columns are. What the cells say is read in `reading`."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Protocol

from rapidfuzz import fuzz

from longuevue.sources.places import name_key
from longuevue.sources.reading.sheets import Sheet, column_letters

#: a header is looked for in these first filled rows
ROWS_LOOKED_AT = 20
GOOD_ENOUGH = 86


class Wanted(Protocol):
    """What is looked for: role → (its header, the other names people give it), and the roles one cannot do without."""

    def columns(self) -> Mapping[str, tuple[str, tuple[str, ...]]]: ...

    def required(self) -> Set[str]: ...


@dataclass(frozen=True)
class Table:
    """One table found in a sheet: the row of its header, and the column of each role."""

    sheet: Sheet
    header_row: int
    columns: dict[str, int]
    ignored: tuple[str, ...]

    def cell(self, row: int, role: str) -> str:
        """The address of a cell as a person reads it: « Feuil1, B12 »."""
        column = self.columns.get(role)
        return f"{self.sheet.name}, {column_letters(column)}{row}" if column else f"{self.sheet.name}, ligne {row}"


def recognised(sheet: Sheet, template: Wanted) -> Table | None:
    """The table of a sheet, or None when no row looks like the header of this template."""
    best: tuple[int, int, dict[str, int], tuple[str, ...]] | None = None
    for seen, (row, cells) in enumerate(sheet.rows()):
        if seen >= ROWS_LOOKED_AT:
            break
        columns, ignored = _roles(cells, template)
        if template.required() <= columns.keys() and len(columns) >= min(2, len(template.columns())):
            score = len(columns)
            if best is None or score > best[0]:
                best = (score, row, columns, ignored)
    return Table(sheet, best[1], best[2], best[3]) if best else None


def headers_seen(sheet: Sheet) -> str:
    """What stands in the first filled rows, for the person who must see why nothing was recognised."""
    rows = list(sheet.rows())[:3]
    return " / ".join(" | ".join(list(cells.values())[:8]) for _, cells in rows) or "feuille vide"


def _roles(cells: dict[int, str], template: Wanted) -> tuple[dict[str, int], tuple[str, ...]]:
    """Each role to the column that names it best; a column serves one role only."""
    scores: list[tuple[float, int, str]] = []
    for column, text in cells.items():
        if len(text) > 60:
            continue
        for role, (header, names) in template.columns().items():
            best = max(_likeness(text, name) for name in (header, *names))
            if best >= GOOD_ENOUGH:
                scores.append((best, column, role))
    columns: dict[str, int] = {}
    taken: set[int] = set()
    for _, column, role in sorted(scores, key=lambda s: (-s[0], s[1], s[2])):
        if role not in columns and column not in taken:
            columns[role] = column
            taken.add(column)
    return columns, tuple(text for column, text in cells.items() if column not in taken)


def _likeness(text: str, name: str) -> float:
    a, b = name_key(text), name_key(name)
    if a == b:
        return 101.0
    if not a or not b:
        return 0.0
    # short names must match whole: « an » is in half the French language
    return fuzz.ratio(a, b) if min(len(a), len(b)) < 5 else max(fuzz.ratio(a, b), fuzz.token_sort_ratio(a, b))
