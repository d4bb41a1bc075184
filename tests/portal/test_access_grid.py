"""The declaration of accessibility is made from the audit grid, whole, and says no more than the grid."""

from __future__ import annotations

from collections.abc import Callable

from longuevue.portal.access import FOUND, HOW, declared, grid

#: RGAA 4.1.2: how many criteria each of the thirteen themes holds
RGAA = [9, 2, 3, 13, 8, 2, 5, 10, 4, 14, 13, 11, 12]


def test_a_criterion_of_the_reference_is_left_out() -> None:
    themes = grid()["themes"]
    assert [len(theme["criteria"]) for theme in themes] == RGAA
    for number, theme in enumerate(themes, 1):
        assert [c["id"] for c in theme["criteria"]] == [f"{number}.{n}" for n in range(1, RGAA[number - 1] + 1)]


def test_a_criterion_is_said_to_conform_without_saying_how() -> None:
    for criterion in (c for theme in grid()["themes"] for c in theme["criteria"]):
        assert criterion["found"] in FOUND, criterion
        assert (criterion.get("how") in HOW) == (criterion["found"] == "c"), criterion
        assert criterion["found"] not in ("nc", "nv") or criterion["why"], criterion


def test_the_page_declares_better_than_the_grid(text_of: Callable[[str], str]) -> None:
    audit = declared("fr")
    page = text_of("/fr/accessibilite/")
    assert sum(audit["count"].values()) == 106
    assert audit["rate"] < 100 and "conformité partielle" in page
    assert f"{audit['count']['c']} des {audit['applies']} critères" in page
    for fault in audit["faults"]:
        assert fault["why"] in page.replace("&#x27;", "'")
