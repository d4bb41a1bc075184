"""The sheet of units that the meter sends out to be coded, read here, and written back once two people coded it.
The meter's own answer is not in it. Which units are drawn, and what is made of the answers, is the meter's."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from longuevue.terms.refusal import Refusal
from longuevue.workshop.reasoning.csv_rows import LONGEST_CELL, bare, guarded

COLUMNS: Final = ("id", "text", "document", "page", "draw", "international", "theme", "direction", "ambiguous")
#: question → its answers: those of the meter's own book of codes (a test holds the two alike)
ANSWERS: Final[dict[str, tuple[str, ...]]] = {
    "international": ("1", "0"),
    "theme": (
        "none",
        "cooperation",
        "mobility",
        "asylum",
        "economy",
        "tourism",
        "culture",
        "education",
        "health",
        "europe",
        "environment",
        "other",
    ),
    "direction": ("none", "in", "out", "both"),
    "ambiguous": ("0", "1"),
}
MOST_UNITS: Final = 2_000


@dataclass(frozen=True, slots=True)
class Line:
    """One unit to code."""

    id: str
    text: str
    document: str = ""
    page: str = ""
    draw: str = ""


def read_sheet(content: bytes, *, where: str = "feuille à coder") -> list[Line]:
    """The units of the sheet. Raises `Refusal` naming the line: a column that is missing, an empty or repeated id."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refusal("Ce fichier n'est pas en UTF-8.", "Enregistrez-le en CSV UTF-8.", where=where) from error
    if "\x00" in text:
        raise Refusal("Ce fichier n'est pas un CSV.", "Prenez la feuille que donne le mètre.", where=where)
    delimiter = max(",;\t", key=text.split("\n", 1)[0].count)
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    missing = [name for name in ("id", "text") if name not in _named(reader, where)]
    if missing:
        raise Refusal(
            f"La colonne {missing[0]} manque.",
            "Prenez la feuille que donne « longuevue score --to-code ».",
            where=where,
        )
    found: dict[str, Line] = {}
    for row in _rows(reader, where):
        spot = f"{where}, ligne {reader.line_num}"
        line = Line(*(bare((row.get(name) or "").strip()) for name in ("id", "text", "document", "page", "draw")))
        if not line.id or not line.text:
            raise Refusal(
                "Cette unité n'a pas d'identifiant ou pas de texte.",
                "Reprenez la feuille sans la modifier.",
                where=spot,
            )
        if line.id in found:
            raise Refusal(f"L'unité « {line.id} » est deux fois dans la feuille.", "Gardez-la une fois.", where=spot)
        found[line.id] = line
        if len(found) > MOST_UNITS:
            raise Refusal(f"Plus de {MOST_UNITS} unités.", "Tirez-en moins.", where=where)
    if not found:
        raise Refusal("Cette feuille n'a aucune unité.", "Tirez des unités avec le mètre.", where=where)
    return list(found.values())


def _named(reader: csv.DictReader[str], where: str) -> tuple[str, ...]:
    try:
        return tuple(reader.fieldnames or ())
    except csv.Error as trouble:
        raise _unread(trouble, where) from None


def _rows(reader: csv.DictReader[str], where: str) -> Iterator[dict[str, str]]:
    try:
        yield from reader
    except csv.Error as trouble:
        raise _unread(trouble, f"{where}, ligne {reader.line_num}") from None


def _unread(trouble: csv.Error, where: str) -> Refusal:
    return Refusal(f"Cette feuille ne se lit pas ({trouble}).", "Reprenez celle que donne le mètre.", where=where)


def write_sheet(lines: Iterable[Line], answers: Mapping[str, Mapping[str, str]]) -> str:
    """The sheet that goes back: what both coders agreed on or what was settled; a unit still open is left blank."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for line in lines:
        said = answers.get(line.id, {})
        whole = said.get("international") == "0" or all(q in said for q in ("international", "theme", "direction"))
        codes = [said.get(question, "") if whole else "" for question in ANSWERS]
        writer.writerow([*map(guarded, (line.id, line.text, line.document, line.page, line.draw)), *codes])
    return out.getvalue()
