"""A paper as an OpenDocument text: the same headings, tables, pictures and words as the other forms."""

from __future__ import annotations

import hashlib
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
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: name of our style → size in points, bold, extra paragraph properties
_STYLES: dict[str, tuple[float, bool, dict[str, str]]] = {
    "Plain": (10.5, False, {"marginbottom": "0.2cm"}),
    "Strong": (10.5, True, {"marginbottom": "0.1cm", "keepwithnext": "always"}),
    "Small": (8.5, False, {"marginbottom": "0.1cm"}),
    "Value": (18, True, {"keepwithnext": "always"}),
    "Cell": (9, False, {}),
    "HeadCell": (9, True, {}),
    "NumberCell": (9, False, {"textalign": "end"}),
    "NewPage": (10.5, False, {"breakbefore": "page"}),
    "Kind": (13, True, {}),
    "Place": (26, True, {"marginbottom": "0.3cm"}),
}


def odt(paper: Paper) -> bytes:
    """The paper as the bytes of an .odt."""
    writer = _Writer(paper)
    writer.write()
    out = io.BytesIO()
    writer.document.write(out)
    return out.getvalue()


class _Writer:
    """Puts a paper into a new document, block by block."""

    def __init__(self, paper: Paper) -> None:
        from odf.opendocument import OpenDocumentText

        self.document = OpenDocumentText()
        self.paper = paper
        self.language = paper.language
        self.level = 1
        self._named: dict[str, Any] = {}
        self._tables = 0

    def write(self) -> None:
        """The whole paper."""
        self._settings()
        paper = self.paper
        self._text(paper.title, "Kind")
        self._text(paper.place, "Place")
        self._text(paper.subtitle)
        self._text(paper.observatory)
        for block in paper.opening:
            self.block(block)
        if paper.with_contents and paper.sections:
            self._contents()
        for index, section in enumerate(paper.sections):
            if index == 0 and paper.with_contents:
                self._text("", "NewPage")
            self._heading(section.title, section.level)
            self.level = section.level
            for block in section.blocks:
                self.block(block)

    def block(self, block: Block) -> None:
        """One block."""
        drawers: dict[type, Callable[[Any], None]] = {
            Paragraph: self._paragraph,
            Listing: self._listing,
            Entries: self._entries,
            Facts: lambda b: self._pairs(b.pairs),
            Table: self._table,
            Chart: self._chart,
            Figure: self._figure,
            Blank: self._blank,
            PageBreak: lambda _: self._text("", "NewPage"),
        }
        drawers[type(block)](block)

    def _settings(self) -> None:
        from odf import dc, meta
        from odf.style import (
            DefaultStyle,
            FontFace,
            MasterPage,
            PageLayout,
            PageLayoutProperties,
            ParagraphProperties,
            Style,
            TextProperties,
        )

        country = {"fr": "FR", "en": "GB"}[self.language]
        about = self.document.meta
        title = say("paper.title", self.language, kind=self.paper.title, place=self.paper.place)
        for element, text in (
            (dc.Title, title),
            (dc.Description, self.paper.summary),
            (dc.Language, f"{self.language}-{country}"),
            (dc.Date, f"{self.paper.date}T00:00:00"),
            (meta.CreationDate, f"{self.paper.date}T00:00:00"),
            (meta.InitialCreator, self.paper.observatory),
        ):
            about.addElement(element(text=_clean(text)))
        self.document.fontfacedecls.addElement(FontFace(name=FONT, fontfamily=f"'{FONT}'"))
        default = DefaultStyle(family="paragraph")
        default.addElement(TextProperties(fontname=FONT, fontsize="10.5pt", language=self.language, country=country))
        self.document.styles.addElement(default)
        for name, (size, bold, paragraph) in _STYLES.items():
            style = Style(name=name, family="paragraph")
            if paragraph:
                style.addElement(ParagraphProperties(**paragraph))
            weight = "bold" if bold else "normal"
            style.addElement(TextProperties(fontname=FONT, fontsize=f"{size}pt", fontweight=weight))
            self.document.styles.addElement(style)
        for level, size in ((1, 18), (2, 13), (3, 11)):
            style = Style(
                name=f"Heading_20_{level}",
                displayname=f"Heading {level}",
                family="paragraph",
                defaultoutlinelevel=str(level),
            )
            style.addElement(ParagraphProperties(margintop="0.5cm", marginbottom="0.15cm", keepwithnext="always"))
            style.addElement(TextProperties(fontname=FONT, fontsize=f"{size}pt", fontweight="bold"))
            self.document.styles.addElement(style)
        bold = Style(name="Bold", family="text")
        bold.addElement(TextProperties(fontweight="bold"))
        self.document.automaticstyles.addElement(bold)
        layout = PageLayout(name="A4")
        layout.addElement(
            PageLayoutProperties(
                pagewidth="21cm",
                pageheight="29.7cm",
                margintop="1.8cm",
                marginbottom="2cm",
                marginleft="2cm",
                marginright="2cm",
            )
        )
        self.document.automaticstyles.addElement(layout)
        master = MasterPage(name="Standard", pagelayoutname=layout)
        master.addElement(self._footer())
        self.document.masterstyles.addElement(master)

    def _footer(self) -> Any:
        from odf.style import Footer
        from odf.text import P

        footer = Footer()
        footer.addElement(P(stylename="Small", text=_clean(self.paper.footer)))
        return footer

    def _add(self, element: Any) -> Any:
        self.document.text.addElement(element)
        return element

    def _heading(self, title: str, level: int) -> None:
        from odf.text import H

        self._add(H(outlinelevel=level, stylename=f"Heading_20_{level}", text=_clean(title)))

    def _contents(self) -> None:
        self._text(say("paper.contents", self.language), "NewPage")
        for section in self.paper.sections:
            self._text(section.title, "Strong" if section.level == 1 else "Small")

    def _text(self, text: str, style: str = "Plain") -> None:
        from odf.text import P

        self._add(P(stylename=style, text=_clean(text)))

    def _paragraph(self, block: Paragraph) -> None:
        self._text(block.text, {"kicker": "Strong", "note": "Small", "source": "Small"}.get(block.style, "Plain"))

    def _listing(self, block: Listing) -> None:
        self._items([[(item, False)] for item in block.items], ordered=block.ordered)

    def _entries(self, block: Entries) -> None:
        self._text(block.caption, "Strong")
        self._items([[(about, True), (" " + said, False)] for about, said in block.items])

    def _items(self, items: list[list[tuple[str, bool]]], *, ordered: bool = False) -> None:
        from odf.text import List, ListItem, P

        listed = List(stylename=self._list_style(ordered))
        for runs in items:
            item = ListItem()
            paragraph = P(stylename="Plain")
            self._runs(paragraph, runs)
            item.addElement(paragraph)
            listed.addElement(item)
        self._add(listed)

    def _runs(self, paragraph: Any, runs: list[tuple[str, bool]]) -> None:
        from odf.text import Span

        for text, bold in runs:
            if bold:
                paragraph.addElement(Span(stylename="Bold", text=_clean(text)))
            else:
                paragraph.addText(_clean(text))

    def _list_style(self, ordered: bool) -> Any:
        from odf.style import ListLevelProperties
        from odf.text import ListLevelStyleBullet, ListLevelStyleNumber, ListStyle

        name = "Numbers" if ordered else "Bullets"
        if name not in self._named:
            style = ListStyle(name=name)
            level = ListLevelStyleNumber(level="1", numformat="1", numsuffix=".") if ordered else None
            level = level or ListLevelStyleBullet(level="1", bulletchar="•")
            level.addElement(ListLevelProperties(spacebefore="0.3cm", minlabelwidth="0.5cm"))
            style.addElement(level)
            self.document.automaticstyles.addElement(style)
            self._named[name] = style
        return self._named[name]

    def _pairs(self, pairs: tuple[tuple[str, str], ...], style: str = "Plain") -> None:
        from odf.text import P

        colon = "\u00a0: " if self.language == "fr" else ": "
        for name, value in pairs:
            paragraph = P(stylename=style)
            self._runs(paragraph, [(name + colon, True), (value, False)])
            self._add(paragraph)

    def _table(self, block: Table) -> None:
        from odf.style import Style, TableCellProperties, TableColumnProperties
        from odf.table import Table as OdfTable
        from odf.table import TableCell, TableColumn, TableHeaderRows, TableRow
        from odf.text import P

        self._tables += 1
        self._text(block.caption, "Strong")
        if "Cells" not in self._named:
            cells = Style(name="Cells", family="table-cell")
            cells.addElement(TableCellProperties(borderbottom="0.5pt solid #b8c2cc", padding="0.06cm"))
            self.document.automaticstyles.addElement(cells)
            self._named["Cells"] = cells
        table = OdfTable(name=f"Table{self._tables}")
        for index, width in enumerate(block.widths or (100 // len(block.head),) * len(block.head)):
            column = Style(name=f"T{self._tables}C{index}", family="table-column")
            column.addElement(TableColumnProperties(columnwidth=f"{17 * width / 100:.2f}cm"))
            self.document.automaticstyles.addElement(column)
            table.addElement(TableColumn(stylename=column))
        header = TableHeaderRows()
        table.addElement(header)
        for texts in (block.head, *block.rows):
            row = TableRow()
            for index, text in enumerate(texts):
                style = "HeadCell" if texts is block.head else "NumberCell" if index in block.numbers else "Cell"
                cell = TableCell(stylename=self._named["Cells"], valuetype="string")
                cell.addElement(P(stylename=style, text=_clean(text)))
                row.addElement(cell)
            (header if texts is block.head else table).addElement(row)
        self._add(table)
        self._text("", "Small")

    def _chart(self, block: Chart) -> None:
        from odf.draw import Frame, Image
        from odf.svg import Desc, Title
        from odf.text import P

        picture = png(block.svg)
        name = f"Pictures/{hashlib.sha256(picture).hexdigest()[:20]}.png"
        reference = self.document.addPicture(name, "image/png", picture)
        frame = Frame(width="15cm", height=f"{15 * block.height / block.width:.2f}cm", anchortype="as-char")
        image = Image(href=reference, type="simple", show="embed", actuate="onLoad")
        frame.addElement(image)
        frame.addElement(Title(text=_clean(block.caption or block.alternative)[:250]))
        frame.addElement(Desc(text=_clean(block.alternative)))
        paragraph = P(stylename="Plain")
        paragraph.addElement(frame)
        self._add(paragraph)
        if block.caption:
            self._text(block.caption, "Small")

    def _figure(self, block: Figure) -> None:
        self._heading(block.question, self.level + 1)
        self._text(block.value, "Value")
        self._text(block.aloud)
        if block.borrowed:
            self._text(block.borrowed, "Strong")
        if block.compared:
            others = ", ".join(f"{name} {text}" for name, text in block.compared)
            self._text(f"{say('paper.compared_mark', self.language)} {others}.")
        self._pairs(block.details, "Small")

    def _blank(self, block: Blank) -> None:
        self._text(block.title, "Strong")
        self._text(block.text)
        if block.fillers:
            self._text(say("paper.fill_mark", self.language))
            self._listing(Listing(block.fillers))
        if block.who:
            self._text(say("paper.who_mark", self.language, who=block.who))


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("", text)
