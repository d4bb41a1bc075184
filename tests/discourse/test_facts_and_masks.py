"""Counts that leave as facts, ranks in a council's order, and names that do not leave."""

from __future__ import annotations

import pytest

from longuevue.discourse.corpus.document import UNREAD, Document, Unit
from longuevue.discourse.facts import (
    Place,
    agenda,
    deliberation_facts,
    journal_facts,
    programme_facts,
    rank_facts,
)
from longuevue.discourse.masking import MASK, Mask
from longuevue.discourse.measure.counting import judged

PLACE = Place("99001", "commune", 2026, "2026-09")


def _document(*units: Unit, status: str = "read", unread_pages: tuple[int, ...] = ()) -> Document:
    return Document("a", "1", "pdf", status, units=units, unread_pages=unread_pages)


def _values(table, measure: str, **where: str) -> list[float | None]:
    rows = table.to_pylist()
    return [r["value"] for r in rows if r["measure"] == measure and all(r[k] == v for k, v in where.items())]


def test_titles_and_full_texts_are_two_series() -> None:
    document = _document(
        Unit("1", "Jumelage avec Heidelberg", "a", 1, kind="title", date="2024-01-02"),
        Unit("2", "Travaux de voirie", "a", 2, kind="title", date="2024-01-02"),
        Unit("3", "Accueil d'une délégation de Bamako", "b", 1),
    )
    table = deliberation_facts(judged([document]), [document], PLACE, "2024")
    assert _values(table, "units_read", category="titles") == [2.0]
    assert _values(table, "units_international", category="titles") == [1.0]
    assert _values(table, "units_international", category="full_text") == [1.0]


def test_unread_is_missing_and_never_zero() -> None:
    document = _document(status=UNREAD)
    table = deliberation_facts([], [document], PLACE, "2024")
    assert _values(table, "documents_unread") == [1.0]
    assert _values(table, "units_read") == [None]
    assert {row["obs_status"] for row in table.to_pylist() if row["value"] is None} == {"M"}


def test_every_list_has_its_row_even_unread() -> None:
    document = _document(Unit("1", "Jumeler Valmont avec Heidelberg", "a", 1, kind="proposal", group="x"))
    table = programme_facts(judged([document]), [("x", "X"), ("y", "Y")], PLACE, "2026")
    assert _values(table, "units_international", item="x") == [1.0]
    assert _values(table, "units_international", item="y") == [None]


def test_the_journal_counts_pages_and_says_those_unread() -> None:
    document = _document(
        Unit("1", "Jumelage avec Heidelberg", "a", 1, page=1), Unit("2", "Voirie", "a", 2, page=2), unread_pages=(3,)
    )
    table = journal_facts(judged([document]), [document], PLACE, "2024")
    assert _values(table, "pages_read") == [2.0]
    assert _values(table, "pages_international") == [1.0]
    assert _values(table, "pages_unread") == [1.0]


def test_rank_of_international_items_in_the_order() -> None:
    lines = [
        "1 - Adoption du procès-verbal",
        "Le maire rappelle qu'en 2 - et c'est beaucoup - il a plu",
        "2 - Jumelage avec Heidelberg",
        "12. Les habitants attendent",
        "3 - Réfection de la rue de Londres",
    ]
    document = _document(*(Unit(str(n), line, "a", n) for n, line in enumerate(lines)))
    items = agenda(judged([document]))
    assert [(item.rank, item.of, item.international) for item in items] == [(1, 3, False), (2, 3, True), (3, 3, False)]
    table = rank_facts(items, PLACE, "2024-05-03")
    assert _values(table, "international_item_rank") == [2.0]
    assert _values(table, "items") == [3.0]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Monsieur Paul Verne habite Valmont", f"Monsieur {MASK} habite Valmont"),
        ("Mme DE LA TOUR demande une aide", f"Mme {MASK} demande une aide"),
        ("Chloé VERNE souhaite partir au Mexique", f"{MASK} souhaite partir au Mexique"),
        ("Chloé Verne, étudiante, part au Pérou", f"{MASK}, étudiante, part au Pérou"),
        ("Madame le Maire ouvre la séance", "Madame le Maire ouvre la séance"),
        ("Le programme FEDER finance la Ville", "Le programme FEDER finance la Ville"),
        ("La Ville de VALMONT signe", "La Ville de VALMONT signe"),
    ],
)
def test_names_of_private_persons_are_hidden(text: str, shown: str) -> None:
    assert Mask()(text) == shown


def test_elected_members_in_office_keep_their_name() -> None:
    mask = Mask(["Perla DANVERS", "Max Levin"])
    assert mask("Perla DANVERS rapporte l'affaire") == "Perla DANVERS rapporte l'affaire"
    assert mask("M. LEVIN répond à M. VERNE") == f"M. LEVIN répond à M. {MASK}"
