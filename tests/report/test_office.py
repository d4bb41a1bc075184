"""DOCX and ODT: an independent reader finds titles, tables and alternative texts; LibreOffice opens both, losing nothing."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pypdfium2
import pytest

from longuevue.report.desk import Desk
from longuevue.report.diagnostic import diagnostic
from longuevue.report.docx import docx
from longuevue.report.model import Chart, Figure, Paper, Table, words_of
from longuevue.report.odt import odt
from tests.report.valmont import InventedEdition

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"


@pytest.fixture(scope="module")
def paper() -> Paper:
    return diagnostic(Desk(InventedEdition("Valmont & <Fils>"), "com-V0001"))  # type: ignore[arg-type]


def titles(paper: Paper) -> list[str]:
    found = []
    for section in paper.sections:
        found.append(section.title)
        found += [block.question for block in section.blocks if isinstance(block, Figure)]
    return found


def inside(data: bytes, name: str) -> ElementTree.Element:
    return ElementTree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read(name))


def test_word_loses_a_title_a_header_or_an_alternative_text(paper: Paper) -> None:
    root = inside(docx(paper), "word/document.xml")
    headed = [
        "".join(t.text or "" for t in p.iter(f"{W}t"))
        for p in root.iter(f"{W}p")
        if (style := p.find(f"{W}pPr/{W}pStyle")) is not None and str(style.get(f"{W}val")).startswith("Heading")
    ]
    assert headed == titles(paper)
    tables = [block for block in paper.blocks() if isinstance(block, Table)]
    found = list(root.iter(f"{W}tbl"))
    assert len(found) == len(tables) > 3
    for element, table in zip(found, tables, strict=True):
        rows = element.findall(f"{W}tr")
        assert rows[0].find(f"{W}trPr/{W}tblHeader") is not None, table.caption
        assert len(rows) == len(table.rows) + 1
    words = [d.get("descr") for d in root.iter(f"{WP}docPr")]
    assert words == [chart.alternative for chart in paper.charts()]


def test_opendocument_loses_a_title_a_header_or_an_alternative_text(paper: Paper) -> None:
    root = inside(odt(paper), "content.xml")
    headed = ["".join(h.itertext()) for h in root.iter(f"{TEXT}h")]
    assert headed == titles(paper)
    tables = list(root.iter(f"{TABLE}table"))
    assert len(tables) == sum(isinstance(block, Table) for block in paper.blocks())
    assert all(len(list(table.iter(f"{TABLE}table-header-rows"))) == 1 for table in tables)
    assert ["".join(d.itertext()) for d in root.iter(f"{SVG}desc")] == [c.alternative for c in paper.charts()]


def test_signs_that_xml_forbids_break_the_file() -> None:
    paper = diagnostic(Desk(InventedEdition("Val\x00mont\x0b\ud800 \uffff"), "com-V0001"))  # type: ignore[arg-type]
    assert inside(docx(paper), "word/document.xml") is not None
    assert inside(odt(paper), "content.xml") is not None


@pytest.mark.parametrize("form", ["docx", "odt"])
def test_libreoffice_loses_words_when_it_opens_the_file(paper: Paper, form: str, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice n'est pas installé sur cette machine")
    source = tmp_path / f"valmont.{form}"
    source.write_bytes((docx if form == "docx" else odt)(paper))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    document = pypdfium2.PdfDocument((tmp_path / "valmont.pdf").read_bytes())
    printed = _letters("".join(page.get_textpage().get_text_range() for page in document))
    for block in paper.blocks():
        if isinstance(block, Chart):
            continue  # a picture: its words are not printed
        for words in words_of(block):  # word by word: a reader of PDF crosses columns, and footers come between lines
            assert all(_letters(word) in printed for word in words.split()), words


def _letters(text: Any) -> str:
    """Letters and digits alone: converting may add a hyphen, a bullet or a page's footer between two lines."""
    return re.sub(r"[\W_]", "", unescape(str(text)))
