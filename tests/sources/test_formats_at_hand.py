"""Each trap of the publishers' real files, on small files of ours in the same formats."""

from __future__ import annotations

from pathlib import Path

import pytest

from longuevue.sources.loaders.deliberations import Decision, archived_decisions
from longuevue.terms.refusal import Refusal
from tests.sources.bench import ods, read, total, values, workbook, write

STUDENTS = (
    "Attention;Année universitaire;Établissement;Identifiant(s) UAI;"
    "Nombre d'étudiants inscrits (inscriptions principales) hors doubles inscriptions CPGE;"
    "Etudiants en mobilité internationale;etablissement_code_commune\r\n"
)


def students(folder: Path, *rows: str) -> Path:
    text = "\ufeff" + STUDENTS + "".join(row + "\r\n" for row in rows)
    return write(folder, "fr-esr-statistiques-sur-les-effectifs-d-etudiants-inscrits-par-etablissement-hcp.csv", text)


def test_a_component_with_a_star_is_not_counted_twice(tmp_path):
    path = students(
        tmp_path,
        "x;2022-23;Université de Valmont;0420001A;1000;100;42218",
        "x;2022-23;Institut de Valmont *;0420002B;300;30;42218",
    )
    tidied = read("mesr-effectifs", path)
    assert total(tidied, "students_enrolled") == 1000
    assert tidied.aside == {"composante déjà comptée dans son établissement (nom suivi de *)": 1}


def test_students_of_paris_lyon_marseille_stand_on_the_commune(tmp_path):
    tidied = read("mesr-effectifs", students(tmp_path, "x;2022-23;U;0;10;1;75105", "x;2022-23;V;0;20;2;69387"))
    assert {key[1] for key in values(tidied)} == {"75056", "69123"}


def test_a_blank_of_students_abroad_is_not_zero(tmp_path):
    tidied = read("mesr-effectifs", students(tmp_path, "x;2006-07;IUFM;0;519;;97209", "x;2006-07;U;0;50;5;42218"))
    assert total(tidied, "students_enrolled") == 50
    assert sum(tidied.aside.values()) == 1


def test_a_seat_comes_from_the_register_where_a_cell_holds_several_uai(tmp_path):
    register = write(
        tmp_path,
        "fr-esr-principaux-etablissements-enseignement-superieur.csv",
        "uai - identifiant;Code commune\n0290346U;29212\n0331764N;33522\n",
    )
    path = students(tmp_path, "x;2022-23;École;0290000X;0290346U;10;1;29019".replace("0290000X;0290346U", "0290346U"))
    assert {key[1] for key in values(read("mesr-effectifs", path, register))} == {"29212"}


def img(folder: Path) -> Path:
    return workbook(
        folder,
        "EM_DEPARTEMENTS_2021.xlsx",
        {
            "Figure 1": [
                [],
                ["Part de la population immigrée"],
                ["Champ : France"],
                [],
                [],
                ["Département", "Code", "Pourcentage immigrés"],
                ["Ain", "01", 12.0620113791391],
                ["Mayotte", "976", 34.7341572839532],
            ],
            "Figure 2": [
                ["Part des immigrés"],
                [],
                ["Classement 2021", "Classement 2020", "Régions", "Part (en %)", 1, 2, 3],
                [3, 3, "Île-de-France", 20.6, "Algérie", "Maroc", "Portugal"],
                [7, 7, "Grand-Est", 9.5, "Algérie", "Maroc", "Turquie"],
                [None, None, "France", 10.2, "Algérie", "Maroc", "Portugal"],
                ["Source : Insee"],
            ],
            "Figure 3": [
                ["Part"],
                [],
                ["Classement 2021", "Départements", "Part (en %)", 1, 2, 3],
                [1, "Mayotte", 34.73, "Comores", "Madagascar", "RD Congo"],
                ["Note : Les départements"],
            ],
        },
    )


def test_title_rows_and_notes_of_insee_are_no_départements(tmp_path):
    tidied = read("insee-rp-img", img(tmp_path))
    assert tidied.facts.num_rows == 4 and not tidied.refused


def test_mayotte_keeps_the_census_of_2017(tmp_path):
    periods = {row["ref_area"]: row["time_period"] for row in read("insee-rp-img", img(tmp_path)).facts.to_pylist()}
    assert (periods["976"], periods["01"]) == ("2017", "2021")


def test_a_region_named_with_a_hyphen_finds_its_code(tmp_path):
    areas = {(row["area_level"], row["ref_area"]) for row in read("insee-rp-img", img(tmp_path)).facts.to_pylist()}
    assert {("region", "44"), ("region", "11")} <= areas


