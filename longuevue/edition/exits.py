"""Reading back what was exported from an edition: tables, documents, pages, drawings and papers, as files on a disk.

Finds a withheld value wherever it could be written; what is withheld is told by `audit.py`.
"""

from __future__ import annotations

import csv
import html
import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from longuevue.engine.disclosure.cells import CellKey

TABLES = (".csv", ".tsv", ".parquet", ".json", ".ndjson", ".geojson")
TEXTS = (
    ".html",
    ".htm",
    ".svg",
    ".txt",
    ".md",
    ".xml",
    ".rdf",
    ".ttl",
    ".js",
    ".css",
    ".webmanifest",
    *TABLES[:2],
    ".json",
)
#: a value of fewer digits (a postcode, a commune) is found everywhere by chance; tables are then checked row by row, texts are not
DISTINCTIVE = 6
_VALUES = ("value", "valeur", "numerator", "numerateur", "OBS_VALUE", "obs_value")
_SPACES = re.compile(r"(?<=\d)[\s\u00a0\u202f\u2009,.'’](?=\d{3}(?!\d))")


@dataclass(frozen=True, slots=True)
class Leak:
    """A place where a withheld value stands."""

    where: str
    what: str

    def sentence(self) -> str:
        """The leak, said to a person."""
        return f"{self.where} : {self.what}"


def leaks_in(folder: Path, hidden: Collection[CellKey], secrets: Mapping[CellKey, float]) -> tuple[list[Leak], int]:
    """Leaks in every file under `folder` (or in that one file), and how many files were read."""
    places = {(key.area.partition("-")[2] or key.area, key.period) for key in hidden}
    numbers = {f"{value:.0f}": key for key, value in secrets.items() if len(f"{value:.0f}") >= DISTINCTIVE}
    found, count = [], 0
    for path in [folder] if folder.is_file() else sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        count += 1
        name = path.name if folder.is_file() else path.relative_to(folder).as_posix()
        if path.suffix in TABLES:
            found += [Leak(name, said) for said in _rows_that_tell(path, places)]
        text = text_of(path)
        found += [Leak(name, f"la valeur protégée de {key.code()} y est écrite") for key in _written(text, numbers)]
        # the address of a chart or of an embed is an exit too
        found += [Leak(name, f"l'adresse donne {key.code()}") for key in _written(name, numbers)]
    return found, count


def text_of(path: Path) -> str:
    """The words of a file: pages with their hidden parts, papers page by page; nothing for a picture."""
    if path.suffix == ".pdf":
        import pypdfium2

        with pypdfium2.PdfDocument(path) as document:
            return "\n".join(page.get_textpage().get_text_bounded() for page in document) + str(document_words(path))
    if path.suffix == ".docx":
        import docx

        return "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)
    if path.suffix in TEXTS:
        return html.unescape(path.read_text(encoding="utf-8", errors="replace"))
    return ""


def document_words(path: Path) -> list[str]:
    """Alternative texts of a paper, which stand in its objects and on no page."""
    raw = path.read_bytes()
    return [part.decode("latin-1") for part in re.findall(rb"/Alt\s*\(((?:[^()\\]|\\.)*)\)", raw)]


def _written(text: str, numbers: Mapping[str, CellKey]) -> list[CellKey]:
    """The withheld values that a text states, however thousands are parted."""
    if not numbers:
        return []
    flat = _SPACES.sub("", text)
    said = set(re.findall(r"\d+", text)) | set(re.findall(r"\d+", flat))
    return [key for number, key in sorted(numbers.items()) if number in said]


def _rows_that_tell(path: Path, places: Collection[tuple[str, str]]) -> Iterator[str]:
    """Rows marked `suppressed` that give a value all the same."""
    for row in _rows(path):
        status = str(row.get("status") or row.get("statut") or row.get("OBS_STATUS") or row.get("obs_status") or "")
        told = [name for name in _VALUES if row.get(name) not in (None, "", "null")]
        if status in ("suppressed", "Q") and told:
            area = str(row.get("ref_area") or row.get("area") or "?")
            yield f"{area} est protégé et sa colonne « {told[0]} » n'est pas vide"


def _rows(path: Path) -> Iterator[Mapping[str, Any]]:
    if path.suffix == ".parquet":
        table = pq.read_table(path)
        for name in ("status", "obs_status"):  # millions of rows, of which a few are withheld
            if name in table.column_names:
                table = table.filter(pc.is_in(table[name], value_set=pa.array(["suppressed", "Q"])))
        yield from table.to_pylist()
    elif path.suffix in (".csv", ".tsv"):
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
            head = stream.readline()
            stream.seek(0)
            yield from csv.DictReader(stream, delimiter=max(";,\t", key=head.count))
    else:
        text = path.read_text(encoding="utf-8", errors="replace")
        for part in text.splitlines() if path.suffix == ".ndjson" else [text]:
            try:
                yield from _objects(json.loads(part))
            except ValueError:
                continue


def _objects(document: Any) -> Iterator[Mapping[str, Any]]:
    """Every object of a JSON document, at any depth."""
    stack = [document]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            yield item
            stack.extend(item.values())
        elif isinstance(item, list):
            stack.extend(item)
