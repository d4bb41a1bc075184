"""Traps of the publishers' files that `test_mirror` does not play, on their own bytes (LONGUEVUE_MIRROR)."""

from __future__ import annotations

import csv
import gzip
import json
from collections import Counter

import pyarrow.compute as pc

from longuevue.discourse.corpus.reading import read_file
from longuevue.sources.descriptions import descriptions
from longuevue.sources.reading.numbers import count
from longuevue.sources.reading.sheets import read_workbook
from longuevue.sources.through_time import Carried
from longuevue.terms.countries import country_name
from longuevue.territories.assets import LATEST_YEAR
from longuevue.territories.catalogue import load_catalogue
from longuevue.territories.passage import passage
from tests.sources.bench import MIRROR, needs_mirror
from tests.sources.test_mirror import value

pytestmark = needs_mirror
CITY = MIRROR / "montpellier-opendata"


def official(name: str) -> list[dict]:
    path = MIRROR / "decoupage-administratif" / name
    content = path.read_bytes()
    return json.loads(gzip.decompress(content) if name.endswith(".gz") else content)


def test_only_communes_of_today_are_communes():
    listed = [c for c in official("communes.json.gz") if c["type"] == "commune-actuelle"]
    ours = {c.code: c.population for c in load_catalogue().of_level("commune")}
    assert len(listed) == len(ours) == 34_969
    assert {c["code"] for c in listed} == ours.keys()
    assert sum(c["population"] or 0 for c in listed if "population" in c) == 68_952_941
    assert sum(p or 0 for p in ours.values()) == 68_952_941


def test_the_metropole_of_lyon_is_an_epci_like_the_others():
    listed = official("epci.json.gz")
    assert {e["code"] for e in listed} == {e.code for e in load_catalogue().of_level("epci")}
    assert [e["code"] for e in listed if e["type"] == "MET69"] == ["200046977"]


def test_departements_and_regions_are_filtered_by_zone():
    for name, level, expected in (("departements.json", "departement", 101), ("regions.json", "region", 18)):
        codes = {entry["code"] for entry in official(name) if entry["zone"] != "com"}
        assert len(codes) == expected
        assert codes == {t.code for t in load_catalogue().of_level(level) if t.zone != "com"}


def test_every_outline_of_2018_finds_its_commune_of_today():
    step = passage(2018, LATEST_YEAR)
    today = {c.code for c in load_catalogue().of_level("commune")}
    moved = 0
    for path in sorted((MIRROR / "geometries").glob("communes-*.geojson")):
        for feature in json.loads(path.read_text("utf-8"))["features"]:
            links = step.links_of[feature["properties"]["code"]]
            assert links and all(link.new in today for link in links), feature["properties"]
            moved += links[0].new != feature["properties"]["code"]
    assert moved > 0


def test_names_of_countries_are_those_of_the_list_aliases_included():
    listed = json.loads((MIRROR / "world" / "iso-3166-names-fr.json").read_text("utf-8"))["countries"]
    aliases = {code: names if isinstance(names, list) else [names] for code, names in listed.items()}
    unnamed = [code for code in aliases if country_name(code) == code]
    assert not unnamed and len(aliases) == 250


def test_the_masks_of_the_swiss_workbook_are_secrets_and_none_is_in_our_columns(gathered):
    (path,) = (MIRROR / "bfs-suisse").glob("je-f-21.03.01*.xlsx")
    cells = [text.strip() for text in read_workbook(path)[0].cells.values()]
    masks = Counter(text for text in cells if text in ("X", "*"))
    assert masks["X"] > 1_000 and masks["*"] > 2_500
    assert {(count(mask).value, count(mask).obs_status) for mask in masks} == {(None, "Q")}
    shares = gathered.facts.filter(pc.equal(gathered.facts["measure"], "foreign_residents_share"))
    assert shares.num_rows == 2172 and set(shares["obs_status"].to_pylist()) == {"A"}


def test_basel_mulhouse_is_french_in_the_file_and_geneva_swiss(gathered):
    with (MIRROR / "openflights" / "airports.dat").open(encoding="utf-8") as lines:
        country = {row[4]: row[3] for row in csv.reader(lines)}
    assert (country["BSL"], country["GVA"]) == ("France", "Switzerland")
    links = gathered.facts.filter(pc.equal(gathered.facts["measure"], "air_links")).to_pylist()
    reached = {row["item"] for row in links if row["ref_area"] == "68"}
    assert len(reached) > 30
    assert "GVA" not in {row["item"] for row in links if row["ref_area"] in ("01", "74")}
    assert {row["counterpart_area"] for row in links if row["item"] == "GVA"} <= {"CH"}


def test_of_34182_edges_34178_are_distinct(gathered):
    receipt = gathered.receipts["wikidata-p190"]
    assert receipt["rows_in"] - receipt["aside"]["lien écrit deux fois"] == 34_178
    lines = (MIRROR / "twin-towns" / "relations.tsv").read_text("utf-8").splitlines()
    assert len(set(lines)) == 34_178


