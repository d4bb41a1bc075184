"""The shelf is whole: every marker of the catalogue has its page, in two languages, with names that are known.
What each example gives is checked by the engine's tests."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from longuevue import facts
from longuevue.markers.grammar import read_formula
from longuevue.markers.marker import Marker
from longuevue.markers.observers import caveats, observer, observers, policy_area, policy_areas
from longuevue.markers.shelf import SHELF, load_shelf
from longuevue.terms.flows import FIELDS, OBJECTS

IDS = """
foreign-residents-share immigrant-residents-share nationality-diversity arrivals-from-abroad mixed-marriages-share
cross-border-legal-cases cross-border-commuters foreign-workers-share company-staff-mobility asylum-accommodation
refugees-welcomed international-air-destinations emergency-passages outbound-volunteers
international-organisations-hosted international-actors-density city-networks international-visibility
international-capacity observation-coverage transnational-crime-exposure
cooperation-agreements twinnings cooperation-strata partner-geography-reach external-action-spending documented-return
eu-projects
foreign-controlled-jobs fdi-projects local-groups-abroad offshoring-events trade-openness convivial-places-transfers
international-students-share outbound-student-mobility foreign-academics international-copublications
language-teaching-diversity allophone-pupils school-exchanges youth-skills-5-years
foreign-trained-health-workers foreign-patients
foreign-artists-programming foreign-cultural-events international-festivals-share
foreign-players-share
international-nights short-term-rentals-pressure border-crossings
cross-border-transit-share eu-law-footprint imported-urban-models global-commitments
foreign-restaurants-density
deliberations-share programmes-share municipal-journal-share policy-uptake public-engagement perception-gap
"""
CATALOGUE = IDS.split()

OFF_BY_DEFAULT = {
    "asylum-accommodation",
    "refugees-welcomed",
    "emergency-passages",
    "transnational-crime-exposure",
    "convivial-places-transfers",
    "foreign-patients",
}
PER_FIELD = {
    "people": 14,
    "institutions": 7,
    "cooperation": 7,
    "economy": 6,
    "education": 8,
    "health": 2,
    "culture": 3,
    "sport": 1,
    "housing-tourism": 3,
    "environment-urbanism": 4,
    "languages-food-lifestyles": 1,
    "debate": 6,
}
CUISINES = Path(facts.__file__).parent / "cuisines.yaml"
MARKERS = list(load_shelf())
every_marker = pytest.mark.parametrize("marker", MARKERS, ids=lambda marker: marker.id)


def measures_of(marker: Marker) -> set[str]:
    """Every measure that the marker reads, companions included."""
    trees = [marker.tree(), *(read_formula(c.formula, where=c.id) for c in marker.companions)]
    return {measure for tree in trees for measure in tree.measures()}


def test_a_marker_of_the_catalogue_has_no_page() -> None:
    assert len(CATALOGUE) == 62
    assert sorted(marker.id for marker in MARKERS) == sorted(CATALOGUE)


def test_a_field_has_lost_markers() -> None:
    assert {field: sum(m.field == field for m in MARKERS) for field in FIELDS} == PER_FIELD


@every_marker
def test_a_page_stands_on_the_wrong_shelf(marker: Marker) -> None:
    assert load_shelf().paths[marker.id].parent == SHELF / marker.field


@every_marker
def test_an_observer_or_a_policy_area_has_no_english_name(marker: Marker) -> None:
    for known, names in ((observers(), marker.seen_by), (policy_areas(), marker.policy_areas)):
        assert names
        for name in names:
            assert known[name].fr and known[name].en


@every_marker
def test_a_caveat_code_has_no_sentence(marker: Marker) -> None:
    assert marker.caveat.codes
    for code in marker.caveat.codes:
        assert caveats()[code].fr.endswith(".") and caveats()[code].en.endswith(".")


def test_the_closed_lists_hold_names_that_no_page_uses() -> None:
    assert {code for m in MARKERS for code in m.caveat.codes} == set(caveats())
    assert {name for m in MARKERS for name in m.seen_by} == set(observers())
    assert {name for m in MARKERS for name in m.policy_areas} == set(policy_areas())
    assert len(set(policy_areas()) - {"toutes"}) == 24
    assert 20 <= len(caveats()) <= 30


def test_a_name_of_a_partner_s_own_marker_is_lost() -> None:
    assert observer("placier du marché").fr == "placier du marché"
    assert observer("placier du marché").in_language("en") == "placier du marché"
    assert policy_area("pêche").in_language("en") == "pêche"


def test_an_object_of_the_founding_text_is_covered_by_no_marker() -> None:
    assert {thing for marker in MARKERS for thing in marker.flow} == set(OBJECTS)


def test_a_very_sensitive_marker_is_on_by_default() -> None:
    assert {m.id for m in MARKERS if m.sensitivity.off_by_default} == OFF_BY_DEFAULT
    assert {m.id for m in MARKERS if m.sensitivity.level == "very_high"} == OFF_BY_DEFAULT


@every_marker
def test_a_sensitive_page_does_not_say_why(marker: Marker) -> None:
    assert marker.sensitivity.level == "low" or marker.sensitivity.why


@every_marker
def test_a_stance_is_shown_without_an_author(marker: Marker) -> None:
    assert marker.according_to is None
    assert marker.shown_stance == "not_stated"


@every_marker
def test_a_departement_figure_pretends_to_be_a_commune_s(marker: Marker) -> None:
    seen_at = {fact.area_level for fact in marker.example.facts}
    assert marker.example.expect.value is None or not (seen_at == {"departement"} and "commune" in marker.scales)
    if "département" in marker.finest_scale.fr.split(",")[0] and "intercommunalité" not in marker.finest_scale.fr:
        assert {"commune", "epci", "perimeter", "arrondissement"}.isdisjoint(marker.scales)


@pytest.mark.parametrize("marker_id", ["foreign-residents-share", "immigrant-residents-share"])
def test_two_posts_of_the_census_are_shown_under_2000_inhabitants(marker_id: str) -> None:
    assert load_shelf().get(marker_id).population_floor == 2_000


def test_nationalities_are_shown_under_50000_inhabitants() -> None:
    assert load_shelf().get("nationality-diversity").population_floor == 50_000


ORIGIN = re.compile(r"foreign|immigrant|nationalit|origin|born_abroad|asylum|refugee|allophone")
NUISANCE = re.compile(r"crime|illicit|offen|suspect|nuisance|complaint|delinquen|incident|insecurity|police")


@every_marker
def test_origin_is_crossed_with_crime_or_nuisance(marker: Marker) -> None:
    """Design rule 5: no table of nuisance by origin can be produced."""
    names = measures_of(marker)
    nuisance = "illicit" in marker.flow or "sécurité" in marker.policy_areas or any(map(NUISANCE.search, names))
    if nuisance:
        assert not any(map(ORIGIN.search, names))
        assert marker.by_partner_country == "no"
        assert not any(node.kind == "effective_number" for node in marker.tree().walk())
        assert all(fact.counterpart_area in (None, "W") for fact in marker.example.facts)


def cuisines_of(formula: dict[str, Any]) -> set[str]:
    """The cuisines that a formula of the restaurants' marker keeps."""
    tree = read_formula(formula, where="foreign-restaurants-density")
    return {tag for node in tree.walk() for tag in node.args.get("category", ())}


def test_world_cuisines_differ_from_the_open_table_of_tags() -> None:
    table = yaml.safe_load(CUISINES.read_text("utf-8"))
    world, dishes = {*table["country"], *table["region"]}, set(table["dish"])
    marker = load_shelf().get("foreign-restaurants-density")
    companions = {companion.id: cuisines_of(companion.formula) for companion in marker.companions}
    assert cuisines_of(marker.formula) == world
    assert companions == {"with-dishes": world | dishes, "share-of-tagged": world, "equivalent-cuisines": world}


def test_examples_all_teach_the_same_thing() -> None:
    seen = {(m.example.expect.status, m.example.expect.status_reason) for m in MARKERS}
    assert seen >= {
        ("ok", None),
        ("partial", "open_register"),
        ("partial", "incomplete_members"),
        ("suppressed", "suppressed"),
        ("not_available", "scale_too_small"),
        ("not_available", "not_in_register"),
        ("not_available", "undefined"),
        ("not_applicable", "no_such_object"),
    }
    assert len({m.example.says.fr for m in MARKERS}) == len(MARKERS)
