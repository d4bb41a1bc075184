"""What each kind of node computes, from leaves rolled up over areas to the value of a marker. Statuses come after.

Every function returns one row per area, period and counterpart with the columns of SHAPE.
"""

from __future__ import annotations

from collections.abc import Callable

import ibis

from longuevue.engine.coverage import coverage_of
from longuevue.engine.leaves import (
    AREA,
    distinct_over_areas,
    member_rows,
    pairs,
    summed_over_areas,
    to_areas,
    with_zeros,
    withheld_members,
)
from longuevue.engine.quotient_node import location_quotient, quotient_scales
from longuevue.engine.shape import SHAPE, Asked, counted_by, mixes_sources, shaped
from longuevue.engine.spread_nodes import effective_number, mean_reach, share_in
from longuevue.markers.grammar import Node


def evaluate(asked: Asked, node: Node) -> ibis.Table | None:
    """The node's rows, or None when no source feeds it."""
    return EVALUATORS[node.kind](asked, node)


def _leaf(asked: Asked, node: Node) -> ibis.Table | None:
    counted = counted_by(asked, node)
    routes = pairs(counted, asked.scales)
    if not routes:
        return None
    rows = member_rows(asked.context, node)
    if node.kind == "sum":
        rows = with_zeros(asked.context, rows, counted)
    placed = to_areas(asked.context, rows, routes)
    if node.kind == "distinct":
        summed = distinct_over_areas(placed)
        single = ibis.literal(False)
    else:
        summed = summed_over_areas(placed)
        # a count of items that cannot be united (destinations per airport) holds only where one item serves the area
        lists = any(c.card.rollup == "none" for c in counted)
        single = (summed["items"] > 1) if lists else ibis.literal(False)
    blocked = mixes_sources(asked.context, counted, summed) | single
    summed = summed.mutate(numerator=summed.value, denominator=ibis.null("float64"))
    coverage = coverage_of(asked.context, counted, routes, rows)
    return shaped(summed, coverage, blocked)


def _published(asked: Asked, node: Node) -> ibis.Table | None:
    counted = counted_by(asked, node)
    routes = [(c.source_id, level, level) for c in counted for level in c.levels if level in asked.scales]
    if not routes:
        return None
    summed = summed_over_areas(to_areas(asked.context, member_rows(asked.context, node), routes))
    summed = summed.mutate(numerator=ibis.null("float64"), denominator=ibis.null("float64"))
    return shaped(summed, None, ibis.literal(False))


def _population(asked: Asked, node: Node) -> ibis.Table | None:
    people = asked.context.populations
    return people.filter(people.population.notnull()).select(
        "area_level",
        "ref_area",
        time_period=ibis.literal(""),
        counterpart_area=ibis.literal("W"),
        value=people.population.cast("float64"),
        numerator=people.population.cast("float64"),
        denominator=ibis.null("float64"),
        coverage=ibis.literal(1.0),
        estimated=ibis.literal(0).cast("int64"),
        split=ibis.literal(0).cast("int64"),
        blocked=ibis.literal(0).cast("int64"),
    )


def _ratio(asked: Asked, node: Node) -> ibis.Table | None:
    of, to = node.parts["of"], node.parts["to"]
    if of.kind == "sum" and to.kind == "sum":
        return _ratio_of_sums(asked, of, to, node.args["per"])
    above = evaluate(asked, of)
    covered = of.kind == "sum" and to.kind == "population"
    below = _population_of_members_seen(asked, of) if covered else evaluate(asked, to)
    if above is None or below is None:
        return None
    return _divided(above, below, node.args["per"], by_period=covered or to.kind != "population")


