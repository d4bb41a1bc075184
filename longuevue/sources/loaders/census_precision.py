"""How sure the counts of a census individual file are: rows of sampling covariance, to go beside the counts.

INDCVI numbers households (`NUMMI`, inside a canton or town): they are the units drawn. MOBPRO and MIGCOM do not: each
person is then a unit, and the description's `design_effect` says how much sharing a household widens the error.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from longuevue.facts.sampling import covariance
from longuevue.sources.reading.samples import Households, Sample
from longuevue.sources.reading.streams import Batch

#: numbering of households, read apart: kept in a profile it would make every person's profile their own
HOUSEHOLD: Final = ("canton", "household")
WORKERS: Final = ("workers", "workers_immigrant", "workers_foreign")
#: what is divided by what, in files where each person is a unit
BASES: Final = {
    "cross_border_commuters": "employed_residents",
    "cross_border_commuters_by_transit": "cross_border_commuters",
    "arrivals_from_abroad": "residents_over_1",
}
WHOLE: Final = ("employed_residents", "residents_over_1")

Sums = dict[tuple[Any, ...], float]


def from_people(sums: Sums, squares: Sums, people: Sums, *, design_effect: float) -> Iterator[dict[str, Any]]:
    """Rows from sums of weights, of squared weights and of people by (area, measure, country, category)."""
    moments = [_by_country(each) for each in (sums, squares)]
    base = next((name for name in WHOLE if any(key[1] == name for key in sums)), None)
    if base is None:
        return
    for (area, measure, country), square in moments[1].items():
        whole = (area, base, "W")
        units, all_weights = people[area, base, "W", None], moments[0][whole]
        fraction = min(units / all_weights, 1.0) if all_weights > 0 else 1.0
        scale = design_effect * (1 - fraction) * units / max(units - 1, 1)
        total = moments[0][area, measure, country]

        def spread(product: float, one: float, other: float, units: float = units, scale: float = scale) -> float:
            return scale * (product - one * other / units if units > 1 else product)

        yield _row(area, measure, measure, country, spread(square, total, total))
        if over := BASES.get(measure):
            # whoever is counted above is counted below too: the product of the two weights is the square of one
            yield _row(area, measure, over, country, spread(square, total, moments[0].get((area, over, "W"), 0.0)))


def _by_country(sums: Sums) -> dict[tuple[str, str, str], float]:
    """By area, measure and country, categories put together; the world is every country and the unknown one."""
    found: dict[tuple[str, str, str], float] = defaultdict(float)
    for (area, measure, country, _), value in sums.items():
        found[area, measure, "W"] += value
        if country not in (None, "W"):
            found[area, measure, country] += value
    return found


class Workers:
    """The households of INDCVI, and among them people in work, immigrants in work and foreign nationals in work."""

    def __init__(self) -> None:
        self._sample = Sample(WORKERS)
        self._households = Households(self._sample)
        self._numbered = True

    def add(self, batch: Batch, weight: pa.Array) -> None:
        """Every person of the batch, in work or not: a household without a worker was drawn too."""
        columns = batch.columns
        employed = _is(columns["activity"], "11")
        weights = np.asarray(weight, dtype=np.float64)
        counted = [employed, employed & _is(columns["immigrant"], "1"), employed & _is(columns["nationality"], "2")]
        totals = np.column_stack(counted) * weights[:, None]
        canton = pc.fill_null(columns["canton"], "") if "canton" in columns else pa.scalar("")
        strata = _texts(pc.binary_join_element_wise(columns["departement"], canton, "/"))
        if "household" not in columns:
            self._numbered = False
            ones = np.ones(len(weights))
            self._sample.add(strata.tolist(), ones, ones, weights, totals)
            return
        number = pc.fill_null(columns["household"], "")
        names = _texts(pc.if_else(pc.starts_with(number, "Z"), "", number))
        self._households.add({"stratum": strata, "household": names, "weight": weights, "totals": totals})

    def rows(self, *, design_effect: float) -> Iterator[dict[str, Any]]:
        """Covariances by département: strata are drawn apart, theirs add up."""
        self._households.finish()
        sums: dict[str, Any] = {}
        effect = 1.0 if self._numbered else design_effect
        for stratum, found in self._sample.covariances(design_effect=effect):
            area = stratum.partition("/")[0]
            sums[area] = sums.get(area, 0.0) + found
        for area, found in sums.items():
            for place, measure in enumerate(WORKERS):
                yield _row(area, measure, measure, "W", float(found[place, place]))
                if place:
                    yield _row(area, measure, "workers", "W", float(found[place, 0]))


def _is(column: pa.Array, code: str) -> Any:
    return pc.fill_null(pc.equal(column, code), False).to_numpy(zero_copy_only=False)


def _texts(column: pa.Array) -> Any:
    return column.to_numpy(zero_copy_only=False)


def _row(area: str, one: str, other: str, country: str, value: float) -> dict[str, Any]:
    return {"ref_area": area, "measure": covariance(one, other), "counterpart_area": country, "value": value}
