"""From a file of individuals (a census, a register) to counts by territory and country, and the measures on them.

One pass over the file makes a small cube, commune × country; everything else is rolled up from that cube. Precision of
the weighted counts is `precision/weighted.py`; what may be shown of them is decided by disclosure control.
"""

from __future__ import annotations

from dataclasses import dataclass

import ibis
import pyarrow as pa
import pyarrow.compute as pc

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
    numbered, areas = _numbered(membership)
    members, areas = backend.table("members", numbered), backend.table("areas", areas)
    placed = cube.join(members, "member_code")
    placed = placed.select("area", "country", people=placed.people * placed.share)
    by_country = placed.group_by("area", "country").agg(people=placed.people.sum())
    by_country = backend.keep("by_country", by_country)
    territories = backend.keep("territories", _territories(by_country).join(areas, "area"))
    abroad = by_country.filter(by_country.country.notnull())
    shown = territories.select(*PLACE, "people", "from_abroad", "share", "shannon")
    return Tabulated(shown, _quotients(abroad, territories))


def _numbered(membership: pa.Table) -> tuple[pa.Table, pa.Table]:
    """The members under a number per area, and the areas of these numbers: numbers are grouped and joined faster than a
    level and a code."""
    key = pc.binary_join_element_wise(membership["area_level"], membership["ref_area"], "/").combine_chunks()
    members = membership.select(["member_code", "share"]).append_column("area", key.dictionary_encode().indices)
    areas = membership.select(PLACE).append_column("area", members["area"]).group_by(["area", *PLACE]).aggregate([])
    return members, areas


def _territories(by_country: ibis.Table) -> ibis.Table:
    known = by_country.mutate(abroad=ibis.ifelse(by_country.country.notnull(), by_country.people, 0.0))
    totals = known.group_by("area").agg(
        people=known.people.sum(),
        from_abroad=known.abroad.sum(),
        weighted_logs=ibis.ifelse(known.abroad > 0, known.abroad * known.abroad.nullif(0).ln(), 0.0).sum(),
    )
    # H = ln N − Σ n ln n / N: one grouping instead of two
    base = totals.from_abroad.nullif(0)
    return totals.select(
        "area",
        "people",
        "from_abroad",
        share=totals.from_abroad * 100.0 / totals.people.nullif(0),
        shannon=base.ln() - totals.weighted_logs / base,
    )


def _quotients(abroad: ibis.Table, territories: ibis.Table) -> ibis.Table:
    whole = territories.filter(territories.area_level == "country")
    reference = abroad.join(whole.select("area", reference_total=whole.people), "area")
    reference = reference.select("country", "reference_total", reference=reference.people)
    totals = territories.select("area", *PLACE, total=territories.people)
    both = abroad.join(totals, "area").join(reference, "country")
    return both.select(
        *PLACE,
        "country",
        "people",
        quotient=(both.people / both.total.nullif(0)) / (both.reference / both.reference_total.nullif(0)),
    )
