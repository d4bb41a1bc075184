"""The debate page: less than, never a point; each sentence in its place; the rule shown; nothing read is no zero."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from longuevue.discourse.corpus.document import Document, Unit
from longuevue.discourse.dossier import dossier
from longuevue.discourse.masking import MASK, Mask
from longuevue.discourse.uptake.record import Followed
from longuevue.discourse.uptake.tracing import Diagnostic
from longuevue.edition.reader import Edition
from longuevue.portal import desk

PAGE = "/fr/territoire/com-34172/debat/"
#: invented sentences
TEXTS = ["Monsieur Paul Verne revient de <b>Bamako</b>", *(f"Jumelage avec Heidelberg, année {n}" for n in range(60))]


def _dossier() -> dict[str, Any]:
    ordinary = [f"Travaux de voirie, tranche {n}" for n in range(600)]
    ordinary[7] = "Monsieur Paul Verne cite le diagnostic de Valmont"
    units = tuple(Unit(f"u{n}", text, "pv.pdf", n, page=n // 10 + 1) for n, text in enumerate(TEXTS + ordinary, 1))
    documents = [
        Document("pv.pdf", "1", "pdf", units=units),
        Document("scan.pdf", "2", "pdf", "unread", "aucune page n'a de texte"),
    ]
    followed = Followed(Diagnostic(names=("diagnostic de Valmont",)), "2024-01-01")
    found = dossier(documents, area="com-34172", corpus="minutes", period="2024", mask=Mask(), followed=followed)
    return found | {"alarms": [{"theme": "health", "marker": "m", "fr": "Fort enjeu inventé", "en": "Invented stakes"}]}


def _programmes() -> dict[str, Any]:
    units = tuple(Unit(f"p{n}", f"Jumelage avec Heidelberg, année {n}", "p.pdf", n, group="b") for n in range(1, 4))
    found = dossier(
        [Document("p.pdf", "3", "pdf", units=units)], area="com-34172", corpus="programmes", period="2026", mask=Mask(),
        lists_in_order=[("a", "Valmont ensemble"), ("b", "Valmont demain")],
    )  # fmt: skip
    return found | {"alarms": [], "questions": ["Quelle place pour le monde ?"]}


@pytest.fixture(scope="module")
def debated(starter: Edition) -> Edition:
    edition = Edition.open(starter.path)
    notice = {"fr": "Période électorale inventée", "en": "Invented election period"}
    edition.__dict__["_debate"] = {"dossiers": [_dossier(), _programmes()], "notice": notice}
    return edition


@pytest.fixture
def visitor(debated: Edition) -> Iterator[Client]:
    desk.lend(debated)
    yield Client()
    desk.lend(None)


def _text(visitor: Client, address: str) -> str:
    response = visitor.get(address)
    assert response.status_code == 200, address
    return str(response.content.decode()).replace("\u202f", " ").replace("\xa0", " ")


def test_the_page_says_less_than_and_shows_its_rule(visitor: Client) -> None:
    text = _text(visitor, PAGE)
    assert "Moins de" in text
    assert "jamais un point" in text
    assert "Sous 400 unités lues" in text
    assert "Fort enjeu inventé" in text
    assert "Période électorale inventée" in text
    assert "aucune page n&#x27;a de texte" in text
    assert "Invisible" in text


def test_traces_of_the_diagnostic_are_shown_with_their_words_and_names_hidden(visitor: Client) -> None:
    text = _text(visitor, PAGE)
    assert "1 texte(s) sur 1 écrits depuis le premier diagnostic (2024-01-01)" in text
    assert "Citation « diagnostic de Valmont »" in text
    assert "cite le diagnostic de Valmont" in text
    assert "Verne" not in text
    assert "Mesurez-les à nouveau" in text  # the programmes, measured before any edition


def test_all_lists_are_shown_in_order_with_the_same_questions(visitor: Client) -> None:
    text = _text(visitor, PAGE)
    assert text.index("Valmont ensemble") < text.index("non lue") < text.index("Valmont demain")
    assert text.count("Quelle place pour le monde ?") == 1
    assert "Valmont demain, unité 1" in _text(visitor, PAGE + "programmes/page-1/")


def test_space_and_certificate_are_told_and_a_series_without_dates_is_not_called_complete(visitor: Client) -> None:
    text = _text(visitor, PAGE)
    assert "% des mots" in text
    assert "% des pages en parlent" in text
    assert "cm²" not in text
    assert "rien ne dit si elle est complète" in text


def test_the_page_is_in_english_too(visitor: Client) -> None:
    text = _text(visitor, "/en/territory/com-34172/debate/")
    assert "Less than" in text
    assert "Under 400 units read" in text
    assert "Invented stakes" in text


def test_each_sentence_is_in_its_place_and_names_are_hidden(visitor: Client) -> None:
    text = _text(visitor, PAGE + "minutes/page-1/")
    assert "page 1, unité 1" in text
    assert MASK in text
    assert "Verne" not in text
    assert "&lt;b&gt;Bamako" in text
    assert 'rel="next"' in text
    assert "unité 61" in _text(visitor, PAGE + "minutes/page-2/")


def test_a_page_of_sentences_that_does_not_exist_is_said(visitor: Client) -> None:
    for address in ("minutes/page-9/", "journal/page-1/", "minutes/page-0/", "autre/page-1/"):
        assert visitor.get(PAGE + address).status_code == 404


def test_a_place_without_texts_says_that_nothing_was_measured(pages: Client) -> None:
    text = pages.get(PAGE).content.decode()
    assert "encore été mesuré" in text
    assert "%" not in text.split("<main")[1].split("</main>")[0]


def test_the_territory_leads_to_its_debate_only_when_there_is_one(visitor: Client, starter: Edition) -> None:
    assert PAGE in _text(visitor, "/fr/territoire/com-34172/")
    desk.lend(starter)
    assert PAGE not in _text(Client(), "/fr/territoire/com-34172/")
