"""Traps of the publishers' files that no other test of ours plays, on small files of ours in the same formats."""

from __future__ import annotations

import json
from pathlib import Path

import osmium
import pytest

from longuevue.discourse.corpus.reading import read_file
from longuevue.sources.shelf import source_cards
from longuevue.sources.through_time import carried
from longuevue.sources.tidying import Tidied
from tests.sources.bench import ods, read, total, values, workbook, write, zipped
from tests.sources.test_formats_at_hand import flights, twins

SWISS = [["Portraits"], [], [], [], [], ["Code commune", "Commune", "Habitants", "Étrangers en %"], [None, None, 2019, 2019]]  # fmt: skip
THEME = "ACTIONS INTERNATIONALES ET JUMELAGES"


@pytest.mark.parametrize("mask", ["X", "*", " x "])
def test_a_masked_swiss_value_is_withheld_never_zero_and_keeps_its_row(tmp_path, mask):
    rows = [*SWISS, [6621, "Genève", 203856, 47.9], [5701, "Arnex", 230, mask], [5702, "Arzier", mask, 20.0]]
    tidied = read("bfs-portraits", workbook(tmp_path, "je-f-21.03.01.xlsx", {"T21.3.1": rows}))
    found = {(r["ref_area"], r["measure"]): (r["value"], r["obs_status"]) for r in tidied.facts.to_pylist()}
    assert found["CH5701", "foreign_residents_share"] == found["CH5701", "foreign_residents"] == (None, "Q")
    assert found["CH5702", "residents"] == found["CH5702", "foreign_residents"] == (None, "Q")
    assert (tidied.kept, tidied.refused) == (3, [])


def test_basel_mulhouse_serves_the_haut_rhin_and_geneva_no_french_departement(tmp_path):
    airports, routes, countries = flights(tmp_path)
    with airports.open("a", encoding="utf-8") as more:
        more.write(
            '7,"EuroAirport","Mulhouse","France","BSL","LFSB",47.59,7.53,885,1,"E","Europe/Paris","airport","x"\n'
        )
    with routes.open("a", encoding="utf-8") as more:
        more.write("LX,5,BSL,7,LGW,3,,0,320\nLX,5,BSL,7,GVA,4,,0,320\n")
    found = values(read("openflights", airports, routes, countries), measure="air_links", ref_area="68")
    assert {(key[4], key[2]) for key in found} == {("LGW", "GB"), ("GVA", "CH")}


def test_an_edge_written_twice_is_one_link_and_is_told(tmp_path):
    links, names, cities = twins(tmp_path)
    with links.open("a", encoding="utf-8") as more:
        more.write("Q1\tQ365\nQ1\tQ365\n")
    tidied = read("wikidata-p190", links, names, cities)
    assert tidied.aside["lien écrit deux fois"] == 2
    assert total(tidied, "twinning", ref_area="42218") == 2


def test_a_line_break_written_x0001_does_not_reach_the_reader(tmp_path):
    head = (
        "Numéro de projet de délibération;Elu(s);Direction;Titre;Etat;Numéro Poseidon;Numéro de délibération;Date CM\n"
    )
    row = "1;A;B;Jumelage avec Obervalmont_x0001_Voyage officiel_x0001__x0001_Mandat spécial;EXECUTOIRE;67218;464;25/11/2013\n"
    path = write(tmp_path, "VilleMTP_MTP_Delibs.csv", head + row)
    assert read("montpellier-deliberations", path).facts.to_pylist()[0]["time_period"] == "2013"
    (document,) = read_file(path)
    (unit,) = document.units
    assert "_x0001_" not in unit.text and "Obervalmont" in unit.text and "Mandat spécial" in unit.text


def subsidies(folder: Path, first: str, second: str) -> Tidied:
    rows = [["Code", "Structure", "Type", "Projet", "Montant", *[""] * 6, "Thématique"],
            ["1", "ARTISANS", "F", "", "200 €", *[""] * 6, THEME]]  # fmt: skip
    book = ods(folder, "VilleMTP_MTP_AttribSub_2014.ods", {"Subventions": rows})
    archive = zipped(
        folder,
        "VilleMTP_MTP_AttribSub_Archive.zip",
        {
            "VilleMTP_MTP_AttribSub_2012.csv": first.encode("cp1252"),
            "VilleMTP_MTP_AttribSub_2013.csv": second.encode("cp1252"),
        },
    )
    return read("montpellier-subventions", book, archive)


