"""A paper as a Word file to be edited: real headings, tables with header rows, pictures with their words, a language.
The words are those of the model; nothing is written twice."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable
from typing import Any

from longuevue.report.model import (
    Blank,
    Block,
    Chart,
    Entries,
    Facts,
    Figure,
    Listing,
    PageBreak,
    Paper,
    Paragraph,
    Table,
)
from longuevue.report.raster import png
from longuevue.report.words import say

FONT = "Source Sans 3"
#: Word refuses these in its XML
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def docx(paper: Paper) -> bytes:
    """The paper as the bytes of a .docx."""
    import docx as library

    document = library.Document()
    _Writer(document, paper).write()
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


class _Writer:
    """Puts a paper into an empty document, block by block."""

    def __init__(self, document: Any, paper: Paper) -> None:
        self.document = document
        self.paper = paper
        self.language = paper.language
        self.level = 1

    def write(self) -> None:
        """The whole paper."""
        self._settings()
        paper = self.paper
        self._text(paper.title, style="Subtitle")
        self.document.add_heading(_clean(paper.place), 0)
        self._text(paper.subtitle)
        self._text(paper.observatory)
        for block in paper.opening:
            self.block(block)
        for index, section in enumerate(paper.sections):
            if index == 0 and paper.with_contents:
                self._contents()
            self.document.add_heading(_clean(section.title), section.level)
            self.level = section.level
            for block in section.blocks:
                self.block(block)
        self._footer()

    def block(self, block: Block) -> None:
        """One block."""
        drawers: dict[type, Callable[[Any], None]] = {
            Paragraph: lambda b: self._text(b.text, bold=b.style == "kicker", small=b.style in ("note", "source")),
            Listing: self._listing,
            Entries: self._entries,
            Facts: lambda b: self._pairs(b.pairs),
            Table: self._table,
            Chart: self._chart,
            Figure: self._figure,
            Blank: self._blank,
            PageBreak: lambda _: self.document.add_page_break(),
        }
        drawers[type(block)](block)

    def _settings(self) -> None:
        from docx.oxml.ns import qn
        from docx.shared import Mm, Pt

        tag = {"fr": "fr-FR", "en": "en-GB"}[self.language]
        core = self.document.core_properties
        core.title = _clean(say("paper.title", self.language, kind=self.paper.title, place=self.paper.place))
        core.author = _clean(self.paper.observatory)[:255]
        core.subject = _clean(self.paper.summary)[:255]
        core.language, core.comments, core.keywords = tag, "", "Longuevue"
        core.created = core.modified = dt.datetime.fromisoformat(self.paper.date)
        normal = self.document.styles["Normal"]
        normal.font.name, normal.font.size = FONT, Pt(10.5)
        fonts = normal.element.rPr.rFonts
        for script in ("w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(script), FONT)
        lang = normal.element.rPr.makeelement(qn("w:lang"), {qn("w:val"): tag, qn("w:bidi"): "ar-SA"})
        normal.element.rPr.append(lang)
        for name in ("Title", "Subtitle", *(f"Heading {level}" for level in range(1, 5))):
            style = self.document.styles[name]
            style.font.name = FONT
            found = style.element.rPr.find(qn("w:rFonts"))
            for theme in [key for key in found.attrib if "Theme" in key]:
                del found.attrib[theme]
            for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
                found.set(qn(script), FONT)
        page = self.document.sections[0]
        page.page_width, page.page_height = Mm(210), Mm(297)
        page.left_margin = page.right_margin = Mm(20)
        page.top_margin, page.bottom_margin = Mm(18), Mm(20)

    def _contents(self) -> None:
        """A table of contents that Word fills when the file opens, with the titles already readable."""
        self.document.add_page_break()
        self._text(say("paper.contents", self.language), bold=True)
        for section in self.paper.sections:
            paragraph = self._text(section.title, bold=section.level == 1)
            if section.level > 1:
                from docx.shared import Mm

                paragraph.paragraph_format.left_indent = Mm(6)
            paragraph.paragraph_format.space_after = 0
        self.document.add_page_break()

    def _text(self, text: str, *, style: str | None = None, bold: bool = False, small: bool = False) -> Any:
        from docx.shared import Pt

        paragraph = self.document.add_paragraph(style=style)
        run = paragraph.add_run(_clean(text))
        run.bold = bold or None
        if small:
            run.font.size = Pt(8.5)
        return paragraph

    def _listing(self, block: Listing) -> None:
        numbers = self._numbering() if block.ordered else None
        for item in block.items:
            paragraph = self._text(item, style="List Number" if block.ordered else "List Bullet")
            if numbers is not None:
                properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
                properties.get_or_add_ilvl().val = 0
                properties.get_or_add_numId().val = numbers

    def _numbering(self) -> int:
        """A numbering that starts at one: Word would go on from the list before."""
        style = self.document.styles["List Number"].element.pPr.numPr.numId.val
        numbering = self.document.part.numbering_part.numbering_definitions._numbering
        abstract = next(n for n in numbering.num_lst if n.numId == style).abstractNumId.val
        number = numbering.add_num(abstract)
        number.add_lvlOverride(ilvl=0).add_startOverride(1)
        return number.numId

    def _entries(self, block: Entries) -> None:
        self._text(block.caption, bold=True)
        for about, said in block.items:
            paragraph = self.document.add_paragraph(style="List Bullet")
            paragraph.add_run(_clean(about)).bold = True
            paragraph.add_run(" " + _clean(said))

    def _pairs(self, pairs: tuple[tuple[str, str], ...], *, small: bool = False) -> None:
        from docx.shared import Pt

        colon = "\u00a0: " if self.language == "fr" else ": "
        for name, value in pairs:
            paragraph = self.document.add_paragraph()
            paragraph.paragraph_format.space_after = 0
            runs = (paragraph.add_run(_clean(name) + colon), paragraph.add_run(_clean(value)))
            runs[0].bold = True
            if small:
                for run in runs:
                    run.font.size = Pt(8.5)

    def _table(self, block: Table) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn
        from docx.shared import Mm, Pt

        self._text(block.caption, bold=True).paragraph_format.keep_with_next = True
        table = self.document.add_table(rows=1, cols=len(block.head))
        table.style, table.autofit = "Table Grid", False
        described = OxmlElement("w:tblCaption")
        described.set(qn("w:val"), _clean(block.caption))
        table._tbl.tblPr.append(described)
        repeated = OxmlElement("w:tblHeader")
        table.rows[0]._tr.get_or_add_trPr().append(repeated)
        for _ in block.rows:
            table.add_row()
        widths = [Mm(170 * width / 100) for width in block.widths or (100 // len(block.head),) * len(block.head)]
        for index, width in enumerate(widths):
            table.columns[index].width = width
        for row, texts in zip(table.rows, (block.head, *block.rows), strict=True):
            for index, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
                cell.width = widths[index]
                paragraph = cell.paragraphs[0]
                run = paragraph.add_run(_clean(text))
                run.font.size = Pt(9)
                run.bold = True if texts is block.head else None
                if index in block.numbers:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        self.document.add_paragraph().paragraph_format.space_after = 0

    def _chart(self, block: Chart) -> None:
        from docx.shared import Mm

        picture = self.document.add_picture(io.BytesIO(png(block.svg)), width=Mm(150))
        described = picture._inline.docPr
        described.set("descr", _clean(block.alternative))
        described.set("title", _clean(block.caption)[:250])
        if block.caption:
            self._text(block.caption, small=True)

    def _figure(self, block: Figure) -> None:
        from docx.shared import Pt

        self.document.add_heading(_clean(block.question), self.level + 1)
        value = self._text(block.value, bold=True)
        value.runs[0].font.size = Pt(18)
        self._text(block.aloud)
        if block.borrowed:
            self._text(block.borrowed, bold=True)
        if block.compared:
            others = ", ".join(f"{name} {text}" for name, text in block.compared)
            self._text(f"{say('paper.compared_mark', self.language)} {others}.")
        self._pairs(block.details, small=True)

    def _blank(self, block: Blank) -> None:
        self._text(block.title, bold=True)
        self._text(block.text)
        if block.fillers:
            self._text(say("paper.fill_mark", self.language))
            self._listing(Listing(block.fillers))
        if block.who:
            self._text(say("paper.who_mark", self.language, who=block.who))

    def _footer(self) -> None:
        from docx.shared import Pt

        paragraph = self.document.sections[0].footer.paragraphs[0]
        paragraph.add_run(_clean(self.paper.footer)).font.size = Pt(8)


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("", text)
