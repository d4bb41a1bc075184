"""The real texts, where they are: LONGUEVUE_CORPUS. Figures of the published bar, never the texts."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from longuevue.discourse.corpus.completeness import certificate
from longuevue.discourse.corpus.reading import read_file, without_copies
from longuevue.discourse.judge import judge

FOLDER = os.environ.get("LONGUEVUE_CORPUS")
pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(
        not FOLDER, reason="les textes réels ne sont pas là : donnez leur dossier dans LONGUEVUE_CORPUS"
    ),
]
CORPUS = Path(FOLDER or ".")


def test_the_coded_set_keeps_the_bar() -> None:
    with (CORPUS / "gold-train.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    answers = [(row, judge(row["text"])) for row in rows]
    caught = [(r, a) for r, a in answers if r["international"] == "1" and a.international]
    alarms = [r for r, a in answers if r["international"] == "0" and a.international]
    truly = sum(row["international"] == "1" for row in rows)
    assert len(caught) / truly >= 0.9
    assert len(caught) / (len(caught) + len(alarms)) >= 0.95
    assert sum(a.themes[0] == r["theme"] for r, a in caught) / len(caught) >= 0.75
    assert sum(a.direction == r["direction"] for r, a in caught) / len(caught) >= 0.7
    random = [a.international for r, a in answers if r["stratum"].endswith("-random") and r["international"] == "0"]
    assert sum(random) == 0


def test_the_montpellier_lists_repeat_740_deliberations() -> None:
    archives = read_file(CORPUS / "montpellier" / "VilleMTP_MTP_Delibs_Archives.csv")
    assert len(archives[0].units) == 10_590
    assert len({unit.group for unit in archives[0].units}) == 740
    kept = [unit for unit in without_copies(archives)[0].units if not unit.copy_of]
    assert len(kept) == 740
    assert certificate(without_copies(archives)).copies == 9_850
    assert any("nacelle" in unit.text and ";" in unit.text for unit in kept)


def test_minutes_in_pdf_and_old_word_are_read() -> None:
    documents = read_file(CORPUS / "montpellier" / "VilleMTP_MTP_PVCM_2011.zip")
    assert sorted(document.kind for document in documents) == ["doc"] * 3 + ["pdf"] * 5
    assert all(len(document.units) > 1000 for document in documents)


def test_every_list_of_2020_is_read_in_its_order() -> None:
    document = read_file(CORPUS / "rennes2020" / "candidats.json")[0]
    assert len(document.units) == 559
    assert len(document.lists) == 9


def test_a_city_without_a_written_programme_is_unread() -> None:
    documents = [one for path in sorted((CORPUS / "municipales2026").glob("*.json")) for one in read_file(path)]
    assert sum(len(document.units) for document in documents) == 2_225
    assert sum(document.status == "read" for document in documents) == 63
