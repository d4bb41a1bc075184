"""The shape that every node of a formula gives its rows, and what all of them ask of the sources behind a measure.
What each node computes is in `nodes.py`, `spread_nodes.py` and `quotient_node.py`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import ibis

from longuevue.engine.context import Context, Counted
from longuevue.engine.leaves import AREA
from longuevue.markers.grammar import Node

#: blocked: a value that may not be given (two registers not comparable, several airports, nothing to divide by)
SHAPE: tuple[str, ...] = (
    *AREA,
    "value",
    "numerator",
    "denominator",
    "coverage",
    "estimated",
    "split",
    "blocked",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """The context, and the scales at which the marker is honest."""

    context: Context
    scales: tuple[str, ...]


def counted_by(asked: Asked, node: Node) -> tuple[Counted, ...]:
    return asked.context.counted(node.args["measure"])


def shaped(rows: ibis.Table, coverage: ibis.Table | None, blocked: ibis.Value) -> ibis.Table:
    rows = rows.mutate(blocked=ibis.ifelse(blocked, 1, 0))
    if coverage is None:
        return rows.mutate(coverage=ibis.literal(1.0)).select(*SHAPE)
    joined = rows.left_join(coverage, ["area_level", "ref_area", "time_period"])
    return joined.select(
        *[rows[name] for name in SHAPE if name != "coverage"], coverage=joined.coverage.fill_null(1.0)
    ).select(*SHAPE)


def mixes_sources(context: Context, counted: Sequence[Counted], rows: ibis.Table) -> ibis.Value:
    """True where several sources meet in one area and their definitions are not declared comparable."""
    ids = [c.source_id for c in counted]
    addable = all(context.comparable(a, b) for i, a in enumerate(ids) for b in ids[i + 1 :])
    return ibis.literal(False) if addable else rows.sources > 1
