"""What a loader hands over: facts, and the fate of every row that came in. Storing them is for `vintages`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from longuevue.facts.companions import ANNOTATIONS, ITEMS
from longuevue.facts.table import facts_from_rows


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """One row kept out: where it is, what was found, why, and what would have been accepted."""

    where: str
    found: str
    why: str
    example: str = ""
    #: what such a cell must hold, and answers that a person may give instead
    expected: str = ""
    answers: tuple[str, ...] = ()
    #: other cells of the same row that cannot be read: one row, told once
    also: tuple[RefusedRow, ...] = ()


@dataclass(frozen=True)
class Tidied:
    """The harvest of one file. Every row in is kept, set aside for a stated reason, or refused: none is lost."""

    facts: pa.Table
    vintage: str
    rows_in: int
    kept: int
    aside: dict[str, int]
    refused: list[RefusedRow]
    items: pa.Table
    annotations: pa.Table
    remarks: tuple[str, ...] = ()
    #: for a source that gives no figure: events of communes
    movements: pa.Table | None = None

    def __post_init__(self) -> None:
        counted = self.kept + sum(self.aside.values()) + len(self.refused)
        if counted != self.rows_in:
            raise ValueError(f"{self.rows_in} lignes lues, {counted} comptées : une ligne s'est perdue")


@dataclass
class Tally:
    """Counts the fate of rows while a loader reads."""

    rows_in: int = 0
    kept: int = 0
    asides: Counter[str] = field(default_factory=Counter)
    refused: list[RefusedRow] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def keep(self, rows: int = 1) -> None:
        self.rows_in += rows
        self.kept += rows

    def aside(self, why: str, rows: int = 1) -> None:
        """Rows rightly left out: another country, a subtotal, a part already counted."""
        self.rows_in += rows
        self.asides[why] += rows

    def refuse(self, where: str, found: object, why: str, example: str = "") -> None:
        """A row that should have been kept and cannot be."""
        self.refuse_row(RefusedRow(where, str(found)[:200], why, example))

    def refuse_row(self, row: RefusedRow) -> None:
        """The same, all said."""
        self.rows_in += 1
        self.refused.append(row)

    def done(
        self,
        rows: Iterable[dict[str, Any]] | pa.Table,
        *,
        source_id: str,
        dataset: str,
        vintage: str,
        items: list[dict[str, Any]] | None = None,
        annotations: list[dict[str, Any]] | None = None,
        movements: pa.Table | None = None,
        **same_everywhere: Any,
    ) -> Tidied:
        """The harvest, its facts checked and sorted."""
        shared = {"source_id": source_id, "dataset": dataset, "vintage": vintage, **same_everywhere}
        facts = rows if isinstance(rows, pa.Table) else facts_from_rows(rows, **shared)
        noted = [{"source_id": source_id, "vintage": vintage, **note} for note in annotations or ()]
        listed = [{"source_id": source_id, **item} for item in items or ()]
        return Tidied(
            facts,
            vintage,
            self.rows_in,
            self.kept,
            dict(self.asides),
            self.refused,
            pa.Table.from_pylist(listed, schema=ITEMS),
            pa.Table.from_pylist(noted, schema=ANNOTATIONS),
            tuple(self.remarks),
            movements,
        )
