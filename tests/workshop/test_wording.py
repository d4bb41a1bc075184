"""Words that claim a cause, and words that tell an origin: found under every disguise an adversary thinks of, and not elsewhere."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from longuevue.workshop.reasoning.wording import claims, complains, origins, plain

CLAIMED = (
    "Il est prouvé que les classes ont fermé.", "C'est PROUVÉ.", "une hausse prouvee", "p r o u v é", "P.R.O.U.V.É", "pr0uvé", "dé\u00admontré",
    "dé\u200bmontré", "рrоuvé", "ｐｒｏｕｖé", "𝐩𝐫𝐨𝐮𝐯é", "Les chiffres prouvent le contraire.", "prouvant ainsi", "nous prouverons",
    "Une étude démontre la baisse.", "la démonstration est faite", "causé par le festival", "Le festival cause du bruit.",
    "les nuisances causées par", "une cause de fermeture", "à cause du jumelage", "lien causal", "dû au festival", "due à la frontière",
    "dues aux flux de population", "provoquée par", "a entraîné la fermeture", "engendre des coûts", "à l'origine de la baisse",
    "résulte de l'ouverture", "conséquence directe", "en raison des visiteurs", "par la faute des élus", "grâce au jumelage",
    "est responsable de la hausse", "il est avéré que", "incontestablement", "indéniable", "sans aucun doute", "il est établi que",
    "scientifiquement certain", "preuve que", "la preuve est là", "It is proven.", "This proves it", "caused by tourists", "because of it",
    "due to the border", "led to closures", "resulted in", "thanks to the twinning", "undeniably", "pr\u0435uve, prouvé",
)  # fmt: skip
ORIGINS = (
        "des Marocains", "les familles marocaines", "trop d'étrangers", "une famille étrangère", "des commerçants d'origine étrangère", "des migrants",
        "les réfugiés", "les demandeurs d'asile", "des gens venus du Mali", "des Roms", "les gens du voyage", "des musulmans", "les Noirs",
        "leur nationalité", "des ressortissants suisses", "des élèves allophones", "M a r o c a i n s", "rоmаnichels", "un restaurant turc",
        "originaires d'Afrique", "immigrés de longue date", "foreigners", "Moroccan families", "people of African origin", "femmes voilées",
        "des jeunes issus de l'immigration", "nés en Algérie", "sans-papiers",
    )  # fmt: skip
INNOCENT = (
    "Selon la directrice, l'installation de salariés y a contribué.", "Les riverains ont été entendus.", "une épreuve de natation",
    "L'équipe s'entraîne le mardi.", "L'entraîneur est venu de Tannberg.", "La maison mère a été mise en cause, dit-elle.", "éprouver",
    "Il reste du pain.", "approuvé par le conseil", "Le pain dur se vend mal.", "L'improvisation est permise.", "un accord de principe",
    "a duré deux ans", "Responsable de la cantine", "Le comité du lac a relevé trois soirées.", "improved pavements", "Sept dus et trois reçus",
)  # fmt: skip


@pytest.mark.parametrize("text", CLAIMED)
def test_a_claim_passes_under_a_disguise(text: str) -> None:
    assert claims(text), plain(text)


@pytest.mark.parametrize("text", INNOCENT)
def test_plain_words_are_taken_for_a_claim(text: str) -> None:
    assert not claims(text), claims(text)


def test_whoever_is_called_into_question_may_not_say_that_nothing_is_proved() -> None:
    for text in (
        "Rien n'est prouvé.",
        "Ce n'est pas démontré.",
        "sans preuve",
        "Aucune preuve n'a été montrée.",
        "It has not been proven.",
    ):
        assert not claims(text, reply=True), text
    assert claims("Rien n'est prouvé.") and claims("It has not been proven.")
    assert claims("Rien n'est prouvé, mais il est démontré que le maire ment.", reply=True) == ["demontre"]


@pytest.mark.parametrize("text", ORIGINS)
def test_an_origin_passes_unseen(text: str) -> None:
    assert origins(text), plain(text)


@pytest.mark.parametrize(
    "text",
    [
        "les frontaliers", "des étudiants internationaux", "un hôpital suisse", "une entreprise allemande", "à l'étranger", "les nouveaux élèves",
        "des visiteurs du festival", "le canton", "des langues étrangères", "Société des Quais, siège à Tannberg", "né en 1990", "les riverains",
        "venus en train", "la venue de visiteurs", "l'arrivée du tram", "le marché du samedi", "la ville jumelle", "des romans", "le rôle de la commune",
    ],
)  # fmt: skip
def test_a_flow_or_a_body_is_taken_for_peoples_origin(text: str) -> None:
    assert not origins(text), origins(text)


def test_a_complaint_passes_unseen() -> None:
    for text in (
        "le bruit jusqu'à deux heures",
        "trop de monde",
        "insécurité",
        "des incivilités",
        "vols",
        "dégradations",
        "tapage",
    ):
        assert complains(text), text
    for text in ("les parents sont contents", "une place fleurie", "une ligne pour Madrid"):
        assert not complains(text), text


@given(st.text(max_size=60), st.sampled_from(["prouvé", "démontré", "causé"]), st.text(max_size=60))
def test_any_text_around_hides_the_word(before: str, word: str, after: str) -> None:
    assume(not re.search(r"\b(?:en|hors de)$", plain(before)))  # « en cause », « hors de cause » claim nothing
    assert claims(f"{before} | {word} | {after}")


@pytest.mark.parametrize(
    "said", ["Le bruit a bien causé des départs", "Les effets entraînent des départs", "ÆN | causé"]
)
def test_the_end_of_another_word_hides_the_claim(said: str) -> None:
    assert claims(said)
    assert not claims("La ligne est remise en cause, les joueurs s'entraînent")


@given(st.lists(st.sampled_from(["\u200b", "\u00ad", "\u2060", "\ufeff", "\u0301", ""]), min_size=6, max_size=6))
def test_signs_that_nobody_sees_hide_the_word(hidden: list[str]) -> None:
    assert claims("".join(a + b for a, b in zip("prouve", hidden, strict=True)))
