"""A diversity that is two bounds rather than one number, because its list is too short for the usual correction.
The rule is `engine.measures.diversity.effective_number`'s; here it is asked again of the published counts by country."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from longuevue.markers.grammar import read_formula

if TYPE_CHECKING:
    from longuevue.edition.reader import Edition


def between(
    edition: Edition, marker: str, companion: dict[str, Any], reading: dict[str, Any]
) -> dict[str, float] | None:
    """`low` and `high` of a companion's reading; None where it is one number, or where its countries are not all known."""
    value, listed = reading["value"], reading["denominator"]
    if companion["property"] != "diversity" or value is None or listed is None:
        return None
    # NumPy is read where there is a diversity to tell only
    from longuevue.edition.measured.rows import Rows
    from longuevue.engine.measures.diversity import SMALL_SAMPLE, effective_number

    if listed >= SMALL_SAMPLE:
        return None
    flows = Rows(edition).partners(marker, reading["area_level"], reading["time_period"], reading["ref_area"])
    order = read_formula(companion["formula"], where=companion["id"]).args.get("order", 1)
    found = effective_number(list(flows.values()), order)
    if found.low is None or found.high is None or not math.isclose(found.low, value, rel_tol=1e-6):
        return None
    if round(found.low, companion["unit"]["decimals"]) >= found.high:
        return None
    return {"low": value, "high": found.high}
