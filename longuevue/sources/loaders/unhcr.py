"""UNHCR asylum applications, to first applications lodged in France, by origin: national context only.

Appeals (A) and repeat claims (R) count the same people again: only new applications (N) are read.
"""

from __future__ import annotations

from collections import Counter

from longuevue.sources.countries import from_alpha3
from longuevue.sources.loaders import Files
from longuevue.sources.reading.numbers import NotAFigureError, count
from longuevue.sources.tidying import Tally, Tidied


def tidy(files: Files) -> Tidied:
    """New applications a year, in all and by country of origin; a null origin is an unknown one."""
    tally = Tally()
    sums: Counter[tuple[str, str | None]] = Counter()
    for row in files.rows("applications"):
        if row.broken:
            tally.refuse(f"ligne {row.line}", row.broken, "ligne cassée")
            continue
        cells = row.cells
        if cells["asylum"] != "FRA":
            tally.aside("demande déposée hors de France")
            continue
        if cells["kind"] != "N":
            tally.aside("recours, réexamen ou autre : pas une première demande")
            continue
        try:
            applied = count(cells["applied"])
        except NotAFigureError as error:
            tally.refuse(f"ligne {row.line}", error, "nombre illisible", "120")
            continue
        if applied.value is None:
            tally.aside("nombre non communiqué")
            continue
        sums[cells["year"], from_alpha3(cells["origin"])] += int(applied.value)
        sums[cells["year"], "W"] += int(applied.value)
        tally.keep()
    rows = [{"time_period": year, "counterpart_area": origin, "value": float(n)} for (year, origin), n in sums.items()]
    return tally.done(
        rows,
        source_id="unhcr",
        dataset="asylum_applications",
        vintage=files.description.vintage or "2025.12.1",
        measure="asylum_first_applications",
        ref_area="FR",
        area_level="country",
        geography_year=files.description.geography_year,
        obs_status="A",
    )
