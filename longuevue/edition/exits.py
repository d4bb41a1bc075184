"""Reading back what was exported from an edition: tables, documents, pages, drawings and papers, as files on a disk.

Finds a withheld value wherever it could be written; what is withheld is told by `audit.py`.
"""

from __future__ import annotations

import base64
import csv
import ctypes
import html
import json
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from longuevue.edition.sought import DISTINCTIVE, Sought, short_ones_stated
from longuevue.edition.vector_tiles import features_of
from longuevue.engine.disclosure.cells import CellKey

TABLES = (".csv", ".tsv", ".parquet", ".json", ".ndjson", ".geojson", ".jsonld")
#: office papers are archives of XML
OFFICE = (".docx", ".odt", ".xlsx", ".ods")
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
    "",
    *(suffix for suffix in TABLES if suffix != ".parquet"),
)
_VALUES = ("value", "valeur", "numerator", "numerateur", "OBS_VALUE", "obs_value")
#: a table without a column of places is searched whole, up to this many rows
_WHOLE = 200_000
_INSIDE = re.compile(r"data:([\w/+.-]+)?((?:;[\w=-]+)*),([^\"'\s)>]*)")
#: the columns that name the place of a row
_PLACES = ("ref_area_name", "name", "nom", "ref_area")
#: a text that holds a number and a word, in whichever order
_SAID = re.compile(r"\d.*[^\W\d_]{3}|[^\W\d_]{3}.*\d", re.S)
_GZIP = b"\x1f\x8b\x08"
_SPACES = re.compile(r"(?<=\d)[\s\u00a0\u202f\u2009,.'’](?=\d{3}(?!\d))")


@dataclass(frozen=True, slots=True)
class Leak:
    """A place where a withheld value stands."""

    where: str
    what: str

    def sentence(self) -> str:
        """The leak, said to a person."""
        return f"{self.where} : {self.what}"


def leaks_in(folder: Path, secrets: Mapping[CellKey, float], sought: Sequence[Sought] = ()) -> tuple[list[Leak], int]:
    """Leaks in every file under `folder` (or in that one file), and how many files were read.

    Long secrets are looked for everywhere; `sought` adds what prose gives: short values in their sentence, and what
    is left of a published total.
    """
    numbers = {f"{value:.0f}": key for key, value in secrets.items() if len(f"{value:.0f}") >= DISTINCTIVE}
    left = {one.number: one for one in sought if one.whole is not None and one.distinctive}
    found, count = [], 0
    for path in [folder] if folder.is_file() else sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        count += 1
        name = path.name if folder.is_file() else path.relative_to(folder).as_posix()
        if path.suffix == ".parquet":
            table = pq.read_table(path)
            found += [Leak(name, said) for said in _rows_that_tell(_withheld_rows(table))]
            found += [Leak(name, f"une ligne donne la valeur protégée de {k.code()}") for k in _cells(table, numbers)]
            prose = "\n".join(_sentences_of(table))
            found += [Leak(name, one.sentence()) for one in short_ones_stated(prose, sought)]
            continue
        if path.suffix in TABLES:
            found += [Leak(name, said) for said in _rows_that_tell(rows_of(path))]
        text = text_of(path)
        found += [Leak(name, f"la valeur protégée de {key.code()} y est écrite") for key in _written(text, numbers)]
        if left and (said := _numbers(text)):
            found += [
                Leak(name, one.sentence())
                for number, one in sorted(left.items())
                if number in said and any(place in text for place in (*one.places, *one.whole_places))
            ]
        prose = "\n".join(_prose_of(path)) if path.suffix in TABLES else text
        found += [Leak(name, one.sentence()) for one in short_ones_stated(prose, sought)]
        # the address of a chart or of an embed is an exit too
        found += [Leak(name, f"l'adresse donne {key.code()}") for key in _written(name, numbers)]
    return found, count


