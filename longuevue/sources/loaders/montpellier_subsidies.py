"""Ville de Montpellier's subsidies to associations: ODS of 2014, CSV of 2012 and 2013 inside an archive.

The theme is written on the first line of each group, subtotals and repeated headers stand between groups, and the
summary sheet contradicts the detail: both figures are kept and the gap is told.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from longuevue.sources.loaders import Files
from longuevue.sources.loaders.montpellier import MONTPELLIER
from longuevue.sources.places import name_key
from longuevue.sources.reading.archives import extracted
from longuevue.sources.reading.csvs import csv_rows
from longuevue.sources.reading.numbers import NotAFigureError, figure
from longuevue.sources.reading.sheets import Sheet, read_workbook
from longuevue.sources.tidying import Tally, Tidied
from longuevue.terms.refusal import Refusal

CODE, STRUCTURE, AMOUNT, THEME = 1, 2, 5, 12
DETAIL, SUMMARY = "Subventions", "Par thématique"


def tidy(files: Files) -> Tidied:
    """Subsidies proposed for international action and twinning."""
    path = files.path("workbook")
    sheets = {sheet.name: sheet for sheet in read_workbook(path)}
    if DETAIL not in sheets:
        raise Refusal(f"Feuille « {DETAIL} » absente : {', '.join(sheets)}.", "Vérifiez le fichier.", where=path.name)
    wanted = str(files.description.settings["theme"]).casefold()
    tally = Tally()
    sums = _by_theme(sheets[DETAIL], tally)
    detail = sum(amount for theme, amount in sums.items() if theme.casefold() == wanted)
    year = files.description.vintage or "2014"
    notes = []
    printed = _printed(sheets.get(SUMMARY, Sheet(SUMMARY)), wanted)
    if printed is not None and printed != detail:
        fr = f"Le détail donne {_euros(detail)} €, le tableau « {SUMMARY} » du même fichier {_euros(printed)} € : écart montré, non tranché."
        en = f"The detail gives EUR {detail:,.0f}, the summary sheet of the same file EUR {printed:,.0f}: the gap is shown, not settled."
        tally.remarks.append(fr)
        where = {key: MONTPELLIER[key] for key in ("ref_area", "area_level")}
        notes = [
            where
            | {
                "kind": "note",
                "measure": "external_action_subsidies",
                "time_period": year,
                "geography_year": int(year),
                "text_fr": fr,
                "text_en": en,
            }
        ]
    rows = (
        [{"measure": "external_action_subsidies", "value": detail, "time_period": year, "geography_year": int(year)}]
        if detail
        else []
    )
    if files.has("archived"):
        rows += _archived(files, name_key(str(files.description.settings["archived_theme"])), tally)
        _without_themes(files, tally)
    return tally.done(
        rows,
        source_id="montpellier-subventions",
        dataset="VilleMTP_MTP_AttribSub_2014",
        vintage=year,
        annotations=notes,
        **MONTPELLIER,
    )


def _by_theme(sheet: Sheet, tally: Tally) -> dict[str, float]:
    sums: defaultdict[str, float] = defaultdict(float)
    theme = ""
    for number, cells in sheet.rows():
        if cells.get(CODE) == "Code":
            tally.aside("en-tête répété")
            continue
        theme = cells.get(THEME, "").strip() or theme
        structure = cells.get(STRUCTURE, "").strip()
        if not structure or not cells.get(CODE, "").strip().isdigit():
            tally.aside("sous-total ou ligne sans structure")
            continue
        try:
            amount = figure(cells.get(AMOUNT, ""))
        except NotAFigureError as error:
            tally.refuse(f"{sheet.name}, E{number}", f"{structure} : {error}", "montant illisible", "1 500 €")
            continue
        sums[theme] += amount.value or 0
        tally.keep()
    return sums


def _printed(sheet: Sheet, wanted: str) -> float | None:
    for _, cells in sheet.rows():
        if cells.get(1, "").casefold().startswith(wanted):
            return figure(cells.get(2, "")).value
    return None


def _euros(amount: float) -> str:
    return f"{amount:,.0f}".replace(",", "\u202f")


def _archived(files: Files, wanted: str, tally: Tally) -> list[dict[str, Any]]:
    """The international theme of 2012, from the archive's CSV: latin-1, one header per theme, `1 867 500 €`."""
    rows: list[dict[str, Any]] = []
    total, theme = 0.0, ""
    for row in files.rows("archived", extracted(files.path("archived"), "*_2012.csv", files.scratch)):
        if row.broken:
            tally.refuse(f"2012, ligne {row.line}", row.broken, "ligne cassée")
            continue
        structure = row.cells["structure"]
        if structure.startswith("Association ("):
            theme = name_key(structure.removeprefix("Association ("))
            tally.aside("en-tête répété")
            continue
        try:
            amount = figure(row.cells["amount"])
        except NotAFigureError as error:
            tally.refuse(f"2012, ligne {row.line}", f"{structure} : {error}", "montant illisible", "1 500 €")
            continue
        if not row.cells["code"].isdigit() or amount.value is None:
            tally.aside("sous-total ou ligne sans structure")
            continue
        total += amount.value if theme == wanted else 0
        tally.keep()
    if total:
        rows.append(
            {"measure": "external_action_subsidies", "value": total, "time_period": "2012", "geography_year": 2012}
        )
    return rows


#: the list of 2013 has no theme: semicolons, latin-1, `1 867 500 €`, its total on a last line without code
WITHOUT_THEMES = {"code": ("CODE",), "structure": ("STRUCTURE",), "amount": ("Montant",)}


def _without_themes(files: Files, tally: Tally) -> None:
    """The list of 2013 is counted and checked, and gives no figure: which grants are international is not written."""
    detail, printed, grants = 0.0, None, 0
    path = extracted(files.path("archived"), "*_2013.csv", files.scratch)
    for row in csv_rows(path, WITHOUT_THEMES, delimiter=";", encoding="cp1252"):
        try:
            amount = None if row.broken else figure(row.cells["amount"]).value
        except NotAFigureError as error:
            tally.refuse(
                f"2013, ligne {row.line}", f"{row.cells['structure']} : {error}", "montant illisible", "1 500 €"
            )
            continue
        if amount is None:
            tally.refuse(
                f"2013, ligne {row.line}", row.broken or row.cells["structure"], "ligne cassée ou sans montant"
            )
        elif not row.cells["code"].isdigit():
            printed = amount
            tally.aside("sous-total ou ligne sans structure")
        else:
            detail, grants = detail + amount, grants + 1
            tally.aside("subvention de 2013, dont la liste ne dit pas la thématique")
    told = f"En 2013, {grants} subventions sans thématique ({_euros(detail)} €) : aucun chiffre international n'en est tiré"
    gap = printed is not None and printed != detail
    tally.remarks.append(told + (f" ; leur fichier imprime un total de {_euros(printed or 0)} €." if gap else "."))
