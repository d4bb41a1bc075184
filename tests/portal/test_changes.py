"""Between two editions of Valmont: each change is listed once, with the cause that a reader can check."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from longuevue.portal import desk
from longuevue.portal.changes import cause, changes
from longuevue.portal.library import Library
from tests.portal.test_figures import MARKER, ValmontEdition, reading


class Edited(ValmontEdition):
    """An edition of Valmont with the readings it is given."""

    def __init__(self, edition_id: str, rows: list[dict[str, Any]]) -> None:
        self.id = edition_id
        self._rows = rows

    def markers(self) -> list[dict[str, Any]]:
        return [{**MARKER, "levels_with_data": ["commune"]}]

    def readings(self, marker: str, level: str) -> list[dict[str, Any]]:
        return self._rows


def test_every_changed_figure_is_listed_once_with_its_cause() -> None:
    old = [reading(), reading(ref_area="V0002", value=5.0), reading(ref_area="V0003", value=9.0)]
    new = [reading(), reading(ref_area="V0002", value=6.0, vintage="2026"), reading(ref_area="V0004", value=1.0)]
    found = changes(Library(Edited("a", old)), Library(Edited("b", new)))
    assert len(found) == 1
    rows = {row["key"][1]: row["cause"] for row in found[0]["rows"]}
    assert rows == {"V0002": "vintage", "V0003": "gone", "V0004": "appeared"}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"marker_version": 2, "vintage": "2030"}, "definition"),
        ({"method_version": "ratio/2"}, "method"),
        ({"geography_year": 2027}, "boundaries"),
        ({"source": "valmont-other"}, "source"),
        ({"value": None, "status": "suppressed"}, "withheld"),
        ({"value": 13.0}, "corrected"),
    ],
)
def test_the_cause_is_the_first_paper_that_differs(changed: dict[str, Any], expected: str) -> None:
    assert cause(reading(), reading(**changed)) == expected


def test_two_equal_editions_have_no_change() -> None:
    assert changes(Library(Edited("c", [reading()])), Library(Edited("d", [reading()]))) == []


def test_the_page_says_before_after_and_why(pages: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = {
        "old": Library(Edited("old", [reading(value=5.0)])),
        "new": Library(Edited("new", [reading(value=6.0, vintage="2026")])),
    }
    monkeypatch.setattr(desk, "pinned", lambda edition_id: shelf[edition_id])
    text = pages.get("/fr/editions/old/new/").content.decode()
    assert "5,0\u202f%" in text and "6,0\u202f%" in text and "autre millésime" in text
    assert "another vintage" in pages.get("/en/editions/old/new/").content.decode()


def test_a_definition_changes_in_silence(pages: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    change = {"fr": "Les internes comptent aussi.", "en": "Boarders count too."}
    before = {"caveat": {"fr": "Sans les internes.", "en": "Without boarders."}}
    past = {"version": 1, "until": "2026-11-20", "change": change, "before": before}
    old, new = Edited("older", [reading()]), Edited("newer", [reading()])
    monkeypatch.setattr(old, "markers", lambda: [{**MARKER, "version": 1, "levels_with_data": ["commune"]}])
    monkeypatch.setattr(
        new, "markers", lambda: [{**MARKER, "version": 2, "history": [past], "levels_with_data": ["commune"]}]
    )
    shelf = {"older": Library(old), "newer": Library(new)}
    assert [entry["redefined"] for entry in changes(shelf["older"], shelf["newer"])] == [[past]]
    assert changes(shelf["newer"], shelf["newer"]) == []
    monkeypatch.setattr(desk, "pinned", lambda edition_id: shelf[edition_id])
    french = pages.get("/fr/editions/older/newer/").content.decode()
    for said in ("Les internes comptent aussi.", "Sans les internes.", "À lire."):
        assert said in french
    assert "Boarders count too." in pages.get("/en/editions/older/newer/").content.decode()


def test_an_edition_that_is_not_here_is_said(pages: Client) -> None:
    response = pages.get("/fr/editions/hier/demain/")
    assert response.status_code == 404 and "hier" in response.content.decode()