def _population_of_members_seen(asked: Asked, of: Node) -> ibis.Table | None:
    """Inhabitants to divide by, at each area and period: of the members with a row where a missing row is unknown in a
    closed list (both parts must exist), of the whole area where silence has a meaning or the register is open (its
    count is then a least)."""
    context = asked.context
    counted = counted_by(asked, of)
    routes = pairs(counted, asked.scales)
    if not routes:
        return None
    rows = member_rows(context, of)
    unknown = [c.source_id for c in counted if c.card.absent == "unknown" and c.card.register_ == "closed"]
    whole = [c.source_id for c in counted if c.source_id not in unknown]
    at = ["source_id", "member_level", "member_code", "time_period"]
    people = context.populations.filter(context.populations.population.notnull()).select(
        member_level="area_level", member_code="ref_area", value=context.populations.population.cast("float64")
    )
    present = rows.filter(rows.source_id.isin(unknown)).select(*at).distinct()
    seen = present.inner_join(people, ["member_level", "member_code"])
    placed = to_areas(context, seen.mutate(counterpart_area=ibis.literal("W"), item=ibis.null("string")), routes)
    seen_areas = placed.group_by("area_level", "ref_area", "time_period").agg(value=(placed.value * placed.share).sum())
    periods = rows.filter(rows.source_id.isin(whole)).select("time_period").distinct()
    areas = context.populations.filter(context.populations.population.notnull()).select(
        "area_level", "ref_area", value=context.populations.population.cast("float64")
    )
    whole_areas = areas.cross_join(periods)
    whole_areas = whole_areas.select("area_level", "ref_area", "time_period", "value")
    both = seen_areas.union(whole_areas.anti_join(seen_areas, ["area_level", "ref_area", "time_period"]))
    return both.select(
        *[name for name in AREA if name != "counterpart_area"],
        counterpart_area=ibis.literal("W"),
        value=both.value,
        numerator=both.value,
        denominator=ibis.null("float64"),
        coverage=ibis.literal(1.0),
        estimated=ibis.literal(0).cast("int64"),
        split=ibis.literal(0).cast("int64"),
        blocked=ibis.literal(0).cast("int64"),
    ).select(*SHAPE)


def _ratio_of_sums(asked: Asked, of: Node, to: Node, per: float) -> ibis.Table | None:
    """Sum of numerators over sum of denominators, over the members for which both exist (methodology §2.1)."""
    context = asked.context
    above_counted, below_counted = counted_by(asked, of), counted_by(asked, to)
    sources = {c.source_id for c in above_counted} & {c.source_id for c in below_counted}
    counted = [c for c in below_counted if c.source_id in sources]
    routes = pairs(counted, asked.scales)
    if not routes:
        return None
    above, below = member_rows(context, of), member_rows(context, to)
    below = below.filter(below.counterpart_area == "W")
    zeros = [c.source_id for c in above_counted if c.card.absent == "zero" and c.source_id in sources]
    at = ["source_id", "member_level", "member_code", "time_period"]
    if zeros:
        filled = below.filter(below.source_id.isin(zeros)).select(*at, counterpart_area=ibis.literal("W"))
        missing = filled.anti_join(above.filter(above.counterpart_area == "W"), at)
        if context.has_withheld(of.args["measure"]):
            missing = missing.anti_join(withheld_members(context, of.args["measure"]), at)
        above = above.select(*at, "counterpart_area", "value", "estimated").union(
            missing.select(*at, "counterpart_area", value=ibis.literal(0.0), estimated=ibis.literal(0).cast("int64"))
        )
    with_both = above.semi_join(below, at)
    below_both = below.semi_join(above, at)
    base = below_both.select(*at, "counterpart_area", "value", "estimated", item=ibis.null("string"))
    tops = with_both.select(*at, "counterpart_area", "value", "estimated", item=ibis.null("string"))
    numerators = summed_over_areas(to_areas(context, tops, routes))
    denominators = summed_over_areas(to_areas(context, base, routes))
    blocked = mixes_sources(context, counted, numerators)
    coverage = coverage_of(context, counted, routes, below_both)
    above_shaped = shaped(
        numerators.mutate(numerator=numerators.value, denominator=ibis.null("float64")), coverage, blocked
    )
    below_shaped = shaped(
        denominators.mutate(numerator=denominators.value, denominator=ibis.null("float64")), None, ibis.literal(False)
    )
    return _divided(above_shaped, below_shaped, per, by_period=True)