def test_rd_congo_is_read_by_the_explicit_table(tmp_path):
    notes = read("insee-rp-img", img(tmp_path)).annotations.to_pylist()
    assert [(note["rank"], note["counterpart_area"]) for note in notes] == [(1, "KM"), (2, "MG"), (3, "CD")]


def test_a_column_of_the_swiss_workbook_is_found_by_name_or_refused(tmp_path):
    rows = [
        ["Portraits"],
        [],
        [],
        [None, None, "Population"],
        [],
        ["Code commune", "Commune", "Habitants", "Étrangers en %"],
        [None, None, 2019, 2019],
        [],
        [None, "Suisse", 8606033, 25.3],
        [6621, "Genève", 203856, 47.9],
        [5701, "Arnex", 230, "X"],
        ["* pas de candidature"],
        ["Etat des communes: 01.01.2021"],
    ]
    tidied = read("bfs-portraits", workbook(tmp_path, "je-f-21.03.01.xlsx", {"T21.3.1": rows}))
    found = {(r["ref_area"], r["measure"]): (r["value"], r["obs_status"]) for r in tidied.facts.to_pylist()}
    assert found["CH6621", "foreign_residents"] == (round(203856 * 47.9 / 100), "E")
    assert found["CH5701", "foreign_residents_share"] == (None, "Q")
    assert found["CH5701", "residents"] == (230, "A")
    rows[5] = ["Code commune", "Commune", "Einwohner", "Ausländer"]
    with pytest.raises(Refusal, match="Habitants.*introuvable"):
        read("bfs-portraits", workbook(tmp_path, "je-f-21.03.01b.xlsx", {"T21.3.1": rows}))


def flights(folder: Path) -> list[Path]:
    return [
        write(folder, "airports.dat", '1,"Montpellier","Montpellier","France","MPL","LFMT",43.58,3.96,17,1,"E","Europe/Paris","airport","x"\n'
              '2,"Béziers","Beziers","France","BZR","LFMU",43.32,3.35,56,1,"E","Europe/Paris","airport","x"\n'
              '3,"Gatwick","London","United Kingdom","LGW","EGKK",51.1,-0.2,202,0,"E","Europe/London","airport","x"\n'
              '4,"Geneva","Geneva","Switzerland","GVA","LSGG",46.2,6.1,1411,1,"E","Europe/Paris","airport","x"\n'
              '5,"Praia","Praia","Cape Verde","RAI","GVNP",14.9,-23.4,230,-1,"U",\\N,"airport","x"\n'
              '6,"Sans code","Nulle part","France",\\N,"XXXX",45.0,3.0,1,1,"E",\\N,"airport","x"\n'),
        write(folder, "routes.dat", "BA,1,MPL,1,LGW,3,,0,320\nFR,2,BZR,2,LGW,3,,0,737\nAF,3,MPL,1,BZR,2,,0,320\n"
              "TP,4,MPL,1,RAI,5,Y,0,320\nLX,5,GVA,4,LGW,3,,0,320\nZZ,\\N,MPL,1,ZZZ,\\N,,0,\\N\nBA,1,MPL,1,LGW,3,Y,0,319\n"),
        write(folder, "countries.dat", '"United Kingdom","GB","UK"\n"Switzerland","CH","SZ"\n"France","FR","FR"\n"Niemandsland",\\N,"NO"\n'),
    ]  # fmt: skip


def test_a_destination_shared_by_two_airports_of_a_departement_counts_once(tmp_path):
    tidied = read("openflights", *flights(tmp_path))
    assert values(tidied, measure="air_destinations", counterpart_area="GB") == {
        ("air_destinations", "34", "GB", None, None, "2014"): 1
    }
    assert total(tidied, "air_links") == 2


def test_a_country_that_openflights_cannot_name_is_read_elsewhere(tmp_path):
    assert total(read("openflights", *flights(tmp_path)), "air_destinations", counterpart_area="CV") == 1


def test_geneva_is_in_switzerland_and_a_null_is_no_airport(tmp_path):
    tidied = read("openflights", *flights(tmp_path))
    assert tidied.aside["départ hors de France"] == 1
    assert tidied.aside["aéroport absent de airports.dat"] == 1
    assert tidied.aside["liaison intérieure"] == 1


def twins(folder: Path) -> list[Path]:
    return [
        write(folder, "relations.tsv", "Q1\tQ365\nQ365\tQ1\nQ2\tQ365\nQ1\tQ2\nQ490\tQ1\nQ1\tQ99\nQ3\tQ365\n"),
        write(folder, "names.tsv", "Q1\tSaint-Étienne\nQ2\tVilleurbanne\nQ365\tKöln\nQ490\tMailand\nQ99\tObervalmont\nQ3\tNantes\n"),
        write(folder, "wikidata_city_country.csv", "qid,country_code,name,latitude,longitude\nQ1,FR,Saint-Étienne,45.4,4.4\n"
              "Q2,FR,Villeurbanne,45.7,4.9\nQ365,DE,Köln,50.9,6.9\nQ3,FR,Nanteuil,46.4,-0.2\n"),
    ]  # fmt: skip


