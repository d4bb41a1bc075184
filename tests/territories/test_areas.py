"""What a person types becomes one territory, or a refusal that says what to type instead."""

import pytest

from longuevue.terms.refusal import Refusal
from longuevue.territories.areas import AreaRef
from longuevue.territories.catalogue import load_catalogue


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue()


@pytest.mark.parametrize(
    ("typed", "ref"),
    [
        ("com-42218", "com-42218"),
        (" COM-42218 ", "com-42218"),
        ("42218", "com-42218"),
        ("2a004", "com-2A004"),
        ("2a", "dep-2A"),
        ("243400017", "epci-243400017"),
        ("dep-93", "dep-93"),
        ("reg-93", "reg-93"),
        ("69381", "arm-69381"),
        ("ch6621", "lau-CH6621"),
        ("Grand-Geneve", "per-grand-geneve"),
        ("per-grand-geneve/ch", "per-grand-geneve/CH"),
        ("fr", "FR"),
    ],
)
def test_typed_code_finds_its_territory(catalogue, typed, ref):
    assert str(catalogue.parse(typed)) == ref


@pytest.mark.parametrize("ref", ["com-01004", "epci-200046977", "dep-2B", "arm-75101", "per-grand-geneve/FR", "FR"])
def test_printed_address_reads_back_as_itself(catalogue, ref):
    assert str(catalogue.parse(ref)) == ref


@pytest.mark.parametrize(
    ("typed", "choices"),
    [("93", ("dep-93", "reg-93")), ("01", ("dep-01", "reg-01")), ("975", ("dep-975", "reg-975"))],
)
def test_ambiguous_code_is_refused_with_the_choices_and_their_names(catalogue, typed, choices):
    with pytest.raises(Refusal) as refusal:
        catalogue.parse(typed)
    assert tuple(choice.split()[0] for choice in refusal.value.choices) == choices
    assert " ou ".join(choices) in refusal.value.remedy
    assert typed != "93" or "Seine-Saint-Denis" in str(refusal.value)


@pytest.mark.parametrize(
    ("typed", "suggested"),
    [
        ("1004", "com-01004"),  # the zero that a spreadsheet drops
        ("dep-9", "dep-09"),
        ("com-42219x", None),
        ("Annemasse", "com-74012"),
        ("montpelier", "com-34172"),
        ("epci-annemasse", "epci-200011773"),
        ("zzzzzzzzzz", None),
        ("", None),
    ],
)
def test_unknown_text_is_refused_with_the_nearest_codes(catalogue, typed, suggested):
    with pytest.raises(Refusal) as refusal:
        catalogue.parse(typed)
    assert refusal.value.remedy
    if suggested:
        assert refusal.value.choices[0].startswith(f"{suggested} ")


@pytest.mark.parametrize(
    ("year", "typed", "successor"),
    [
        (2026, "49069", "com-49126"),  # the seat moved: same commune, other code
        (2026, "com-69101", "com-69114"),
        (2026, "60580", "com-60057"),  # merged in 1943
        (2019, "14666", "com-14712"),  # delegated in 2019, a commune again in 2026
    ],
)
def test_vanished_commune_is_refused_with_its_successor(year, typed, successor):
    with pytest.raises(Refusal) as refusal:
        load_catalogue(year).parse(typed)
    assert successor in refusal.value.remedy
    assert len(refusal.value.choices) == 1


def test_successor_on_which_sources_disagree_is_not_decided_for_the_person(catalogue):
    """La Neuville-Garnier: `anciensCodes` says 60054, its delegated commune now belongs to 60694."""
    with pytest.raises(Refusal) as refusal:
        catalogue.parse("60455")
    assert [choice.split()[0] for choice in refusal.value.choices] == ["com-60054", "com-60694"]


def test_address_sorts_and_hashes_by_level_and_code():
    assert {AreaRef("commune", "01004"): 1}[AreaRef("commune", "01004")] == 1
    assert sorted([AreaRef("region", "01"), AreaRef("commune", "93001")])[0].level == "commune"
