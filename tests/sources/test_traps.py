"""Each trap written in the README of the publishers' real files, and the two tests that play it: one on a small file of
ours, one on the file itself. A trap without both, or a file of the README without an entry, fails here."""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from types import ModuleType

import pytest

from tests.sources.bench import MIRROR, needs_mirror

HAND, SMALL, REAL, SEEN = "test_formats_at_hand", "test_traps_small", "test_traps_real", "test_mirror"
CATALOGUE, PASSAGE = "tests.territories.test_catalogue", "tests.territories.test_passage"
DOCUMENTED = "test_documented_formats"

#: words of the README (in the line of the file) → test on a small file of ours, test on the file itself
TRAPS: dict[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "FILTER ON type": ((CATALOGUE, "test_arrondissements_never_join_their_commune_in_one_total"), (REAL, "test_only_communes_of_today_are_communes")),
    "`MET69` = Metropole de Lyon": ((CATALOGUE, "test_no_commune_or_epci_is_lost_in_any_year"), (REAL, "test_the_metropole_of_lyon_is_an_epci_like_the_others")),
    "Filter zone to get 101 / 18": ((CATALOGUE, "test_overseas_collectivities_are_units_of_their_own_beside_101_departements_and_18_regions"), (REAL, "test_departements_and_regions_are_filtered_by_zone")),
    "Lyon, Marseille appear as arrondissements": ((HAND, "test_population_of_a_recent_merger_is_null_not_zero"), (SEEN, "test_population_of_lyon_is_the_sum_of_its_arrondissements")),
    "blank cells for recent mergers": ((HAND, "test_population_of_a_recent_merger_is_null_not_zero"), (REAL, "test_a_merger_leaves_a_blank_population_never_a_zero")),
    "later mergers are missing, map them": ((SMALL, "test_a_place_in_a_commune_of_2018_stands_on_the_commune_it_has_joined"), (REAL, "test_every_outline_of_2018_finds_its_commune_of_today")),
    "always go through a vintage-aware commune reference": (("test_through_time", "test_merged_communes_are_added_up_and_the_reader_is_told"), (REAL, "test_every_figure_of_the_files_is_in_the_codes_of_today_or_told")),
    "some values are arrays of aliases": (("tests.terms.test_spoken", "test_countries_are_named_in_the_reader_s_language"), (REAL, "test_names_of_countries_are_those_of_the_list_aliases_included")),
    "title rows, accents, last lines are notes": ((HAND, "test_title_rows_and_notes_of_insee_are_no_départements"), (REAL, "test_mayotte_is_of_2017_and_no_title_is_a_departement")),
    "Mayotte is from census 2017": ((HAND, "test_mayotte_keeps_the_census_of_2017"), (REAL, "test_mayotte_is_of_2017_and_no_title_is_a_departement")),
    "header on rows 6-7": ((HAND, "test_a_column_of_the_swiss_workbook_is_found_by_name_or_refused"), (SEEN, "test_2172_swiss_communes_are_read_and_the_total_is_not_one")),
    '"X"/"*" for masked values': ((SMALL, "test_a_masked_swiss_value_is_withheld_never_zero_and_keeps_its_row"), (REAL, "test_the_masks_of_the_swiss_workbook_are_secrets_and_none_is_in_our_columns")),
    "Prefixes: SU Swiss": ((DOCUMENTED, "test_insees_border_codes_are_not_iso"), (SEEN, "test_deliberations_of_2014_and_codes_of_the_border_are_at_hand")),
    'Establishments with a trailing " *"': ((HAND, "test_a_component_with_a_star_is_not_counted_twice"), (REAL, "test_stars_of_the_ministry_are_parts_and_the_register_gives_the_seat")),
    "UTF-8 with BOM, CRLF, 150+ columns": ((HAND, "test_a_component_with_a_star_is_not_counted_twice"), (SEEN, "test_students_of_lyon_and_saint_etienne_are_the_known_ones")),
    '"uai - identifiant" (may hold several)': ((HAND, "test_a_seat_comes_from_the_register_where_a_cell_holds_several_uai"), (REAL, "test_stars_of_the_ministry_are_parts_and_the_register_gives_the_seat")),
    "DO NOT sum over app_type/dec_level": ((HAND, "test_appeals_are_not_first_asylum_applications"), (REAL, "test_appeals_of_asylum_stay_aside")),
    "34,178 distinct": ((SMALL, "test_an_edge_written_twice_is_one_link_and_is_told"), (REAL, "test_of_34182_edges_34178_are_distinct")),
    "A->B may lack B->A": ((HAND, "test_a_link_written_by_the_partner_only_is_not_invented_for_the_commune"), (SEEN, "test_twin_towns_stand_on_the_commune_that_declares_them")),
    "LABELS ARE GERMAN first": ((HAND, "test_a_partner_without_country_is_kept_and_says_so"), (REAL, "test_german_labels_are_shown_in_french_and_a_partner_without_country_stays")),
    "a join must keep the unmatched and say so": ((HAND, "test_a_partner_without_country_is_kept_and_says_so"), (REAL, "test_german_labels_are_shown_in_french_and_a_partner_without_country_stays")),
    "match French ones by name": ((HAND, "test_the_twin_towns_of_nantes_are_not_given_to_nanteuil"), (SEEN, "test_twin_towns_stand_on_the_commune_that_declares_them")),
    "forward-fill": ((HAND, "test_subtotals_and_repeated_headers_of_subsidies_are_not_paid_twice"), (SEEN, "test_the_contradiction_of_montpellier_is_shown_not_settled")),
    "SUBTOTAL rows without": ((HAND, "test_subtotals_and_repeated_headers_of_subsidies_are_not_paid_twice"), (SEEN, "test_the_contradiction_of_montpellier_is_shown_not_settled")),
    "keep both, show the discrepancy": ((HAND, "test_subtotals_and_repeated_headers_of_subsidies_are_not_paid_twice"), (SEEN, "test_the_contradiction_of_montpellier_is_shown_not_settled")),
    "(non-breaking) spaces and the euro sign": ((SMALL, "test_amounts_with_hard_spaces_and_a_euro_sign_are_read_to_the_euro"), (REAL, "test_amounts_of_the_archive_of_2012_and_2013_add_up_to_what_the_city_prints")),
    "Some broken characters in the source": ((HAND, "test_associations_of_the_international_field_are_counted_in_all"), (REAL, "test_associations_of_the_international_field_are_225_and_broken_letters_are_told")),
    "filled on 198 of 674 only": ((HAND, "test_cuisines_are_cleaned_and_the_untagged_stay_in_sight"), (SEEN, "test_cuisine_is_known_for_198_places_of_674")),
    "CSV has no coordinates": ((HAND, "test_cuisines_are_cleaned_and_the_untagged_stay_in_sight"), (REAL, "test_coordinates_are_not_in_the_csv_of_restaurants")),
    "world-food shops": ((SMALL, "test_a_food_shop_s_origin_is_what_its_tag_states_never_its_name"), (REAL, "test_953_shops_are_read_and_almost_none_says_its_origin")),
    "neighbourhood_group (empty)": ((HAND, "test_a_commune_whose_accents_were_lost_is_found_by_the_explicit_table"), (REAL, "test_listings_are_counted_by_commune_though_the_group_is_empty")),
    "Some blank INSEE codes": ((HAND, "test_festivals_of_free_text_reach_are_told_not_guessed"), (REAL, "test_blank_codes_of_festivals_are_refused_with_their_place")),
    r"null is \N": ((HAND, "test_geneva_is_in_switzerland_and_a_null_is_no_airport"), (SEEN, "test_rows_in_are_those_that_the_publisher_announces")),
    'BSL is filed under "France"': ((SMALL, "test_basel_mulhouse_serves_the_haut_rhin_and_geneva_no_french_departement"), (REAL, "test_basel_mulhouse_is_french_in_the_file_and_geneva_swiss")),
    '"_x0001_" inside titles': ((SMALL, "test_a_line_break_written_x0001_does_not_reach_the_reader"), (REAL, "test_no_x0001_is_left_in_the_titles_of_160_decisions")),
    "records BROKEN over several lines": ((HAND, "test_a_deliberation_broken_over_several_lines_is_one"), (SEEN, "test_the_utf16_archive_is_decoded_and_its_records_put_together")),
    "stacked blocks per year": ((HAND, "test_stacked_blocks_of_births_are_read_only_where_they_add_up"), (SEEN, "test_births_of_2013_are_the_city_s")),
}  # fmt: skip
#: files of the README that set no trap, or that nothing here reads, and why
WITHOUT = {
    "regions-version-simplifiee.geojson": "outlines drawn as they are: metropolitan France only is its licence, not a figure",
    "VilleMTP_MTP_Quartiers.geojson": "seven polygons for the test of scales, no quirk told",
    "countries-110m.json": "read from its package by `make assets`, ids tested there",
    "world/countries.csv": "not read: names and codes of countries come from CLDR",
    "unhcr/population_france.csv": "not read: stocks are no marker of a territory",
}


