"""Who could be recognised beside their own words: small groups, one-voice groups, coarser readings."""

from __future__ import annotations

from longuevue.engine.disclosure.anonymity import (
    HIDDEN,
    generalise,
    is_k_anonymous,
    place_shown,
    small_groups,
)

REGION = {"Maroc": "Afrique du Nord", "Tunisie": "Afrique du Nord", "Italie": "Union européenne"}
KEYS = ("epci", "age_band", "partner_group")


def voice(partner: str, statement: str = "voulu", age: str = "30-44") -> dict[str, str]:
    return {"epci": "Valmont", "age_band": age, "partner_group": partner, "statement": statement}


CORPUS = [*(voice("Maroc", said) for said in ("voulu", "subi", "voulu")), voice("Tunisie", "subi"), voice("Tunisie")]


def test_a_combination_shown_four_times_is_too_rare():
    found = small_groups(CORPUS, k=5, identifiers=KEYS)
    assert {group.size for group in found} == {3, 2}


def test_five_who_say_the_same_thing_protect_nobody():
    same = [voice("Maroc", "subi") for _ in range(5)]
    assert is_k_anonymous(same, 5, KEYS)
    assert small_groups(same, k=5, identifiers=KEYS)[0].statements == 1


def test_the_smaller_of_corpus_and_population_decides():
    many = [voice("Maroc", said) for said in ("voulu", "subi") * 3]
    assert small_groups(many, k=5, identifiers=KEYS) == []
    assert small_groups(many, k=5, identifiers=KEYS, population=[voice("Maroc")] * 4)[0].size == 4


def test_countries_become_regions_before_anything_is_hidden():
    out = generalise(CORPUS, k=5, identifiers=KEYS, ladders={"partner_group": [lambda country: REGION[country]]})
    assert {record["partner_group"] for record in out.shown} == {"Afrique du Nord"}
    assert out.generalised == ("partner_group",) and out.aggregated == ()


def test_a_lone_voice_is_counted_and_not_shown():
    out = generalise(CORPUS[:2], k=5, identifiers=KEYS)
    assert out.shown == () and out.aggregated == (0, 1)


def test_a_named_voice_keeps_its_words_and_leaves_the_others_protected():
    out = generalise([*CORPUS, voice("Italie")], k=5, identifiers=KEYS, named_by_consent=[5],
                     ladders={"partner_group": [lambda country: REGION[country]]})  # fmt: skip
    assert out.shown[-1]["partner_group"] == "Italie"
    assert all(record["partner_group"] != HIDDEN for record in out.shown)


def test_a_village_is_named_by_its_epci():
    assert place_shown("Petit-Valmont", "Valmont Agglomération", 1_200) == "Valmont Agglomération"
    assert place_shown("Valmont", "Valmont Agglomération", 48_000) == "Valmont"
    assert place_shown("Valmont", "Valmont Agglomération", None) == "Valmont Agglomération"
