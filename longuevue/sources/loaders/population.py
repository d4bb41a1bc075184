"""INSEE's municipal population by commune and year. Paris, Lyon and Marseille come as arrondissements and are summed."""

from __future__ import annotations

from collections import Counter
from typing import Any

from longuevue.sources.loaders import Files
from longuevue.sources.places import commune_with_arrondissements_merged
from longuevue.sources.reading.numbers import NotAFigureError, commune_code, count
from longuevue.sources.tidying import Tally, Tidied


def tidy(files: Files) -> Tidied:
    """Inhabitants, one row per commune and year; a blank (recent merger) is null, never 0."""
    years = {role: f"20{role[1:3]}" for role in files.description.files["population"].columns if role != "commune"}
    tally = Tally()
    rows: list[dict[str, Any]] = []
    sums: Counter[tuple[str, str]] = Counter()
    for row in files.rows("population"):
        code = commune_code(row.cells.get("commune", ""))
        if len(code) == 6 and code.startswith("97"):
            code = code[:2] + code[3:]  # this file writes 973353 for 97353: the département's third digit comes twice
        if row.broken or len(code) != 5:
            tally.refuse(f"ligne {row.line}", row.broken or code, "ligne cassée ou code commune absent", "34172")
            continue
        try:
            figures = {year: count(row.cells[role]) for role, year in years.items()}
        except NotAFigureError as error:
            tally.refuse(f"ligne {row.line}", error, "population illisible", "1234")
            continue
        commune = commune_with_arrondissements_merged(code)
        for year, found in figures.items():
            if commune != code:
                sums[commune, year] += int(found.value or 0)
            else:
                rows.append(
                    {"ref_area": code, "time_period": year, "value": found.value, "obs_status": found.obs_status}
                )
        tally.keep()
    rows += [{"ref_area": c, "time_period": y, "value": float(n), "obs_status": "A"} for (c, y), n in sums.items()]
    return tally.done(
        rows,
        source_id="insee-population",
        dataset="population-municipale-communes",
        vintage=max(years.values()),
        measure="population",
        area_level="commune",
        geography_year=files.description.geography_year,
        counterpart_area="W",
    )