def text_of(path: Path) -> str:
    """The words of a file: pages with their hidden parts, papers page by page with the words of their drawings,
    office papers with every part of their archive, names and codes of vector tiles; nothing for a picture."""
    if path.suffix == ".pdf":
        return _paper(path)
    if path.suffix in OFFICE:
        return _office(path)
    if path.suffix == ".pmtiles":
        return _tiles(path)
    if path.suffix in TEXTS:
        text = html.unescape(path.read_text(encoding="utf-8", errors="replace"))
        return "\n".join([text, *_drawn_inside(text)])
    return ""


def _paper(path: Path) -> str:
    """A PDF: the words on its pages, the alternative texts in its structure, its title and its bookmarks."""
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        found = [*map(str, document.get_metadata_dict().values()), *(mark.get_title() for mark in document.get_toc())]
        for page in document:
            found.append(page.get_textpage().get_text_bounded())
            found += _alternatives(page)
    return "\n".join(found)


def _alternatives(page: Any) -> Iterator[str]:
    """Alternative and replacement texts of a page, which stand in its structure and nowhere on it."""
    from pypdfium2 import raw

    tree = raw.FPDF_StructTree_GetForPage(page)
    if not tree:
        return
    waiting = [raw.FPDF_StructTree_GetChildAtIndex(tree, i) for i in range(raw.FPDF_StructTree_CountChildren(tree))]
    while waiting:
        if not (element := waiting.pop()):
            continue
        for read in (raw.FPDF_StructElement_GetAltText, raw.FPDF_StructElement_GetActualText):
            if (size := read(element, None, 0)) > 2:
                read(element, letters := ctypes.create_string_buffer(size), size)
                yield letters.raw.decode("utf-16-le", "replace").rstrip("\0")
        children = raw.FPDF_StructElement_CountChildren(element)
        waiting += [raw.FPDF_StructElement_GetChildAtIndex(element, i) for i in range(children)]
    raw.FPDF_StructTree_Close(tree)


def _office(path: Path) -> str:
    """Every XML part: as written (attributes hold alternative texts), then paragraph by paragraph, letters joined."""
    found = []
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if Path(name).suffix in (".xml", ".rels", ".svg", ".rdf", ".json"):
                text = html.unescape(archive.read(name).decode("utf-8", "replace"))
                lines = re.sub(r"</(?:\w+:)?(?:p|h|tc|table-cell|text|tspan)>", "\n", text)
                found += [text, re.sub(r"<[^>]*>", "", re.sub(r"<text:s(?: [^>]*)?/>", " ", lines))]
    return "\n".join(found)


def _drawn_inside(text: str) -> Iterator[str]:
    """Drawings that a page carries in its own text, as `data:` addresses."""
    for kind, options, body in _INSIDE.findall(text):
        if not kind or not re.search(r"svg|text|json|csv|xml", kind):
            continue
        plain = unquote(body)
        if ";base64" in options:
            plain = base64.b64decode(plain + "=" * (-len(plain) % 4)).decode("utf-8", "replace")
        yield html.unescape(plain)


def _tiles(path: Path) -> str:
    """Letters and digits inside an archive of vector tiles, each tile opened, and what each of its features says."""
    data, at, found = path.read_bytes(), 0, []
    features: dict[str, None] = {}
    while (at := data.find(_GZIP, at)) >= 0:
        size, opened, body = 1 << 13, zlib.decompressobj(31), b""
        try:
            body = opened.decompress(data[at : at + size])
            while not opened.eof and at + size < len(data):
                body += opened.decompress(data[at + size : at + 2 * size])
                size *= 2
        except zlib.error:
            at += 1
            continue
        found.append(b" ".join(re.findall(rb"[\x20-\x7e]{4,}", body)).decode("ascii"))
        with suppress(ValueError):  # the archive's own directories are no tiles
            features |= dict.fromkeys(feature.words() for feature in features_of(body))
        # the last tiles end before a whole slice is read
        at += max(1, min(size, len(data) - at) - len(opened.unused_data))
    return "\n".join([*found, *features])


