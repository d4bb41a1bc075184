"""What the meter measured comes in by a file: counts become facts, the page travels whole, a wrong file is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from longuevue.sources.descriptions import description_of
from longuevue.sources.loaders import Files
from longuevue.sources.loaders.meter import tidy
from longuevue.terms.refusal import Refusal

DOSSIER: dict[str, Any] = {
    "format": "longuevue-meter/1",
    "area": "com-34172",
    "corpus": "minutes",
    "facts": [
        {"measure": "deliberation_units", "time_period": "2024", "value": 800, "category": "minutes"},
        {"measure": "deliberation_units_international", "time_period": "2024", "value": 12, "category": "minutes"},
        {"measure": "programme_units", "time_period": "2026", "value": None},
    ],
    "share": {"fr": "moins de 3 %", "en": "less than 3%"},
    "sentences": [{"text": "Une phrase inventée pour le test."}],
}


def _tidied(folder: Path, *dossiers: dict[str, Any]) -> Any:
    paths = []
    for number, content in enumerate(dossiers):
        paths.append(folder / f"meter-{number}.json")
        paths[-1].write_text(json.dumps(content), encoding="utf-8")
    return tidy(Files(description_of("longuevue-meter"), {"dossiers": paths}, folder))


def test_counts_become_facts_and_a_missing_one_stays_missing(tmp_path: Path) -> None:
    found = _tidied(tmp_path, DOSSIER)
    rows = {row["measure"]: row for row in found.facts.to_pylist()}
    assert rows["deliberation_units_international"]["value"] == 12.0
    assert rows["deliberation_units"]["ref_area"] == "34172"
    assert (rows["programme_units"]["value"], rows["programme_units"]["obs_status"]) == (None, "M")
    note = found.annotations.to_pylist()[0]
    assert note["kind"] == "debate"
    assert json.loads(note["text_fr"])["sentences"] == DOSSIER["sentences"]


def test_a_fact_of_another_kind_is_refused_with_its_place(tmp_path: Path) -> None:
    wrong = [
        {"measure": "foreign_nationals", "time_period": "2024", "value": 3},
        {"measure": "journal_units", "time_period": "demain", "value": 3},
        {"measure": "journal_units", "time_period": "2024", "value": -1},
        "rien",
    ]
    found = _tidied(tmp_path, DOSSIER | {"facts": [*DOSSIER["facts"], *wrong]})
    assert [row.where for row in found.refused] == [f"meter-0.json, fait {n}" for n in (4, 5, 6, 7)]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (DOSSIER | {"format": "autre"}, "pas un dossier"),
        (DOSSIER | {"area": "com-00000"}, "inconnu"),
        (DOSSIER | {"area": "34172"}, "illisible"),
        ({"format": "longuevue-meter/1", "area": "com-34172"}, "n'a pas de"),
    ],
)
def test_a_wrong_dossier_is_a_sentence(tmp_path: Path, content: dict[str, Any], said: str) -> None:
    with pytest.raises(Refusal, match=said):
        _tidied(tmp_path, content)


def test_two_dossiers_of_one_corpus_are_not_added(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="Deux dossiers"):
        _tidied(tmp_path, DOSSIER, DOSSIER)
