"""Counts that leave as facts, ranks in a council's order, and names that do not leave."""

from __future__ import annotations

import pytest

from longuevue.discourse.corpus.document import UNREAD, Document, Unit
from longuevue.discourse.dossier import dossier
from longuevue.discourse.facts import agenda, deliberation_rows, journal_rows, programme_rows, rank_rows
from longuevue.discourse.masking import MASK, Mask
from longuevue.discourse.measure.coding import CodedRow
from longuevue.discourse.measure.counting import judged
from longuevue.terms.refusal import Refusal


def _document(*units: Unit, status: str = "read", unread_pages: tuple[int, ...] = ()) -> Document:
    return Document("a", "1", "pdf", status, units=units, unread_pages=unread_pages)


def _values(rows: list[dict], measure: str, **where: str) -> list[float | None]:
    return [r["value"] for r in rows if r["measure"] == measure and all(r[k] == v for k, v in where.items())]


def test_titles_and_full_texts_are_two_series() -> None:
    document = _document(
        Unit("1", "Jumelage avec Heidelberg", "a", 1, kind="title", date="2024-01-02"),
        Unit("2", "Travaux de voirie", "a", 2, kind="title", date="2024-01-02"),
        Unit("3", "Accueil d'une délégation de Bamako", "b", 1),
    )
    rows = deliberation_rows(judged([document]), [document], "2024")
    assert _values(rows, "deliberation_units", category="titles") == [2.0]
    assert _values(rows, "deliberation_units_international", category="titles") == [1.0]
    assert _values(rows, "deliberation_units_international", category="full_text") == [1.0]


def test_the_year_of_minutes_is_read_in_their_name_when_it_gives_only_one() -> None:
    units = (Unit("1", "Jumelage", "PV_2011.pdf", 1), Unit("2", "Voirie", "PV_2011_2012.pdf", 1))
    rows = deliberation_rows(judged([_document(*units)]), [], "2024", "minutes")
    assert [row["time_period"] for row in rows if row["measure"] == "deliberation_units"] == ["2011", "2024"]


def test_unread_is_missing_and_never_zero() -> None:
    document = _document(status=UNREAD)
    rows = deliberation_rows([], [document], "2024")
    assert _values(rows, "deliberations_unread") == [1.0]
    assert _values(rows, "deliberation_units") == [None]
    assert {row["obs_status"] for row in rows if row["value"] is None} == {"M"}


def test_with_one_list_unread_programmes_have_no_share() -> None:
    document = _document(Unit("1", "Jumeler Valmont avec Heidelberg", "a", 1, kind="proposal", group="x"))
    assert _values(programme_rows(judged([document]), [("x", "X")], "2026"), "programme_units_international") == [1.0]
    rows = programme_rows(judged([document]), [("x", "X"), ("y", "Y")], "2026")
    assert _values(rows, "programme_units_international") == [None]


def test_the_journal_counts_space_and_pages_and_says_those_unread() -> None:
    document = _document(
        Unit("1", "Jumelage avec Heidelberg", "a", 1, page=1), Unit("2", "Voirie", "a", 2, page=2), unread_pages=(3,)
    )
    rows = journal_rows(judged([document]), [document], "2024")
    assert _values(rows, "journal_pages") == [2.0]
    assert _values(rows, "journal_pages_international") == [1.0]
    assert _values(rows, "journal_words") == [4.0]
    assert _values(rows, "journal_words_international") == [3.0]
    assert _values(rows, "journal_pages_unread") == [1.0]


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
    rows = rank_rows([("2024-05-03", items), ("2024-06-07", items)])
    assert _values(rows, "agenda_rank_total", time_period="2024") == [4.0]
    assert _values(rows, "agenda_rank_length", time_period="2024") == [6.0]
    assert _values(rows, "agenda_items", time_period="2024") == [6.0]


def _many() -> Document:
    texts = ["Monsieur Paul Verne revient de Bamako", *(f"Travaux de voirie, tranche {n}" for n in range(199))]
    return _document(*(Unit(f"u{n}", text, "a", n) for n, text in enumerate(texts)))


def _dossier(**more) -> dict:
    return dossier([_many()], area="com-99001", corpus="minutes", period="2024", mask=Mask(), **more)


def test_a_dossier_holds_no_private_name_and_says_less_than() -> None:
    found = _dossier()
    assert found["share"]["fr"].startswith("moins de")
    assert found["share"]["en"].startswith("less than")
    assert [row["text"] for row in found["sentences"]] == [f"Monsieur {MASK} revient de Bamako"]
    assert "Verne" not in str(found)
    assert next(row for row in found["themes"] if row["theme"] == "health")["status"] == "unknown"


def test_a_point_is_printed_only_once_enough_units_are_coded() -> None:
    codes = [CodedRow(f"u{n}", n == 0, "cooperation", "in", False) for n in range(200)]
    assert _dossier(coded=codes[:149])["share"]["fr"].startswith("moins de")
    found = _dossier(coded=codes)["share"]
    assert found["coded"]
    assert found["fr"].startswith("0,5 % (entre")


def test_nothing_read_makes_no_dossier() -> None:
    with pytest.raises(Refusal, match="Rien n'a pu être lu"):
        dossier([_document(status=UNREAD)], area="com-99001", corpus="minutes", period="2024", mask=Mask())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Monsieur Paul Verne habite Valmont", f"Monsieur {MASK} habite Valmont"),
        ("Mme DE LA TOUR demande une aide", f"Mme {MASK} demande une aide"),
        ("Chloé VERNE souhaite partir au Mexique", f"{MASK} souhaite partir au Mexique"),
        ("Chloé Verne, étudiante, part au Pérou", f"{MASK}, étudiante, part au Pérou"),
        ("Lecture par Chloé Verne et Paul Martin Dubois", f"Lecture par {MASK} et {MASK}"),
        ("Concert à la salle Louis Feuillade, rue Jean Moulin", "Concert à la salle Louis Feuillade, rue Jean Moulin"),
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
