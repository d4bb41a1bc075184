"""What a paper owes its readers: the founding text's order, words for every drawing, no old figure put forward."""

from __future__ import annotations

import io
import json
import re
import struct
from typing import Any

import pytest

from longuevue.report import html
from longuevue.report.brief import brief
from longuevue.report.desk import Desk
from longuevue.report.diagnostic import diagnostic
from longuevue.report.kits import magazine, questions
from longuevue.report.model import Chart, Table
from longuevue.report.papers import PAPERS, made
from longuevue.report.pdf import images_without_words, pdf
from longuevue.report.telling import put_forward, three_sentences
from longuevue.report.words import catalogue
from longuevue.terms.refusal import Refusal
from tests.report.pdf_structure import alternatives, bookmarks, faults
from tests.report.valmont import InventedEdition, everything, nobody_looks

ORDER = ["opening", "seen", "unseen", "effects", "authority", "levers", "debate", "method"]


def desk(language: str = "fr", **changes: Any) -> Desk:
    return Desk(InventedEdition(**changes), "com-V0001", language)  # type: ignore[arg-type]


def test_chapters_leave_the_founding_text_s_order() -> None:
    paper = diagnostic(desk())
    assert [section.anchor for section in paper.sections if section.level == 1] == ORDER


def test_a_drawing_without_words_is_accepted() -> None:
    with pytest.raises(ValueError, match="alternative"):
        Chart("<svg/>", " ")
    assert images_without_words('<img src="a" alt=""><img src="b" alt="b"><svg></svg>') == 2


def test_a_figure_without_alternative_passes_for_accessible(monkeypatch: pytest.MonkeyPatch) -> None:
    paper = diagnostic(desk())
    whole = html.page(paper, embedded=False)
    spoilt = re.sub(r'alt="[^"]+"', 'alt=""', whole, count=1)
    monkeypatch.setattr("longuevue.report.pdf.page", lambda *_, **__: spoilt)
    with pytest.raises(ValueError, match="1 drawings"):
        pdf(paper)
    monkeypatch.setattr("longuevue.report.pdf.images_without_words", lambda _: 0)
    assert "1 figures without alternative text" in faults(pdf(paper), language="fr")


def test_alternatives_and_bookmarks_are_lost_on_the_way() -> None:
    paper = diagnostic(desk("en"))
    data = pdf(paper)
    assert faults(data, language="en") == []
    assert alternatives(data) == [chart.alternative for chart in paper.charts()]
    titles = [re.sub(r"\s", " ", title) for title in bookmarks(data)]
    for section in paper.sections:
        assert re.sub(r"\s", " ", section.title) in titles


def test_the_same_paper_twice_gives_other_bytes() -> None:
    assert pdf(brief(desk())) == pdf(brief(desk()))


def test_an_old_figure_is_put_forward() -> None:
    old = desk(given=lambda marker: {**everything(marker), "time_period": "2014"})
    assert put_forward(old) == []
    assert not any("2014" in sentence for sentence in three_sentences(old))
    assert "donnée ancienne" in " ".join(diagnostic(old).text())


def test_a_partial_figure_is_compared() -> None:
    partial = desk(given=lambda m: {**everything(m), "status": "partial", "status_reason": "open_register"})
    assert all(not figure.compared for figure in diagnostic(partial).figures())


def test_a_lent_figure_passes_for_the_place_s_own(starter: Any) -> None:
    village = Desk(starter, "com-34027", "fr")
    assert village.lent()
    for reading in put_forward(village):
        figure = village.figure(reading)
        assert "pas de cette commune" in figure.borrowed


@pytest.mark.parametrize("paper", [brief, diagnostic])
def test_a_doubt_on_a_figure_is_left_out_of_the_paper(paper: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def remarks(self: InventedEdition, marker: str, area: str) -> list[dict[str, str]]:
        asked.append(area)
        return [{"kind": "doubt", "fr": f"À vérifier : {marker} est douteux ici.", "en": "To be checked."}]

    monkeypatch.setattr(InventedEdition, "remarks", remarks)
    words = html.page(paper(desk()), embedded=False)
    assert "Sur ce chiffre" in words and "est douteux ici." in words
    assert set(asked) == {"com-V0001"}
    assert "To be checked." in html.page(paper(desk("en")), embedded=False)


def test_two_lists_get_different_questions() -> None:
    def asked() -> list[tuple[str, ...]]:
        tables = [block for block in questions(desk()).blocks() if isinstance(block, Table)]
        return list(tables[0].rows)

    assert asked() == asked() and 4 <= len(asked()) <= 6
    rooms = {row[1] for row in [b for b in questions(desk()).blocks() if isinstance(b, Table)][1].rows}
    assert len(rooms) == 1, "every answer has the same room"


@pytest.mark.parametrize("kind", ["brief", "magazine", "questions"])
@pytest.mark.parametrize("given", [everything, nobody_looks])
def test_a_kit_forgets_its_source_line(kind: str, given: Any) -> None:
    last = list(PAPERS[kind](desk(given=given)).blocks())[-1]
    assert last.text.startswith("Source") and "édition 2026-11-01-valmont" in last.text  # type: ignore[union-attr]


def test_the_magazine_s_column_overflows() -> None:
    words = " ".join(" ".join(block.text.split()) for block in magazine(desk()).blocks() if hasattr(block, "text"))
    assert 600 <= len(words) <= 2_200


def test_the_card_has_no_words_for_those_who_do_not_see_it() -> None:
    edition = InventedEdition('Valmont {} & "Fils" ' * 20)
    svg = made(edition, "com-V0001", "card", "svg").decode("utf-8")  # type: ignore[arg-type]
    assert "<desc>Carte à partager." in svg and 'role="img"' in svg
    data = made(edition, "com-V0001", "card", "png")  # type: ignore[arg-type]
    assert data.startswith(b"\x89PNG") and struct.unpack(">II", data[16:24]) == (1200, 630)


def test_a_form_that_does_not_exist_ends_in_a_stack_trace() -> None:
    with pytest.raises(Refusal, match=r"\.pdf"):
        made(InventedEdition(), "com-V0001", "report", "txt")  # type: ignore[arg-type]
    with pytest.raises(Refusal, match=r"\.svg"):
        made(InventedEdition(), "com-V0001", "card", "pdf")  # type: ignore[arg-type]


def test_a_name_becomes_a_formula_in_a_spreadsheet() -> None:
    data = made(InventedEdition("=HYPERLINK(1)"), "com-V0001", "report", "csv").decode("utf-8-sig")  # type: ignore[arg-type]
    assert "'=HYPERLINK(1)" in data and ",=HYPERLINK" not in data


def test_the_data_file_is_not_json() -> None:
    document = json.load(io.BytesIO(made(InventedEdition(), "com-V0001", "report", "json")))  # type: ignore[arg-type]
    assert len(document["readings"]) == len(InventedEdition().markers())
    assert document["edition"]["fingerprint"] == "0" * 64


def test_a_word_lacks_its_english() -> None:
    for key, texts in catalogue().items():
        for pair in (texts["fr"], texts["en"]):
            assert pair, key
        holes = [
            set(re.findall(r"{(\w+)}", " ".join(t) if isinstance(t, list) else t)) for t in (texts["fr"], texts["en"])
        ]
        # French says « de cette commune » where English says "for this commune"
        assert {hole.removeprefix("of_") for hole in holes[0]} == {hole.removeprefix("of_") for hole in holes[1]}, key
