"""Which status and reason a computed value gets, and which values may not be given at all. Nothing is computed here."""

from __future__ import annotations

import ibis

from longuevue.engine.context import Context
from longuevue.engine.precision.floors import detail_floor
from longuevue.markers.marker import Marker

#: below this share of inhabitants covered, an aggregate is not published (methodology §2.1)
LEAST_COVERAGE = 0.95
#: floating-point dust under which a coverage is whole
DUST = 1e-9


def with_status(
    rows: ibis.Table,
    marker: Marker,
    context: Context,
    *,
    open_register: bool,
    country_only: bool = False,
    over_countries: bool = False,
) -> ibis.Table:
    """`rows` (shape of `nodes.SHAPE`) with `status, status_reason`, and without the values that may not be given.

    Order of the rules: population floor, blocked or undefined, too little coverage, estimated, open register,
    incomplete members, ok. A figure that tells a country, or is `over_countries`, bears the floor of that detail.
    """
    floor = marker.population_floor
    detail = detail_floor(floor, context.partner_countries(marker.tree().measures())) if floor else 0
    people = context.populations.select("area_level", "ref_area", "population")
    placed = rows.left_join(people, ["area_level", "ref_area"])
    # INSEE's floors bind INSEE's figures: a foreign commune is printed as its own office prints it
    french = placed.area_level != "lau"
    needed = ibis.ifelse((placed.counterpart_area != "W") | ibis.literal(over_countries), detail, floor)
    under = (french & (placed.population.fill_null(0) < needed)) if floor else ibis.literal(False)
    covered = ibis.literal(True) if open_register else placed.coverage >= LEAST_COVERAGE
    whole = ibis.literal(True) if open_register else placed.coverage >= 1 - DUST
    country = (placed.counterpart_area != "W") | ibis.literal(country_only)
    given = ~under & (placed.blocked == 0) & placed.value.notnull() & covered
    status = ibis.cases(
        (~given, "not_available"),
        (placed.estimated > 0, "estimated"),
        (placed.split > 0, "estimated"),
        (ibis.literal(open_register) | ~whole, "partial"),
        else_="ok",
    )
    reason = ibis.cases(
        (under, "scale_too_small"),
        (~given, "undefined"),
        ((placed.estimated > 0) & country, "estimated_country"),
        ((placed.estimated > 0) | (placed.split > 0), "estimated_split"),
        (ibis.literal(open_register), "open_register"),
        (~whole, "incomplete_members"),
        else_=ibis.null("string"),
    )
    nothing = ibis.null("float64")
    # nothing divided by nothing has no value, but its two parts may be read
    parts = given | (~under & (placed.denominator == 0)).fill_null(False)
    return placed.select(
        *[rows[name] for name in ("area_level", "ref_area", "time_period", "counterpart_area")],
        value=ibis.ifelse(given, placed.value, nothing),
        numerator=ibis.ifelse(parts, placed.numerator, nothing),
        denominator=ibis.ifelse(parts, placed.denominator, nothing),
        coverage=ibis.ifelse(ibis.literal(open_register) | under | (placed.blocked > 0), nothing, placed.coverage),
        status=status,
        status_reason=reason,
    )
