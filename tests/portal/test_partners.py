"""The table of partner countries: one that is withheld says so, on the page, on the country's own page and on paper."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from longuevue.edition.reader import Edition
from longuevue.portal import desk

UNSURE = {
    "value": None,
    "numerator": None,
    "status": "low_precision",
    "status_reason": "too_uncertain",
    "precision": "C",
}
HIDDEN = {"value": None, "numerator": None, "status": "suppressed", "status_reason": "suppressed"}


class Withholding(Edition):
    """The starter edition where Canada's twinnings are too uncertain and Germany's are withheld."""

    def counterparts(self, *asked: Any) -> list[dict[str, Any]]:
        changed = {"CA": UNSURE, "DE": HIDDEN}
        return [row | changed.get(row["counterpart_area"], {}) for row in super().counterparts(*asked)]


@pytest.fixture(scope="module")
def withholding(starter: Any) -> Any:
    return Withholding.open(starter.path)


@pytest.fixture
def visitor(withholding: Any) -> Iterator[Client]:
    desk.lend(withholding)
    yield Client()
    desk.lend(None)


def text(visitor: Client, address: str) -> str:
    response = visitor.get(address)
    assert response.status_code == 200
    return html.unescape(response.content.decode()).replace("\xa0", " ").replace("\u202f", " ")


def row_of(page: str, country: str) -> str:
    table = page[page.index("Pays partenaires, dans l'ordre des noms") :]
    (row,) = [row for row in table.split("<tr ") if f">{country}</a>" in row]
    return re.sub(r"<[^>]+>", "|", row)


def test_a_withheld_country_leaves_the_table_or_is_given(visitor: Client) -> None:
    page = text(visitor, "/fr/chiffre/twinnings/com-42218/")
    unsure, hidden = row_of(page, "Canada"), row_of(page, "Allemagne")
    assert "trop incertain pour être donné" in unsure and "Trop peu de personnes ont été interrogées" in unsure
    assert "valeur protégée" in hidden
    assert not re.search(r"\|[≈\s]*\d+\s*\|", unsure + hidden)
    assert re.search(r"\|[≈\s]*\d+\s*\|", row_of(page, "Italie"))


@pytest.mark.parametrize(("code", "said"), [("CA", "trop incertain pour être donné"), ("DE", "valeur protégée")])
def test_the_page_of_a_withheld_country_says_that_there_is_nothing(visitor: Client, code: str, said: str) -> None:
    page = text(visitor, f"/fr/territoire/com-42218/pays/{code}/")
    assert said in page and "Aucun chiffre ne relie" not in page
    # its reach is known by country no more than before: only what is given counts as known
    assert "Chiffres connus : 0," in page


def test_the_paper_drops_a_withheld_country(withholding: Any) -> None:
    from longuevue.report.desk import Desk

    paper = Desk(withholding, "com-42218", "fr")
    reading = withholding.reading("twinnings", "com-42218")
    said = paper.partners(reading)
    assert "Trop incertain pour être donné : Canada." in said and "Valeur protégée : Allemagne." in said
    assert "Canada 2" not in said


def test_the_table_does_not_add_up_to_the_figure(visitor: Client, starter: Any) -> None:
    """Twenty twin towns, of which the country of one is not known: it has its row, in the starter edition as it is."""
    desk.lend(starter)
    page = text(visitor, "/fr/chiffre/twinnings/com-42218/")
    table = page[page.index("Pays partenaires, dans l'ordre des noms") :].partition("</table>")[0]
    counts = [int(found) for found in re.findall(r'data-head="jumelages">[≈\s]*(\d+)<', table)]
    assert sum(counts) == starter.reading("twinnings", "com-42218")["value"]
    assert "pays inconnu" in table.rpartition("<tr ")[2]
