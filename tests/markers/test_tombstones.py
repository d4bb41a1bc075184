"""Versions and withdrawals: nothing that was public goes, or changes its meaning, without a word."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from longuevue.markers.marker import Marker
from longuevue.markers.shelf import load_shelf
from longuevue.markers.tombstones import FILE, refuse_silent_change, refuse_silent_withdrawal, tombstones
from longuevue.terms.refusal import Refusal

STONE = """
- id: valmont-cafes
  version: 1
  label: {fr: Cafés de Valmont, en: Cafés of Valmont}
  question: {fr: Combien de cafés ?, en: How many cafés?}
  withdrawn: 2026-11-20
  reason: {fr: La source s'est tue., en: The source fell silent.}
  by: comité de Valmont
"""
BEFORE = [{"id": "valmont-cafes", "version": 1, "shown": True}]


def document(marker: Marker, **changes: Any) -> dict[str, Any]:
    return {**marker.model_dump(mode="json", by_alias=True), **changes}


def test_a_public_marker_goes_in_silence(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="ne l'est plus") as refused:
        refuse_silent_withdrawal(BEFORE, [], [])
    assert FILE in refused.value.remedy
    (tmp_path / FILE).write_text(STONE, encoding="utf-8")
    refuse_silent_withdrawal(BEFORE, [], tombstones(tmp_path))


def test_a_stone_stands_on_a_shown_marker(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(STONE, encoding="utf-8")
    with pytest.raises(Refusal, match="encore montré"):
        refuse_silent_withdrawal(BEFORE, ["valmont-cafes"], tombstones(tmp_path))


def test_a_stone_without_its_reason_is_taken(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(STONE.replace("reason:", "because:"), encoding="utf-8")
    with pytest.raises(Refusal, match="ne se lit pas"):
        tombstones(tmp_path)


def test_a_marker_turned_off_again_is_forgotten() -> None:
    with pytest.raises(Refusal):
        refuse_silent_withdrawal([{"id": "asylum-accommodation", "version": 1, "shown": True}], [], [])


def test_a_definition_changes_under_the_same_number() -> None:
    marker = load_shelf().get("twinnings")
    old = document(marker, aggregation="sum")
    with pytest.raises(Refusal, match=r"aggregation"):
        refuse_silent_change([old], [marker])
    refuse_silent_change([document(marker)], [marker])
    refuse_silent_change([{**old, "version": 0}], [marker])


def test_a_second_version_forgets_the_first() -> None:
    marker = load_shelf().get("twinnings")
    with pytest.raises(ValueError, match="history"):
        Marker.model_validate(document(marker, version=2))
    past = {
        "version": 1,
        "until": "2026-11-20",
        "change": {"fr": "Mieux.", "en": "Better."},
        "before": {"scales": ["commune"]},
    }
    assert Marker.model_validate(document(marker, version=2, history=[past])).history[0].version == 1


def test_every_marker_says_how_near_it_is_and_what_it_touches() -> None:
    shelf = load_shelf()
    assert all(marker.met and marker.sdg for marker in shelf)
    assert {agenda for marker in shelf for agenda in marker.agendas} == {
        "environment",
        "security",
        "migration",
        "competition",
    }
