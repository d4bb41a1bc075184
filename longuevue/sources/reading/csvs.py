"""Rows of a CSV as text by column name. Nothing is typed here, and no row is lost: a broken one is handed back."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from longuevue.sources.reading.decoding import encoding_of
from longuevue.terms.refusal import Refusal

#: a longer cell is an unclosed quotation mark that swallowed the file
LONGEST_CELL = 200_000
LONGEST_LINE = 8_000_000
DELIMITERS = (";", ",", "\t", "|")

Aliases = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its line in the file, its cells by role, or the reason why it cannot be read."""

    line: int
    cells: dict[str, str]
    broken: str | None = None


def column_key(name: str) -> str:
    """Headers compare without accents, case, spaces and kinds of apostrophe."""
    plain = unicodedata.normalize("NFKD", name.replace("’", "'").replace("\ufeff", "").casefold())
    return "".join(c for c in plain if c.isalnum() or c in "()+%<>_:.*")


def positions_of(header: Sequence[str], columns: Aliases, where: str, optional: frozenset[str]) -> dict[str, int]:
    """Where each role stands in the header; `Refusal` lists the columns found when one is missing or doubled."""
    keys = [column_key(name) for name in header]
    places: dict[str, int] = {}
    for role, names in columns.items():
        for name in names:
            found = [place for place, key in enumerate(keys) if key == column_key(name)]
            if len(found) > 1:
                raise Refusal(
                    f"La colonne « {name} » figure {len(found)} fois.",
                    "Supprimez ou renommez l'une d'elles.",
                    where=where,
                )
            if found:
                places[role] = found[0]
                break
        if role not in places and role not in optional:
            shown = " | ".join(name.strip() or "(vide)" for name in header[:30])
            raise Refusal(
                f"Colonne « {names[0]} » introuvable. Colonnes trouvées : {shown}.",
                "Vérifiez que c'est le bon fichier ; si le producteur a renommé la colonne, ajoutez l'alias.",
                where=where,
            )
    return places


def csv_rows(
    path: Path,
    columns: Aliases,
    *,
    optional: frozenset[str] = frozenset(),
    delimiter: str | None = None,
    encoding: str | None = None,
    header: Sequence[str] | None = None,
    quoting: bool = True,
    same_width: bool = True,
) -> Iterator[Row]:
    """Rows by role. `header` names the columns of a file that has none; extra columns are ignored."""
    name = encoding_of(path, encoding)
    csv.field_size_limit(LONGEST_CELL)
    with path.open(encoding=name, newline="", errors="strict") as stream:
        lines = _bounded(stream, path.name)
        if header is None:
            first = next(lines, "")
            while first and not first.strip():
                first = next(lines, "")
            delimiter = delimiter or delimiter_of(first)
            header = next(csv.reader([first], delimiter=delimiter), [])
        delimiter = delimiter or ","
        places = positions_of(header, columns, path.name, optional)
        reader = csv.reader(
            lines, delimiter=delimiter, quoting=csv.QUOTE_MINIMAL if quoting else csv.QUOTE_NONE, strict=False
        )
        yield from _rows(reader, places, len(header), path, same_width)


def _rows(reader: Iterator[list[str]], places: dict[str, int], width: int, path: Path, strict: bool) -> Iterator[Row]:
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            line = reader.line_num + 1  # type: ignore[attr-defined]
            raise Refusal(
                f"Ligne {line} : le CSV est cassé ({error}).",
                "Cherchez un guillemet jamais refermé à cette ligne.",
                where=path.name,
            ) from None
        line = reader.line_num + 1  # type: ignore[attr-defined]
        if not any(cell.strip() for cell in cells):
            continue
        extra = [cell for cell in cells[width:] if cell.strip()]
        if extra or (strict and len(cells) < width):
            yield Row(line, {}, f"{len(cells)} champs trouvés, {width} attendus")
            continue
        if any("\x00" in cell for cell in cells):
            yield Row(line, {}, "caractère nul dans la ligne")
            continue
        yield Row(line, {role: cells[p].strip() if p < len(cells) else "" for role, p in places.items()})


def delimiter_of(header: str) -> str:
    """The separator that cuts the header into the most columns."""
    return max(DELIMITERS, key=lambda mark: (header.count(mark), -DELIMITERS.index(mark)))


def _bounded(stream: Iterator[str], name: str) -> Iterator[str]:
    try:
        for number, line in enumerate(stream, start=1):
            if len(line) > LONGEST_LINE:
                raise Refusal(f"Ligne {number} : {len(line)} caractères.", "Ce n'est pas un tableau.", where=name)
            yield line
    except UnicodeDecodeError as error:
        raise Refusal(
            f"Octet {error.start} illisible en {error.encoding}.", "Enregistrez le fichier en UTF-8.", where=name
        ) from None
