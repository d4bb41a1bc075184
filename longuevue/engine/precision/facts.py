"""Which counts among the facts are of class C: they serve totals, and are not read one by one.
No value is taken away, for totals rest on them: the class stands beside it. What a page withholds is in `readings.py`."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from longuevue.engine.precision.classes import precision_class
from longuevue.facts import sampling
from longuevue.facts.table import WHOLE_WORLD
from longuevue.markers.grammar import Node
from longuevue.markers.marker import Marker

TOO_UNCERTAIN: Final = "too_uncertain"
_PLACE: Final = ("area_level", "ref_area", "time_period")
_COUNT: Final = ("source_id", "measure", *_PLACE)


def classes_of_facts(facts: pa.Table, readings: pa.Table, markers: Iterable[Marker]) -> pa.Array:
    """`C` beside each count that its own sample leaves too uncertain, or that a reading of the same place withholds; null
    beside the others."""
    unsure = _drawn_too_few(facts) | _withheld_on_pages(facts, readings, markers)
    return pa.array(["C" if row in unsure else None for row in range(facts.num_rows)], pa.string())


def _drawn_too_few(facts: pa.Table) -> set[int]:
    """Counts whose sampling variance is among the facts, beyond the coefficient of variation of class C."""
    named = [(measure, sampling.pair(measure)) for measure in pc.unique(facts["measure"]).to_pylist()]
    squares = [measure for measure, two in named if two and two[0] == two[1]]
    if not squares:
        return set()
    variances = {
        (row["source_id"], sampling.counted(row["measure"]), *(row[name] for name in _PLACE), row["counterpart_area"]):
        row["value"]
        for row in _rows(facts, pc.is_in(facts["measure"], value_set=pa.array(squares))).values()
    }  # fmt: skip
    counted = pa.array([sampling.counted(measure) for measure in squares])
    found = set()
    for place, row in _rows(facts, pc.is_in(facts["measure"], value_set=counted)).items():
        variance = variances.get((*(row[name] for name in _COUNT), row["counterpart_area"]))
        # a part by category has no variance of its own
        if variance and row["value"] and row["category"] is None and row["item"] is None:
            cv = 100 * math.sqrt(max(variance, 0.0)) / abs(row["value"])
            if precision_class(cv) == "C":
                found.add(place)
    return found


def _withheld_on_pages(facts: pa.Table, readings: pa.Table, markers: Iterable[Marker]) -> set[int]:
    """Counts that a reading withheld in class C is made of, at its own place: what it is divided by is not concerned."""
    rows = readings.filter(pc.fill_null(pc.equal(readings["status_reason"], TOO_UNCERTAIN), False))
    if not rows.num_rows:
        return set()
    leaves = {one.id: _counted(one.tree()) for marker in markers for one in (marker, *marker.companion_markers())}
    hidden: dict[tuple[Any, ...], list[tuple[str, Node]]] = {}
    for row in rows.select(["marker", "source", *_PLACE, "counterpart_area"]).to_pylist():
        for source in row["source"].split(";"):
            for leaf in leaves.get(row["marker"], ()):
                key = (source, leaf.args["measure"], *(row[name] for name in _PLACE))
                hidden.setdefault(key, []).append((row["counterpart_area"], leaf))
    measures = pa.array(sorted({key[1] for key in hidden}))
    return {
        place
        for place, row in _rows(facts, pc.is_in(facts["measure"], value_set=measures)).items()
        if any(
            country in (WHOLE_WORLD, row["counterpart_area"]) and _reads(leaf, row["category"] or "")
            for country, leaf in hidden.get(tuple(row[name] for name in _COUNT), ())
        )
    }


def _counted(tree: Node) -> list[Node]:
    """The leaves that a value counts: of a ratio, those of its numerator."""
    top = tree.parts["of"] if tree.kind == "ratio" else tree
    return [node for node in top.walk() if "measure" in node.args]


def _reads(leaf: Node, category: str) -> bool:
    if category not in leaf.args.get("category", (category,)):
        return False
    return category not in leaf.args.get("category_not", ())


def _rows(facts: pa.Table, wanted: pa.ChunkedArray) -> Mapping[int, dict[str, Any]]:
    places = pc.indices_nonzero(wanted)
    columns = [*_COUNT, "counterpart_area", "category", "item", "value"]
    return dict(zip(places.to_pylist(), facts.select(columns).take(places).to_pylist(), strict=True))
