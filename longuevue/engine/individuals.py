"""From a file of individuals (a census, a register) to counts by territory and country, and the measures on them.

One pass over the file makes a small cube, commune × country; everything else is rolled up from that cube. Precision of
the weighted counts is `precision/weighted.py`; what may be shown of them is decided by disclosure control.
"""

from __future__ import annotations

from dataclasses import dataclass

import ibis
import pyarrow as pa

from longuevue.engine.backend import Backend

PLACE = ["area_level", "ref_area"]


@dataclass(frozen=True, slots=True)
class Tabulated:
    """Two tables, still in the engine (`backend.collect` or `backend.save` them). `territories`: people, those from abroad, their share, the diversity of their countries; `by_country`: each
    country's people and how many times more present it is than in the whole file."""

    territories: ibis.Table
    by_country: ibis.Table


def tabulate(
    backend: Backend,
    individuals: ibis.Table,
    membership: pa.Table,
    *,
    commune: str = "commune",
    country: str = "country",
    weight: str = "weight",
) -> Tabulated:
    """Counts, shares, Shannon diversity and location quotients at every level of `membership`.

    `country` is null for those who do not come from abroad. `membership` has `area_level, ref_area, member_code,
    share`, one level being `country`: the reference of the quotients.
    """
    cube = individuals.group_by(member_code=individuals[commune], country=individuals[country]).agg(
        people=individuals[weight].sum()
    )
    # the cube is thousands of times smaller than the file: read the file once, then keep to the cube
    cube = backend.keep("cube", cube)
    members = backend.table("members", membership)
    placed = cube.join(members, "member_code")
    placed = placed.select(*PLACE, "country", people=placed.people * placed.share)
    by_country = placed.group_by(*PLACE, "country").agg(people=placed.people.sum())
    by_country = backend.keep("by_country", by_country)
    territories = backend.keep("territories", _territories(by_country))
    abroad = by_country.filter(by_country.country.notnull())
    return Tabulated(territories, _quotients(abroad, territories))


def _territories(by_country: ibis.Table) -> ibis.Table:
    known = by_country.mutate(abroad=ibis.ifelse(by_country.country.notnull(), by_country.people, 0.0))
    totals = known.group_by(*PLACE).agg(
        people=known.people.sum(),
        from_abroad=known.abroad.sum(),
        weighted_logs=ibis.ifelse(known.abroad > 0, known.abroad * known.abroad.nullif(0).ln(), 0.0).sum(),
    )
    # H = ln N − Σ n ln n / N: one grouping instead of two
    base = totals.from_abroad.nullif(0)
    return totals.select(
        *PLACE,
        "people",
        "from_abroad",
        share=totals.from_abroad * 100.0 / totals.people.nullif(0),
        shannon=base.ln() - totals.weighted_logs / base,
    )


def _quotients(abroad: ibis.Table, territories: ibis.Table) -> ibis.Table:
    reference = abroad.filter(abroad.area_level == "country").select("country", reference=abroad.people)
    whole = territories.filter(territories.area_level == "country").select(reference_total=territories.people)
    totals = territories.select(*PLACE, total=territories.people)
    both = abroad.join(totals, PLACE).join(reference, "country").cross_join(whole)
    return both.select(
        *PLACE,
        "country",
        "people",
        quotient=(both.people / both.total.nullif(0)) / (both.reference / both.reference_total.nullif(0)),
    )
