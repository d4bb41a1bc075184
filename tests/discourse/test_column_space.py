"""Column space: centimetres of the text where a layout gives them, and nothing where it does not."""

from __future__ import annotations

import pytest

from longuevue.discourse.corpus.column_space import space_of
from longuevue.discourse.corpus.completeness import certificate, day_and_number
from longuevue.discourse.corpus.document import Document, Unit
from longuevue.discourse.corpus.reading import read_bytes
from longuevue.discourse.facts import journal_rows
from longuevue.discourse.measure.counting import judged, tally
from tests.discourse.pdf_maker import column, make_pdf

LEFT = [f"La rue du Stade est refaite cette année, tranche {n}." for n in range(20)]
RIGHT = ["Une délégation de Bamako visite nos écoles ce printemps.", *LEFT[1:]]


def test_space_is_width_times_height_and_a_picture_between_two_texts_takes_none() -> None:
    one = [(0.0, 72.0 - 12 * n, 72.0, 72.0 - 12 * n + 10) for n in range(6)]
    assert space_of(one) == pytest.approx(72 * 70 * (2.54 / 72) ** 2)
    apart = [*one, *((left, low + 400, right, high + 400) for left, low, right, high in one)]
    assert space_of(apart) == pytest.approx(2 * space_of(one))  # type: ignore[operator]
    assert space_of([]) is None
    assert space_of(one, (0.0, 60.0, 72.0, 90.0)) == pytest.approx(72 * 22 * (2.54 / 72) ** 2)


def test_a_sentence_of_a_two_column_page_has_its_share_of_its_column() -> None:
    page = column(LEFT, 40, step=12) + column(RIGHT, 310, step=12)
    [document] = read_bytes(make_pdf([page]), "journal.pdf")
    counted = tally(judged([document]))
    # Two columns of 20 lines: about 8.5 cm × 8.4 cm each, less what bounds of letters leave out.
    assert counted.has_space
    assert 110 < counted.space_cm2 < 160
    assert counted.international == 1
    assert counted.international_space_cm2 == pytest.approx(counted.space_cm2 / 40, rel=0.3)
    rows = {row["measure"]: row for row in journal_rows(judged([document]), [document], "2024")}
    assert rows["journal_space_cm2"]["obs_status"] == "A"
    assert rows["journal_space_cm2_international"]["obs_status"] == "E"


def test_a_text_without_layout_has_no_space_and_makes_no_fact_of_it() -> None:
    documents = read_bytes("Une délégation de Bamako visite nos écoles.".encode(), "journal.txt")
    assert not tally(judged(documents)).has_space
    measures = {row["measure"] for row in journal_rows(judged(documents), documents, "2024")}
    assert "journal_space_cm2" not in measures
    assert "journal_words" in measures


def test_minutes_say_their_day_and_number_in_their_name_and_their_holes_are_seen() -> None:
    assert str(day_and_number("lot.zip/PV_CM_17_02_2014.pdf")[0]) == "2014-02-17"
    assert day_and_number("2014-04-24-0000071216.pdf")[1] == "71216"
    assert day_and_number("compte rendu.pdf") == (None, "")

    def text(name: str) -> Document:
        return Document(name, name, "pdf", units=(Unit(name, "Voirie", name, 1),))

    acts = [text(f"2014-04-24-00{n}.pdf") for n in (71, 72, 75)]
    found = certificate([*acts, text("2014-12-24-0076.pdf")])
    assert found.missing_numbers == ((73, 74),)
    assert found.silences == (("2014-04-24", "2014-12-24", 244),)
    assert "2 numéro(s) jamais vus" in found.sentence()
    assert certificate([text("2014-04-24-0007.pdf"), text("2014-04-24-0009.pdf")]).missing_numbers == ((8, 8),)
    dated = certificate([text("PV_CM_17_02_2014.pdf"), text("PV_CM_24_04_2014.pdf")]).sentence()
    assert "Série complète" not in dated
    assert "un acte absent ne se voit pas" in dated
    assert "rien ne dit si elle est complète" in certificate([text("compte rendu.pdf")]).sentence()


def test_lines_that_differ_by_a_number_are_no_running_head_in_the_middle_of_a_page() -> None:
    pages = [column([f"La rue numéro {n + 30 * page} est refaite." for n in range(30)], 40) for page in range(4)]
    [document] = read_bytes(make_pdf(pages), "journal.pdf")
    assert len(document.units) >= 4 * 24