def test_german_labels_are_shown_in_french_and_a_partner_without_country_stays(gathered):
    links = gathered.facts.filter(pc.equal(gathered.facts["measure"], "twinning")).to_pylist()
    assert sum(row["counterpart_area"] is None for row in links) > 50
    names = {i["label"]: i["name_fr"] for i in gathered.items.to_pylist() if i["source_id"] == "wikidata-p190"}
    assert (names["Mailand"], names["Warschau"]) == ("Milan", "Varsovie")


def test_no_x0001_is_left_in_the_titles_of_160_decisions():
    path = CITY / "VilleMTP_MTP_Delibs.csv"
    assert path.read_text("utf-8").count("_x0001_") == 275
    documents = read_file(path)
    units = [unit for document in documents for unit in document.units]
    assert len(documents) == 160 or len(units) >= 160
    assert not [unit for unit in units if "_x0001_" in unit.text]


def test_amounts_of_the_archive_of_2012_and_2013_add_up_to_what_the_city_prints(gathered):
    assert value(gathered, "external_action_subsidies", time_period="2012") == 210_400
    assert value(gathered, "external_action_subsidies", time_period="2013") == 0
    receipt = gathered.receipts["montpellier-subventions"]
    assert receipt["aside"]["subvention de 2013, dont la liste ne dit pas la thématique"] == 855
    assert "19\u202f123\u202f564 €" in receipt["remarks"][-1] and "19\u202f256\u202f523 €" in receipt["remarks"][-1]


def test_953_shops_are_read_and_almost_none_says_its_origin(gathered):
    assert value(gathered, "food_shops_by_cuisine", category="") == 350
    assert value(gathered, "food_shops_by_cuisine", counterpart_area="IT") == 1
    assert "1 commerce alimentaire sur 351" in gathered.receipts["osm-amenities"]["remarks"][1]


def test_mayotte_is_of_2017_and_no_title_is_a_departement(gathered):
    shares = gathered.facts.filter(pc.equal(gathered.facts["measure"], "immigrants_share")).to_pylist()
    levels = Counter(row["area_level"] for row in shares)
    assert (levels["departement"], {r["time_period"] for r in shares if r["ref_area"] == "976"}) == (101, {"2017"})


def test_appeals_of_asylum_stay_aside(gathered):
    receipt = gathered.receipts["unhcr"]
    assert receipt["aside"]["recours, réexamen ou autre : pas une première demande"] == 4167


def test_blank_codes_of_festivals_are_refused_with_their_place(gathered):
    refused = gathered.vintages["culture-festivals"].refused()
    assert len(refused) == 24 and all(row["where"].startswith("ligne ") and row["why"] for row in refused)


def test_stars_of_the_ministry_are_parts_and_the_register_gives_the_seat(gathered):
    aside = gathered.receipts["mesr-effectifs"]["aside"]
    assert aside["composante déjà comptée dans son établissement (nom suivi de *)"] == 65
    areas = set(gathered.facts.filter(pc.equal(gathered.facts["measure"], "students_enrolled"))["ref_area"].to_pylist())
    assert "69123" in areas and not {a for a in areas if a.startswith(("6938", "751", "132")) and a != "13201"}


def test_listings_are_counted_by_commune_though_the_group_is_empty(gathered):
    assert value(gathered, "rental_listings", ref_area="69123") > 8_000
    assert value(gathered, "rental_listings", ref_area="33063") > 6_000


def test_associations_of_the_international_field_are_225_and_broken_letters_are_told(gathered):
    assert value(gathered, "international_associations") == 225
    told = gathered.receipts["montpellier-associations"]["remarks"]
    assert "culture etrangere 104, solidarite internationale 121" in told[0] and "lettres abîmées" in told[1]


def test_a_merger_leaves_a_blank_population_never_a_zero(gathered):
    rows = gathered.facts.filter(pc.equal(gathered.facts["measure"], "population"))
    assert pc.sum(pc.equal(rows["obs_status"], "M")).as_py() > 0
    blank = rows.filter(pc.equal(rows["obs_status"], "M"))
    assert blank["value"].null_count == blank.num_rows


def test_every_figure_of_the_files_is_in_the_codes_of_today_or_told(gathered):
    done: Carried = gathered.carried
    communes = done.facts.filter(pc.equal(done.facts["area_level"], "commune"))
    today = {c.code for c in load_catalogue().of_level("commune")}
    assert set(communes["ref_area"].to_pylist()) <= today


def test_coordinates_are_not_in_the_csv_of_restaurants():
    with (MIRROR / "openstreetmap-montpellier" / "OSM_MTP_Restaurants.csv").open(encoding="utf-8") as lines:
        header = next(csv.reader(lines))
    assert not {"lat", "lon", "latitude", "longitude"} & set(header)
    described = descriptions()["osm-amenities"].files["table"]
    assert set(described.columns) == {"amenity", "cuisine"}
