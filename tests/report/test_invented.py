"""Papers of invented places made to break them: nothing cut, nothing empty without its sentence, whatever the names."""

from __future__ import annotations

from typing import Any

import pypdfium2
import pytest

from longuevue.report.desk import Desk
from longuevue.report.model import Blank, Facts, Listing, Paragraph, Table, words_of
from longuevue.report.papers import PAPERS
from longuevue.report.pdf import pdf
from tests.report.pdf_structure import faults
from tests.report.valmont import InventedEdition, everything, nobody_looks, withheld

LONG = "Valmont-sur-la-Très-Longue-Frontière " * 270
ONE_WORD = "V" + "x" * 9_999
PLACES = {
    "a name of ten thousand signs": InventedEdition(LONG),
    "one word of ten thousand signs": InventedEdition(ONE_WORD),
    "arabic, emoji and markup": InventedEdition('مدينة فالمونت 🏔️ "Valmont" & <Fils> {nom} \\a'),
    "all withheld": InventedEdition(given=withheld),
    "nobody looks": InventedEdition(given=nobody_looks),
    "everything is seen": InventedEdition(given=everything),
    "no marker at all": InventedEdition(markers=False, population=None),
}


@pytest.fixture(scope="module", params=PLACES, ids=lambda name: name.replace(" ", "-"))
def edition(request: pytest.FixtureRequest) -> Any:
    return PLACES[request.param]


@pytest.mark.parametrize("kind", PAPERS)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_part_is_empty_without_its_sentence(edition: Any, kind: str, language: str) -> None:
    paper = PAPERS[kind](Desk(edition, "com-V0001", language))
    for section, following in zip(paper.sections, [*paper.sections[1:], None], strict=True):
        inside = following is not None and following.level > section.level
        assert section.blocks or inside, f"« {section.title} » holds nothing and says nothing"
    for block in paper.blocks():
        _not_empty(block)
    assert "None" not in " ".join(paper.text()) and "{" not in " ".join(paper.text()).replace("{nom}", "")


def _not_empty(block: Any) -> None:
    match block:
        case Paragraph(text=text):
            assert text.strip()
        case Listing(items=items):
            assert items and all(item.strip() for item in items)
        case Table(rows=rows):
            assert rows, block.caption
        case Facts(pairs=pairs):
            assert pairs and all(name.strip() and value.strip() for name, value in pairs)
        case Blank():
            assert block.title.strip() and block.text.strip()
    assert any(words.strip() for words in words_of(block)) or block.__class__.__name__ == "PageBreak"


def test_a_hostile_place_breaks_its_pdf(edition: Any) -> None:
    paper = PAPERS["report"](Desk(edition, "com-V0001"))
    data = pdf(paper)
    assert faults(data, language="fr") == []
    document = pypdfium2.PdfDocument(data)
    assert 8 <= len(document) <= 45
    _inside_the_margins(document)
    _whole_name_is_printed(document, edition)


def _inside_the_margins(document: pypdfium2.PdfDocument) -> None:
    for number, page in enumerate(document, 1):
        width, height = page.get_size()
        text = page.get_textpage()
        for index in range(text.count_rects()):
            left, bottom, right, top = text.get_rect(index)
            assert left >= 20 and right <= width - 20, (
                f"page {number}: « {text.get_text_bounded(left, bottom, right, top)[:60]} »"
            )
            assert bottom >= 10 and top <= height - 10


def _whole_name_is_printed(document: pypdfium2.PdfDocument, edition: Any) -> None:
    """Every sign of the name is somewhere: a page's footer may come between two lines of it, so signs are counted."""
    name = edition.territory("com-V0001")["name"]
    printed = "".join(page.get_textpage().get_text_range() for page in document)
    for part in ("Fronti", "x", "<Fils>", "{nom}"):
        assert printed.count(part) >= name.count(part), part


def test_a_brief_takes_a_third_page(edition: Any) -> None:
    for language in ("fr", "en"):
        data = pdf(PAPERS["brief"](Desk(edition, "com-V0001", language)))
        assert len(pypdfium2.PdfDocument(data)) <= 2


def test_a_report_of_a_rich_place_passes_twenty_pages() -> None:
    data = pdf(PAPERS["report"](Desk(PLACES["everything is seen"], "com-V0001")))  # type: ignore[arg-type]
    assert 12 <= len(pypdfium2.PdfDocument(data)) <= 20
