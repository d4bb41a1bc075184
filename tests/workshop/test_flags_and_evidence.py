"""What is told before a story is sent, and how well an effect is attested. Names and numbers are invented."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longuevue.workshop.reasoning.evidence import Evidence, counted, grade
from longuevue.workshop.reasoning.flags import flags


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("Appelez-moi au 06 12 34 56 78 le soir.", "phone", "06 12 34 56 78"),
        ("mon numéro : 04.67.00.00.00", "phone", "04.67.00.00.00"),
        ("depuis la Suisse +41 22 345 67 89 ou", "phone", "+41 22 345 67 89"),
        ("écrire à zoe.martin+ici@exemple.fr merci", "mail", "zoe.martin+ici@exemple.fr"),
        ("J'ai travaillé avec Mme Nguyễn à l'hôpital.", "name", "Mme Nguyễn"),
        ("Le docteur m'a dit de voir M. Le Goff demain.", "name", "M. Le Goff"),
        ("Mon voisin Karim m'a aidée.", "name", "Karim"),
        ("C'est là que j'ai connu Fatou Diallo et sa sœur.", "name", "Fatou Diallo"),
        ("I met my colleague Anna there.", "name", "Anna"),
    ],
)
def test_what_names_or_reaches_somebody_goes_unseen(text: str, kind: str, said: str) -> None:
    assert [(flag.kind, flag.text) for flag in flags(text)] == [(kind, said)]
    (flag,) = flags(text)
    assert text[flag.start : flag.end].strip() == said


@pytest.mark.parametrize(
    "text",
    [
        "Je suis arrivée en 2019 avec deux enfants, après 12 ans au Burkina Faso.",
        "Nous avons ouvert le 1er septembre 2021 à Saint Étienne.",
        "La Côte d'Azur et les États Unis, c'est loin.",
        "Le loyer est de 1 250 euros par mois depuis 2018.",
        "Les Nations Unies ont un bureau à Genève.",
        "Erasmus a changé ma vie. Depuis, je parle espagnol.",
        "",
    ],
)
def test_an_ordinary_sentence_rings(text: str) -> None:
    assert flags(text) == []


@given(st.text(max_size=300))
def test_any_text_is_read_and_passages_never_overlap(text: str) -> None:
    found = flags(text)
    assert all(one.end <= other.start for one, other in pairwise(found))


def piece(kind: str, source: str, **more: bool) -> Evidence:
    return Evidence(kind, source, **more)  # type: ignore[arg-type]


def test_a_grade_is_better_than_its_evidence() -> None:
    story, other = piece("testimony", "Zoé"), piece("informant", "le club")
    register = piece("document", "registre de l'école")
    series = piece("data", "rectorat")
    assert grade([], rival_examined=True) is None
    assert grade([story], rival_examined=True) == "D"
    assert grade([story, story], rival_examined=True) == "D", "the same voice twice is one voice"
    assert grade([story, other], rival_examined=True) == "C"
    assert grade([story, register], rival_examined=False) == "B"
    assert grade([register, series], rival_examined=False) == "B", "nobody looked for another explanation"
    assert grade([register, series], rival_examined=True) == "A"
    against = piece("document", "presse", contradicts=True)
    assert grade([register, series, against], rival_examined=True) == "B"
    assert grade([story, against], rival_examined=True) == "D"
    assert grade([piece("data", "mairie", independent=False)], rival_examined=True) == "D"
    assert [counted(one) for one in ("A", "B", "C", "D", None)] == [True, True, True, False, False]
