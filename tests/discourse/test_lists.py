"""All lists in the official order, or none: what would drop, add or favour a list is refused."""

from __future__ import annotations

import pytest

from longuevue.discourse.corpus.document import Document, Unit
from longuevue.discourse.dossier import dossier
from longuevue.discourse.lists import official_lists, tied_to_lists
from longuevue.terms.refusal import Refusal


def _text(name: str, *sentences: str) -> Document:
    units = tuple(Unit(f"{name}#{n}", text, name, n) for n, text in enumerate(sentences, 1))
    return Document(name, name, "pdf", units=units)


TOGETHER = Document(
    "ville.json",
    "1",
    "json",
    units=(
        Unit("1", "Un jumelage avec Heidelberg", "ville.json", 1, None, "proposal", group="b"),
        Unit("2", "Refaire la rue du Stade", "ville.json", 2, None, "proposal", group="a"),
    ),
    lists=(("b", "Valmont demain"), ("a", "Valmont ensemble")),
)


def test_lists_stand_in_the_official_order_and_not_in_that_of_the_file() -> None:
    _, lists = tied_to_lists([TOGETHER], official_lists("Valmont ensemble\nValmont demain\n", "ordre.txt"))
    assert lists == [("a", "Valmont ensemble"), ("b", "Valmont demain")]
    _, by_id = tied_to_lists([TOGETHER], official_lists("a\nb\n", "ordre.txt"))
    assert [ident for ident, _ in by_id] == ["a", "b"]


@pytest.mark.parametrize(
    ("order", "said"),
    [
        ("Valmont ensemble", "absente"),
        ("Valmont ensemble\nValmont demain\nLa troisième", "il manque La troisième"),
        ("Valmont ensemble\nValmont demain\nValmont demain", "deux fois"),
        ("\n \n", "aucune liste"),
    ],
)
def test_a_list_too_few_or_too_many_is_refused(order: str, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        tied_to_lists([TOGETHER], official_lists(order, "ordre.txt"))


def test_one_file_a_list_and_a_list_without_a_text_is_unread_not_zero() -> None:
    order = official_lists("Valmont ensemble ; a.pdf\nValmont demain ; non lue\n", "ordre.txt")
    documents, lists = tied_to_lists([_text("lot.zip/a.pdf", "Un jumelage avec Heidelberg")], order)
    found = dossier(documents, area="com-V0001", corpus="programmes", period="2026", mask=str, lists_in_order=lists)
    assert [(row["label"], row["units"]) for row in found["lists"]] == [
        ("Valmont ensemble", 1),
        ("Valmont demain", None),
    ]
    assert found["sentences"][0]["list"] == "Valmont ensemble"
    assert {row["value"] for row in found["facts"]} == {None}


def test_sentences_follow_the_official_order_too() -> None:
    both = Document(
        "ville.json",
        "1",
        "json",
        units=tuple(
            Unit(ident, "Un jumelage avec Heidelberg", "ville.json", n, None, "proposal", group=ident)
            for n, ident in enumerate("ba", 1)
        ),
        lists=(("b", "Valmont demain"), ("a", "Valmont ensemble")),
    )
    documents, lists = tied_to_lists([both], official_lists("a\nb\n", "ordre.txt"))
    found = dossier(documents, area="com-V0001", corpus="programmes", period="2026", mask=str, lists_in_order=lists)
    assert [row["list"] for row in found["sentences"]] == ["a", "b"]


def test_a_text_of_no_list_is_refused() -> None:
    with pytest.raises(Refusal, match="de quelle liste"):
        tied_to_lists([_text("tract.pdf", "Bonjour")], official_lists("Valmont ensemble ; a.pdf", "ordre.txt"))
