"""Cells of XLSX and ODS workbooks as text, with their addresses. Which cell means what is decided by the loaders."""

from __future__ import annotations

import datetime
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from longuevue.sources.reading.archives import opened
from longuevue.terms.refusal import Refusal

LARGEST_WORKBOOK = 400 << 20
MOST_CELLS = 3_000_000
MOST_COLUMNS = 2_000


def column_letters(number: int) -> str:
    """1 → A, 28 → AB."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass
class Sheet:
    """One sheet: its name, its filled cells by (row, column) counted from 1, and what each merged zone covers."""

    name: str
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)

    def rows(self) -> Iterator[tuple[int, dict[int, str]]]:
        """Filled rows in order, each with its filled cells: a far cell costs one cell, not a million rows."""
        by_row: dict[int, dict[int, str]] = {}
        for (row, column), text in self.cells.items():
            by_row.setdefault(row, {})[column] = text
        for row in sorted(by_row):
            yield row, by_row[row]

    def spread_merged(self) -> None:
        """Give every cell of a merged zone the text of its first cell (a person merges to avoid repeating)."""
        for top, left, bottom, right in self.merged:
            text = self.cells.get((top, left))
            if text is None or (bottom - top + 1) * (right - left + 1) > 10_000:
                continue
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    self.cells.setdefault((row, column), text)


def read_workbook(path: Path) -> list[Sheet]:
    """Every visible sheet of an XLSX or ODS file."""
    with opened(path, largest_total=LARGEST_WORKBOOK) as archive:
        names = set(archive.namelist())
        is_ods = "content.xml" in names and "mimetype" in names
        if not is_ods and "[Content_Types].xml" not in names:
            raise Refusal("Ce n'est ni un XLSX ni un ODS.", "Enregistrez le tableau en .xlsx ou .ods.", where=path.name)
        if any(_declares_entities(archive, name) for name in names if name.endswith((".xml", ".rels"))):
            raise _entities(path)
    try:
        return list(_ods_sheets(path)) if is_ods else list(_xlsx_sheets(path))
    except DefusedXmlException:
        raise _entities(path) from None
    except (
        ParseError,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        zipfile.BadZipFile,
        EOFError,
    ):
        raise Refusal(
            "Classeur abîmé : une de ses feuilles ne se lit pas.",
            "Ouvrez-le puis enregistrez-le de nouveau, ou donnez un CSV.",
            where=path.name,
        ) from None


def _entities(path: Path) -> Refusal:
    return Refusal(
        "Le classeur contient des entités XML, que nous n'ouvrons jamais.",
        "Enregistrez-le de nouveau depuis votre tableur.",
        where=path.name,
    )


def _declares_entities(archive: zipfile.ZipFile, name: str) -> bool:
    """A document type declaration has no place in a workbook; it stands at the head of the file."""
    with archive.open(name) as member:
        head = member.read(8192).replace(b"\x00", b"")
    return b"<!DOCTYPE" in head or b"<!ENTITY" in head


def _xlsx_sheets(path: Path) -> Iterator[Sheet]:
    import openpyxl  # heavy, and only the child process needs it

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        workbook = openpyxl.load_workbook(path, data_only=True, keep_links=False)
    total = 0
    for worksheet in workbook.worksheets:
        if worksheet.sheet_state != "visible":
            continue
        sheet = Sheet(worksheet.title)
        for (row, column), cell in worksheet._cells.items():
            if cell.value is not None and (text := _as_text(cell.value)):
                sheet.cells[row, column] = text
        total += len(sheet.cells)
        if total > MOST_CELLS:
            raise Refusal(f"Plus de {MOST_CELLS} cellules.", "Donnez ce tableau en CSV.", where=path.name)
        sheet.merged = [(z.min_row, z.min_col, z.max_row, z.max_col) for z in worksheet.merged_cells.ranges]
        yield sheet


def _as_text(value: object) -> str:
    if isinstance(value, bool):
        return "VRAI" if value else "FAUX"
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(sep=" ")
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value).strip()


_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def _ods_sheets(path: Path) -> Iterator[Sheet]:
    with opened(path, largest_total=LARGEST_WORKBOOK) as archive, archive.open("content.xml") as content:
        sheet, row = Sheet(""), 0
        total = 0
        for event, element in iterparse(content, events=("start", "end")):
            if event == "start" and element.tag == f"{_TABLE}table":
                sheet, row = Sheet(element.get(f"{_TABLE}name", "")), 0
            elif event == "end" and element.tag == f"{_TABLE}table-row":
                filled = _ods_row(element, sheet, row + 1)
                repeated = int(element.get(f"{_TABLE}number-rows-repeated", "1"))
                for copy in range(1, min(repeated, 1000) if filled else 1):
                    for column, text in filled.items():
                        sheet.cells[row + 1 + copy, column] = text
                row += repeated
                total += len(filled)
                if total > MOST_CELLS or len(sheet.cells) > MOST_CELLS:
                    raise Refusal(f"Plus de {MOST_CELLS} cellules.", "Donnez ce tableau en CSV.", where=path.name)
                element.clear()
            elif event == "end" and element.tag == f"{_TABLE}table":
                yield sheet
                element.clear()


def _ods_row(element: Element, sheet: Sheet, row: int) -> dict[int, str]:
    column = 0
    filled: dict[int, str] = {}
    for cell in element:
        if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            continue
        repeated = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
        text = _ods_text(cell)
        if text:
            for place in range(column + 1, min(column + repeated, MOST_COLUMNS) + 1):
                filled[place] = text
        down = int(cell.get(f"{_TABLE}number-rows-spanned", "1"))
        across = int(cell.get(f"{_TABLE}number-columns-spanned", "1"))
        if down > 1 or across > 1:
            sheet.merged.append((row, column + 1, row + down - 1, column + across))
        column += repeated
    sheet.cells.update({(row, place): text for place, text in filled.items()})
    return filled


def _ods_text(cell: Element) -> str:
    kind = cell.get(f"{_OFFICE}value-type")
    if kind == "date":
        return (cell.get(f"{_OFFICE}date-value") or "").removesuffix("T00:00:00")
    if kind in ("float", "currency") and (value := cell.get(f"{_OFFICE}value")):
        return value.removesuffix(".0")
    lines = ["".join(paragraph.itertext()) for paragraph in cell.iter(f"{_TEXT}p")]
    return "\n".join(lines).strip()
