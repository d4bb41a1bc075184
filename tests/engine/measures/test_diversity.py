"""Diversity: the handbook's formulas, and the ecologists' classic tables reproduced to the last printed digit."""

from __future__ import annotations

import math

import pytest

from longuevue.engine.measures.diversity import (
    effective_number,
    evenness,
    gini_simpson,
    herfindahl,
    hill,
    miller_madow,
    rarefied_richness,
    shannon,
    simpson_concentration,
    unbiased_gini_simpson,
)
from longuevue.engine.measures.others_post import diversity_ratio, listed_diversity
from longuevue.engine.measures.partition import partition
from longuevue.terms.refusal import Refusal
from tests.engine.measures import published_tables as known


@pytest.mark.parametrize("site", range(20))
def test_vegan_dune_is_reproduced_to_the_last_printed_digit(site: int) -> None:
    """R vegan 2.6, diversity(dune, index=…), specnumber(dune), as printed in BIO 381's vegan tutorial."""
    counts = known.DUNE[site]
    assert shannon(counts).value == pytest.approx(known.DUNE_SHANNON[site], abs=5e-7)
    assert gini_simpson(counts).value == pytest.approx(known.DUNE_SIMPSON[site], abs=5e-8)
    assert hill(counts, 2).value == pytest.approx(known.DUNE_INVERSE_SIMPSON[site], abs=5e-7)
    assert hill(counts, 0).value == known.DUNE_RICHNESS[site]


@pytest.mark.parametrize("plot", range(10))
def test_vegan_barro_colorado_is_reproduced_to_the_last_printed_digit(plot: int) -> None:
    """R vegan, data(BCI): specnumber, diversity, exp(diversity), diversity(…, "inv")."""
    counts = known.individuals(known.BCI[plot])
    assert hill(counts, 0).value == known.BCI_RICHNESS[plot]
    assert shannon(counts).value == pytest.approx(known.BCI_SHANNON[plot], abs=5e-7)
    assert hill(counts, 1).value == pytest.approx(known.BCI_HILL_1[plot], abs=5e-6)
    assert hill(counts, 2).value == pytest.approx(known.BCI_HILL_2[plot], abs=5e-6)


def test_rarefaction_agrees_with_a_published_plot_of_barro_colorado() -> None:
    """ecopy's own test holds rarefy(BCI)[2] to 77 species in the 340 trees of the smallest plot."""
    assert round(rarefied_richness(known.individuals(known.BCI[1]), 340).value or 0) == 77


def test_rarefying_to_two_individuals_is_the_unbiased_simpson_plus_one() -> None:
    """vegan's help page: unbias.simp <- rarefy(BCI, 2) - 1 (Hurlbert 1971, equation 5)."""
    counts = known.individuals(known.BCI[0])
    assert (rarefied_richness(counts, 2).value or 0) - 1 == pytest.approx(unbiased_gini_simpson(counts).value)


def test_a_small_table_reads_as_the_handbook() -> None:
    # Valmont: 50 Italians, 30 Swiss, 20 Portuguese among its foreign students
    counts = [50, 30, 20]
    assert shannon(counts).value == pytest.approx(1.0296530140645737)
    assert hill(counts, 0).value == 3
    assert hill(counts, 1).value == pytest.approx(math.exp(1.0296530140645737))
    assert simpson_concentration(counts).value == pytest.approx(0.38)
    assert hill(counts, 2).value == pytest.approx(1 / 0.38)
    assert hill(counts, math.inf).value == pytest.approx(2)
    assert hill(counts, 3).value == pytest.approx((0.125 + 0.027 + 0.008) ** -0.5)
    assert gini_simpson(counts).value == pytest.approx(0.62)
    assert herfindahl(counts).value == pytest.approx(3800)
    assert evenness(counts).value == pytest.approx(1.0296530140645737 / math.log(3))
    assert unbiased_gini_simpson(counts).value == pytest.approx(1 - (50 * 49 + 30 * 29 + 20 * 19) / (100 * 99))
    assert miller_madow(counts).value == pytest.approx(1.0296530140645737 + 2 / 200)


def test_short_lists_take_the_corrected_formula_and_say_so() -> None:
    short, long = effective_number([50, 30, 20]), effective_number([500, 300, 200])
    assert short.value == pytest.approx(math.exp(1.0296530140645737 + 0.01))
    assert short.note is not None
    assert "200" in short.note.fr
    assert long.value == pytest.approx(math.exp(1.0296530140645737))
    assert long.note is None


