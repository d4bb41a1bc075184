"""INSEE census tables per commune: NAT1 (nationality) and IMG1A (immigrants), long CSV or wide XLSX.

Values are weighted, hence not whole. `ENS` and `_T` are totals already made: they are left aside.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

from longuevue.sources.loaders import Files
from longuevue.sources.loaders.census_individuals import year_of
from longuevue.sources.places import commune_with_arrondissements_merged
from longuevue.sources.reading.archives import extracted
from longuevue.sources.reading.numbers import NotAFigureError, commune_code, count
from longuevue.sources.reading.sheets import read_workbook
from longuevue.sources.tidying import Tally, Tidied
from longuevue.terms.refusal import Refusal

TOTALS = frozenset({"ENS", "_T", "T"})
Sums = dict[tuple[str, str], float]


def tidy(files: Files) -> Tidied:
    """Residents, and those of the group (`settings.group`: INATC = 2, or IMMI = 1), by commune."""
    settings = files.description.settings
    path = files.path("table")
    tally = Tally()
    communes: Sums = defaultdict(float)
    parts: Sums = defaultdict(float)
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        _wide(path, settings, communes, parts, tally)
    else:
        if path.suffix.lower() == ".zip":
            path = extracted(path, "td_*.csv", files.scratch)
        _long(files, path, settings, communes, parts, tally)
    # Paris, Lyon, Marseille: the commune's own row where it exists, else the sum of its arrondissements
    whole = {code for code, _ in communes}
    for (code, group), value in parts.items():
        merged = commune_with_arrondissements_merged(code)
        if merged not in whole:
            communes[merged, group] += value
    year = year_of(files)
    measures = {"all": settings["all"], "group": settings["group"]}
    rows = [{"ref_area": code, "measure": measures[part], "value": value} for (code, part), value in communes.items()]
    return tally.done(
        rows,
        source_id=files.description.id,
        dataset=settings["dataset"],
        vintage=year,
        area_level="commune",
        geography_year=int(year) + 3,
        time_period=year,
        counterpart_area="W",
        obs_status="A",
    )


def _long(files: Files, path: Path, settings: dict[str, str], communes: Sums, parts: Sums, tally: Tally) -> None:
    for row in files.rows("table", path):
        where = f"ligne {row.line}"
        if row.broken:
            tally.refuse(where, row.broken, "ligne cassée")
            continue
        cells = row.cells
        if cells["level"] not in ("COM", "ARM"):
            tally.aside(f"autre niveau que la commune ({cells['level']})")
            continue
        if TOTALS & {cells["group"], cells.get("sex", ""), cells.get("age", "")}:
            tally.aside("total déjà fait")
            continue
        try:
            number = count(cells["value"])
        except NotAFigureError as error:
            tally.refuse(where, error, "effectif illisible", "412.3817")
            continue
        target = communes if cells["level"] == "COM" else parts
        code = commune_code(cells["code"])
        target[code, "all"] += number.value or 0
        target[code, "group"] += (number.value or 0) if cells["group"] == settings["code"] else 0
        tally.keep()


def _wide(path: Path, settings: dict[str, str], communes: Sums, parts: Sums, tally: Tally) -> None:
    sheets = {sheet.name.upper(): sheet for sheet in read_workbook(path)}
    if "COM" not in sheets:
        raise Refusal(f"Feuille COM absente : {', '.join(sheets)}.", "Vérifiez le fichier.", where=path.name)
    columns: dict[int, bool] = {}
    code_column = 0
    pattern = re.compile(rf"(?:^|_){settings['variable']}(\d)(?:_|$)")
    for number, cells in sheets["COM"].rows():
        if not columns:
            tally.aside("titre")
            heads = {text.strip(): column for column, text in cells.items()}
            if "CODGEO" in heads:
                code_column = heads["CODGEO"]
                columns = {
                    c: found[1] == settings["code"] for text, c in heads.items() if (found := pattern.search(text))
                }
                if not columns:
                    raise Refusal(
                        f"Aucune colonne {settings['variable']}1, {settings['variable']}2.",
                        "Vérifiez le fichier.",
                        where=path.name,
                    )
            continue
        code = commune_code(cells.get(code_column, ""))
        if not re.fullmatch(r"\d{5}|2[AB]\d{3}", code):
            tally.aside("note, ou ligne sans code commune")
            continue
        try:
            values = {column: count(cells.get(column, "")).value or 0 for column in columns}
        except NotAFigureError as error:
            tally.refuse(f"COM, ligne {number}", error, "effectif illisible", "412.3817")
            continue
        target = communes if commune_with_arrondissements_merged(code) == code else parts
        target[code, "all"] += sum(values.values())
        target[code, "group"] += sum(value for column, value in values.items() if columns[column])
        tally.keep()
