"""The encoding step: bytes to text, refusing what is not text at all. Fields and rows are for `csvs`."""

from __future__ import annotations

import codecs
from pathlib import Path

from longuevue.terms.refusal import Refusal

#: what a file really is, by its first bytes
MAGICS: tuple[tuple[bytes, str, str], ...] = (
    (b"PK\x03\x04", "une archive ZIP ou un classeur", "Donnez-lui son extension (.xlsx, .ods, .zip)."),
    (b"%PDF", "un PDF", "Demandez le tableau d'origine : un PDF ne se lit pas comme un tableau."),
    (b"\x1f\x8b", "un fichier compressé (gzip)", "Décompressez-le, ou gardez l'extension .gz."),
    (b"\xd0\xcf\x11\xe0", "un ancien classeur Excel (.xls)", "Enregistrez-le en .xlsx ou en .csv."),
    (b"PAR1", "un fichier Parquet", "Donnez-lui l'extension .parquet."),
    (b"SQLite format 3", "une base SQLite", "Exportez la table en CSV."),
    (b"\x89PNG", "une image", "Donnez le tableau, pas sa photographie."),
)
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def encoding_of(path: Path, expected: str | None = None) -> str:
    """UTF-8 with or without BOM, UTF-16 with BOM, else cp1252 and latin-1 (sources.md 0.1, rule 6)."""
    with path.open("rb") as stream:
        head = stream.read(4096)
        _refuse_other_things(head, path)
        for bom, name in _BOMS:
            if head.startswith(bom):
                return name
        if b"\x00" in head:
            raise Refusal("Le fichier n'est pas du texte.", "Donnez un CSV, un XLSX ou un ODS.", where=path.name)
        if expected:
            return expected
        decoders = {name: codecs.getincrementaldecoder(name)() for name in ("utf-8", "cp1252")}
        stream.seek(0)
        while block := stream.read(1 << 20):
            for name in list(decoders):
                try:
                    decoders[name].decode(block)
                except UnicodeDecodeError:
                    del decoders[name]
    if "utf-8" in decoders:
        try:
            decoders["utf-8"].decode(b"", final=True)
            return "utf-8"
        except UnicodeDecodeError:
            pass
    return "cp1252" if "cp1252" in decoders else "latin-1"


def _refuse_other_things(head: bytes, path: Path) -> None:
    if not head:
        raise Refusal("Le fichier est vide.", "Téléchargez-le de nouveau.", where=path.name)
    for magic, what, remedy in MAGICS:
        if head.startswith(magic):
            raise Refusal(f"C'est {what}, pas un CSV.", remedy, where=path.name)
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<?xml")):
        raise Refusal(
            "C'est une page web, pas un tableau (le site a sans doute répondu par une page d'erreur).",
            "Ouvrez l'adresse dans un navigateur et téléchargez le fichier lui-même.",
            where=path.name,
        )
