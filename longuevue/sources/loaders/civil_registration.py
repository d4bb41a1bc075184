"""INSEE civil registration, individual files: marriages and births, by département of residence (no commune in them)."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from longuevue.sources.loaders import Files
from longuevue.sources.reading.streams import Batch, batches, summed
from longuevue.sources.tidying import Tally, Tidied

ABROAD = ("99", "", "ZZ")


def tidy(files: Files) -> Tidied:
    """Events a year, and those of two nationalities (`settings.what`: marriages or births)."""
    what = files.description.settings["what"]
    tally = Tally()
    sums: dict[tuple[Any, ...], float] = {}
    described = files.description.files["events"]
    for batch in batches(files.path("events"), described.aliases(), tally, optional=frozenset(described.optional)):
        good = _readable(batch, tally)
        rows = batch.filtered(good)
        tally.keep(len(rows))
        if not len(rows):
            continue
        one = pa.array([1.0] * len(rows))
        keys = [rows.columns["departement"], rows.columns["year"]]
        measure, mixed = files.description.settings["measures"]
        summed(sums, [*keys, pa.array([measure] * len(rows))], one)
        chosen = _two_nationalities(rows) if what == "marriages" else _a_foreign_parent(rows)
        summed(sums, [*keys, pa.array([mixed] * len(rows))], pc.cast(chosen, pa.float64()))
    found = [
        {"ref_area": area, "time_period": year, "measure": measure, "value": value}
        for (area, year, measure), value in sums.items()
    ]
    latest = max((row["time_period"] for row in found), default="vide")
    return tally.done(
        found,
        source_id=files.description.id,
        dataset=files.description.settings["dataset"],
        vintage=latest,
        area_level="departement",
        geography_year=files.description.geography_year,
        counterpart_area="W",
        obs_status="A",
    )


def _readable(batch: Batch, tally: Tally) -> pa.Array:
    """Rows with a département of France and a year; the others are set aside or refused."""
    area = pc.fill_null(batch.columns["departement"], "")
    year = pc.match_substring_regex(pc.fill_null(batch.columns["year"], ""), r"^(19|20)\d\d$")
    abroad = pc.is_in(area, value_set=pa.array(ABROAD))
    known = pc.match_substring_regex(area, r"^(\d{2}|2[AB]|97\d)$")
    if outside := pc.sum(pc.and_(abroad, year)).as_py():
        tally.aside("domicile à l'étranger ou non dit", outside)
    bad = pc.or_(pc.invert(year), pc.and_not(pc.invert(known), abroad))
    for position in pc.indices_nonzero(bad).to_pylist():
        found = f"{area[position].as_py()} / {batch.columns['year'][position].as_py()}"
        tally.refuse(f"ligne {batch.start + position + 2}", found, "département ou année illisible", "74 / 2021")
    return pc.and_(pc.and_(year, known), pc.invert(abroad))


def _two_nationalities(batch: Batch) -> pa.Array:
    """INDNAT 1 = French, 2 = foreign: a mixed marriage has one of each (sources.md 15)."""
    return pc.fill_null(pc.not_equal(batch.columns["nationality1"], batch.columns["nationality2"]), False)


def _a_foreign_parent(batch: Batch) -> pa.Array:
    return pc.or_(
        *(pc.fill_null(pc.equal(batch.columns[role], "2"), False) for role in ("nationality1", "nationality2"))
    )
