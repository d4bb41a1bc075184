"""Reads a PDF back and lists what it lacks of PDF/UA-1, as far as a file can tell: tags, alternative texts, headers of
tables, title, language, bookmarks, embedded letters, nothing outside the tags. A person still has to judge the words."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject


@dataclass
class Tag:
    """One element of the structure: its kind, its attributes, what it holds."""

    kind: str
    node: DictionaryObject
    inside: list[Tag] = field(default_factory=list)

    def all(self) -> Iterator[Tag]:
        yield self
        for tag in self.inside:
            yield from tag.all()


def structure(reader: PdfReader) -> Tag:
    """The tree of tags, in reading order."""
    root = reader.trailer["/Root"]["/StructTreeRoot"].get_object()
    roles = {k: str(v) for k, v in (root.get("/RoleMap") or {}).items()}

    def build(node: Any) -> Tag | None:
        node = node.get_object() if isinstance(node, IndirectObject) else node
        if not isinstance(node, DictionaryObject) or "/S" not in node:
            return None
        kind = str(node["/S"])
        tag = Tag(roles.get(kind, kind).lstrip("/"), node)
        tag.inside = [t for kid in _kids(node) if (t := build(kid))]
        return tag

    return Tag("Root", root, [t for kid in _kids(root) if (t := build(kid))])


def _kids(node: DictionaryObject) -> list[Any]:
    kids = node.get("/K", [])
    kids = kids.get_object() if isinstance(kids, IndirectObject) else kids
    return list(kids) if isinstance(kids, ArrayObject) else [kids]


def alternatives(data: bytes) -> list[str]:
    """The alternative text of each figure, in reading order; an empty text where there is none."""
    tags = structure(PdfReader(io.BytesIO(data))).all()
    return [str(tag.node.get("/Alt", "")) for tag in tags if tag.kind == "Figure"]


def bookmarks(data: bytes) -> list[str]:
    """The titles of the bookmarks, in order."""

    def flat(items: list[Any]) -> Iterator[str]:
        for item in items:
            if isinstance(item, list):
                yield from flat(item)
            else:
                yield str(item.title)

    return list(flat(PdfReader(io.BytesIO(data)).outline))


def faults(data: bytes, *, language: str) -> list[str]:
    """What the file lacks, in plain words; an empty list for a file that meets the list."""
    reader = PdfReader(io.BytesIO(data))
    root = reader.trailer["/Root"]
    found = []
    if not (root.get("/MarkInfo") or {}).get("/Marked"):
        found.append("not marked as tagged")
    if not str(root.get("/Lang", "")).startswith(language):
        found.append(f"language is {root.get('/Lang')!r}")
    if not (reader.metadata and reader.metadata.title):
        found.append("no title")
    if not (root.get("/ViewerPreferences") or {}).get("/DisplayDocTitle"):
        found.append("the title is not what a window shows")
    metadata = root["/Metadata"].get_object().get_data().decode("utf-8") if "/Metadata" in root else ""
    if "pdfuaid" not in metadata:
        found.append("does not say that it is PDF/UA")
    if not bookmarks(data):
        found.append("no bookmarks")
    if "/StructTreeRoot" not in root:
        return [*found, "no structure"]
    tree = structure(reader)
    found += _figures(tree) + _tables(tree) + _headings(tree) + _lists(tree)
    found += _pages(reader)
    return found


def _figures(tree: Tag) -> list[str]:
    without = [tag for tag in tree.all() if tag.kind == "Figure" and not str(tag.node.get("/Alt", "")).strip()]
    return [f"{len(without)} figures without alternative text"] if without else []


def _tables(tree: Tag) -> list[str]:
    found = []
    for table in (tag for tag in tree.all() if tag.kind == "Table"):
        cells = [tag for tag in table.all() if tag.kind in ("TH", "TD")]
        if not any(cell.kind == "TH" for cell in cells):
            found.append("a table without a header")
        for cell in cells:
            attributes = cell.node.get("/A")
            attributes = attributes.get_object() if attributes is not None else {}
            attributes = attributes[0] if isinstance(attributes, ArrayObject) and attributes else attributes
            if cell.kind == "TD" and not attributes.get("/Headers"):
                found.append("a cell that no header names")
    return sorted(set(found))


def _headings(tree: Tag) -> list[str]:
    levels = [int(tag.kind[1:]) for tag in tree.all() if tag.kind in ("H1", "H2", "H3", "H4", "H5", "H6")]
    if not levels:
        return ["no heading"]
    found = [] if levels[0] == 1 else ["the first heading is not of level 1"]
    if any(after > before + 1 for before, after in pairwise(levels)):
        found.append("a level of heading is skipped")
    return found


def _lists(tree: Tag) -> list[str]:
    lists = [tag for tag in tree.all() if tag.kind == "L"]
    broken = [
        tag for tag in lists if not tag.inside or any(item.kind not in ("LI", "L", "Caption") for item in tag.inside)
    ]
    return [f"{len(broken)} lists whose items are not items"] if broken else []


def _pages(reader: PdfReader) -> list[str]:
    found = set()
    for page in reader.pages:
        for font in _fonts(page):
            if not any(key in font for key in ("/FontFile", "/FontFile2", "/FontFile3")):
                found.add(f"letters not embedded: {font.get('/FontName')}")
        for annotation in page.get("/Annots") or []:
            about = annotation.get_object()
            if about.get("/Subtype") == "/Link" and "/StructParent" not in about:
                found.add("a link outside the structure")
        if page.get("/Annots") and page.get("/Tabs") != "/S":
            found.add("links are not reached in the order of the structure")
        if _untagged(page.get_contents().get_data() if page.get_contents() else b""):
            found.add("text or drawing outside the tags")
    return sorted(found)


def _fonts(page: Any) -> Iterator[Any]:
    fonts = (page["/Resources"].get_object().get("/Font") or {}).values()
    for font in fonts:
        for below in font.get_object().get("/DescendantFonts", [font]):
            descriptor = below.get_object().get("/FontDescriptor")
            if descriptor is not None:
                yield descriptor.get_object()


def _untagged(content: bytes) -> bool:
    """True when something is painted that is neither tagged nor marked as an ornament."""
    depth = 0
    for line in content.split(b"\n"):
        words = line.split()
        if not words:
            continue
        if words[-1] in (b"BDC", b"BMC"):
            depth += 1
        elif words[-1] == b"EMC":
            depth -= 1
        elif words[-1] in (b"Tj", b"TJ", b"Do") and depth <= 0:
            return True
    return False
