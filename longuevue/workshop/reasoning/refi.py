"""REFI-QDA, the exchange format of tools of qualitative analysis: a codebook (.qdc) and a project (.qdpx), written and read back.
What may leave, and at which level of consent, is decided before; nothing here knows a story.

Source: REFI-QDA 1.5 (qdasoftware.org, MIT licence). Positions count Unicode code points from 0 (10.2); texts are UTF-8 (9.1.2).
"""

from __future__ import annotations

import io
import re
import uuid
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree as ET

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from longuevue.terms.refusal import Refusal

PROJECT: Final = "urn:QDA-XML:project:1.0"
CODEBOOK: Final = "urn:QDA-XML:codebook:1.0"
ORIGIN: Final = "Longuevue"
#: a file from elsewhere is not read beyond this, once unzipped
MOST_BYTES: Final = 50_000_000
MOST_FILES: Final = 5_000
_GUID: Final = re.compile(r"^\{?[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\}?$")
_COLOUR: Final = re.compile(r"^#(?:[0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})$")
#: signs that XML 1.0 cannot hold
_UNWRITABLE: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Code:
    """One code: its identifier, its name, what it means, and those under it."""

    guid: str
    name: str
    description: str = ""
    colour: str = ""
    codable: bool = True
    codes: tuple[Code, ...] = ()


@dataclass(frozen=True, slots=True)
class User:
    guid: str
    name: str


@dataclass(frozen=True, slots=True)
class Coding:
    """One coder put one code on one passage."""

    guid: str
    code: str
    user: str = ""


@dataclass(frozen=True, slots=True)
class Selection:
    """A passage, from the code point `start` to before `end`, with the codes that were put on it, and by whom where one coder only did."""

    guid: str
    start: int
    end: int
    name: str = ""
    codings: tuple[Coding, ...] = ()
    user: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    guid: str
    name: str
    text: str
    selections: tuple[Selection, ...] = ()


@dataclass(frozen=True, slots=True)
class Project:
    """Who coded what, with which codes."""

    name: str
    users: tuple[User, ...] = ()
    codes: tuple[Code, ...] = ()
    sources: tuple[Source, ...] = ()


def walk(codes: Iterable[Code]) -> Iterator[Code]:
    """Every code, each before those under it."""
    for code in codes:
        yield code
        yield from walk(code.codes)


def writable(text: str) -> str:
    """The text without what XML cannot hold, its lines ended as in a text file of the standard."""
    return _UNWRITABLE.sub("", text).replace("\r\n", "\n").replace("\r", "\n")


# -- writing ---------------------------------------------------------------------------------------------------------


def write_codebook(codes: Sequence[Code]) -> bytes:
    """The codebook as a .qdc. Raises `Refusal` for an empty one: the standard asks for one code at least."""
    if not codes:
        raise Refusal("Ce livre de codes est vide.", "Ajoutez un code avant de l'emporter.")
    root = ET.Element("CodeBook", {"xmlns": CODEBOOK, "origin": ORIGIN})
    _write_codes(ET.SubElement(root, "Codes"), codes)
    return _bytes(root)


def write_project(project: Project, *, written_at: str = "") -> bytes:
    """The project as a .qdpx: `project.qde` and one text file a source. The same project gives the same bytes."""
    head = {"xmlns": PROJECT, "name": writable(project.name), "origin": ORIGIN}
    if written_at:
        head["creationDateTime"] = written_at
    root = ET.Element("Project", head)
    if project.users:
        users = ET.SubElement(root, "Users")
        for user in project.users:
            ET.SubElement(users, "User", {"guid": user.guid, "name": writable(user.name)})
    if project.codes:
        _write_codes(ET.SubElement(ET.SubElement(root, "CodeBook"), "Codes"), project.codes)
    if project.sources:
        sources = ET.SubElement(root, "Sources")
        for source in project.sources:
            _write_source(sources, source)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        _put(box, "project.qde", _bytes(root))
        for source in project.sources:
            _put(box, f"Sources/{source.guid}.txt", writable(source.text).encode())
    return out.getvalue()


