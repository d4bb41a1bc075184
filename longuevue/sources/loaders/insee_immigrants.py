"""INSEE's workbook of immigrants by département and région (EM_DEPARTEMENTS_2021): printed shares and main origins.

Title rows, notes at the foot, regions given by name only; Mayotte comes from the census of 2017.
"""

from __future__ import annotations

from typing import Any

from longuevue.facts.starter import printed_countries
from longuevue.sources.loaders import Files
from longuevue.sources.places import name_key
from longuevue.sources.reading.numbers import NotAFigureError, figure
from longuevue.sources.reading.sheets import Sheet, read_workbook
from longuevue.sources.tidying import Tally, Tidied
from longuevue.terms.refusal import Refusal


def tidy(files: Files) -> Tidied:
    """Share of immigrants at two levels, as printed, and the three main countries of birth."""
    path = files.path("workbook")
    sheets = {sheet.name: sheet for sheet in read_workbook(path)}
    for name in ("Figure 1", "Figure 2", "Figure 3"):
        if name not in sheets:
            raise Refusal(
                f"Feuille « {name} » absente. Feuilles trouvées : {', '.join(sheets)}.",
                "Vérifiez le fichier.",
                where=path.name,
            )
    settings = files.description.settings
    regions = {name_key(name): str(code) for name, code in settings["regions"].items()}
    tally = Tally()
    rows: list[dict[str, Any]] = []
    names: dict[str, str] = {}
    for number, cells in sheets["Figure 1"].rows():
        code = cells.get(2, "")
        if code in ("", "Code"):
            tally.aside("titre, note ou ligne sans code")
            continue
        names[name_key(cells.get(1, ""))] = code
        _share(tally, rows, f"Figure 1, C{number}", "departement", code, cells.get(3, ""))
    for number, cells in sheets["Figure 2"].rows():
        code = regions.get(name_key(cells.get(3, "")), "")
        if not code:
            _title_or_unknown(tally, f"Figure 2, C{number}", cells, 3)
            continue
        _share(tally, rows, f"Figure 2, D{number}", "region", code, cells.get(4, ""))
    period = str(settings["time_period"])
    for row in rows:
        row["time_period"] = (
            settings["other_periods"].get(row["ref_area"], period) if row["area_level"] == "departement" else period
        )
    notes = _origins(sheets["Figure 3"], names, tally, {r["ref_area"]: r["time_period"] for r in rows})
    shared: dict[str, Any] = {"counterpart_area": "W", "obs_status": "A", "measure": "immigrants_share"}
    year = files.description.geography_year
    return tally.done(
        rows,
        source_id="insee-rp-img",
        dataset="EM_DEPARTEMENTS_2021",
        vintage=files.description.vintage or period,
        annotations=[note | {"geography_year": year} for note in notes],
        geography_year=year,
        **shared,
    )


def _share(tally: Tally, rows: list[dict[str, Any]], where: str, level: str, code: str, text: str) -> None:
    try:
        share = figure(text)
        if share.value is None or not 0 <= share.value <= 100:
            raise NotAFigureError(f"« {text} » n'est pas un pourcentage")
    except NotAFigureError as error:
        tally.refuse(where, error, "part illisible", "12.06")
        return
    rows.append({"area_level": level, "ref_area": code, "value": share.value})
    tally.keep()


def _title_or_unknown(tally: Tally, where: str, cells: dict[int, str], column: int) -> None:
    name = cells.get(column, "")
    if not name or name.startswith(("Région", "Département")) or not cells.get(column + 1):
        tally.aside("titre, note ou ligne sans code")
    elif name.startswith("France"):
        tally.aside("total France : ni un département ni une région")
    else:
        tally.refuse(where, name, "nom de territoire inconnu", "Bretagne")


def _origins(sheet: Sheet, names: dict[str, str], tally: Tally, periods: dict[str, str]) -> list[dict[str, Any]]:
    countries = printed_countries()
    notes = []
    for number, cells in sheet.rows():
        code = names.get(name_key(cells.get(2, "")), "")
        if not code:
            _title_or_unknown(tally, f"Figure 3, B{number}", cells, 2)
            continue
        unknown = [cells.get(c, "") for c in (4, 5, 6) if cells.get(c, "") not in countries]
        if unknown:
            tally.refuse(f"Figure 3, D{number}", ", ".join(unknown), "pays inconnu de printed-countries.yaml", "Maroc")
            continue
        tally.keep()
        notes += [
            {
                "kind": "main_origin",
                "measure": "immigrants_share",
                "ref_area": code,
                "area_level": "departement",
                "time_period": periods.get(code, "2021"),
                "rank": column - 3,
                "counterpart_area": countries[cells[column]],
                "text_fr": cells[column],
                "text_en": None,
            }
            for column in (4, 5, 6)
        ]
    return notes
