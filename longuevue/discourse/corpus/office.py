"""Word-processor files: DOCX and ODT by their XML, old DOC by its piece table, HTML and plain text.
Nothing in a file is run or fetched: no macro, no link, no entity.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from xml.etree.ElementTree import Element  # the type only: parsing is left to defusedxml

import defusedxml.ElementTree as SafeTree
from defusedxml.common import DefusedXmlException

from longuevue.discourse.corpus.document import ITEM, SENTENCE, Block
from longuevue.discourse.corpus.sentences import furniture_of, joined_lines

MAX_XML = 120_000_000  # bytes of one XML part once unzipped: beyond, it is a bomb
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


class OfficeError(Exception):
    """The file cannot be read; the message is a plain French sentence."""


def _part(content: bytes, name: str) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            info = archive.getinfo(name)
            if info.flag_bits & 0x1:
                raise OfficeError("le document est protégé par un mot de passe")
            if info.file_size > MAX_XML:
                raise OfficeError("le document se décompresse en plus de 120 Mo")
            with archive.open(info) as part:
                read = part.read(MAX_XML + 1)
    except KeyError:
        raise OfficeError(f"le document n'a pas de partie « {name} »") from None
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError, ValueError):
        raise OfficeError("le document est abîmé ou tronqué") from None
    if len(read) > MAX_XML:
        raise OfficeError("le document se décompresse en plus de 120 Mo")
    return read


def _tree(xml: bytes) -> Element:
    try:
        return SafeTree.fromstring(xml)
    except (SafeTree.ParseError, DefusedXmlException, ValueError):
        raise OfficeError("le texte du document est abîmé") from None


def _block(text: str, kind: str) -> Iterator[Block]:
    text = " ".join(text.split())
    if text:
        yield Block(text, None, kind, furniture_of(text))


def docx_blocks(content: bytes) -> Iterator[Block]:
    """Paragraphs of a DOCX, tables included, in order."""
    body = _tree(_part(content, "word/document.xml"))
    for paragraph in body.iter(f"{_W}p"):
        pieces = []
        for node in paragraph.iter():
            if node.tag == f"{_W}t":
                pieces.append(node.text or "")
            elif node.tag in (f"{_W}tab", f"{_W}br"):
                pieces.append(" ")
        listed = paragraph.find(f"{_W}pPr/{_W}numPr") is not None
        yield from _block("".join(pieces), ITEM if listed else SENTENCE)


def odt_blocks(content: bytes) -> Iterator[Block]:
    """Paragraphs and headings of an ODT, in order."""
    root = _tree(_part(content, "content.xml"))
    listed = {id(node) for item in root.iter(f"{_TEXT}list-item") for node in item.iter()}
    for node in root.iter():
        if node.tag in (f"{_TEXT}p", f"{_TEXT}h"):
            kind = ITEM if id(node) in listed else SENTENCE
            yield from _block("".join(_odt_text(node)), kind)


def _odt_text(node: Element) -> Iterator[str]:
    yield node.text or ""
    for child in node:
        if child.tag in (f"{_TEXT}s", f"{_TEXT}tab", f"{_TEXT}line-break"):
            yield " "
        elif not child.tag.endswith(("}note", "}annotation")):
            yield from _odt_text(child)
        yield child.tail or ""


_BLOCK_TAGS = frozenset(
    ("p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "tr", "br", "section", "article", "dd", "dt")
)
_SILENT_TAGS = frozenset(("script", "style", "nav", "footer", "header", "noscript", "template", "svg", "head"))


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[tuple[str, str]] = [("", SENTENCE)]
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT_TAGS:
            self.silent += 1
        elif tag in _BLOCK_TAGS:
            self.lines.append(("", ITEM if tag == "li" else SENTENCE))

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT_TAGS and self.silent:
            self.silent -= 1
        elif tag in _BLOCK_TAGS:
            self.lines.append(("", SENTENCE))

    def handle_data(self, data: str) -> None:
        if not self.silent:
            text, kind = self.lines[-1]
            self.lines[-1] = (text + data, kind)


def html_blocks(content: bytes) -> Iterator[Block]:
    """Visible text of an HTML page, without menus, scripts and feet of page."""
    page = _Page()
    page.feed(decoded(content))
    page.close()
    for text, kind in page.lines:
        yield from _block(text, kind)


def text_blocks(content: bytes) -> Iterator[Block]:
    """Lines of a plain text; a form feed turns the page."""
    text = decoded(content)
    pages = text.split("\f")
    for number, page in enumerate(pages, start=1):
        yield from joined_lines(page, number if len(pages) > 1 else None)


_META = re.compile(rb"charset=[\"']?([\w-]+)", re.IGNORECASE)


def decoded(content: bytes) -> str:
    """Bytes as text: BOM, then UTF-8, then what the page declares, then Windows-1252 (every byte has a letter)."""
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return content.decode(name, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    declared = _META.search(content[:2048])
    if declared:
        try:
            return content.decode(declared.group(1).decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass
    return content.decode("cp1252", errors="replace")