def _put(box: zipfile.ZipFile, name: str, content: bytes) -> None:
    """A date that never changes, so that the same project gives the same file."""
    one = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    one.compress_type = zipfile.ZIP_DEFLATED
    box.writestr(one, content)


def _bytes(root: ET.Element) -> bytes:
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="utf-8")


def _write_codes(under: ET.Element, codes: Iterable[Code]) -> None:
    for code in codes:
        said = {"guid": code.guid, "name": writable(code.name), "isCodable": "true" if code.codable else "false"}
        if _COLOUR.match(code.colour):
            said["color"] = code.colour
        one = ET.SubElement(under, "Code", said)
        if code.description:
            ET.SubElement(one, "Description").text = writable(code.description)
        _write_codes(one, code.codes)


def _write_source(under: ET.Element, source: Source) -> None:
    said = {"guid": source.guid, "name": writable(source.name), "plainTextPath": f"internal://{source.guid}.txt"}
    one = ET.SubElement(under, "TextSource", said)
    for passage in source.selections:
        at = {
            "guid": passage.guid,
            "name": writable(passage.name),
            "startPosition": str(passage.start),
            "endPosition": str(passage.end),
        } | ({"creatingUser": passage.user} if passage.user else {})
        where = ET.SubElement(one, "PlainTextSelection", at)
        for coding in passage.codings:
            by = {"guid": coding.guid} | ({"creatingUser": coding.user} if coding.user else {})
            ET.SubElement(ET.SubElement(where, "Coding", by), "CodeRef", {"targetGUID": coding.code})


# -- reading ---------------------------------------------------------------------------------------------------------


def read_codebook(content: bytes, *, where: str = "livre de codes") -> tuple[Code, ...]:
    """The codes of a .qdc, with those under them. Raises `Refusal` for what is not one."""
    root = _root(content, where)
    if root.tag != f"{{{CODEBOOK}}}CodeBook":
        raise Refusal(
            "Ce fichier n'est pas un livre de codes REFI-QDA (.qdc).",
            "Exportez-le de nouveau depuis votre outil.",
            where=where,
        )
    return _codes(root.find(f"{{{CODEBOOK}}}Codes"), CODEBOOK, where)


def read_project(content: bytes, *, where: str = "projet") -> Project:
    """The project of a .qdpx. Raises `Refusal` for what is not one, is too large, or points outside itself."""
    try:
        box = zipfile.ZipFile(io.BytesIO(content))
    except zipfile.BadZipFile as error:
        raise Refusal(
            "Ce fichier n'est pas un projet REFI-QDA (.qdpx).",
            "Exportez-le de nouveau depuis votre outil.",
            where=where,
        ) from error
    with box:
        files = {one.filename.casefold(): one for one in box.infolist()}
        if len(files) > MOST_FILES or sum(one.file_size for one in files.values()) > MOST_BYTES:
            raise Refusal(
                "Ce projet est trop gros pour être lu ici.", "Retirez-en les images, sons et vidéos.", where=where
            )
        if "project.qde" not in files:
            raise Refusal(
                "Ce projet n'a pas de fichier project.qde.", "Exportez-le de nouveau depuis votre outil.", where=where
            )
        root = _root(box.read(files["project.qde"]), where)
        if root.tag != f"{{{PROJECT}}}Project":
            raise Refusal(
                "Ce fichier n'est pas un projet REFI-QDA.", "Exportez-le de nouveau depuis votre outil.", where=where
            )
        texts = {name.removeprefix("sources/"): one for name, one in files.items() if name.startswith("sources/")}

        def text_of(path: str) -> str:
            one = texts.get(path.removeprefix("internal://").casefold())
            if one is None:
                raise Refusal(
                    f"Le texte « {path} » manque dans le projet.", "Exportez-le avec ses textes.", where=where
                )
            try:
                return box.read(one).decode("utf-8-sig")
            except UnicodeDecodeError as error:
                raise Refusal(
                    f"Le texte « {path} » n'est pas en UTF-8.", "Exportez-le de nouveau.", where=where
                ) from error

        book = root.find(f"{{{PROJECT}}}CodeBook/{{{PROJECT}}}Codes")
        found = Project(
            name=root.get("name", ""),
            users=tuple(
                User(_guid(u.get("guid"), where), u.get("name", ""))
                for u in root.iterfind(f"{{{PROJECT}}}Users/{{{PROJECT}}}User")
            ),
            codes=_codes(book, PROJECT, where),
            sources=tuple(
                _source(one, text_of, where) for one in root.iterfind(f"{{{PROJECT}}}Sources/{{{PROJECT}}}TextSource")
            ),
        )
    _whole(found, where)
    return found