def test_a_list_of_199_takes_the_plain_formula_or_one_of_200_the_corrected() -> None:
    short, long = [100, 60, 39], [100, 60, 40]
    assert effective_number(short).value == pytest.approx(math.exp(miller_madow(short).value or 0))
    assert effective_number(long).value == pytest.approx(hill(long, 1).value)


def test_a_corrected_number_never_passes_the_countries_present() -> None:
    # three twin towns in three countries are three countries, not the 4.2 of Miller-Madow alone
    alike = effective_number([1, 1, 1])
    assert (alike.value, alike.low, alike.high) == (3, None, None)


@pytest.mark.parametrize("order", [1, 2])
def test_a_correction_past_the_countries_present_passes_for_a_number(order: int) -> None:
    """Lyon's twins: eight towns in Germany, fifty-four in twenty-eight countries. Miller-Madow says more than 28."""
    counts = [8, 3, 3, *[2] * 15, *[1] * 10]
    assert (sum(counts), len(counts)) == (54, 28)
    told = effective_number(counts, order)
    assert told.value == told.low == pytest.approx(hill(counts, order).value)
    assert told.high == 28
    assert told.note is not None and "minimum" in told.note.fr
    assert math.exp(miller_madow(counts).value or 0) > 28


def test_a_correction_that_stays_under_the_countries_present_is_given_up() -> None:
    told = effective_number([90, 6, 4])
    assert told.value == pytest.approx(math.exp(miller_madow([90, 6, 4]).value or 0))
    assert (told.low, told.high) == (None, None)
    # the unbiased Simpson falls on 2 exactly: (4 x 3) / (3 x 2), a number and no bounds
    exact = effective_number([3, 1], 2)
    assert (exact.value, exact.low) == (2, None)


def test_a_list_of_singletons_has_no_order_two_diversity() -> None:
    assert effective_number([1, 1, 1], 2).status_reason == "undefined"


def test_nothing_to_share_out_is_undefined_not_zero() -> None:
    for measure in (shannon, hill, gini_simpson, herfindahl, evenness, effective_number):
        answer = measure([0, 0])
        assert answer.value is None
        assert (answer.status, answer.status_reason) == ("not_available", "undefined")


def test_one_country_alone_counts_for_one_and_has_no_evenness() -> None:
    assert shannon([7]).value == 0
    assert hill([7], 1).value == 1
    assert evenness([7]).value is None


def test_a_missing_count_is_refused_rather_than_read_as_zero() -> None:
    with pytest.raises(Refusal, match="un manque n'est pas un zéro"):
        shannon([3, None, 2])
    with pytest.raises(Refusal, match="négatif"):
        shannon([3, -1])


def test_others_make_a_lower_bound_and_forbid_some_comparisons() -> None:
    here = listed_diversity([400, 300, 200], 100, "NAT13")
    assert here.other_share == pytest.approx(0.1)
    assert here.note is not None
    assert "borne basse" in here.note.fr.lower()
    assert diversity_ratio(here, listed_diversity([300, 300], 0, "NAT13")).value is not None
    assert diversity_ratio(here, listed_diversity([300, 300], 0, "NATE49")).value is None
    assert diversity_ratio(here, listed_diversity([300, 300], 400, "NAT13")).value is None


def test_the_same_mix_everywhere_has_no_diversity_between_communes() -> None:
    parts = partition([[10, 10], [30, 30]])
    assert (parts.alpha, parts.beta, parts.gamma) == (pytest.approx(2), pytest.approx(1), pytest.approx(2))


def test_one_country_per_commune_is_all_between_communes() -> None:
    parts = partition([[10, 0, 0], [0, 99, 0], [0, 0, 1]])
    assert (parts.alpha, parts.beta, parts.gamma) == (pytest.approx(1), pytest.approx(3), pytest.approx(3))


def test_a_large_commune_weighs_as_a_small_one_inside_when_weights_are_given() -> None:
    # alpha = exp(Σ w H): three quarters in a commune of two even countries, a quarter in one of a single country
    parts = partition([[10, 10], [7, 0]], [3, 1])
    assert parts.alpha == pytest.approx(math.exp(0.75 * math.log(2)))
    assert parts.gamma == pytest.approx(hill([0.75 * 0.5 + 0.25, 0.75 * 0.5], 1).value)


def test_partition_needs_territories_in_rows() -> None:
    with pytest.raises(Refusal, match="tableau"):
        partition([1, 2, 3])
    with pytest.raises(Refusal, match="effectif"):
        partition([[0, 0], [0, 0]])
