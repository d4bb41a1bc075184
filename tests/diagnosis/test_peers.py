"""Peers by context, never by outcome; percentiles without a ranking; silence when nothing can be told apart."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from longuevue.diagnosis.peers import Place, peers, provisional_peers
from longuevue.diagnosis.standing import percentile_rank, standing
from longuevue.terms.refusal import Refusal


def valmont(code: str, population: float | None, zone: str = "metro", **features: float) -> Place:
    return Place("epci", code, f"Valmont {code}", population, zone, features)


def test_provisional_peers_are_the_nearest_in_population_and_say_so() -> None:
    places = [valmont(f"{n:02d}", 1_000 * 2**n) for n in range(12)]
    group = provisional_peers(places[5], places, k=4)
    assert group.label.fr == "pairs provisoires"
    assert group.codes == ("04", "06", "03", "07")
    assert group.peers[0].distance == pytest.approx(math.log(2))


def test_peers_are_of_the_same_level_and_zone_and_never_oneself() -> None:
    here = valmont("00", 10_000)
    others = [
        valmont("01", 10_001, zone="drom"),
        Place("commune", "02", "Valmont-Centre", 10_000, "metro"),
        valmont("03", None),
        valmont("04", 500_000),
    ]
    assert provisional_peers(here, [here, *others]).codes == ("04",)


def test_an_unknown_population_gives_no_peer() -> None:
    with pytest.raises(Refusal, match="inconnue"):
        provisional_peers(valmont("00", None), [])


def test_peers_by_context_ignore_a_distant_feature_of_no_weight() -> None:
    here = valmont("00", 1_000, density=1.0, young=1.0)
    near = valmont("01", 9_000, density=1.1, young=1.0)
    far = valmont("02", 1_000, density=9.0, young=1.0)
    crowd = [valmont(f"{n:02d}", 1_000, density=5.0 + n, young=float(n)) for n in range(3, 12)]
    group = peers(here, [far, near, *crowd], weights={"density": 1.0, "young": 0.0}, k=1)
    assert group.label.fr == "pairs par le contexte"
    assert group.codes == ("01",)


def test_distance_of_a_small_table_is_the_handbook_formula() -> None:
    # medians 3 and 30; MAD 1 and 10: the territory is at z = (−2, 2)/1.4826 from the middle one
    places = [valmont(f"{n}", 1_000, a=float(n), b=10.0 * (6 - n)) for n in range(1, 6)]
    group = peers(places[0], places, weights={"a": 2.0, "b": 1.0}, k=4)
    expected = math.sqrt((2 * (2 / 1.4826) ** 2 + (2 / 1.4826) ** 2) / 3)
    assert {p.code: p.distance for p in group.peers}["3"] == pytest.approx(expected)
    assert group.separating[0] == "a"


def test_one_wild_feature_does_not_pass_four_units() -> None:
    # median 3.5, MAD 1.5: the place at 1,000 stands at z = 4, not at 448
    places = [valmont(f"{n}", 1_000, a=a) for n, a in enumerate((3.0, 1.0, 2.0, 4.0, 5.0, 1_000.0))]
    group = peers(places[0], places, weights={"a": 1.0}, k=5)
    assert {p.code: p.distance for p in group.peers}["5"] == pytest.approx(4 + 0.5 / (1.4826 * 1.5))


def test_a_place_a_little_apart_is_not_called_atypical() -> None:
    """Fifteen pairs a tenth apart, twenty places one apart: half a unit is under the 95th percentile, above the median."""
    pairs = [3.0 * n + gap for n in range(15) for gap in (0.0, 0.1)]
    crowd = [valmont(f"{n:03d}", 1_000, a=a) for n, a in enumerate([*pairs, *map(float, range(50, 70))])]
    assert peers(valmont("999", 1_000, a=69.5), crowd, weights={"a": 1}).warning is None
    assert peers(valmont("999", 1_000, a=72.0), crowd, weights={"a": 1}).warning is not None


def test_too_little_in_common_and_two_places_are_not_compared() -> None:
    here = valmont("00", 1_000, a=1.0, b=1.0, c=1.0)
    partial = valmont("01", 1_000, a=1.0)
    full = [valmont(f"{n:02d}", 1_000, a=float(n), b=float(n), c=float(n)) for n in range(2, 8)]
    assert "01" not in peers(here, [partial, *full], weights={"a": 1, "b": 1, "c": 1}).codes


def test_without_features_of_its_own_a_territory_gets_provisional_peers() -> None:
    places = [valmont(f"{n:02d}", 1_000 + n, a=float(n)) for n in range(5)]
    assert peers(valmont("99", 1_002), places, weights={"a": 1.0}).label.fr == "pairs provisoires"


def test_an_atypical_territory_is_told_that_its_peers_are_weak() -> None:
    generator = np.random.default_rng(4)
    crowd = [
        valmont(f"{n:03d}", 1_000, a=float(x), b=float(y)) for n, (x, y) in enumerate(generator.normal(size=(60, 2)))
    ]
    odd = valmont("999", 1_000, a=8.0, b=-8.0)
    assert peers(odd, crowd, weights={"a": 1, "b": 1}).warning is not None
    assert peers(valmont("998", 1_000, a=0.0, b=0.0), crowd, weights={"a": 1, "b": 1}).warning is None


def test_ties_come_in_order_of_codes() -> None:
    places = [valmont(code, 5_000) for code in ("b", "a", "c")]
    assert provisional_peers(valmont("0", 5_000), places).codes == ("a", "b", "c")


def test_percentile_is_mid_rank_with_oneself_included() -> None:
    assert percentile_rank(5, [1, 2, 3, 4]) == pytest.approx(90)
    assert percentile_rank(5, [5, 5, 5]) == 50
    assert percentile_rank(5, []) is None


@given(st.floats(0, 100), st.lists(st.floats(0, 100), min_size=1, max_size=20))
def test_percentile_turns_round_when_the_scale_is_reversed(value: float, others: list[float]) -> None:
    up, down = percentile_rank(value, others), percentile_rank(-value, [-v for v in others])
    assert (up or 0) + (down or 0) == pytest.approx(100)


def test_only_published_values_are_compared() -> None:
    answer = standing(8.0, [(4.0, "ok"), (6.0, "ok"), (99.0, "low_precision"), (None, "suppressed")])
    assert (answer.compared_with, answer.peer_median) == (2, 5.0)
    assert "plus haut" in answer.words.fr


def test_an_overlapping_interval_is_not_distinguishable() -> None:
    peers_values = [(4.0, "ok"), (6.0, "ok")]
    assert "discernable" in standing(8.0, peers_values, low=4.5, high=11.5).words.fr
    assert "plus bas" in standing(3.0, peers_values, low=2.5, high=3.5).words.fr
    assert "discernable" in standing(5.0, peers_values).words.fr
    assert standing(5.0, []).percentile is None


def test_no_word_judges() -> None:
    for answer in (standing(9.0, [(1.0, "ok")]), standing(1.0, [(9.0, "ok")])):
        for word in ("meilleur", "pire", "mieux", "better", "worse", "best"):
            assert word not in answer.words.fr + answer.words.en
