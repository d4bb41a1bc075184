"""Small files in the publishers' formats, and two ways to read them: in this process (quick), or by the child."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import openpyxl
import pytest

from longuevue.sources.descriptions import descriptions
from longuevue.sources.loaders import Files
from longuevue.sources.tidying import Tidied

MIRROR = Path(os.environ.get("LONGUEVUE_MIRROR", "/nonexistent"))
needs_mirror = [
    pytest.mark.mirror,
    pytest.mark.skipif(
        not MIRROR.is_dir(), reason="LONGUEVUE_MIRROR is not set: the publishers' real files are not here"
    ),
]


def write(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    """A text file written exactly as given."""
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def workbook(
    folder: Path, name: str, sheets: dict[str, list[list[object]]], merge: dict[str, list[str]] | None = None
) -> Path:
    """An XLSX with these rows."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        for zone in (merge or {}).get(title, []):
            sheet.merge_cells(zone)
    path = folder / name
    book.save(path)
    return path


ODS_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
)


def ods(folder: Path, name: str, sheets: dict[str, list[list[str]]]) -> Path:
    """An ODS with these texts; `None` is a covered cell of a vertical merge."""
    parts = [ODS_HEAD]
    for title, rows in sheets.items():
        parts.append(f'<table:table table:name="{title}">')
        for row in rows:
            cells = "".join(f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in row)
            parts.append(f"<table:table-row>{cells}</table:table-row>")
        parts.append("</table:table>")
    parts.append("</office:spreadsheet></office:body></office:document-content>")
    return zipped(
        folder, name, {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "".join(parts)}
    )


def zipped(folder: Path, name: str, members: dict[str, str | bytes]) -> Path:
    """An archive with these members."""
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in members.items():
            archive.writestr(member, content)
    return path


def read(source_id: str, *paths: Path, hints: dict[str, object] | None = None) -> Tidied:
    """What the loader of a source makes of these files, in this process."""
    from importlib import import_module

    description = descriptions()[source_id]
    name = description.loader if "." in description.loader else f"longuevue.sources.loaders.{description.loader}"
    scratch = paths[0].parent / "scratch"
    scratch.mkdir(exist_ok=True)
    return import_module(name).tidy(Files(description, description.assign(paths), scratch, hints or {}))


def values(tidied: Tidied, **wanted: object) -> dict[tuple[str, ...], float]:
    """(measure, area, counterpart, category, item, period) → value, for the rows that match."""
    found = {}
    for row in tidied.facts.to_pylist():
        if all(row[name] == value for name, value in wanted.items()):
            key = tuple(row[n] for n in ("measure", "ref_area", "counterpart_area", "category", "item", "time_period"))
            found[key] = row["value"]
    return found


def total(tidied: Tidied, measure: str, **wanted: object) -> float:
    """The sum of a measure."""
    return sum(value or 0 for value in values(tidied, measure=measure, **wanted).values())
