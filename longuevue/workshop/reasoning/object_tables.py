"""Objects of an observatory as a table: the same columns go out and come in, each bad cell is told with its place.
Which object has which columns is said beside the object. No Django here, and no column for a contact anywhere.

A cell that a spreadsheet would take for a formula leaves with an apostrophe before it, which is taken off when it comes back.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from longuevue.sources.countries import from_alpha2, from_name
from longuevue.sources.own.reading import sheets_of
from longuevue.sources.own.recognising import headers_seen, recognised
from longuevue.sources.places import name_key
from longuevue.terms.refusal import Refusal
from longuevue.workshop.reasoning import csv_rows

MOST_ROWS = csv_rows.MOST_ROWS

#: column → its header, and how else people call it
Columns = Mapping[str, tuple[str, tuple[str, ...]]]
#: a cell's text → its value; raises `Refusal`
Reader = Callable[[str], Any]
ID = ("Identifiant Longuevue", ("identifiant", "id"))


@dataclass(frozen=True, slots=True)
class ObjectTable:
    """The columns of one kind of object, how each cell is read, and the columns one cannot do without."""

    named: Columns
    readers: Mapping[str, Reader]
    needed: Set[str]
    #: what is wrong between two cells of a row; raises `Refusal`
    together: Callable[[dict[str, Any]], None] | None = None

    def columns(self) -> Columns:
        """As the recogniser of tables asks for them."""
        return self.named

    def required(self) -> Set[str]:
        return self.needed

    def read(self, texts: Mapping[str, str]) -> dict[str, Any]:
        """The values of one row. Raises `Refusal` for the first cell that says nothing known."""
        found = {column: self.readers[column](text) for column, text in texts.items()}
        if self.together:
            self.together(found)
        return found


def written(columns: Columns, rows: Iterable[Mapping[str, Any]]) -> str:
    """The table as CSV: UTF-8, semicolons, a mark at its head so that spreadsheets read the accents."""
    headers = {column: header for column, (header, _) in columns.items()}
    told = [{header: worded(row.get(column)) for column, header in headers.items()} for row in rows]
    return csv_rows.written(tuple(headers.values()), told)


def read_back(path: Path, table: ObjectTable) -> tuple[list[dict[str, Any]], list[str]]:
    """(objects, each bad cell in words) of a file. A row with a bad cell is left aside; all of its cells are tried, so that
    a person mends them at once. Raises `Refusal` when no header is recognised."""
    good: list[dict[str, Any]] = []
    told: list[str] = []
    sheets = sheets_of(path)
    found = [one for sheet in sheets if (one := recognised(sheet, table))]
    if not found:
        seen = " ; ".join(headers_seen(sheet) for sheet in sheets[:2])
        wanted = " et ".join(f"« {table.named[column][0]} »" for column in sorted(table.needed))
        raise Refusal(f"Aucun en-tête reconnu. Vu : {seen}.", f"Il faut au moins une colonne {wanted} et une autre.")
    known = {id(one.sheet) for one in found}
    told += [
        f"Feuille « {sheet.name} » : aucun en-tête reconnu, elle est laissée de côté."
        for sheet in sheets
        if sheet.cells and id(sheet) not in known
    ]
    read = 0
    for one in found:
        for row, cells in one.sheet.rows():
            if row <= one.header_row:
                continue
            texts = {role: csv_rows.bare(cells.get(at, "")) for role, at in one.columns.items()}
            if not any(texts.values()):
                continue
            read += 1
            if read > MOST_ROWS:
                raise Refusal(f"Plus de {MOST_ROWS} lignes.", "Donnez la table en plusieurs fichiers.")
            values, faults = _row(table, texts)
            if faults:
                told += [f"{one.cell(row, role)} : {said}" for role, said in faults]
            else:
                good.append(values)
    return good, told


def _row(table: ObjectTable, texts: Mapping[str, str]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    values: dict[str, Any] = {}
    faults = []
    for column, text in texts.items():
        try:
            values[column] = table.readers[column](text)
        except Refusal as refusal:
            faults.append((column, refusal.sentence()))
    if not faults and table.together:
        try:
            table.together(values)
        except Refusal as refusal:
            faults.append((min(table.needed), refusal.sentence()))
    return values, faults


def worded(value: Any) -> str:
    """A value as a cell says it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return " | ".join(map(str, value))
    return str(value)


def parts(text: str) -> Iterator[str]:
    """The members of a list in one cell."""
    return (part.strip() for part in re.split(r"[|;,\n]", text) if part.strip())


def identifier(text: str) -> str:
    """A Longuevue identifier, or nothing; another text would silently make a second object of one that is here."""
    if not text:
        return ""
    try:
        return str(uuid.UUID(text))
    except ValueError:
        raise Refusal(
            f"« {text[:40]} » n'est pas un identifiant Longuevue.", "Laissez la case vide pour ce qui est nouveau."
        ) from None


def plain(header: str, longest: int, needed: Refusal | None = None) -> Reader:
    """A text of at most that many signs; raises `needed` when there is none."""

    def read(text: str) -> str:
        text = "".join(sign for sign in text if sign >= " " or sign in "\n\r\t").strip()
        if len(text) > longest:
            raise Refusal(
                f"« {text[:30]}… » est trop long pour « {header} » ({len(text)} signes).", f"{longest} au plus."
            )
        if not text and needed is not None:
            raise needed
        return text

    return read


def word(header: str, among: Mapping[str, Mapping[str, str]], empty: str | None = "") -> Reader:
    """One word of a closed list, by its code or its name; `empty` for a blank cell, which None refuses."""

    def read(text: str) -> str:
        if not text and empty is not None:
            return empty
        wanted = name_key(text)
        for key, names in among.items():
            if text == key or (wanted and wanted in {name_key(key), *(name_key(n) for n in names.values())}):
                return key
        listed = ", ".join(names["fr"] for names in among.values())
        raise Refusal(f"« {text[:40]} » n'est pas un mot de « {header} ».", f"Choisissez parmi : {listed}.")

    return read


def country(text: str) -> str:
    """A country by its French name or its code, or nothing."""
    if not text:
        return ""
    code = (from_alpha2(text) if len(text) == 2 else None) or from_name(text)
    if code is None:
        raise Refusal(f"« {text[:40]} » n'est pas un pays connu.", "Écrivez son nom français ou son code : Mali, ML.")
    return code


def whole_number(header: str, least: int, most: int) -> Reader:
    """A whole number between two bounds, or nothing."""

    def read(text: str) -> int | None:
        digits = re.sub(r"[\s\u00a0\u202f]", "", text).removesuffix(".0")
        if not digits:
            return None
        if not re.fullmatch(r"[0-9]{1,9}", digits) or not least <= int(digits) <= most:
            raise Refusal(f"« {text[:20]} » ne convient pas à « {header} ».", f"Un nombre entier, de {least} à {most}.")
        return int(digits)

    return read


def yes_or_no(header: str, empty: bool) -> Reader:
    """True or False, said in French or English."""

    def read(text: str) -> bool:
        said = name_key(text)
        if not said:
            return empty
        if said in ("oui", "o", "yes", "y", "vrai", "true", "1", "x"):
            return True
        if said in ("non", "n", "no", "faux", "false", "0"):
            return False
        raise Refusal(f"« {text[:20]} » n'est ni oui ni non.", f"Écrivez oui ou non sous « {header} ».")

    return read
