"""What a paper leaves out is counted and its place on the portal is said: nothing ends without a word. Stories are invented."""

from __future__ import annotations

from typing import Any

import pypdfium2
import pytest

from longuevue.portal.routes import Links
from longuevue.report.desk import Desk
from longuevue.report.model import words_of
from longuevue.report.papers import PAPERS
from longuevue.report.parts.stories import MOST_STORIES, told_stories
from longuevue.report.pdf import pdf
from tests.report.valmont import InventedEdition


def told(count: int, words: str = "Ma classe a gardé son poste.") -> Any:
    """Valmont, where so many people told something."""
    edition = InventedEdition()
    edition.stories = [
        {"id": f"v{n}", "year": 2020, "kind": "came", "kind_name": {"fr": "Venue ici", "en": "Coming here"}, "signed": "",
         "question": "Qu'avez-vous vu ?", "age_name": {}, "marker": "", "words": [{"question": "what", "text": f"Récit {n}. {words}"}]}
        for n in range(count)
    ]  # fmt: skip
    return edition


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("count", [MOST_STORIES, MOST_STORIES + 1, MOST_STORIES + 1_290])
def test_a_report_has_no_end_or_stops_without_a_word(count: int, language: str) -> None:
    blocks = told_stories(Desk(told(count), "com-V0001", language))
    text = " ".join(words for block in blocks for words in words_of(block))
    assert text.count("Récit ") == MOST_STORIES
    at = Links(language).to("territory", area="com-V0001") + "#stories"
    said = {
        ("fr", 1): f"Un autre récit se lit sur le portail, à l'adresse {at}",
        ("en", 1): f"One more story is on the portal, at {at}",
        ("fr", 1_290): f"1\u202f290 autres récits se lisent sur le portail, à l'adresse {at}",
        ("en", 1_290): f"1,290 more stories are on the portal, at {at}",
    }
    left = count - MOST_STORIES
    assert at not in text if not left else text.endswith(said[language, left])


@pytest.mark.parametrize("what", ["effects", "actors", "links", "decisions", "stories"])
def test_a_list_cut_on_paper_says_where_its_end_is_or_the_place_is_no_place(what: str) -> None:
    from pathlib import Path

    import longuevue.portal

    desk = Desk(told(0), "com-V0001")
    assert desk.left_out(what, 0, what) == []
    text = " ".join(words for block in desk.left_out(what, 2, what) for words in words_of(block))
    assert text.startswith("2 autres ") and text.endswith(f"/fr/territoire/com-V0001/#{what}")
    templates = Path(longuevue.portal.__file__).parent / "templates/portal"
    anchors = [path for path in templates.rglob("*.html") if f' id="{what}"' in path.read_text(encoding="utf-8")]
    assert anchors, f"nothing is called « {what} » on the portal's pages"


def test_a_thousand_stories_make_a_paper_without_end() -> None:
    data = pdf(PAPERS["report"](Desk(told(1_000), "com-V0001")))
    document = pypdfium2.PdfDocument(data)
    printed = " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)
    assert len(document) <= 22 and printed.count("Récit ") == MOST_STORIES
    assert "988 autres récits se lisent sur le portail" in printed