@cache
def module(name: str) -> ModuleType:
    return import_module(name if "." in name else f"tests.sources.{name}")


def on_the_real_file(name: str) -> bool:
    return any(mark in needs_mirror for mark in getattr(module(name), "pytestmark", ()))


@pytest.mark.parametrize("trap", TRAPS)
def test_a_trap_has_a_test_on_a_small_file_of_ours_and_one_on_the_real_file(trap):
    small, real = TRAPS[trap]
    for name, test in (small, real):
        assert callable(getattr(module(name), test, None)), f"{name}::{test} is gone, and its trap with it"
    assert not on_the_real_file(small[0]), "the small test must run where the mirror is absent"
    assert on_the_real_file(real[0]), "the other must read the publisher's own bytes"


@pytest.mark.mirror
@pytest.mark.skipif(not MIRROR.is_dir(), reason="LONGUEVUE_MIRROR is not set: the publishers' real files are not here")
def test_every_file_of_the_readme_has_its_traps_here_or_a_reason():
    text = (MIRROR / "README.md").read_text("utf-8")
    for trap in TRAPS:
        assert trap in text, f"the README no longer says « {trap} »"
    rows = [line for line in text.splitlines() if re.match(r"\| [\w{]+[-\w{}]*(/|\.json)", line)]
    assert len(rows) >= 28
    bare = [row.split("|")[1].strip() for row in rows if not any(trap in row for trap in (*TRAPS, *WITHOUT))]
    assert not bare, bare
