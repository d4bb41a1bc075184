"""A table that somebody sends in: bytes to rows by column name, with the line of each. What the columns mean is not known here."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from longuevue.terms.refusal import Refusal

LONGEST_CELL = 200_000
MOST_ROWS = 20_000
DELIMITERS = ";,\t"
#: what a spreadsheet would run as a formula
RUN = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Table:
    """The columns as they are written, and each row with the line it ends on."""

    columns: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]


def table_of(content: bytes, name: str, needed: tuple[str, ...]) -> Table:
    """The rows of a CSV in UTF-8 or in Windows' Latin. Raises `Refusal` for one without the columns that are needed."""
    text = _decoded(content)
    first = text.split("\n", 1)[0]
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(DELIMITERS, key=first.count))
    try:
        columns = tuple(cell.strip() for cell in next(reader, []))
        if missing := [column for column in needed if column not in columns]:
            raise Refusal(
                f"Il manque la colonne {', '.join(missing)}. Vu : {', '.join(filter(None, columns[:8])) or 'rien'}.",
                "Donnez le fichier tel qu'il a été exporté.",
                where=name,
            )
        if twice := [column for column in dict.fromkeys(columns) if column and columns.count(column) > 1]:
            raise Refusal(
                f"Deux colonnes s'appellent « {twice[0]} » : on ne saurait pas laquelle garder.",
                "Renommez-en une, ou enlevez-la.",
                where=name,
            )
        rows = []
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(columns):
                raise Refusal(
                    f"La ligne a {len(cells)} colonnes au lieu de {len(columns)}.",
                    "Mettez entre guillemets les textes qui contiennent un point-virgule ou un retour à la ligne.",
                    where=f"{name}, ligne {reader.line_num}",
                )
            rows.append((reader.line_num, dict(zip(columns, (bare(cell) for cell in cells), strict=True))))
            if len(rows) > MOST_ROWS:
                raise Refusal(f"Plus de {MOST_ROWS} lignes.", "Coupez le fichier, par exemple par année.", where=name)
    except csv.Error as trouble:
        raise Refusal(
            f"Ce tableau ne se lit pas ({trouble}).",
            "Exportez-le de nouveau.",
            where=f"{name}, ligne {reader.line_num}",
        ) from None
    return Table(columns, tuple(rows))


def written(columns: tuple[str, ...], rows: list[dict[str, str]], *, mark: bool = True) -> str:
    """The same back: semicolons, every cell that looks like a formula behind an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([guarded(row.get(column, "")) for column in columns])
    return ("\ufeff" if mark else "") + out.getvalue()


def _decoded(content: bytes) -> str:
    if content.startswith((b"PK", b"%PDF", b"\xd0\xcf")) or b"\x00" in content:
        raise Refusal("Ce fichier n'est pas un CSV.", "Enregistrez le tableau en CSV (UTF-8).")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def guarded(cell: str) -> str:
    """A cell that no spreadsheet runs. An apostrophe is left alone, unless it would be read as one of these guards."""
    return f"'{cell}" if cell.lstrip("'").startswith(RUN) else cell


def bare(cell: str) -> str:
    """The cell as it was before it was guarded."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(RUN) else cell
