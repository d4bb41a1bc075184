"""The same traps on the publishers' own bytes (LONGUEVUE_MIRROR), read through the door: quarantine, child, store."""

from __future__ import annotations

import pyarrow.compute as pc
import pytest

from longuevue.sources.gathering import Gathered
from longuevue.sources.reading.decoding import encoding_of
from longuevue.territories.catalogue import load_catalogue
from tests.sources.bench import MIRROR, needs_mirror

pytestmark = needs_mirror


def value(gathered: Gathered, measure: str, **wanted: str | None) -> float:
    mask = pc.equal(gathered.facts["measure"], measure)
    for column, text in wanted.items():
        test = pc.is_null(gathered.facts[column]) if text is None else pc.equal(gathered.facts[column], text)
        mask = pc.and_(mask, pc.fill_null(test, False))
    return pc.sum(gathered.facts.filter(mask)["value"]).as_py() or 0


def test_every_file_at_hand_is_read_and_no_row_is_lost(gathered):
    read = {s for s, receipt in gathered.receipts.items() if receipt["origin"] == "mirror"}
    assert len(read) == 14
    for source_id in read:
        receipt = gathered.receipts[source_id]
        counted = receipt["kept"] + sum(receipt["aside"].values()) + receipt["refused"]
        assert receipt["rows_in"] == counted > 0, source_id


@pytest.mark.parametrize(
    ("source_id", "rows_in", "kept", "refused"),
    [
        ("mesr-effectifs", 2420, 2338, 0),
        ("culture-festivals", 7283, 7259, 24),
        ("insee-population", 34995, 34995, 0),
        ("insideairbnb", 10113 + 12032, 22145, 0),
        ("montpellier-associations", 2452, 2452, 0),
        ("openflights", 67663, 1432, 0),
        ("osm-amenities", 674 + 953, 674 + 351, 0),
        ("unhcr", 6470, 2109, 0),
        ("wikidata-p190", 34182, 2079, 0),
    ],
)
def test_rows_in_are_those_that_the_publisher_announces(gathered, source_id, rows_in, kept, refused):
    receipt = gathered.receipts[source_id]
    assert (receipt["rows_in"], receipt["kept"], receipt["refused"]) == (rows_in, kept, refused)


def test_2172_swiss_communes_are_read_and_the_total_is_not_one(gathered):
    assert gathered.receipts["bfs-portraits"]["kept"] == 2172


def test_the_file_confirms_the_starter_where_both_speak(gathered):
    for source_id in (
        "mesr-effectifs",
        "culture-festivals",
        "insee-rp-img",
        "bfs-portraits",
        "unhcr",
        "montpellier-associations",
    ):
        starter = gathered.receipts[source_id]["starter"]
        assert starter["same"] > 0 and starter["different"] == starter["only_starter"] == 0, source_id


def test_students_of_lyon_and_saint_etienne_are_the_known_ones(gathered):
    for commune, mobile, enrolled in (("42218", 1663, 16742), ("69123", 8805, 54529)):
        assert value(gathered, "students_international", ref_area=commune, time_period="2022-23") == mobile
        assert value(gathered, "students_enrolled", ref_area=commune, time_period="2022-23") == enrolled


def test_twin_towns_stand_on_the_commune_that_declares_them(gathered):
    assert value(gathered, "twinning", ref_area="42218") == 20
    assert value(gathered, "twinning", ref_area="44109") == 18
    assert value(gathered, "twinning", ref_area="79189") == 0
    assert value(gathered, "twinning", ref_area="06088") == 21


def test_unions_of_twin_towns_count_a_shared_partner_once(gathered):
    catalogue = load_catalogue()
    rows = gathered.facts.filter(pc.equal(gathered.facts["measure"], "twinning")).to_pylist()
    for epci, links, distinct in (("200046977", 56, 54), ("200073096", 5, 3)):
        members = {member.code for member in catalogue.members(catalogue.parse(epci))}
        items = [row["item"] for row in rows if row["ref_area"] in members]
        assert (len(items), len(set(items))) == (links, distinct)


def test_the_contradiction_of_montpellier_is_shown_not_settled(gathered):
    assert value(gathered, "external_action_subsidies", time_period="2014") == 66950
    assert "245\u202f850" in gathered.receipts["montpellier-subventions"]["remarks"][0]


def test_cuisine_is_known_for_198_places_of_674(gathered):
    assert value(gathered, "restaurants_by_cuisine", category="") == 476
    assert "198 lieux sur 674" in gathered.receipts["osm-amenities"]["remarks"][0]


def test_the_utf16_archive_is_decoded_and_its_records_put_together(gathered):
    folder = MIRROR / "montpellier-opendata"
    assert encoding_of(folder / "VilleMTP_MTP_Delibs_Archives.csv") == "utf-16"
    assert encoding_of(folder / "VilleMTP_MTP_EtatCivil.csv") in ("cp1252", "latin-1")
    assert gathered.receipts["montpellier-deliberations"]["rows_in"] == 10750


def test_births_of_2013_are_the_city_s(gathered):
    assert value(gathered, "births", time_period="2013", ref_area="34172") == 9056


def test_population_of_lyon_is_the_sum_of_its_arrondissements(gathered):
    assert value(gathered, "population", ref_area="69123", time_period="2021") > 500_000
    assert value(gathered, "population", ref_area="69381", time_period="2021") == 0


def test_air_destinations_of_herault_are_distinct_across_its_two_airports(gathered):
    links = gathered.facts.filter(pc.equal(gathered.facts["measure"], "air_links")).to_pylist()
    assert value(gathered, "air_destinations", ref_area="34") == len(
        {r["item"] for r in links if r["ref_area"] == "34"}
    )


def test_reading_the_same_mirror_again_changes_nothing(gathered, tmp_path_factory):
    from longuevue.sources.gathering import load_mirror
    from longuevue.sources.vintages import VintageStore

    folder = tmp_path_factory.mktemp("again")
    for _ in range(2):
        outcomes = load_mirror(VintageStore(folder), MIRROR, only=["unhcr"])
    assert outcomes["unhcr"].state == "unchanged"


def test_deliberations_of_2014_and_codes_of_the_border_are_at_hand(gathered):
    codes = (MIRROR / "insee" / "insee_RP2021_mobpro_border_cities.csv").read_text("utf-8").splitlines()
    prefixes = {line[:2] for line in codes}
    assert {"SU", "AL", "BE", "LU", "MO", "ZZ", "99"} == prefixes
