"""The precision of readings made from individual files: their standard error and class, and what class C withholds.

Covariances come with the facts (`facts.sampling`) and are rolled up like counts; the thresholds are in `classes.py`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from longuevue.engine.leaves import AREA, member_rows, pairs, summed_over_areas, to_areas
from longuevue.engine.precision.classes import NOBODY_DRAWN, Verdict, verdict
from longuevue.engine.precision.published import judged_share
from longuevue.engine.precision.weighted import Estimate
from longuevue.engine.shape import Asked, counted_by
from longuevue.facts.sampling import covariance
from longuevue.markers.grammar import Node

Place = tuple[str, ...]


def unweighed(rows: pa.Table) -> pa.Table:
    """The rows with no precision: nothing was drawn, or nothing is known of how."""
    rows = rows.append_column("precision", pa.nulls(rows.num_rows, pa.string()))
    return rows.append_column("standard_error", pa.nulls(rows.num_rows, pa.float64()))


def with_precision(rows: pa.Table, asked: Asked, tree: Node) -> pa.Table:
    """The rows with `precision, standard_error` where the facts say how their people were drawn; where only census counts
    are published, the class alone, from an approximation. A value of class C is withheld, and one that is weak or rests
    on under 200 people says so."""
    parts = _parts(tree)
    variances = _rolled(asked, parts[0], parts[0]) if parts else {}
    if parts is None or not variances:
        return _approximated(unweighed(rows), asked, tree)
    above, below, per = parts
    shared = _rolled(asked, above, below) if below else {}
    bases = _rolled(asked, below, below) if below else {}
    judged = [_judged(row, variances, shared, bases, per) for row in rows.to_pylist()]
    known = [*((field.name, field.type) for field in rows.schema), *_ADDED]
    return pa.Table.from_pylist(judged, schema=pa.schema(known))


def _approximated(rows: pa.Table, asked: Asked, tree: Node) -> pa.Table:
    """The rows of a census share with the class that its two published counts allow; other formulas as they are."""
    counts = tree.kind == "ratio" and tree.parts["of"].kind == "sum" and tree.parts["to"].kind in ("sum", "population")
    cards = [c.card for measure in tree.measures() for c in asked.context.counted(measure)]
    ways = {card.collected for card in cards}
    if not counts or not rows.num_rows or not ways & {"census", "census_complementary"}:
        return rows
    people = asked.context.backend.collect(asked.context.populations).to_pylist()
    inhabitants = {(row["area_level"], row["ref_area"]): row["population"] or 0 for row in people}
    complementary = "census_complementary" in ways
    shared = any(card.shared_in_households for card in cards)

    def judged(row: dict[str, Any]) -> dict[str, Any]:
        count, base, level = row["numerator"], row["denominator"], row["area_level"]
        if row["value"] is None or count is None or not base or count > base or level == "lau":
            return row
        size = inhabitants.get((level, row["ref_area"]), 0)
        _, found = judged_share(count, base, level=level, inhabitants=size, complementary=complementary, shared=shared)
        return _marked(row, found, None)

    return pa.Table.from_pylist([judged(row) for row in rows.to_pylist()], schema=rows.schema)


_ADDED = (("precision", pa.string()), ("standard_error", pa.float64()))


def _parts(tree: Node) -> tuple[Node, Node | None, float] | None:
    """What is counted, what it is divided by (None: nothing drawn) and times what; None for another formula. A part of a
    count (`category`) has no covariance of its own."""
    if tree.kind == "sum" and _whole(tree):
        return tree, None, 1.0
    if tree.kind != "ratio" or tree.parts["of"].kind != "sum" or not _whole(tree.parts["of"]):
        return None
    of, to = tree.parts["of"], tree.parts["to"]
    if to.kind == "sum":
        return (of, to, tree.args["per"]) if _whole(to) else None
    return (of, None, tree.args["per"]) if to.kind == "population" else None


def _whole(leaf: Node) -> bool:
    return not ("category" in leaf.args or "category_not" in leaf.args)


def _rolled(asked: Asked, one: Node, other: Node) -> dict[Place, float]:
    """The covariance of two counts on every area, period and counterpart: strata are drawn apart, theirs add up."""
    leaf = Node("sum", {"measure": covariance(one.args["measure"], other.args["measure"])}, {})
    counted = counted_by(asked, leaf)
    routes = pairs(counted, asked.scales)
    if not routes:
        return {}
    placed = to_areas(asked.context, member_rows(asked.context, leaf), routes)
    rolled = asked.context.backend.collect(summed_over_areas(placed))
    return {tuple(row[name] for name in AREA): row["value"] for row in rolled.to_pylist()}


def _judged(
    row: dict[str, Any],
    variances: Mapping[Place, float],
    shared: Mapping[Place, float],
    bases: Mapping[Place, float],
    per: float,
) -> dict[str, Any]:
    bare = row | {"precision": None, "standard_error": None}
    place = tuple(row[name] for name in AREA)
    count = row["value"] if row["numerator"] is None else row["numerator"]
    base_variance = bases.get((*place[:3], "W"), 0.0)
    if count == 0 and base_variance > 0 and row["status"] == "ok":
        return _marked(bare, NOBODY_DRAWN, None)
    if not row["value"] or not count or place not in variances:
        return bare
    estimate = _estimate(row, variances[place], shared.get(place, 0.0), base_variance, per)
    found = verdict(estimate, weighted_count=count if row["denominator"] else None)
    return _marked(bare, found, estimate.standard_error)


def _marked(row: dict[str, Any], found: Verdict, error: float | None) -> dict[str, Any]:
    """The row under its verdict: withheld in class C; a status that says something else already is kept."""
    if not found.publishable:
        hidden = {"value": None, "numerator": None, "status": found.status, "status_reason": found.reason}
        return row | hidden | {"precision": found.precision, "standard_error": None}
    said = {"status": found.status, "status_reason": found.reason} if row["status"] == "ok" else {}
    return row | said | {"precision": found.precision, "standard_error": error}


def _estimate(row: dict[str, Any], variance: float, shared: float, base_variance: float, per: float) -> Estimate:
    """A count with its error, or a ratio R by linearisation: V(R) = (V(Y) − 2R·C(Y,N) + R²·V(N)) / N²."""
    base = row["denominator"]
    if not base:
        return Estimate(row["value"], math.sqrt(max(variance, 0.0)), 0, 0)
    ratio = row["numerator"] / base
    spread = variance - 2 * ratio * shared + ratio * ratio * base_variance
    if spread <= 1e-12 * variance:
        # everyone drawn has the trait: that the ratio did not vary in the sample does not make it certain
        spread = variance
    return Estimate(row["value"], per * math.sqrt(max(spread, 0.0)) / base, 0, 0)
