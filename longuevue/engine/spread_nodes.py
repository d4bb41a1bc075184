"""Nodes that read a flow over its partners: how many count (diversity), how far they are, how many are in a list.
The handbook's formulas are in `measures/`; here they are written in the constructs that every engine has."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import ibis
import pyarrow as pa

from longuevue.engine.context import Counted
from longuevue.engine.coverage import coverage_of
from longuevue.engine.distances import distances_between
from longuevue.engine.leaves import distinct_over_areas, member_rows, pairs, summed_over_areas, to_areas
from longuevue.engine.measures.diversity import ROUNDING, SMALL_SAMPLE
from longuevue.engine.measures.reach import SMALLEST_LOCATED_SHARE
from longuevue.engine.measures.rings import countries_in
from longuevue.engine.shape import Asked, counted_by, mixes_sources, shaped
from longuevue.markers.grammar import Node
from longuevue.terms.refusal import Refusal

#: steps at which fractions of one, and kilometres, are added up
FINE, METRES = 1e15, 1e3
PLACE = ["area_level", "ref_area", "time_period"]


class Spread(NamedTuple):
    """A flow by partner at each area and period, its totals, and what signs them."""

    by_partner: ibis.Table
    totals: ibis.Table
    coverage: ibis.Table | None
    counted: tuple[Counted, ...]


def _spread(asked: Asked, of: Node, over: str, *, by_item: bool = False) -> Spread | None:
    """The counts of `of` by partner country (or category), France and the world total left out.

    `by_item` keeps each distinct thing apart under its own identity instead of its country.
    """
    counted = counted_by(asked, of)
    routes = pairs(counted, asked.scales)
    if not routes:
        return None
    rows = member_rows(asked.context, of, over=over)
    if by_item:
        rows = rows.filter(rows.counterpart_area == "W").mutate(counterpart_area=rows.item)
    else:
        rows = rows.filter(rows.counterpart_area != "W", rows.counterpart_area != "FR")
    placed = to_areas(asked.context, rows, routes)
    by_partner = distinct_over_areas(placed) if of.kind == "distinct" else summed_over_areas(placed)
    # a count of items that cannot be united holds only where one item serves the area (several airports)
    lists = any(c.card.rollup == "none" for c in counted)
    totals = by_partner.group_by(*PLACE).agg(
        total=by_partner.value.sum(),
        estimated=by_partner.estimated.max(),
        split=by_partner.split.max(),
        sources=by_partner.sources.max(),
        overlapping=ibis.ifelse((by_partner["items"] > 1) & ibis.literal(lists), 1, 0).max(),
    )
    return Spread(by_partner, totals, coverage_of(asked.context, counted, routes, rows), counted)


def exact_sum(value: ibis.Value, steps: float) -> ibis.Value:
    """The sum of `value` in whole steps: whole numbers add up to the same total in whatever order an engine takes them,
    so that the same inputs give the same edition to the last byte."""
    return (value * steps).round().cast("int64").sum().cast("float64") / steps


def _finished(asked: Asked, spread: Spread, joined: ibis.Table, blocked: ibis.Value | None = None) -> ibis.Table:
    result = joined.select(
        *PLACE,
        "value",
        "numerator",
        "denominator",
        "estimated",
        "split",
        "sources",
        counterpart_area=ibis.literal("W"),
        stopped=(joined.overlapping > 0)
        | joined.value.isnull()
        | (ibis.literal(False) if blocked is None else blocked),
    )
    return shaped(result, spread.coverage, result.stopped | mixes_sources(asked.context, spread.counted, result))


def effective_number(asked: Asked, node: Node) -> ibis.Table | None:
    """Hill number of the rolled-up counts (methodology §2.5), corrected for short lists under 200 units.

    France is never one of the partners: it would turn diversity into intensity.
    """
    spread = _spread(asked, node.parts["of"], node.args["over"])
    if spread is None:
        return None
    present = spread.by_partner.filter(spread.by_partner.value > 0)
    shares = present.join(spread.totals, PLACE)
    shares = shares.select(*PLACE, n=present.value, total=shares.total, share=present.value / shares.total.nullif(0))
    sums = shares.group_by(*PLACE).agg(
        classes=shares.count().cast("float64"),
        shannon=-exact_sum(shares.share * shares.share.ln(), FINE),
        concentration=exact_sum(shares.share * shares.share, FINE),
        # only short lists read it: elsewhere a square would pass what an integer holds
        pairs_alike=exact_sum(ibis.ifelse(shares.total < SMALL_SAMPLE, shares.n * (shares.n - 1), 0.0), 1e6),
        n=shares.total.max(),
    )
    order = node.args.get("order", 1)
    short = (sums.n < SMALL_SAMPLE) & (sums.n >= 2)
    if order == 0:
        value = sums.classes
    elif order == 1:
        # Miller-Madow: H + (S − 1) / 2N
        corrected = (sums.shannon + (sums.classes - 1) / (2 * sums.n)).exp()
        value = _within_present(sums, short, corrected, sums.shannon.exp())
    else:
        # the unbiased Simpson has no inverse when nobody is of the same class as another
        unbiased = sums.n * (sums.n - 1) / sums.pairs_alike.nullif(0)
        value = _within_present(sums, short, unbiased, 1.0 / sums.concentration)
        value = ibis.ifelse(short & (sums.pairs_alike <= 0), ibis.null("float64"), value)
    number = sums.select(*PLACE, value=value)
    joined = number.join(spread.totals, PLACE)
    joined = joined.mutate(numerator=ibis.null("float64"), denominator=joined.total)
    return _finished(asked, spread, joined)


def _within_present(sums: ibis.Table, short: ibis.Value, corrected: ibis.Value, plain: ibis.Value) -> ibis.Value:
    """The corrected number of a short list, unless it passes the classes present: then the plain one, a lower bound."""
    holds = short & (corrected <= sums.classes * (1 + ROUNDING))
    return ibis.ifelse(holds, ibis.least(corrected, sums.classes), plain)


def mean_reach(asked: Asked, node: Node) -> ibis.Table | None:
    """Mean great-circle distance to the partners, in kilometres (methodology §2.6).

    Each thing counted is at its own place when known, else at its country's capital. Where the area's centre is not
    known, or too little of the flow is located in a closed register, no value is given.
    """
    of = node.parts["of"]
    by_item = of.kind == "distinct"
    spread = _spread(asked, of, "counterpart", by_item=by_item)
    if spread is None:
        return None
    ends = spread.by_partner.select("area_level", "ref_area", partner=spread.by_partner.counterpart_area).distinct()
    found = distances_between(asked.context, asked.context.backend.collect(ends), by_item=by_item)
    distances = asked.context.scratch(found)
    flow = spread.by_partner.select(*PLACE, partner=spread.by_partner.counterpart_area, n=spread.by_partner.value)
    measured = flow.join(distances, ["area_level", "ref_area", "partner"])
    sums = measured.group_by(*PLACE).agg(
        travelled=exact_sum(measured.n * measured.kilometres, METRES),
        located=ibis.ifelse(measured.kilometres.notnull(), measured.n, 0.0).sum(),
    )
    joined = sums.join(spread.totals, PLACE)
    opened = any(c.card.register_ == "open" for c in spread.counted)
    enough = 0.0 if opened else SMALLEST_LOCATED_SHARE
    joined = joined.mutate(
        value=joined.travelled / joined.located.nullif(0), numerator=joined.travelled, denominator=joined.located
    )
    return _finished(asked, spread, joined, joined.located < joined.total * enough)


def share_in(asked: Asked, node: Node) -> ibis.Table | None:
    """Per cent of the flow whose partner country is in a dated list (EU, Schengen, DAC…) at the date of the flow."""
    spread = _spread(asked, node.parts["of"], "counterpart")
    if spread is None:
        return None
    rows = spread.by_partner
    seen = asked.context.backend.collect(rows.select("time_period", partner=rows.counterpart_area).distinct())
    members = asked.context.scratch(_membership(seen, node.args["list"]))
    flow = rows.select(*PLACE, partner=rows.counterpart_area, n=rows.value).join(members, ["time_period", "partner"])
    sums = flow.group_by(*PLACE).agg(inside=(flow.n * flow.inside).sum())
    joined = sums.join(spread.totals, PLACE)
    joined = joined.mutate(
        value=joined.inside * 100.0 / joined.total.nullif(0), numerator=joined.inside, denominator=joined.total
    )
    return _finished(asked, spread, joined)


def _membership(seen: pa.Table, list_name: str) -> pa.Table:
    """1 for a country in the list at the end of the period, 0 outside, null where the list does not go back so far."""
    inside: list[float | None] = []
    for period, partner in zip(seen["time_period"].to_pylist(), seen["partner"].to_pylist(), strict=True):
        try:
            inside.append(1.0 if partner in countries_in(list_name, last_day(period)) else 0.0)
        except Refusal:
            inside.append(None)
    return seen.select(["time_period", "partner"]).append_column("inside", pa.array(inside, pa.float64()))


def last_day(period: str) -> date:
    """The last day of a period as publishers write it: `2021`, `2022-23`, `2016-09`."""
    year, _, rest = period.partition("-")
    if not rest:
        return date(int(year), 12, 31)
    follows = len(rest) == 2 and int(rest) == (int(year) + 1) % 100
    if follows and int(rest) > 12:
        return date(int(year) + 1, 12, 31)
    return date(int(year), min(int(rest[:2]), 12), 28)