def test_the_twin_towns_of_nantes_are_not_given_to_nanteuil(tmp_path):
    tidied = read("wikidata-p190", *twins(tmp_path))
    assert {key[1] for key in values(tidied)} == {"42218", "69266", "44109"}


def test_a_link_written_by_the_partner_only_is_not_invented_for_the_commune(tmp_path):
    items = {key[4] for key in values(read("wikidata-p190", *twins(tmp_path)), ref_area="42218")}
    assert items == {"Q365", "Q99"}


def test_a_partner_without_country_is_kept_and_says_so(tmp_path):
    items = {i["item"]: i for i in read("wikidata-p190", *twins(tmp_path)).items.to_pylist()}
    assert items["Q99"]["country_status"] == "M" and items["Q99"]["counterpart_area"] is None
    assert items["Q365"]["name_fr"] == "Cologne"


def test_a_twinning_between_two_french_communes_is_not_international(tmp_path):
    assert read("wikidata-p190", *twins(tmp_path)).aside["partenaire en France"] == 1


def test_festivals_of_free_text_reach_are_told_not_guessed(tmp_path):
    head = "Nom du festival;Envergure territoriale;Code Insee commune\n"
    rows = "A;Internationale;34172\nB;;34172\nC;Transfrontalière;1004\nD;Inernationale;34172\nE;rayonnement international;34172\nF;Internationale;0\nG;;75105\n"
    tidied = read("culture-festivals", write(tmp_path, "festivals-france-2019-extrait.csv", head + rows))
    assert values(tidied, ref_area="34172", measure="festivals_listed").popitem()[1] == 4
    assert total(tidied, "festivals_international") == 2
    assert {key[1] for key in values(tidied)} == {"34172", "01004"}
    assert [row.found for row in tidied.refused] == ["F : code « 0 »"]
    assert "rayonnement" in tidied.remarks[0]


def test_appeals_are_not_first_asylum_applications(tmp_path):
    head = "year,coo_name,coo,coo_iso,coa_name,coa,coa_iso,procedure_type,app_type,dec_level,app_pc,applied\n"
    rows = "2020,Afghanistan,AFG,AFG,France,FRA,FRA,G,N,FI,P,100\n2020,Afghanistan,AFG,AFG,France,FRA,FRA,G,A,AR,P,90\n2020,Unknown,UKN,UNK,France,FRA,FRA,G,N,FI,P,7\n2020,France,FRA,FRA,Australia,AUL,AUS,G,N,FI,C,14\n"
    tidied = read("unhcr", write(tmp_path, "asylum_applications_france.csv", head + rows))
    assert {key[2]: value for key, value in values(tidied).items()} == {"AF": 100, None: 7, "W": 107}


def test_cuisines_are_cleaned_and_the_untagged_stay_in_sight(tmp_path):
    rows = "osm_id,amenity,cuisine\n1,restaurant,Japanese Sushi\n2,restaurant,\n3,fast_food,kebab; pizza\n4,cafe,regional\n5,bank,\n"
    tidied = read("osm-amenities", write(tmp_path, "OSM_MTP_Restaurants.csv", rows))
    assert {(key[3], key[2]): value for key, value in values(tidied).items()} == {
        ("japanese", "JP"): 1, ("", None): 1, ("kebab", None): 1, ("regional", "FR"): 1,
    }  # fmt: skip
    assert "3 lieux sur 4" in tidied.remarks[0]


def test_a_commune_whose_accents_were_lost_is_found_by_the_explicit_table(tmp_path):
    head = "id,host_id,neighbourhood_group,neighbourhood,latitude,longitude,room_type,price,minimum_nights,number_of_reviews,last_review,reviews_per_month,calculated_host_listings_count,availability_365,number_of_reviews_ltm,license\n"
    bordeaux = write(
        tmp_path,
        "listings_bordeaux.csv",
        head
        + "1,1,Bgles,X,44,0,Entire home/apt,1,1,1,2024-03-01,1,1,200,1,\n2,1,Valmont,X,44,0,Private room,1,1,1,,1,1,0,1,\n",
    )
    lyon = write(
        tmp_path,
        "listings_lyon.csv",
        head + '3,1,,3e Arrondissement,45,4,Entire home/apt,1,1,1,2023-10-29,1,1,0,1,"two\nlines"\n',
    )
    tidied = read("insideairbnb", bordeaux, lyon)
    assert total(tidied, "rental_listings", ref_area="33039") == 1
    assert total(tidied, "rental_listings", ref_area="69123") == 1
    assert total(tidied, "short_term_rentals") == 1
    assert [row.found for row in tidied.refused] == ["Valmont"]


