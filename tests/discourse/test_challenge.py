"""Hard cases written for the project: the meter must keep its bar on them as the lexicon grows."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from longuevue.discourse.judge import judge

HERE = Path(__file__).parent
# Met once by finished rules, and never used to mend them: held to its first run, which is the honest one.
NEVER_TUNED_ON = "challenge_n.csv"


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize(
    "name", [path.name for path in sorted(HERE.glob("challenge*.csv")) if path.name != NEVER_TUNED_ON]
)
def test_the_written_challenge_keeps_precision_recall_theme_and_direction(name: str) -> None:
    rows = _rows(name)
    answers = [(row, judge(row["text"])) for row in rows]
    truly = [(row, found) for row, found in answers if row["international"] == "1"]
    alarms = [row["text"] for row, found in answers if row["international"] == "0" and found.international]
    caught = [(row, found) for row, found in truly if found.international]
    assert len(caught) / len(truly) >= 0.95
    assert len(alarms) / (len(alarms) + len(caught)) <= 0.03, alarms
    assert sum(found.themes[0] == row["theme"] for row, found in caught) / len(caught) >= 0.8
    assert sum(found.direction == row["direction"] for row, found in caught) / len(caught) >= 0.75


def test_the_set_never_tuned_on_keeps_the_figures_of_its_first_run() -> None:
    answers = [(row["international"] == "1", judge(row["text"]).international) for row in _rows(NEVER_TUNED_ON)]
    caught = sum(truth and said for truth, said in answers)
    assert caught / sum(truth for truth, _ in answers) >= 0.92
    assert caught / sum(said for _, said in answers) >= 0.83


@pytest.mark.parametrize(
    ("rings", "stays_quiet"),
    [
        ("Un spectacle venu de Bruxelles ouvre la saison", "Un stand de gaufres de Bruxelles ouvre la saison"),
        ("La Maison des Japonais invite ses adhérents", "La Maison du Japonais sera vendue aux enchères"),
        ("L'accès au logement des étrangers de la commune", "Un intervenant étranger au département sera choisi"),
        ("La laiterie exporte sa production", "La laiterie exporte ses boues vers le département voisin"),
        ("Une délégation de Vietnam et de Chine", "Le traiteur retenu est Vietnam Gourmand"),
        ("Des médecins formés hors de l'Union européenne", "Des médecins formés hors de la région"),
        ("Une fête interculturelle dans le quartier", "Une fête intergénérationnelle dans le quartier"),
    ],
)
def test_a_place_that_only_sorts_or_names_a_thing_is_told_from_a_place_met(rings: str, stays_quiet: str) -> None:
    assert judge(rings).international
    assert not judge(stays_quiet).international
