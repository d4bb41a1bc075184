"""Students by public institution (ministry of higher education), to the commune of the institution's seat.

Components, whose name ends with an asterisk, are already inside another row. The register gives the seat.
"""

from __future__ import annotations

from collections import defaultdict

from longuevue.sources.loaders import Files
from longuevue.sources.places import commune_with_arrondissements_merged
from longuevue.sources.reading.numbers import NotAFigureError, commune_code, count
from longuevue.sources.tidying import Tally, Tidied


def tidy(files: Files) -> Tidied:
    """Students in international mobility and students enrolled, by commune of seat and academic year."""
    tally = Tally()
    seats = _seats(files, tally)
    sums: dict[tuple[str, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
    for row in files.rows("students"):
        where = f"ligne {row.line}"
        if row.broken:
            tally.refuse(where, row.broken, "ligne cassée")
            continue
        cells = row.cells
        if cells["institution"].rstrip().endswith("*"):
            tally.aside("composante déjà comptée dans son établissement (nom suivi de *)")
            continue
        own = commune_code(cells["commune"])
        seat = next((seats[uai] for uai in cells["uai"].split(";") if uai.strip() in seats), own)
        if not seat:
            tally.refuse(where, cells["institution"], "commune du siège inconnue", "35238")
            continue
        try:
            mobile, enrolled = count(cells["mobile"]), count(cells["enrolled"])
        except NotAFigureError as error:
            tally.refuse(where, f"{cells['institution']} : {error}", "effectif illisible", "1234")
            continue
        if mobile.value is None or enrolled.value is None:
            tally.aside("étudiants en mobilité non renseignés par l'établissement")
            continue
        cell = sums[commune_with_arrondissements_merged(seat), cells["year"]]
        cell[0] += mobile.value
        cell[1] += enrolled.value
        tally.keep()
    rows = [
        {"measure": measure, "ref_area": commune, "time_period": year, "value": value}
        for (commune, year), pair in sums.items()
        for measure, value in zip(("students_international", "students_enrolled"), pair, strict=True)
    ]
    return tally.done(
        rows,
        source_id="mesr-effectifs",
        dataset="fr-esr-statistiques-sur-les-effectifs-d-etudiants-inscrits-par-etablissement-hcp",
        vintage=max((year for _, year in sums), default="vide"),
        area_level="commune",
        geography_year=files.description.geography_year,
        counterpart_area="W",
        obs_status="A",
    )


def _seats(files: Files, tally: Tally) -> dict[str, str]:
    """UAI → commune of the seat, from the register of institutions (a cell may hold several UAI)."""
    if not files.has("register"):
        return {}
    seats: dict[str, str] = {}
    for row in files.helping_rows("register", tally):
        code = commune_code(row.cells.get("commune", ""))
        for uai in row.cells.get("uai", "").split(";"):
            if uai.strip() and code:
                seats.setdefault(uai.strip(), code)
    return seats
