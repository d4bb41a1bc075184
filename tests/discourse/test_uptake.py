"""Planted traces of a diagnostic among many acts, and the ways of not being a political object."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from longuevue.discourse.corpus.document import Document, Unit
from longuevue.discourse.measure.counting import judged
from longuevue.discourse.uptake.origin import origin_of, origins_by_theme
from longuevue.discourse.uptake.standing import (
    DIVISIVE,
    INVISIBLE,
    MARGINAL,
    SUBJECT,
    UNKNOWN,
    Rule,
    ThemeSeen,
    alarms,
    standing,
)
from longuevue.discourse.uptake.tracing import CITATION, FIGURE, PARAPHRASE, Diagnostic, Figure, Tracer
from longuevue.terms.refusal import Refusal

DIAGNOSTIC = Diagnostic(
    names=("diagnostic de Valmont",),
    markers=(("cross-border-commuters-share", "Part des frontaliers parmi les actifs"),),
    figures=(
        Figure("cross-border-commuters-share", 31.4, "%", ("actifs", "frontaliers", "travaillent")),
        Figure("twinning-count", 17, "", ("jumelages", "communes", "villes")),
        Figure("students", 4286, "", ("étudiants", "étrangers", "inscrits")),
    ),
    sentences=(
        "Près d'un actif sur trois travaille de l'autre côté de la frontière et dépend de transports saturés.",
        "Les soignants diplômés à l'étranger tiennent la moitié des gardes de l'hôpital de Valmont.",
        "Les restaurants du centre sont tenus par des familles venues de douze pays.",
    ),
)
#: eight more, written once the tracer was finished: no rule was made from them
MORE_PLANTED = [
    ("L'étude sur l'internationalisation de l'agglomération recommande un guichet unique", CITATION),
    ("Au vu du portrait de l'internationalisation remis en juin, le conseil crée une mission", CITATION),
    ("Le rapporteur s'appuie sur le diagnostic de Valmont pour demander un second jumelage", CITATION),
    ("Avec 31,4 % des actifs qui sont frontaliers, la navette s'impose", FIGURE),
    ("Dix-sept ? Non, 17 villes liées par nos jumelages, dit l'adjointe", FIGURE),
    ("Les 4 286 étudiants étrangers auront un guichet à la mairie", FIGURE),
    ("La moitié des gardes de notre hôpital repose sur des soignants qui ont été diplômés à l'étranger", PARAPHRASE),
    (
        "Près d'un tiers : un actif sur trois passe la frontière pour le travail, et les transports sont saturés",
        PARAPHRASE,
    ),
]
PLANTED = [
    ("Considérant le diagnostic de l'internationalisation du territoire présenté en mars", CITATION),
    ("Comme le montre l'observatoire de l'internationalisation, la gare est un enjeu", CITATION),
    ("Le diagnostic de Valmont nous invite à revoir le plan de mobilité", CITATION),
    ("La part des frontaliers parmi les actifs justifie un parking relais", CITATION),
    ("Les 31,4 % d'actifs frontaliers attendent une ligne directe", FIGURE),
    ("Un tiers ou presque, 31 % des actifs sont frontaliers et travaillent à Lautrange", FIGURE),
    ("Nos communes entretiennent 17 jumelages avec des villes voisines", FIGURE),
    ("On compte 4 286 étudiants étrangers inscrits sur le campus", FIGURE),
    ("Environ 4 300 étudiants étrangers sont inscrits ici", FIGURE),
    ("Un actif sur trois travaille au-delà de la frontière, dans des transports saturés", PARAPHRASE),
    ("La moitié des gardes de l'hôpital de Valmont est tenue par des soignants diplômés à l'étranger", PARAPHRASE),
    ("Des familles venues de douze pays tiennent les restaurants du centre", PARAPHRASE),
]
DECOYS = [
    "Le diagnostic amiante de l'école est rendu",
    "Diagnostic énergétique du gymnase : 31,4 kWh par mètre carré",
    "Subvention de 4 286 € au club de pétanque",
    "Les 17 adjoints ont prêté serment",
    "Les communes votent 17 délibérations",
    "Les étudiants inscrits au concours seront 300",
    "La frontière entre les deux quartiers est une rue",
    "Le restaurant scolaire du centre ouvre en septembre",
    "La moitié des gardes champêtres part à la retraite",
    "L'hôpital de Valmont refait sa toiture",
    "Un élu sur trois est absent ce soir",
    "La part de la commune dans le syndicat est de 31 %",
]
ORDINARY = ["Réfection de la rue {n}", "Budget annexe de l'eau, exercice {n}", "Avenant n° {n} au marché de voirie",
            "Cession de la parcelle AB {n}", "Tarifs de la cantine pour {n} enfants", "Création de {n} places de crèche"]  # fmt: skip


def _corpus() -> tuple[list[Unit], dict[str, str]]:
    shuffled = random.Random(23)
    texts = [(text, kind) for text, kind in PLANTED + MORE_PLANTED] + [(text, "") for text in DECOYS]
    while len(texts) < 500:
        texts.append((shuffled.choice(ORDINARY).format(n=shuffled.randint(2, 900)), ""))
    shuffled.shuffle(texts)
    units = [Unit(f"u{n}", text, f"acte-{n}", 1) for n, (text, _) in enumerate(texts)]
    return units, {f"u{n}": kind for n, (_, kind) in enumerate(texts) if kind}


def test_planted_uptakes_are_found_among_five_hundred_documents(prove: Callable[..., None]) -> None:
    units, truth = _corpus()
    traces = Tracer(DIAGNOSTIC).traces(units)
    found = {trace.unit.id for trace in traces}
    recall, precision = len(found & truth.keys()) / len(truth), len(found & truth.keys()) / len(found)
    prove("uptakes planted in 500 documents: precision", value=round(precision, 3), bar="≥ 0.9", holds=precision >= 0.9)
    prove("uptakes planted in 500 documents: recall", value=round(recall, 3), bar="≥ 0.8", holds=recall >= 0.8)
    kinds = {trace.unit.id: trace.kind for trace in traces}
    assert all(kinds[ident] == kind for ident, kind in truth.items() if ident in kinds)


def test_a_trace_shows_the_words_that_made_it() -> None:
    trace = Tracer(DIAGNOSTIC).traces([Unit("1", "Selon le diagnostic de Valmont, il faut agir", "a", 1)])[0]
    assert trace.shown == "diagnostic de Valmont"


def test_formulas_and_copies_are_no_uptake() -> None:
    units = [
        Unit("1", "Vu le diagnostic de Valmont", "a", 1, furniture="visa"),
        Unit("2", "Le diagnostic de Valmont", "a", 2, copy_of="1"),
    ]
    assert Tracer(DIAGNOSTIC).traces(units) == []


def test_a_year_is_not_a_figure_used_again() -> None:
    tracer = Tracer(Diagnostic(figures=(Figure("m", 2019, "", ("étudiants", "étrangers")),)))
    assert tracer.traces([Unit("1", "En 2019 les étudiants étrangers sont venus", "a", 1)]) == []


@pytest.mark.parametrize(
    ("seen", "status"),
    [
        (ThemeSeen("health", 1000, 0), INVISIBLE),
        (ThemeSeen("cooperation", 1000, 8, votes=500, votes_against_or_withheld=3), MARGINAL),
        (ThemeSeen("asylum", 1000, 12, votes=100, votes_against_or_withheld=40), DIVISIVE),
        (ThemeSeen("tourism", 1000, 12, contested_effects=3), DIVISIVE),
        (ThemeSeen("europe", 1000, 60, votes=100, votes_against_or_withheld=2), SUBJECT),
        (ThemeSeen("economy", 90, 0), UNKNOWN),
    ],
)
def test_each_way_of_not_being_a_political_object(seen: ThemeSeen, status: str) -> None:
    found = standing(seen)
    assert found.status == status
    assert found.why
    assert found.rule["marginal_below_percent"] == 2.0


def test_silence_passes_for_agreement_or_for_the_middle() -> None:
    """S59: votes that nobody wrote down are no votes for; a subject of which too little was read is no silent one."""
    quiet, counted = standing(ThemeSeen("europe", 1000, 8)), standing(ThemeSeen("europe", 1000, 8, votes=500))
    assert "votes non relevés" in quiet.why and "votes not recorded" in quiet.why_en and "0,0 %" not in quiet.why
    assert "0,0 % de votes opposés" in counted.why and "0.0% of votes opposed" in counted.why_en
    assert standing(ThemeSeen("europe", 90, 0)).status == UNKNOWN != standing(ThemeSeen("europe", 1000, 0)).status
    assert "unités lues" in standing(ThemeSeen("europe", 90, 0)).why


def test_the_rule_is_editable_and_its_errors_are_said() -> None:
    edited = Rule.edited({"invisible_below_percent": 1.0})
    assert standing(ThemeSeen("cooperation", 1000, 8), edited).status == INVISIBLE
    with pytest.raises(Refusal, match="Seuil inconnu"):
        Rule.edited({"invisible": 1})
    with pytest.raises(Refusal, match="nombre positif"):
        Rule.edited({"invisible_below_percent": "peu"})


def test_high_stakes_without_debate_rings_and_only_then() -> None:
    seen = {
        "europe": ThemeSeen("europe", 2000, 3),
        "culture": ThemeSeen("culture", 2000, 90),
        "health": ThemeSeen("health", 20, 0),
    }
    found = alarms(
        seen, [("europe", "frontaliers", 92.0), ("culture", "festivals", 95.0), ("health", "soignants", 99.0)]
    )
    assert [alarm.theme for alarm in found] == ["europe"]
    assert "Fort enjeu, sans débat" in found[0].said
    assert alarms(seen, [("europe", "frontaliers", 40.0)]) == []


@pytest.mark.parametrize(
    ("text", "corpus", "who"),
    [
        ("Une pétition demande l'accueil de deux familles syriennes", "minutes", "citizens"),
        ("L'association Eau du Sahel sollicite une aide pour un puits", "deliberations", "associations"),
        ("La CGT alerte sur les travailleurs détachés", "minutes", "unions"),
        ("Vœu déposé par le groupe Valmont écologie", "minutes", "parties"),
        ("Jumelage avec Heidelberg", "deliberations", "authority"),
        ("Jumelage avec Heidelberg", "programmes", "parties"),
        ("Jumelage avec Heidelberg", "minutes", "elected"),
    ],
)
def test_an_issue_says_who_raised_it(text: str, corpus: str, who: str) -> None:
    found = origin_of(text, corpus)
    assert found.who == who
    assert found.shown


def test_origins_are_counted_by_theme() -> None:
    units = [Unit("1", "Une pétition contre le centre de migrants", "a", 1), Unit("2", "Accueil des réfugiés", "a", 2)]
    counted = origins_by_theme(judged([Document("a", "1", "txt", units=tuple(units))]), "minutes")
    assert counted == {"asylum": {"citizens": 1, "elected": 1}}