def _root(content: bytes, where: str) -> ET.Element:
    try:
        return fromstring(content, forbid_dtd=True)
    except (ET.ParseError, DefusedXmlException, ValueError) as error:
        raise Refusal(
            "Ce fichier ne se lit pas comme du XML.", "Exportez-le de nouveau depuis votre outil.", where=where
        ) from error


def _guid(text: str | None, where: str) -> str:
    if not text or not _GUID.match(text):
        raise Refusal(
            f"L'identifiant « {text or ''} » n'est pas de la forme attendue.",
            "Il a 32 chiffres ou lettres de a à f, en cinq groupes.",
            where=where,
        )
    return str(uuid.UUID(text))


def _codes(under: ET.Element | None, space: str, where: str) -> tuple[Code, ...]:
    if under is None:
        return ()
    return tuple(
        Code(
            guid=_guid(one.get("guid"), where),
            name=one.get("name", ""),
            description=one.findtext(f"{{{space}}}Description") or "",
            colour=one.get("color", ""),
            codable=one.get("isCodable", "true") in ("true", "1"),
            codes=_codes(one, space, where),
        )
        for one in under.iterfind(f"{{{space}}}Code")
    )


def _source(one: ET.Element, text_of: object, where: str) -> Source:
    assert callable(text_of)
    path = one.get("plainTextPath")
    text = text_of(path) if path else (one.findtext(f"{{{PROJECT}}}PlainTextContent") or "")
    return Source(
        guid=_guid(one.get("guid"), where),
        name=one.get("name", ""),
        text=text,
        selections=tuple(_selection(p, where) for p in one.iterfind(f"{{{PROJECT}}}PlainTextSelection")),
    )


def _selection(one: ET.Element, where: str) -> Selection:
    try:
        start, end = int(one.get("startPosition", "")), int(one.get("endPosition", ""))
    except ValueError as error:
        raise Refusal(
            "Un passage n'a pas de début ou de fin.", "Exportez de nouveau le projet.", where=where
        ) from error
    codings = []
    for coding in one.iterfind(f"{{{PROJECT}}}Coding"):
        aimed = coding.find(f"{{{PROJECT}}}CodeRef")
        user = coding.get("creatingUser")
        codings.append(
            Coding(
                _guid(coding.get("guid"), where),
                _guid(aimed.get("targetGUID") if aimed is not None else None, where),
                _guid(user, where) if user else "",
            )
        )
    by = one.get("creatingUser")
    return Selection(
        _guid(one.get("guid"), where), start, end, one.get("name", ""), tuple(codings), _guid(by, where) if by else ""
    )


def _whole(project: Project, where: str) -> None:
    """Every passage lies in its text, and every code and coder that is pointed at is there."""
    codes = {code.guid for code in walk(project.codes)}
    users = {user.guid for user in project.users}
    for source in project.sources:
        for passage in source.selections:
            if not 0 <= passage.start <= passage.end <= len(source.text):
                raise Refusal(
                    f"Un passage de « {source.name} » va de {passage.start} à {passage.end}, hors du texte ({len(source.text)} signes).",
                    "Exportez de nouveau le projet.", where=where,
                )  # fmt: skip
            for coding in passage.codings:
                if coding.code not in codes or (coding.user and coding.user not in users):
                    raise Refusal(
                        f"« {source.name} » cite un code ou une personne qui n'est pas dans le projet.",
                        "Exportez-le entier.",
                        where=where,
                    )
