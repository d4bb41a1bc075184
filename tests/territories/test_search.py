"""A place is found as people type it: no accents, St, missing spaces, a slip of the finger, a code."""

import time

import pytest

from longuevue.territories.catalogue import load_catalogue
from longuevue.territories.search import SearchIndex

VALMONT = [
    ("com-99001", "Valmont", 48_000),
    ("epci-990000001", "CA Valmont-Les Sources-Agglomération", 120_000),
    ("com-99002", "Saint-Œstre-sur-Vève", 900),
    ("com-99003", "Le Valmontois", 300),
    ("com-99004", "Sainte-Brume", None),
    ("dep-99", "Valmont", 500_000),
    ("com-99005", "Valmont", 20),
]


@pytest.fixture(scope="module")
def valmont():
    return SearchIndex(VALMONT)


def refs(index, text, limit=10):
    return [str(hit.ref) for hit in index.search(text, limit)]


def test_larger_places_come_first_at_equal_match_quality(valmont):
    assert refs(valmont, "valmont") == ["dep-99", "com-99001", "com-99005", "epci-990000001", "com-99003"]


@pytest.mark.parametrize(
    "typed", ["st-oestre", "SAINT ŒSTRE sur veve", "saintoestresurveve", "st œstre", "saint oetsre"]
)
def test_accents_ligatures_abbreviations_and_slips_still_find(valmont, typed):
    assert refs(valmont, typed)[0] == "com-99002"


def test_place_of_unknown_population_is_found_all_the_same(valmont):
    (hit,) = valmont.search("ste brume")
    assert (hit.ref, hit.population) == ("com-99004", None)


@pytest.mark.parametrize("typed", ["99002", "com-99002", "COM-99002"])
def test_code_is_found_before_any_name(valmont, typed):
    assert refs(valmont, typed)[0] == "com-99002"


@pytest.mark.parametrize("typed", ["", "   ", "!!!", "qqqqqqqq"])
def test_nothing_typed_or_nothing_near_finds_nothing(valmont, typed):
    assert valmont.search(typed) == []


def test_limit_is_kept(valmont):
    assert len(valmont.search("valmont", 2)) == 2
    assert valmont.search("valmont", 0) == []


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("annemase", ["com-74012", "epci-200011773"]),
        ("montpelier", ["com-34172"]),
        ("lyon", ["com-69123", "epci-200046977"]),
        ("st etienne", ["com-42218"]),
        ("havre", ["com-76351"]),
        ("clermont ferand", ["com-63113"]),
        ("villeneuve d'asq", ["com-59009"]),
        ("communauté de communes du genevois", ["epci-247400690"]),
        ("geneve", ["lau-CH6621", "per-grand-geneve"]),
        ("occitanie", ["reg-76"]),
        ("marseille 1er", ["arm-13201"]),
    ],
)
def test_real_places_are_found_at_every_level(typed, first):
    found = [str(t.ref) for t in load_catalogue().search(typed, 5)]
    assert found[: len(first)] == first


def test_search_over_all_names_answers_while_one_types():
    catalogue = load_catalogue()
    catalogue.search("a")
    for typed in (
        "annemase",
        "s",
        "sa",
        "saint",
        "clermont ferand",
        "communaute d'agglomeration du pays de gexx",
        "93",
    ):
        best = min(_seconds(catalogue, typed) for _ in range(3))
        assert best < 0.05, typed


def _seconds(catalogue, typed):
    start = time.perf_counter()
    catalogue.search(typed, 10)
    return time.perf_counter() - start
