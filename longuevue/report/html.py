"""A paper as one HTML page, for print and for the screen: headings, tables with their headers, drawings with their words.
Letters and styles are those of `print.css`; turning the page into a PDF is done in `pdf.py`."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path

from longuevue.report.letters import faces, families
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
    Section,
    Table,
)
from longuevue.report.words import say

STYLES = Path(__file__).parent / "print.css"
#: a row with more text than this may break across pages
LONG_ROW = 900
#: a title longer than this is set smaller
LONG_TITLE = 40
#: a word so long that it must be cut to stay on the page
_UNBROKEN = re.compile(r"\S{42}")


def page(paper: Paper, *, embedded: bool = True) -> str:
    """The whole page. `embedded` puts the letters inside it, for a file that travels alone."""
    text = "".join(paper.text())
    style = (
        STYLES.read_text(encoding="utf-8")
        .replace("LETTERS", families(text))
        .replace("FOOTER", css_string(paper.footer))
    )
    title = escape(say("paper.title", paper.language, kind=paper.title, place=paper.place))
    return "".join(
        (
            f'<!DOCTYPE html>\n<html lang="{paper.language}"><head><meta charset="utf-8">',
            f"<title>{title}</title>",
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f'<meta name="description" content="{escape(paper.summary)}">',
            f'<meta name="author" content="{escape(paper.observatory)}">',
            f'<meta name="dcterms.created" content="{paper.date}">',
            '<meta name="generator" content="Longuevue">',
            f"<style>{faces(text, embedded=embedded)}{style}</style></head>",
            f'<body class="{paper.kind}{" unbroken" if _UNBROKEN.search(text) else ""}">',
            *_header(paper),
            *(_contents(paper) if paper.with_contents else ()),
            "<main>",
            *_sections(paper),
            "</main></body></html>\n",
        )
    )


def css_string(text: str) -> str:
    """The text as a CSS string, every sign escaped: a name may hold any quote or bracket."""
    return '"' + "".join(sign if sign.isascii() and sign.isalnum() else f"\\{ord(sign):06x}" for sign in text) + '"'


def _header(paper: Paper) -> Iterator[str]:
    long = ' class="long"' if len(paper.place) > LONG_TITLE else ""
    yield f'<header><p class="kind">{escape(paper.title)}</p><h1{long}>{escape(paper.place)}</h1>'
    yield f'<p class="subtitle">{escape(paper.subtitle)}</p>'
    yield f'<p class="observatory">{escape(paper.observatory)}</p></header>'
    yield '<div class="opening">'
    yield from (drawn(block, paper.language) for block in paper.opening)
    yield "</div>"


def _contents(paper: Paper) -> Iterator[str]:
    yield f'<nav class="contents"><h2>{escape(say("paper.contents", paper.language))}</h2><ol>'
    for section in paper.sections:
        kind = "chapter" if section.level == 1 else "part"
        yield f'<li class="{kind}"><a href="#{section.anchor}">{escape(section.title)}</a></li>'
    yield "</ol></nav>"


def _sections(paper: Paper) -> Iterator[str]:
    first = paper.with_contents
    for section in paper.sections:
        yield _heading(section, first=first)
        first = False
        yield from (drawn(block, paper.language, section.level + 2) for block in section.blocks)


def _heading(section: Section, *, first: bool) -> str:
    tag = f"h{section.level + 1}"
    classes = ["first-chapter" if first else "chapter"] if section.level == 1 else []
    named = f' class="{" ".join(classes)}"' if classes else ""
    return f'<{tag} id="{section.anchor}"{named}>{escape(section.title)}</{tag}>'


def drawn(block: Block, language: str, heading: int = 2) -> str:
    """One block as HTML; a figure's question is a heading of level `heading`."""
    if isinstance(block, Figure):
        return _figure(block, language, heading)
    return _DRAWERS[type(block)](block, language)


def _paragraph(block: Paragraph, _: str) -> str:
    named = "" if block.style == "plain" else f' class="{block.style}"'
    return f"<p{named}>{escape(block.text)}</p>"