YEAR_2012 = (
    '"N°Asso.","Association (sport)","Nature ","Montant",\r\n1,"Club","F",5\xa0000 €,\r\n'
    '"N°Asso.","Association (action internationale et jumelage)","Nature ","Montant",\r\n'
    '2,"Amitié","F",1\xa0867\xa0500 €,\r\n3,"Échanges","P",500 €,\r\n,,"Total","1\xa0868\xa0000 €",\r\n'
)


def test_amounts_with_hard_spaces_and_a_euro_sign_are_read_to_the_euro(tmp_path):
    tidied = subsidies(tmp_path, YEAR_2012, "CODE;STRUCTURE;Nature ;Montant \r\n1;UN ;F;12\xa0350\xa0000 €\r\n")
    assert total(tidied, "external_action_subsidies", time_period="2012") == 1_868_000
    assert not tidied.refused


def test_a_list_without_themes_gives_no_figure_and_every_line_of_it_is_told(tmp_path):
    body = "CODE;STRUCTURE;Nature ;Montant \r\n1;CŒUR ;F;1 500 €\r\n2;B ;P;mille\r\n;;;1 700 €\r\n"
    tidied = subsidies(tmp_path, YEAR_2012, body)
    assert not values(tidied, time_period="2013")
    assert tidied.aside["subvention de 2013, dont la liste ne dit pas la thématique"] == 1
    assert [(row.where, row.why) for row in tidied.refused] == [("2013, ligne 3", "montant illisible")]
    assert "1\u202f500 €" in tidied.remarks[-1] and "1\u202f700 €" in tidied.remarks[-1]


def test_a_food_shop_s_origin_is_what_its_tag_states_never_its_name(tmp_path):
    shops = write(
        tmp_path,
        "OSM_MTP_Commerces.csv",
        "type,name,halal,cuisine,shop\nÉpiceries,Chez Kenji,,,convenience\nBoucheries,Atlas,yes,,butcher\n"
        "Supermarchés,Roma,,italian,supermarket\nCoiffure,X,,,hairdresser\n,Y,,,\n",
    )
    tidied = read("osm-amenities", shops)
    assert {(key[0], key[3], key[2]): v for key, v in values(tidied).items()} == {
        ("food_shops_by_cuisine", "italian", "IT"): 1, ("food_shops_by_cuisine", "", None): 2,
    }  # fmt: skip
    assert (tidied.rows_in, tidied.kept) == (5, 3) and "1 commerce alimentaire sur 3" in tidied.remarks[0]


def outlines(folder: Path, code: str) -> Path:
    """One square commune, in the list of 2018."""
    ring = [[3, 43], [4, 43], [4, 44], [3, 44], [3, 43]]
    feature = {"type": "Feature", "properties": {"code": code, "nom": "V"}, "geometry": {"type": "Polygon", "coordinates": [ring]}}  # fmt: skip
    return write(folder, "communes-valmont.geojson", json.dumps({"type": "FeatureCollection", "features": [feature]}))


def test_a_place_in_a_commune_of_2018_stands_on_the_commune_it_has_joined(tmp_path):
    writer = osmium.SimpleWriter(str(tmp_path / "x.osm.pbf"))
    writer.add_node(osmium.osm.mutable.Node(id=1, location=(3.5, 43.5), tags={"amenity": "cafe"}))
    writer.close()
    tidied = read("osm-amenities", tmp_path / "x.osm.pbf", outlines(tmp_path, "08294"))
    assert {row["geography_year"] for row in tidied.facts.to_pylist()} == {2018}
    (row,) = carried(tidied.facts, source_cards()).facts.to_pylist()
    assert (row["ref_area"], row["value"], row["geography_year"]) == ("08053", 1.0, 2026)


def test_a_broken_row_of_a_file_that_helps_another_is_told(tmp_path):
    links, names, cities = twins(tmp_path)
    with cities.open("a", encoding="utf-8") as more:
        more.write("Q99,DE\n")
    tidied = read("wikidata-p190", links, names, cities)
    assert "lignes cassées, laissées de côté : 1 (la première : ligne 6, 2 champs" in tidied.remarks[0]
    airports, routes, countries = flights(tmp_path)
    with airports.open("a", encoding="utf-8") as more:
        more.write('9,"Cut"\n')
    assert "airports.dat" in read("openflights", airports, routes, countries).remarks[0]
