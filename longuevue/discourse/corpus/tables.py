"""Lists in rows: id,text tables, SCDL deliberations, the Montpellier lists with their broken records.
Each row is one unit that keeps its identifier; a title only is never mixed with full texts.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import Any

from longuevue.discourse.corpus.office import decoded
from longuevue.terms.refusal import Refusal

MAX_FIELD = 30_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One record of a list."""

    id: str
    text: str
    date: str | None = None
    number: str | None = None
    titles_only: bool = True


# The header decides: (id, text, date, number) by lower-case column name.
_SHAPES = (
    ("id-text", "id", "text", "date", None),
    ("scdl", "delib_id", "delib_objet", "delib_date", "delib_id"),
    ("montpellier", "numéro de projet de délibération", "titre", "date cm", "numéro de délibération"),
)
_RECORD = re.compile(r"^(\d{4}-\d{2}-\d{2});(.*)$")
_FRENCH_DATE = re.compile(r"^(\d{2})/(\d{2})/(\d{4})$")


def table_rows(content: bytes, name: str) -> tuple[str, list[Row]]:
    """The shape of the table and its rows; a table without a text column is refused in plain French."""
    text = decoded(content).replace("\x00", "")
    first = text.lstrip("\ufeff").split("\n", 1)[0].strip()
    if _RECORD.match(first):
        return "montpellier-archives", _archives(text)
    if not first:
        raise Refusal("Le fichier est vide.", "Donnez un fichier avec les colonnes id et text.", where=name)
    delimiter = max(",;\t", key=first.count)
    csv.field_size_limit(MAX_FIELD)
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=delimiter)
    try:
        header = [column.strip().lower() for column in next(reader)]
        for shape, id_column, text_column, date_column, number_column in _SHAPES:
            if id_column in header and text_column in header:
                at = {column: header.index(column) for column in header}
                wanted = (at[id_column], at[text_column], at.get(date_column or ""), at.get(number_column or ""))
                return shape, _rows(reader, wanted, len(header), name, shape)
    except csv.Error as trouble:
        raise Refusal(
            f"Le tableau ne se lit pas ({trouble}).",
            "Enregistrez-le de nouveau en CSV, avec des guillemets autour des textes.",
            where=f"{name}, ligne {reader.line_num}",
        ) from None
    raise Refusal(
        f"Aucune colonne de texte reconnue : {', '.join(header[:8]) or 'en-tête vide'}.",
        "Nommez les colonnes id et text, ou DELIB_ID et DELIB_OBJET (schéma SCDL).",
        where=f"{name}, ligne 1",
    )


def _rows(reader: Any, wanted: tuple[int, int, int | None, int | None], width: int, name: str, shape: str) -> list[Row]:
    at_id, at_text, at_date, at_number = wanted
    rows: list[Row] = []
    for cells in reader:
        if len(cells) < 2 and not any(cell.strip() for cell in cells):
            continue  # a blank line; an empty pair of cells is a row, and is answered
        if len(cells) <= at_text:
            raise Refusal(
                f"La ligne n'a que {len(cells)} colonne(s) sur {width}.",
                "Complétez-la, ou mettez le texte entre guillemets s'il contient des retours à la ligne.",
                where=f"{name}, ligne {reader.line_num}",
            )
        date = cells[at_date].strip() if at_date is not None and at_date < len(cells) else None
        number = cells[at_number].strip() if at_number is not None and at_number < len(cells) else None
        # In an id,text table the id is the caller's: given back as written, twice or empty; the position tells rows apart.
        ident = cells[at_id] if shape == "id-text" else cells[at_id].strip() or str(len(rows) + 1)
        rows.append(Row(ident, _clean(cells[at_text]), _iso(date), number, shape != "id-text"))
    return rows


def _clean(text: str) -> str:
    return " ".join(text.replace("_x0001_", " - ").split())


def _iso(date: str | None) -> str | None:
    if not date:
        return None
    found = _FRENCH_DATE.match(date)
    return f"{found[3]}-{found[2]}-{found[1]}" if found else date[:10]


def _archives(text: str) -> list[Row]:
    """Montpellier's archives: a record runs over lines, its number closes it, titles hold bare semicolons."""
    rows: list[Row] = []
    date, lines = "", list[str]()

    def close() -> None:
        if not lines:
            return
        cells = [cell.strip() for line in lines for cell in line.rstrip(";").split(";")]
        number = cells.pop() if cells and cells[-1].isdigit() and len(cells[-1]) >= 4 else None
        parts = [line.rstrip(";").strip() for line in lines]
        if number:
            parts[-1] = parts[-1].removesuffix(number).rstrip("; ")
        title = " - ".join(part for part in parts if part)
        rows.append(Row(number or f"l{len(rows) + 1}", _clean(title), date, number))

    for line in text.splitlines():
        found = _RECORD.match(line)
        if found:
            close()
            date, lines = found[1], [found[2]]
        elif line.strip("; \t"):
            lines.append(line)
    close()
    return rows
