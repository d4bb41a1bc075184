"""The table of an inventory as it was given: every cell in its place, whatever its columns are, and the same table back.
What a column means is said by roles that the caller brings; what a cell means is read elsewhere. No Django here."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from longuevue.sources.own.recognising import recognised
from longuevue.sources.reading.csvs import DELIMITERS
from longuevue.sources.reading.decoding import encoding_of
from longuevue.sources.reading.sheets import Sheet, column_letters, read_workbook
from longuevue.terms.refusal import Refusal
from longuevue.workshop.reasoning import csv_rows
from longuevue.workshop.reasoning.object_tables import Columns

MOST_COLUMNS = 300
#: the longest text that a cell of a workbook holds
LONGEST_IN_WORKBOOK = 32_767
SAMPLES = 3


@dataclass(frozen=True, slots=True)
class Roles:
    """What columns may be, as the recogniser of tables asks for it; none is needed: a person names the others by hand."""

    named: Columns

    def columns(self) -> Columns:
        return self.named

    def required(self) -> frozenset[str]:
        return frozenset()


@dataclass(frozen=True, slots=True)
class Given:
    """One sheet: what stood above the header, the header, the rows with their line in the file, what each column is taken for."""

    sheet: str
    above: list[list[str]]
    header: list[str]
    rows: list[tuple[int, list[str]]]
    guessed: dict[str, int]


def given_in(path: Path, columns: Columns) -> tuple[list[Given], list[str]]:
    """(the sheets that hold a table, the names of the filled ones that do not). Raises `Refusal` when there is no table at all."""
    roles = Roles(columns)
    if path.suffix.lower() == ".csv":
        sheets: list[Sheet] = [_best_cut(path, roles)]
    else:
        sheets = [sheet for sheet in read_workbook(path) if sheet.cells]
        for sheet in sheets:
            sheet.spread_merged()
    known = [sheet for sheet in sheets if recognised(sheet, roles)]
    if not known and sheets:
        known = [max(sheets, key=lambda sheet: len(sheet.cells))]
    found = [one for sheet in known if (one := _given(sheet, roles)).rows]
    if not found:
        raise Refusal("Ce tableau est vide sous ses titres de colonnes.", "Donnez un tableau d'au moins une ligne.")
    kept = {one.sheet for one in found}
    return found, [sheet.name for sheet in sheets if sheet.name not in kept]


def samples(rows: Sequence[Sequence[str]], column: int) -> list[str]:
    """The first texts of a column that are not the same."""
    seen: dict[str, None] = {}
    for cells in rows:
        if column < len(cells) and (text := cells[column].strip()):
            seen.setdefault(text)
            if len(seen) == SAMPLES:
                break
    return list(seen)


def place(line: int, column: int | None) -> str:
    """Where a cell stands, as spreadsheets say it: « ligne 12, colonne C »."""
    return f"ligne {line}" + ("" if column is None else f", colonne {column_letters(column + 1)}")


def as_csv(rows: Sequence[Sequence[str]]) -> str:
    """UTF-8 with its mark, semicolons; a cell that a spreadsheet would run leaves behind an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for row in rows:
        writer.writerow([csv_rows.guarded(cell) for cell in row])
    return "\ufeff" + out.getvalue()


def as_workbook(rows: Sequence[Sequence[str]], title: str) -> bytes:
    """An XLSX of texts: nothing in it is a formula, a date stays as it was typed."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = Workbook(write_only=True)
    sheet = book.create_sheet("".join(" " if sign in "[]:*?/\\'" else sign for sign in title)[:31].strip() or "Tableau")
    for number, row in enumerate(rows, 1):
        line = []
        for at, text in enumerate(row):
            if len(text) > LONGEST_IN_WORKBOOK or ILLEGAL_CHARACTERS_RE.search(text):
                raise Refusal(
                    f"La case {column_letters(at + 1)}{number} n'entre pas dans un classeur.", "Prenez le fichier CSV."
                )
            cell = WriteOnlyCell(sheet, value=text)
            cell.data_type = "s"  # text, even when it looks like a formula or an error
            line.append(cell if text else None)
        sheet.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@dataclass
class _Cut(Sheet):
    """A CSV cut by one separator, and how many columns it has, the empty ones at its right included."""

    width: int = 0


def _best_cut(path: Path, roles: Roles) -> _Cut:
    """A CSV cut by the separator under which the most columns are known, then by which rows are of one width."""
    cuts = [_cut(path, mark) for mark in DELIMITERS]

    def worth(sheet: Sheet) -> tuple[int, float, int]:
        found = recognised(sheet, roles)
        widths = [max(cells) for number, (_, cells) in enumerate(sheet.rows()) if number < 20]
        usual = max(set(widths), key=widths.count, default=0)
        return len(found.columns) if found else 0, widths.count(usual) / len(widths) if usual > 1 else 0.0, usual

    return max(cuts, key=worth)


def _cut(path: Path, delimiter: str) -> _Cut:
    sheet = _Cut("")
    csv.field_size_limit(csv_rows.LONGEST_CELL)
    with path.open(encoding=encoding_of(path), newline="") as stream:
        try:
            for number, cells in enumerate(csv.reader(stream, delimiter=delimiter), start=1):
                if number > csv_rows.MOST_ROWS + 100:
                    break
                sheet.cells.update({(number, at): text for at, text in enumerate(cells, 1) if text})
                sheet.width = max(sheet.width, len(cells))
        except (csv.Error, UnicodeDecodeError) as error:
            raise Refusal(f"CSV cassé ({error}).", "Enregistrez-le de nouveau depuis le tableur.") from None
    return sheet


def _given(sheet: Sheet, roles: Roles) -> Given:
    filled = [(row, cells) for row, cells in sheet.rows() if any(text.strip() for text in cells.values())]
    table = recognised(sheet, roles)
    first = table.header_row if table else next((row for row, cells in filled if len(cells) > 1), filled[0][0])
    width = max(max(cells) for _, cells in filled)
    if width > MOST_COLUMNS:
        raise Refusal(f"Plus de {MOST_COLUMNS} colonnes.", "Retirez celles qui sont vides.")
    if isinstance(sheet, _Cut):
        width = max(width, min(sheet.width, MOST_COLUMNS))
    if len(filled) > csv_rows.MOST_ROWS:
        raise Refusal(f"Plus de {csv_rows.MOST_ROWS} lignes.", "Donnez la table en plusieurs fichiers.")
    lines = [(row, [csv_rows.bare(cells.get(at, "")) for at in range(1, width + 1)]) for row, cells in filled]
    if any("\x00" in cell for _, cells in lines for cell in cells):
        raise Refusal("Une case porte un caractère nul.", "Enregistrez le tableau de nouveau depuis le tableur.")
    return Given(
        sheet.name,
        [cells for row, cells in lines if row < first],
        next(cells for row, cells in lines if row == first),
        [(row, cells) for row, cells in lines if row > first],
        {role: at - 1 for role, at in table.columns.items()} if table else {},
    )


def written_back(
    cells: Sequence[str], mapping: Mapping[str, int], base: Mapping[str, object], now: Mapping[str, object],
    say: Mapping[str, str],
) -> list[str]:  # fmt: skip
    """The row as it was typed, but for the columns whose value changed since it came in: these are said anew."""
    row = list(cells)
    for role, at in mapping.items():
        if role in base and role in now and base[role] != now[role]:
            row[at] = say[role]
    return row