def _listing(block: Listing, _: str) -> str:
    tag = "ol" if block.ordered else "ul"
    return f"<{tag}>{''.join(f'<li>{escape(item)}</li>' for item in block.items)}</{tag}>"


def _entries(block: Entries, _: str) -> str:
    items = "".join(f"<li><strong>{escape(about)}</strong> {escape(said)}</li>" for about, said in block.items)
    return f'<div class="entries"><p class="caption">{escape(block.caption)}</p><ul>{items}</ul></div>'


def _facts(block: Facts, language: str) -> str:
    return _pairs(block.pairs, language)


def _pairs(pairs: tuple[tuple[str, str], ...], language: str) -> str:
    # a list rather than <dl>: its tags in a PDF are those that PDF/UA knows
    colon = "\u00a0:" if language == "fr" else ":"
    items = (f"<li><strong>{escape(name)}{colon}</strong> {escape(value)}</li>" for name, value in pairs)
    return f'<ul class="facts">{"".join(items)}</ul>' if pairs else ""


def _table(block: Table, _: str) -> str:
    columns = "".join(f'<col style="width:{width}%">' for width in block.widths)

    def cell(tag: str, index: int, text: str, scope: str = "") -> str:
        number = ' class="number"' if index in block.numbers else ""
        return f"<{tag}{scope}{number}>{escape(text)}</{tag}>"

    head = "".join(cell("th", i, text, ' scope="col"') for i, text in enumerate(block.head))
    rows = []
    for row in block.rows:
        long = ' class="long"' if sum(map(len, row)) > LONG_ROW else ""
        cells = cell("th", 0, row[0], ' scope="row"') + "".join(cell("td", i, t) for i, t in enumerate(row[1:], 1))
        rows.append(f"<tr{long}>{cells}</tr>")
    return (
        f"<table><caption>{escape(block.caption)}</caption>{columns}"
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )


def _chart(block: Chart, _: str) -> str:
    data = base64.b64encode(block.svg.encode("utf-8")).decode("ascii")
    caption = f"<figcaption>{escape(block.caption)}</figcaption>" if block.caption else ""
    return (
        f'<figure><img src="data:image/svg+xml;base64,{data}" alt="{escape(block.alternative)}" '
        f'width="{block.width}" height="{block.height}">{caption}</figure>'
    )


def _figure(block: Figure, language: str, heading: int) -> str:
    compared = ""
    if block.compared:
        others = ", ".join(f"{name} {text}" for name, text in block.compared)
        compared = f'<p class="compared">{escape(say("paper.compared_mark", language))} {escape(others)}.</p>'
    borrowed = f'<p class="borrowed">{escape(block.borrowed)}</p>' if block.borrowed else ""
    return (
        f'<section class="figure"><h{heading}>{escape(block.question)}</h{heading}><p class="value">{escape(block.value)}</p>'
        f'<p class="aloud">{escape(block.aloud)}</p>{borrowed}{compared}{_pairs(block.details, language)}</section>'
    )


def _blank(block: Blank, language: str) -> str:
    fill = ""
    if block.fillers:
        items = "".join(f"<li>{escape(item)}</li>" for item in block.fillers)
        fill = f"<p>{escape(say('paper.fill_mark', language))}</p><ul>{items}</ul>"
    who = f"<p>{escape(say('paper.who_mark', language, who=block.who))}</p>" if block.who else ""
    return f'<div class="blank"><p class="title">{escape(block.title)}</p><p>{escape(block.text)}</p>{fill}{who}</div>'


def _page_break(_: PageBreak, __: str) -> str:
    return '<div class="page-break"></div>'


_DRAWERS: dict[type, Callable[..., str]] = {
    Paragraph: _paragraph,
    Listing: _listing,
    Entries: _entries,
    Facts: _facts,
    Table: _table,
    Chart: _chart,
    Blank: _blank,
    PageBreak: _page_break,
}
