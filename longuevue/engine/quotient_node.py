"""The location quotient of a formula, in the constructs that every engine has (methodology §2.4).
Its refusals are those of `measures/location.py`, which holds the rule on origin."""

from __future__ import annotations

import ibis

from longuevue.engine.leaves import AREA
from longuevue.engine.measures.location import LARGE_SHARE_OF_REFERENCE, LEVELS_FOR_ORIGIN, SMALLEST_COUNT
from longuevue.engine.shape import SHAPE, Asked
from longuevue.markers.grammar import Node

#: sensitivities under which a quotient tells an origin, whatever the page says
ORIGIN_SENSITIVITIES = frozenset({"high", "very_high"})
PERIOD_AND_PARTNER = ("time_period", "counterpart_area")


def quotient_scales(asked: Asked, node: Node) -> tuple[str, ...]:
    """The scales at which this quotient may be told, France added as the reference."""
    cards = [c.card for measure in node.measures() for c in asked.context.counted(measure)]
    by_origin = node.args["by_origin"] or any(card.sensitivity in ORIGIN_SENSITIVITIES for card in cards)
    scales = tuple(level for level in asked.scales if not by_origin or level in LEVELS_FOR_ORIGIN)
    return scales if "country" in scales else (*scales, "country")


def location_quotient(above: ibis.Table, below: ibis.Table) -> ibis.Table:
    """(x/X) / (x_ref/X_ref), France being the reference, less the territory where it is a large part of it.

    The numerator is the count observed, the denominator the count expected: the quotient is one over the other.
    """
    totals = below.filter(below.counterpart_area == "W").select(
        "area_level",
        "ref_area",
        "time_period",
        total=below.value,
        total_coverage=below.coverage,
        total_estimated=below.estimated,
        total_blocked=below.blocked,
    )
    here = above.inner_join(totals, ["area_level", "ref_area", "time_period"])
    france = here.filter(here.area_level == "country").select(
        *PERIOD_AND_PARTNER, reference=here.value, reference_total=here.total, reference_blocked=here.blocked
    )
    both = here.inner_join(france, list(PERIOD_AND_PARTNER))
    large = both.total >= both.reference_total * LARGE_SHARE_OF_REFERENCE
    rest = ibis.ifelse(large, both.reference - both.value, both.reference)
    rest_total = ibis.ifelse(large, both.reference_total - both.total, both.reference_total)
    expected = ibis.ifelse(rest_total > 0, both.total * rest / rest_total.nullif(0), ibis.null("float64"))
    told = both.mutate(expected=expected)
    weak = (told.value < SMALLEST_COUNT) | (told.expected.fill_null(0.0) < SMALLEST_COUNT)
    refused = weak | (told.blocked > 0) | (told.total_blocked > 0) | (told.reference_blocked > 0)
    answer = told.select(
        *AREA,
        value=ibis.ifelse(refused, ibis.null("float64"), told.value / told.expected.nullif(0)),
        numerator=told.value,
        denominator=told.expected,
        coverage=ibis.least(told.coverage, told.total_coverage),
        estimated=ibis.greatest(told.estimated, told.total_estimated),
        split=told.split,
        blocked=ibis.ifelse(refused, 1, 0),
    )
    return answer.select(*SHAPE)
