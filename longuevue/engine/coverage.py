"""How much of an area a figure really speaks of: the inhabitants of the members seen over those of all members.
Which status follows is decided in `statuses.py`."""

from __future__ import annotations

from collections.abc import Sequence

import ibis

from longuevue.engine.context import Context, Counted
from longuevue.engine.leaves import WITHHELD


def coverage_of(
    context: Context,
    counted: Sequence[Counted],
    routes: Sequence[tuple[str, str, str]],
    present: ibis.Table,
) -> ibis.Table | None:
    """Coverage by `area_level, ref_area, time_period` where it may be below 1, or None where it is 1 everywhere.

    `present` holds the members with data (`source_id, member_level, member_code, time_period`). A member counts as
    seen when its country is the source's and either it has a row, or a missing row has a meaning (`zero`,
    `not_applicable`: methodology §2.1). Members withheld by the publisher are not seen.
    """
    unknown = {c.source_id for c in counted if c.card.absent == "unknown"}
    measures = sorted({c.measure for c in counted})
    some_withheld = any(context.has_withheld(measure) for measure in measures)
    routes = [
        route
        for route in routes
        if route[1] != route[2] and (some_withheld or route[1] == "perimeter" or route[0] in unknown)
    ]
    if not routes:
        return None
    withheld = context.facts.filter(context.facts.measure.isin(measures), context.facts.obs_status.isin(WITHHELD))
    members = _expected_members(context, routes)
    periods = present.select("time_period").distinct()
    expected = members.cross_join(periods)
    rows = present.select("member_level", "member_code", "time_period").distinct().mutate(has_row=ibis.literal(1))
    seen = expected.left_join(rows, ["member_level", "member_code", "time_period"])
    seen = seen.select(*expected.columns, has_row=seen.has_row.fill_null(0))
    hidden = withheld.select(
        member_level=withheld.area_level, member_code=withheld.ref_area, time_period=withheld.time_period
    ).distinct()
    hidden = hidden.mutate(hidden=ibis.literal(1))
    seen2 = seen.left_join(hidden, ["member_level", "member_code", "time_period"])
    seen2 = seen2.select(*seen.columns, hidden=seen2.hidden.fill_null(0))
    meaningful = sorted({country for c in counted if c.card.absent != "unknown" for country in c.countries})
    speaks = (seen2.has_row == 1) | (seen2.country.isin(meaningful) if meaningful else ibis.literal(False))
    speaks = speaks & (seen2.hidden == 0)
    weighted = seen2.mutate(seen_weight=ibis.ifelse(speaks, seen2.weight, 0.0))
    totals = weighted.group_by("area_level", "ref_area", "time_period").agg(
        seen=weighted.seen_weight.sum(), expected=weighted.weight.sum()
    )
    return totals.select(
        "area_level",
        "ref_area",
        "time_period",
        coverage=ibis.ifelse(totals.expected > 0, totals.seen / totals.expected, 0.0),
    )


def _expected_members(context: Context, routes: Sequence[tuple[str, str, str]]) -> ibis.Table:
    """Every member that an area has at the levels read, with its country and its weight (share × inhabitants)."""
    membership = context.membership
    wanted = ibis.literal(False)
    for level in sorted({route[1] for route in routes}):
        reads = sorted({route[2] for route in routes if route[1] == level})
        if level == "perimeter":
            reads = ["commune", "lau"]
        wanted = wanted | ((membership.area_level == level) & membership.member_level.isin(reads))
    members = membership.filter(wanted)
    people = context.populations.select(
        "population", member_level=context.populations.area_level, member_code=context.populations.ref_area
    )
    weighed = members.left_join(people, ["member_level", "member_code"])
    return weighed.select(
        "area_level",
        "ref_area",
        member_level=members.member_level,
        member_code=members.member_code,
        country=ibis.ifelse(members.member_level == "lau", members.member_code.substr(0, 2), "FR"),
        weight=weighed.population.fill_null(0).cast("float64") * members.share,
    )