def test_subtotals_and_repeated_headers_of_subsidies_are_not_paid_twice(tmp_path):
    head = ["Code", "Structure", "Type", "Nom du projet", "Montant", "proposée 2014", "", "", "", "", "", "Thématique"]
    theme = "ACTIONS INTERNATIONALES ET JUMELAGES"
    rows = [
        head,
        ["1005", "ARTISANS", "F", "", "200 €", "", "", "", "", "", "", theme],
        ["1057", "ASSIANA", "P", "x", "1\u00a0400 €"],
        [" ", "", "Total", "1\u00a0600 €"],
        head,
        ["512", "AMICALE", "F", "", "300 €", "", "", "", "", "", "", "SANTE"],
        ["TOTAL", "300 €"],
    ]
    path = ods(
        tmp_path,
        "VilleMTP_MTP_AttribSub_2014.ods",
        {"Subventions": rows, "Par thématique": [["Thématique", "Total"], [theme, "245\u00a0850 €"]]},
    )
    tidied = read("montpellier-subventions", path)
    assert total(tidied, "external_action_subsidies") == 1600
    assert "écart montré, non tranché" in tidied.remarks[0] and tidied.annotations.num_rows == 1


def test_associations_of_the_international_field_are_counted_in_all(tmp_path):
    rows = "NomAsso,Sigle,Domaine,Sous-Domaine,Code_Quartier\r\n Anadolu,A,INTERNATIONAL,CULTURE ETRANGERE,05\r\nClub,,SPORT,,07\r\n,X,SPORT,,07\r\n"
    tidied = read("montpellier-associations", write(tmp_path, "VilleMTP_MTP_ListeAssoc_2011_x.csv", rows))
    assert (total(tidied, "associations"), total(tidied, "international_associations"), len(tidied.refused)) == (
        2,
        1,
        1,
    )


def test_a_deliberation_broken_over_several_lines_is_one(tmp_path):
    text = ("2012-06-25;Mise a disposition;;;\r\nAutorisation de signer;;;;\r\nles conventions;56204;;;\r\n"
            "2012-06-25;Mandat special;56207;;\r\nmorceau perdu;;;\r\n;;;;\r\n2012-06-26;Sans numero;;;\r\n")  # fmt: skip
    path = write(tmp_path, "VilleMTP_MTP_Delibs_Archives.csv", "\ufeff" + text, "utf-16-le")
    found = list(archived_decisions(path))
    assert found[0] == Decision(
        "56204", "2012-06-25", "Mise a disposition Autorisation de signer les conventions", line=1
    )
    assert [d for d in found if isinstance(d, str)] == ["morceau perdu Sans numero"] or "Sans numero" in str(found[-1])
    tidied = read("montpellier-deliberations", path)
    assert total(tidied, "deliberations") == 2 and tidied.rows_in == 2 + len(tidied.refused)


def test_stacked_blocks_of_births_are_read_only_where_they_add_up(tmp_path):
    months = ",".join(["10"] * 12)
    text = f",JANVIER,FÉVRIER,…\n,2013,,,\nNaissance,{months},120\nMariage Total,{months},120\nMariage Hommes,{months},120\n,2012,,\nNaissance,{months},121\n"
    tidied = read(
        "montpellier-etat-civil", write(tmp_path, "VilleMTP_MTP_EtatCivil.csv", text.replace("…", "X"), "latin-1")
    )
    assert {key[5]: value for key, value in values(tidied, measure="births").items()} == {"2013": 120}
    assert [row.why for row in tidied.refused] == ["le total n'est pas la somme des douze mois"]


def test_population_of_a_recent_merger_is_null_not_zero(tmp_path):
    head = "objectid,reg,dep,cv,codgeo,libgeo," + ",".join(f"p{y}_pop" for y in range(13, 22)) + "\n"
    rows = "1,84,69,x,69381,Lyon 1,1,1,1,1,1,1,1,1,10\n2,84,69,x,69382,Lyon 2,1,1,1,1,1,1,1,1,20\n3,84,1,x,1004,Ambérieu,,1,1,1,1,1,1,1,5\n4,3,973,x,973353,Maripasoula,1,1,1,1,1,1,1,1,7\n"
    tidied = read("insee-population", write(tmp_path, "population-municipale-communes.csv", head + rows))
    found = {(r["ref_area"], r["time_period"]): (r["value"], r["obs_status"]) for r in tidied.facts.to_pylist()}
    assert found["69123", "2021"] == (30, "A")
    assert found["01004", "2013"] == (None, "M")
    assert found["97353", "2021"] == (7, "A")
