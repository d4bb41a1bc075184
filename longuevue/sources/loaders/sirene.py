"""Sirene: active establishments of legal persons under foreign law, streamed from two Parquet (or CSV) files.

First the legal units of six categories, a few thousand; then the establishments of those units only.
"""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from longuevue.sources.loaders import Files
from longuevue.sources.places import commune_with_arrondissements_merged
from longuevue.sources.reading.streams import batches
from longuevue.sources.tidying import Tally, Tidied


def tidy(files: Files) -> Tidied:
    """Establishments by commune and legal category."""
    categories = pa.array([str(code) for code in files.description.settings["categories"]])
    tally = Tally()
    units = _units(files, categories, tally)
    sirens = pa.array(sorted(units))
    sums: dict[tuple[str, str], int] = {}
    described = files.description.files["establishments"]
    for batch in batches(
        files.path("establishments"), described.aliases(), tally, optional=frozenset(described.optional)
    ):
        mine = pc.is_in(batch.columns["siren"], value_set=sirens)
        tally.aside("autre établissement", len(batch) - (pc.sum(mine).as_py() or 0))
        rows = batch.filtered(mine)
        abroad = rows.columns.get("country")
        for position in range(len(rows)):
            siren = rows.columns["siren"][position].as_py()
            commune = rows.columns["commune"][position].as_py()
            if rows.columns["state"][position].as_py() != "A":
                tally.aside("établissement fermé")
            elif abroad is not None and abroad[position].as_py():
                tally.aside("adresse à l'étranger")
            elif not commune:
                tally.refuse(f"ligne {batch.start + position + 2}", siren, "commune absente", "74012")
            else:
                key = commune_with_arrondissements_merged(commune), units[siren]
                sums[key] = sums.get(key, 0) + 1
                tally.keep()
    period = files.description.vintage or str(files.hints.get("period") or files.description.settings["time_period"])
    rows_out: list[dict[str, Any]] = [
        {"ref_area": commune, "category": category, "value": float(number)}
        for (commune, category), number in sums.items()
    ]
    return tally.done(
        rows_out,
        source_id="insee-sirene",
        dataset="StockEtablissement",
        vintage=period,
        measure="foreign_entities",
        area_level="commune",
        geography_year=files.description.geography_year,
        time_period=period,
        counterpart_area="W",
        obs_status="A",
    )


def _units(files: Files, categories: pa.Array, tally: Tally) -> dict[str, str]:
    """siren → legal category, for active units of the six categories (sources.md 7)."""
    found: dict[str, str] = {}
    described = files.description.files["units"]
    for batch in batches(files.path("units"), described.aliases(), tally, optional=frozenset(described.optional)):
        foreign = pc.is_in(batch.columns["category"], value_set=categories)
        active = pc.fill_null(pc.equal(batch.columns["state"], "A"), False)
        rows = batch.filtered(pc.and_(foreign, active))
        tally.aside("autre unité légale", len(batch) - len(rows))
        tally.aside("unité légale étrangère active", len(rows))
        found |= dict(zip(rows.columns["siren"].to_pylist(), rows.columns["category"].to_pylist(), strict=True))
    return found