def _cells(table: pa.Table, numbers: Mapping[str, CellKey]) -> list[CellKey]:
    """Withheld values in the rows of the places they are about, in a column of numbers or of words."""
    if not numbers or (column := next((n for n in ("ref_area", "area") if n in table.column_names), None)) is None:
        small = table.num_rows <= _WHOLE and numbers
        return _written(json.dumps(table.to_pylist(), default=str, ensure_ascii=False), numbers) if small else []
    codes = {name for key in numbers.values() for name in (key.area, key.area.partition("-")[2] or key.area)}
    table = table.filter(pc.is_in(table[column], value_set=pa.array(sorted(codes))))
    found = set()
    for row in table.to_pylist():
        said = _written(" ".join(str(value) for value in row.values()), numbers)
        found |= {key for key in said if row[column] in (key.area, key.area.partition("-")[2] or key.area)}
    return sorted(found)


def _written(text: str, numbers: Mapping[str, CellKey]) -> list[CellKey]:
    """The withheld values that a text states, however thousands are parted."""
    if not numbers:
        return []
    said = _numbers(text)
    return [key for number, key in sorted(numbers.items()) if number in said]


def _numbers(text: str) -> set[str]:
    """Every whole number of a text, with its thousands parted and joined."""
    return set(re.findall(r"\d+", text)) | set(re.findall(r"\d+", _SPACES.sub("", text)))


def _rows_that_tell(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Rows marked `suppressed` that give a value all the same."""
    for row in rows:
        status = str(row.get("status") or row.get("statut") or row.get("OBS_STATUS") or row.get("obs_status") or "")
        told = [name for name in _VALUES if row.get(name) not in (None, "", "null")]
        if status in ("suppressed", "Q") and told:
            area = str(row.get("ref_area") or row.get("area") or "?")
            yield f"{area} est protégé et sa colonne « {told[0]} » n'est pas vide"


def _withheld_rows(table: pa.Table) -> list[dict[str, Any]]:
    """Of millions of rows, the few that are withheld."""
    for name in ("status", "obs_status"):
        if name in table.column_names:
            table = table.filter(pc.is_in(table[name], value_set=pa.array(["suppressed", "Q"])))
    rows: list[dict[str, Any]] = table.to_pylist()
    return rows


def rows_of(path: Path) -> Iterator[Mapping[str, Any]]:
    """The rows of a table, or every object of a JSON document; of a Parquet file, the withheld rows only."""
    if path.suffix == ".parquet":
        yield from _withheld_rows(pq.read_table(path))
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


def _prose_of(path: Path) -> Iterator[str]:
    """The values of a CSV or of a JSON document that are words with a number in them, one a line, after the name of the
    place of their row: a caption, a note, a sentence read aloud. A number alone is told by its column, and is not prose."""
    for row in rows_of(path):
        place = next((str(row[name]) for name in _PLACES if row.get(name)), "")
        for value in row.values():
            for text in value if isinstance(value, list) else [value]:
                if isinstance(text, str) and _SAID.search(text):
                    yield html.unescape(text if place in text else f"{place} : {text}")


def _sentences_of(table: pa.Table) -> Iterator[str]:
    """The same of a Parquet file, column by column: of millions of rows, a few different texts hold a number and a word."""
    words = [f.name for f in table.schema if pa.types.is_string(f.type) or pa.types.is_large_string(f.type)]
    place = next((name for name in _PLACES if name in words), None)
    for column in words:
        told = [text for text in pc.unique(table[column]).to_pylist() if text and _SAID.search(text)]
        if not told:
            continue
        rows = table.filter(pc.is_in(table[column], value_set=pa.array(told, table.schema.field(column).type)))
        rows = rows.group_by(list(dict.fromkeys([place or column, column]))).aggregate([])
        for row in rows.to_pylist():
            where, text = row.get(place) or "", row[column]
            yield html.unescape(text if where in text else f"{where} : {text}")


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
            if told := [text for text in item if isinstance(text, str)]:
                yield {"": told}
