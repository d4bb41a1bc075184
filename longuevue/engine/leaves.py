"""From facts to areas: a measure read as its publisher counted it, then rolled up over the members of each area.
What is divided by what is said in `nodes.py`."""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import pyarrow as pa

from longuevue.engine.context import Context, Counted, source_level
from longuevue.markers.grammar import Node

MEMBER: tuple[str, ...] = ("source_id", "member_level", "member_code", "time_period", "counterpart_area")
AREA: tuple[str, ...] = ("area_level", "ref_area", "time_period", "counterpart_area")
WITHHELD: tuple[str, ...] = ("M", "Q")


def member_rows(context: Context, leaf: Node, over: str = "counterpart") -> ibis.Table:
    """The measure of a `sum`, `distinct` or `published` leaf at the publisher's own level, one row per member,
    period and counterpart (`W` and each country), or one per item too for `distinct`.

    Columns: those of MEMBER, then `item, value, estimated`. With `over="category"`, the publisher's classification
    stands in the place of the country, so that a diversity of categories is computed like one of countries.
    """
    rows = context.facts
    rows = rows.filter(rows.measure == leaf.args["measure"])
    rows = rows.filter(~rows.obs_status.isin(WITHHELD), rows.value.notnull())
    category = rows.category.fill_null("")
    if "category" in leaf.args:
        rows = rows.filter(category.isin(list(leaf.args["category"])))
    if "category_not" in leaf.args:
        rows = rows.filter(~category.isin(list(leaf.args["category_not"])))
    counted = context.counted(leaf.args["measure"])
    rows = rows.select(
        "source_id",
        "item",
        "time_period",
        counterpart_area=rows.category.nullif("") if over == "category" else rows.counterpart_area,
        value=rows.value,
        member_level=rows.area_level,
        member_code=rows.ref_area,
        estimated=ibis.ifelse(rows.obs_status.isin(["E", "I"]), 1, 0).cast("int64"),
    )
    stated = [c.source_id for c in counted if c.card.world_total == "stated"]
    only_country = [c.source_id for c in counted if c.card.estimated_part == "counterpart_area"]
    countries = rows.filter(rows.counterpart_area.notnull(), rows.counterpart_area != "W")
    # a total that the publisher states is no thing to count: a union always unites the things themselves
    world = (
        rows if leaf.kind == "distinct" else rows.filter(~rows.source_id.isin(stated) | (rows.counterpart_area == "W"))
    )
    world = world.mutate(
        counterpart_area=ibis.literal("W"),
        estimated=ibis.ifelse(world.source_id.isin(only_country), 0, world.estimated).cast("int64"),
    )
    both = world.select(*MEMBER, "item", "value", "estimated").union(
        countries.select(*MEMBER, "item", "value", "estimated")
    )
    return both if leaf.kind == "distinct" else _summed(both)


def _summed(rows: ibis.Table) -> ibis.Table:
    """One row per member, period and counterpart; the item is kept where there is only one, and counted."""
    return rows.group_by(*MEMBER).agg(
        value=rows.value.sum(), estimated=rows.estimated.max(), item=rows.item.min(), items=rows.item.nunique()
    )


def withheld_members(context: Context, measure: str) -> ibis.Table:
    """Members of which the publisher says that a figure exists and may not be told, by source and period."""
    facts = context.facts.filter(context.facts.measure == measure, context.facts.obs_status.isin(WITHHELD))
    return facts.select(
        "source_id", member_level=facts.area_level, member_code=facts.ref_area, time_period=facts.time_period
    ).distinct()


def with_zeros(context: Context, rows: ibis.Table, counted: Sequence[Counted]) -> ibis.Table:
    """`rows` of a sum, and a zero for every member that a source with `absent: zero` covers without a row.

    A member is covered at the source's own levels, in its countries, for each period that the source has.
    """
    zero = [c for c in counted if c.card.absent == "zero"]
    if not zero:
        return rows
    columns = [*MEMBER, "value", "estimated", "item", "items"]
    tables = [rows.select(*columns)]
    at = ["source_id", "member_level", "member_code", "time_period"]
    world = rows.filter(rows.counterpart_area == "W")
    for source in zero:
        members = context.membership.filter(
            context.membership.area_level == context.membership.member_level,
            context.membership.member_level.isin(list(source.levels)),
        )
        country = ibis.ifelse(members.member_level == "lau", members.member_code.substr(0, 2), "FR")
        members = members.filter(country.isin(list(source.countries))).select("member_level", "member_code").distinct()
        periods = world.filter(world.source_id == source.source_id).select("source_id", "time_period").distinct()
        silent = members.cross_join(periods).anti_join(world, at)
        if context.has_withheld(source.measure):  # a secret is a silence of another kind
            silent = silent.anti_join(withheld_members(context, source.measure), at)
        tables.append(
            silent.select(
                *at,
                counterpart_area=ibis.literal("W"),
                value=ibis.literal(0.0),
                estimated=ibis.literal(0).cast("int64"),
                item=ibis.null("string"),
                items=ibis.literal(0).cast("int64"),
            ).select(*columns)
        )
    return ibis.union(*tables)


def pairs(counted: Sequence[Counted], scales: Sequence[str]) -> list[tuple[str, str, str]]:
    """(source, level of the area, level of the members read) for every scale that each source can speak of."""
    found = []
    for source in counted:
        for scale in scales:
            level = source_level(source.levels, scale)
            if level is None or (level != scale and source.card.rollup == "none"):
                continue
            if scale == "perimeter" and level != scale:
                found += [(source.source_id, scale, base) for base in source.levels if base in ("commune", "lau")]
            else:
                found.append((source.source_id, scale, level))
    return found


def to_areas(context: Context, rows: ibis.Table, routes: Sequence[tuple[str, str, str]]) -> ibis.Table:
    """`rows` repeated for each area that their member belongs to, with the member's share."""
    table = context.scratch(
        pa.table(
            {
                "source_id": pa.array([route[0] for route in routes], pa.string()),
                "area_level": pa.array([route[1] for route in routes], pa.string()),
                "member_level": pa.array([route[2] for route in routes], pa.string()),
            }
        )
    )
    placed = rows.join(table, ["source_id", "member_level"])
    return placed.join(context.membership, ["area_level", "member_level", "member_code"])


def summed_over_areas(placed: ibis.Table) -> ibis.Table:
    """Additive roll-up: the members' values times their shares. Columns of AREA, then
    `value, estimated, split, sources, items`."""
    items = placed["items"].sum() if "items" in placed.columns else placed.item.nunique()
    return placed.group_by(*AREA).agg(
        value=(placed.value * placed.share).sum(),
        estimated=placed.estimated.max(),
        split=ibis.ifelse(placed.share < 1, 1, 0).max(),
        sources=placed.source_id.nunique(),
        items=items,
    )


def distinct_over_areas(placed: ibis.Table) -> ibis.Table:
    """Set union: each thing once, however many members declare it. Same columns as the sum."""
    return placed.group_by(*AREA).agg(
        value=placed.item.nunique().cast("float64"),
        estimated=placed.estimated.max(),
        split=ibis.literal(0),
        sources=placed.source_id.nunique(),
        items=ibis.literal(1).cast("int64"),
    )
