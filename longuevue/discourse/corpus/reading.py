"""One door for every file: look at what it is, read it, cut it into units, mark copies and languages.
A file that cannot be read becomes an unread document with its reason, never an empty one.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path, PurePosixPath

from longuevue.discourse.corpus.document import PARTLY, PROPOSAL, READ, TITLE, Block, Document, Unit, unread
from longuevue.discourse.corpus.language import language_of
from longuevue.discourse.corpus.office import (
    OfficeError,
    decoded,
    docx_blocks,
    html_blocks,
    odt_blocks,
    text_blocks,
)
from longuevue.discourse.corpus.old_word import SIGNATURE as OLD_OFFICE
from longuevue.discourse.corpus.old_word import doc_blocks
from longuevue.discourse.corpus.pages import PdfError, pdf_blocks
from longuevue.discourse.corpus.programmes import programme
from longuevue.discourse.corpus.sentences import cut
from longuevue.discourse.corpus.tables import table_rows
from longuevue.terms.refusal import Refusal

MAX_BYTES = 300_000_000
MAX_MEMBERS = 5_000
MAX_UNZIPPED = 1_000_000_000
_TEXT_ENDINGS = {".txt": "txt", ".md": "txt", ".text": "txt", ".htm": "html", ".html": "html", ".csv": "csv",
                 ".tsv": "csv", ".json": "json"}  # fmt: skip


def read_file(path: Path) -> list[Document]:
    """The documents of a file: one, or those of a ZIP archive."""
    name = path.name
    try:
        if path.is_dir():
            raise Refusal("C'est un dossier.", "Donnez les fichiers qu'il contient.", where=str(path))
        if path.stat().st_size > MAX_BYTES:
            raise Refusal("Le fichier dépasse 300 Mo.", "Découpez-le en plusieurs fichiers.", where=name)
        content = path.read_bytes()
    except FileNotFoundError:
        raise Refusal("Fichier introuvable.", "Vérifiez le chemin.", where=str(path)) from None
    except OSError as trouble:
        raise Refusal(f"Lecture impossible ({trouble.strerror}).", "Vérifiez les droits.", where=name) from None
    return read_bytes(content, name)


def read_bytes(content: bytes, name: str) -> list[Document]:
    """The documents held by these bytes."""
    if content.startswith(b"PK") and not _is_office_zip(content):
        return _archive(content, name)
    return [_one(content, name)]


def _is_office_zip(content: bytes) -> bool:
    return bool(_zip_names(content) & {"word/document.xml", "content.xml"})


def _zip_names(content: bytes) -> set[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        return set()


def _archive(content: bytes, name: str) -> list[Document]:
    digest = hashlib.sha256(content).hexdigest()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [info for info in archive.infolist() if not info.is_dir()]
            if len(members) > MAX_MEMBERS or sum(info.file_size for info in members) > MAX_UNZIPPED:
                return [unread(name, digest, "zip", "l'archive est trop grosse une fois décompressée")]
            found: list[Document] = []
            for info in sorted(members, key=lambda member: member.filename):
                label = f"{name}/{PurePosixPath(info.filename).name}"
                if info.flag_bits & 0x1:
                    found.append(unread(label, digest, "zip", "le fichier est protégé par un mot de passe"))
                    continue
                inner = archive.read(info)
                if inner.startswith(b"PK") and not _is_office_zip(inner):
                    found.append(unread(label, digest, "zip", "archive dans une archive : à décompresser d'abord"))
                else:
                    found.append(_one(inner, label))
            return found or [unread(name, digest, "zip", "l'archive est vide")]
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError, ValueError):
        return [unread(name, digest, "zip", "l'archive est abîmée ou tronquée")]


def kind_of(content: bytes, name: str) -> str:
    """What a file is, by its first bytes; its ending decides only among texts."""
    # Everything that opens as a PDF is read as one, whatever else hides in the same bytes.
    if b"%PDF-" in content[:1024]:
        return "pdf"
    if content.startswith(OLD_OFFICE):
        return "doc"
    if content.startswith(b"PK"):
        names = _zip_names(content)
        return "docx" if "word/document.xml" in names else "odt" if "content.xml" in names else "zip"
    ending = PurePosixPath(name.lower()).suffix
    if ending in _TEXT_ENDINGS:
        return _TEXT_ENDINGS[ending]
    head = content[:2048].lower()
    if b"<html" in head or b"<!doctype html" in head:
        return "html"
    if ending in (".pdf", ".docx", ".odt", ".doc"):
        return f"broken{ending}"
    return "binary" if b"\x00" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")) else "txt"


def _one(content: bytes, name: str) -> Document:
    digest = hashlib.sha256(content).hexdigest()
    kind = kind_of(content, name)
    if not content.strip():
        return unread(name, digest, kind, "le fichier est vide")
    if kind.startswith("broken"):
        return unread(name, digest, kind[7:], f"le fichier ne commence pas comme un {kind[7:].upper()}")
    if kind in ("binary", "zip"):
        return unread(name, digest, kind, "ce n'est pas un texte que l'on sait lire")
    if kind == "csv":
        return _table(content, name, digest)
    if kind == "json":
        return _programme(content, name, digest)
    pages: int | None = None
    silent: tuple[int, ...] = ()
    try:
        if kind == "pdf":
            blocks, pages, silent = pdf_blocks(content)
        else:
            readers = {"docx": docx_blocks, "odt": odt_blocks, "doc": doc_blocks, "html": html_blocks}
            blocks = list(readers.get(kind, text_blocks)(content))
    except (PdfError, OfficeError) as trouble:
        return unread(name, digest, kind, str(trouble))
    units = _units(blocks, name)
    if not units:
        why = "aucune page n'a de texte : document numérisé en image" if pages else "aucun texte dans le fichier"
        return unread(name, digest, kind, why, pages)
    if silent:
        plain = ", ".join(str(page) for page in silent[:10]) + ("…" if len(silent) > 10 else "")
        why = f"{len(silent)} page(s) sans texte, à numériser en texte : {plain}"
        return Document(name, digest, kind, PARTLY, why, pages, tuple(silent), tuple(units))
    return Document(name, digest, kind, READ, "", pages, (), tuple(units))


def _units(blocks: Iterable[Block], name: str) -> list[Unit]:
    units = []
    for position, block in enumerate(cut(blocks), start=1):
        units.append(
            Unit(
                f"{name}#{position}", block.text, name, position, block.page, block.kind, block.furniture,
                language_of(block.text), space_cm2=block.space_cm2,
            )
        )  # fmt: skip
    return units


def _table(content: bytes, name: str, digest: str) -> Document:
    shape, rows = table_rows(content, name)
    units = [
        Unit(row.id, row.text, name, n, None, TITLE if row.titles_only else "row", "", language_of(row.text),
             row.number, row.date)
        for n, row in enumerate(rows, start=1)
    ]  # fmt: skip
    if not units:
        return unread(name, digest, "csv", "le tableau n'a aucune ligne")
    return Document(name, digest, f"csv:{shape}", units=tuple(units), titles_only=shape != "id-text")


def _programme(content: bytes, name: str, digest: str) -> Document:
    proposals, lists = programme(content, name)
    units = [
        Unit(one.id, one.text, name, n, None, PROPOSAL, "", language_of(one.text), one.list_id or None)
        for n, one in enumerate(proposals, start=1)
    ]
    if not units:
        return unread(name, digest, "json", "aucune proposition écrite dans ce programme")
    return Document(name, digest, "json", units=tuple(units), lists=tuple(lists))


def without_copies(documents: Iterable[Document]) -> list[Document]:
    """Mark units that repeat a deliberation already met, and whole files given twice.

    The same act published again, even at another date, is one act; two missions with one title are two acts.
    """
    first: dict[str, str] = {}
    files: dict[str, str] = {}
    done = []
    for document in documents:
        if document.sha256 in files and document.units:
            origin = files[document.sha256]
            copies = [replace(unit, copy_of=f"{origin}#{unit.position}") for unit in document.units]
            done.append(document.with_units(copies))
            continue
        files[document.sha256] = document.name
        units = []
        for unit in document.units:
            key = _act_key(unit) if unit.kind == TITLE else ""
            if key and key in first:
                unit = replace(unit, copy_of=first[key])
            elif key:
                first[key] = unit.id
            units.append(unit)
        done.append(document.with_units(units))
    return done


def _act_key(unit: Unit) -> str:
    """An act is known by its number; a running number that starts again each year, with its year."""
    if unit.group:
        return unit.group if len(unit.group) > 4 else f"{(unit.date or '')[:4]}/{unit.group}"
    return " ".join("".join(char if char.isalnum() else " " for char in unit.text.lower()).split())


__all__ = ["decoded", "kind_of", "read_bytes", "read_file", "without_copies"]
