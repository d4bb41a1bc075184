"""Swiss communes, key figures (« Portraits régionaux », Federal Statistical Office): share of foreigners, inhabitants.

Header on rows 6 and 7, `X` and `*` for masked values, footnotes at the foot. The numerator is rebuilt, hence estimated.
"""

from __future__ import annotations

from typing import Any

from longuevue.sources.loaders import Files
from longuevue.sources.reading.csvs import column_key
from longuevue.sources.reading.numbers import NotAFigureError, count, figure
from longuevue.sources.reading.sheets import Sheet, read_workbook
from longuevue.sources.tidying import Tally, Tidied
from longuevue.terms.refusal import Refusal

HEADER_ROW = 6
YEAR_ROW = 7


def tidy(files: Files) -> Tidied:
    """Inhabitants, printed share of foreigners and rebuilt count of foreigners, for every Swiss commune."""
    path = files.path("workbook")
    sheet = read_workbook(path)[0]
    columns = _columns(sheet, files, path.name)
    year = sheet.cells.get((YEAR_ROW, columns["foreign_share"]), "")
    tally = Tally()
    rows = []
    for number, cells in sheet.rows():
        code = cells.get(columns["code"], "")
        if not code.isdigit():
            tally.aside("titre, total suisse, note ou ligne sans numéro de commune")
            continue
        try:
            residents = count(cells.get(columns["residents"], ""))
            share = figure(cells.get(columns["foreign_share"], ""))
        except NotAFigureError as error:
            tally.refuse(f"ligne {number}", error, "chiffre illisible", "25.3")
            continue
        area: dict[str, Any] = {"ref_area": f"CH{code}", "time_period": year}
        rows.append(area | {"measure": "residents", "value": residents.value, "obs_status": residents.obs_status})
        rows.append(area | {"measure": "foreign_residents_share", "value": share.value, "obs_status": share.obs_status})
        if residents.value is not None and share.value is not None:
            value, status = float(round(share.value * residents.value / 100)), "E"
        else:
            value, status = None, share.obs_status if share.value is None else residents.obs_status
        rows.append(area | {"measure": "foreign_residents", "value": value, "obs_status": status})
        tally.keep()
    return tally.done(
        rows,
        source_id="bfs-portraits",
        dataset="je-f-21.03.01",
        vintage=files.description.vintage or year,
        area_level="lau",
        geography_year=files.description.geography_year,
        counterpart_area="W",
    )


def _columns(sheet: Sheet, files: Files, name: str) -> dict[str, int]:
    header = {column: text for (row, column), text in sheet.cells.items() if row == HEADER_ROW}
    keys = {column_key(text): column for column, text in header.items()}
    found = {}
    for role, names in files.description.files["workbook"].aliases().items():
        places = [keys[column_key(alias)] for alias in names if column_key(alias) in keys]
        if not places:
            shown = " | ".join(header.values()) or "aucune"
            raise Refusal(
                f"Colonne « {names[0]} » introuvable en ligne {HEADER_ROW}. Colonnes trouvées : {shown}.",
                "Vérifiez que c'est le tableau je-f-21.03.01.",
                where=name,
            )
        found[role] = places[0]
    return found