def _divided(above: ibis.Table, below: ibis.Table, per: float, *, by_period: bool) -> ibis.Table:
    """`per` × above ÷ below at each area; nothing to divide by leaves no value and says so (`blocked`)."""
    keys = ["area_level", "ref_area", *(["time_period"] if by_period else [])]
    whole = below.filter(below.counterpart_area == "W").select(
        *keys, base=below.value, base_estimated=below.estimated, base_blocked=below.blocked
    )
    both = above.inner_join(whole, keys)
    empty = both.base == 0
    return both.select(
        *[above[name] for name in AREA],
        value=ibis.ifelse(empty, ibis.null("float64"), both.value * float(per) / both.base.nullif(0)),
        numerator=both.value,
        denominator=both.base,
        coverage=both.coverage,
        estimated=ibis.greatest(both.estimated, both.base_estimated),
        split=both.split,
        blocked=ibis.ifelse(empty, 1, ibis.greatest(both.blocked, both.base_blocked)),
    )


def _paired(asked: Asked, node: Node, roles: tuple[str, str]) -> tuple[ibis.Table, ibis.Table] | None:
    one, other = (evaluate(asked, node.parts[role]) for role in roles)
    if one is None or other is None:
        return None
    return one, other


def _two(asked: Asked, node: Node, roles: tuple[str, str], value: Callable[..., ibis.Value]) -> ibis.Table | None:
    """Two nodes over the areas, periods and counterparts that have both."""
    found = _paired(asked, node, roles)
    if found is None:
        return None
    one, other = found
    right = other.select(
        *AREA,
        value_2=other.value,
        coverage_2=other.coverage,
        estimated_2=other.estimated,
        split_2=other.split,
        blocked_2=other.blocked,
    )
    both = one.inner_join(right, list(AREA))
    return both.select(
        *[one[name] for name in AREA],
        value=value(both.value, both.value_2),
        numerator=ibis.null("float64"),
        denominator=ibis.null("float64"),
        coverage=ibis.least(both.coverage, both.coverage_2),
        estimated=ibis.greatest(both.estimated, both.estimated_2),
        split=ibis.greatest(both.split, both.split_2),
        blocked=ibis.greatest(both.blocked, both.blocked_2),
    )


def _plus(asked: Asked, node: Node) -> ibis.Table | None:
    return _two(asked, node, ("of", "and"), lambda a, b: a + b)


def _minus(asked: Asked, node: Node) -> ibis.Table | None:
    return _two(asked, node, ("of", "less"), lambda a, b: a - b)


def _balance(asked: Asked, node: Node) -> ibis.Table | None:
    """(in − out) / (in + out), undefined when nothing moves or a flow is negative (methodology §2.4)."""
    rows = _two(
        asked,
        node,
        ("inbound", "outbound"),
        lambda a, b: ibis.ifelse((a + b == 0) | (a < 0) | (b < 0), ibis.null("float64"), (a - b) / (a + b).nullif(0)),
    )
    return None if rows is None else rows.mutate(blocked=ibis.ifelse(rows.value.isnull(), 1, rows.blocked))


def _first_of(asked: Asked, node: Node) -> ibis.Table | None:
    first, then = evaluate(asked, node.parts["first"]), evaluate(asked, node.parts["then"])
    if first is None or then is None:
        return then if first is None else first
    return first.union(then.anti_join(first.filter(first.blocked == 0), list(AREA)))


def _location_quotient(asked: Asked, node: Node) -> ibis.Table | None:
    """Share here over share in France, refused on small numbers and, by origin, below the département (§2.4)."""
    scales = quotient_scales(asked, node)
    told = Asked(asked.context, scales)
    above, below = evaluate(told, node.parts["of"]), evaluate(told, node.parts["to"])
    if above is None or below is None:
        return None
    answer = location_quotient(above, below)
    return answer.filter(answer.area_level.isin(list(asked.scales)))


EVALUATORS: dict[str, Callable[[Asked, Node], ibis.Table | None]] = {
    "sum": _leaf,
    "distinct": _leaf,
    "published": _published,
    "population": _population,
    "ratio": _ratio,
    "plus": _plus,
    "minus": _minus,
    "balance": _balance,
    "first_of": _first_of,
    "effective_number": effective_number,
    "mean_reach": mean_reach,
    "share_in": share_in,
    "location_quotient": _location_quotient,
}
