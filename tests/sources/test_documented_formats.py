"""Formats known by their documentation only. Each small file is written from the publisher's description, quoted above it."""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from longuevue.sources.descriptions import descriptions
from longuevue.sources.shelf import source_cards
from longuevue.terms.refusal import Refusal
from tests.sources.bench import read, total, values, workbook, write, zipped

# « separator `;`, decimal point, columns include NIVGEO;CODGEO;…;SEXE;AGE4…;INATC;NB, one row per cell, value in NB
#   (float); NIVGEO values: COM, ARM » — INATC 1 French, 2 foreign; some products add ENS = total
NAT1 = """NIVGEO;CODGEO;LIBGEO;SEXE;AGE4;INATC;NB
COM;74012;Annemasse;1;00;1;412.3817
COM;74012;Annemasse;1;00;2;105.9021
COM;74012;Annemasse;ENS;ENS;2;105.9021
COM;2A004;Ajaccio;2;25;2;10.5
ARM;75101;Paris 1er;1;25;2;90.25
ARM;75102;Paris 2e;1;25;1;9.75
DEP;74;Haute-Savoie;1;25;1;99999
"""


def test_census_totals_are_not_added_to_their_parts(tmp_path):
    tidied = read("insee-rp-nat", write(tmp_path, "TD_NAT1_2021.csv", NAT1, "latin-1"))
    assert total(tidied, "residents", ref_area="74012") == pytest.approx(518.2838)
    assert total(tidied, "foreign_residents", ref_area="74012") == 105.9021
    assert tidied.aside == {"total déjà fait": 1, "autre niveau que la commune (DEP)": 1}


def test_paris_is_the_sum_of_its_arrondissements_unless_it_has_its_own_row(tmp_path):
    assert total(read("insee-rp-nat", write(tmp_path, "TD_NAT1_2021.csv", NAT1)), "residents", ref_area="75056") == 100
    whole = NAT1 + "COM;75056;Paris;1;25;2;77\n"
    assert total(read("insee-rp-nat", write(tmp_path, "TD_NAT1_2022.csv", whole)), "residents", ref_area="75056") == 77


def test_columns_in_another_order_are_read_by_name(tmp_path):
    rows = [line.split(";")[::-1] for line in NAT1.strip().splitlines()]
    turned = "\n".join(";".join(row) for row in rows) + "\n"
    tidied = read("insee-rp-nat", write(tmp_path, "TD_NAT1_2021.csv", turned))
    assert total(tidied, "foreign_residents", ref_area="74012") == 105.9021


def test_the_census_year_comes_from_the_file_or_is_asked(tmp_path):
    archive = zipped(tmp_path, "TD_NAT1_2021_csv.zip", {"TD_NAT1_2021.csv": NAT1})
    assert read("insee-rp-nat", archive).vintage == "2021"
    with pytest.raises(Refusal, match="année du recensement"):
        read("insee-rp-nat", write(tmp_path, "TD_NAT1_x.csv", NAT1))


# « Bulk file, wide XLSX: sheet COM, 10 rows to skip, header on row 11, CODGEO, LIBGEO, … then one column per cell:
#   AGE400_IMMI1_SEXE1 … AGE455_IMMI2_SEXE2 »
def test_the_wide_workbook_tells_the_same_as_the_long_file(tmp_path):
    rows: list[list[object]] = [["Population par sexe, âge et situation quant à l'immigration"]] + [
        [] for _ in range(9)
    ]
    rows += [
        ["CODGEO", "LIBGEO", "AGE400_IMMI1_SEXE1", "AGE400_IMMI2_SEXE1", "AGE455_IMMI1_SEXE2"],
        ["74012", "Annemasse", 12.5, 87.5, 0.5],
    ]
    tidied = read("insee-rp-img1a", workbook(tmp_path, "TD_IMG1A_2021.xlsx", {"COM": rows, "Documentation": [["x"]]}))
    assert total(tidied, "immigrants") == 13 and total(tidied, "residents_census") == 100.5


# « ILT 7 abroad; DCFLT AL… Germany, BE…, LU…, SU… Switzerland, MO001 Monaco, ZZZZZ other foreign commune; 99999 in
#   France »; « Some editions put a `.` in DCFLT: strip it »; « IPONDI up to 15 decimals »
MOBPRO = """COMMUNE;ARM;DCFLT;DCLT;AGEREVQ;CS1;ILT;IPONDI;METRODOM;SEXE;TRANS
74012;ZZZZZ;SUC1L;99999;30;3;7;4.87320913772;M;1;5
74012;ZZZZZ;S.UC1U;99999;25;4;7;2.0107;M;1;6
74012;ZZZZZ;99999;74012;45;5;1;5.00128444;M;2;2
57306;ZZZZZ;LU320;99999;35;4;7;2.9417;M;2;6
57306;ZZZZZ;AL157;99999;35;4;7;1;M;2;6
06083;ZZZZZ;ZZZZZ;99999;40;6;7;5.11;M;1;4
69123;69383;99999;69123;25;3;1;3.3300021;M;1;6
74012;ZZZZZ;99999;74012;45;5;1;beaucoup;M;2;2
"""


def test_insees_border_codes_are_not_iso(tmp_path):
    tidied = read("insee-rp-mobpro", write(tmp_path, "FD_MOBPRO_2021.csv", MOBPRO))
    abroad = {(key[1], key[2]): value for key, value in values(tidied, measure="cross_border_commuters").items()}
    assert set(abroad) == {("74012", "CH"), ("57306", "LU"), ("57306", "DE"), ("06083", None)}
    assert abroad["74012", "CH"] == pytest.approx(6.88390913772)


def test_italy_has_no_code_and_stays_an_unknown_country(tmp_path):
    tidied = read("insee-rp-mobpro", write(tmp_path, "FD_MOBPRO_2021.csv", MOBPRO))
    assert total(tidied, "cross_border_commuters", ref_area="06083", counterpart_area=None) == 5.11


def test_a_border_code_that_our_table_does_not_know_is_told(tmp_path):
    codes = write(
        tmp_path,
        "insee_RP2021_mobpro_border_cities.csv",
        "SU113,AESCH\nAL157,SAARBRUCKEN\nIT001,VENTIMIGLIA\n99999,x\n",
    )
    tidied = read("insee-rp-mobpro", write(tmp_path, "FD_MOBPRO_2021.csv", MOBPRO), codes)
    assert tidied.remarks == ("Pays frontaliers inconnus de notre table : IT.",)


def test_a_weight_that_is_no_number_is_refused_with_its_line(tmp_path):
    tidied = read("insee-rp-mobpro", write(tmp_path, "FD_MOBPRO_2021.csv", MOBPRO))
    assert [(row.where, row.found) for row in tidied.refused] == [("ligne 9", "beaucoup")]
    assert total(tidied, "employed_residents", ref_area="74012") == pytest.approx(11.88519357772)


def test_a_zipped_csv_a_decimal_comma_and_a_parquet_give_the_same(tmp_path):
    lines = [line.split(";") for line in MOBPRO.strip().splitlines()[:-1]]
    table = pa.table({name: [row[n] for row in lines[1:]] for n, name in enumerate(lines[0])})
    pq.write_table(table, tmp_path / "fd_mobpro_2021.parquet")
    files = [
        zipped(
            tmp_path,
            "RP2021_mobpro_csv.zip",
            {"FD_MOBPRO_2021.csv": re.sub(r"(\d)\.(\d)", r"\1,\2", MOBPRO), "Varmod_MOBPRO_2021.csv": "x"},
        ),
        tmp_path / "fd_mobpro_2021.parquet",
    ]
    found = [values(read("insee-rp-mobpro", path), measure="cross_border_commuters") for path in files]
    assert found[0] == pytest.approx(found[1]) and len(found[0]) == 4


# « IRAN: 8 abroad in EU, 9 abroad outside EU, Z born after 1 Jan N-1 »; « No origin country »
def test_a_baby_is_no_arrival_and_no_resident_of_a_year_ago(tmp_path):
    text = "COMMUNE;IRAN;IPONDI\n74012;1;10\n74012;8;2\n74012;9;1.5\n74012;Z;4\n;8;1\n"
    tidied = read("insee-rp-migcom", write(tmp_path, "FD_MIGCOM_2021.csv", text))
    assert total(tidied, "residents_over_1") == 13.5 and total(tidied, "arrivals_from_abroad") == 3.5
    assert len(tidied.refused) == 1


# « IMMI (1/2), INATC (1/2), TACT 11 employed, DEPT »; the sector's column is not verified: it has aliases
def test_occupation_counts_the_employed_only_by_departement_and_sector(tmp_path):
    text = "DEPT;IMMI;INATC;TACT;NA5;IPONDI\n74;1;2;11;FZ;3\n74;1;1;11;FZ;2\n74;2;1;11;OQ;5\n74;1;2;21;ZZ;9\n"
    tidied = read("insee-rp-indcvi", write(tmp_path, "FD_INDCVI_2021.csv", text))
    assert [total(tidied, m) for m in ("workers", "workers_immigrant", "workers_foreign")] == [10, 5, 3]
    assert {key[3] for key in values(tidied, measure="workers")} == {"FZ", "OQ"}


# « ANAIS1;DEPNAIS1;SEXE1;INDNAT1;ETAMAT1;…;AMAR;MMAR;JSEMAINE;DEPMAR;DEPDOM »; « before 2013 suffixes H/F »
MARRIAGES = """ANAIS1;DEPNAIS1;SEXE1;INDNAT1;ETAMAT1;ANAIS2;DEPNAIS2;SEXE2;INDNAT2;ETAMAT2;AMAR;MMAR;JSEMAINE;DEPMAR;DEPDOM;TUDOM;TUCOM;NBENFCOM
1987;74;M;1;1;1989;99;F;2;1;2021;06;6;74;74;6;M;N
1979;69;F;1;4;1975;69;M;1;4;2021;09;6;69;69;8;P;O
1990;99;M;2;1;1992;99;F;2;1;2021;07;5;01;01;5;M;N
1985;2A;F;1;1;1983;75;F;1;1;2021;10;6;2A;2A;4;M;N
1985;2A;F;1;1;1983;75;F;2;1;2021;10;6;2A;99;4;M;N
"""


def test_two_foreigners_do_not_make_a_mixed_marriage(tmp_path):
    tidied = read("insee-etat-civil-mariages", write(tmp_path, "FD_MAR_2021.csv", MARRIAGES))
    assert values(tidied, measure="mixed_marriages", ref_area="74").popitem()[1] == 1
    assert values(tidied, measure="mixed_marriages", ref_area="01").popitem()[1] == 0
    assert total(tidied, "marriages") == 4
    assert tidied.aside == {"domicile à l'étranger ou non dit": 1}


def test_the_column_names_of_before_2013_are_known(tmp_path):
    old = "INDNATH;INDNATF;AMAR;DEPDOM\n1;2;2011;74\n"
    assert (
        total(read("insee-etat-civil-mariages", write(tmp_path, "mar2011_mariages.csv", old)), "mixed_marriages") == 1
    )


# « INDNATM, INDNATP (1 French, 2 foreign; father unknown = other/blank) … lower or upper case by edition »
def test_an_unknown_father_is_not_foreign(tmp_path):
    text = "anais;depdom;indnatm;indnatp\n2021;74;1;\n2021;74;1;2\n2021;974;2;1\n"
    tidied = read(
        "insee-etat-civil-naissances", write(tmp_path, "naissances2021_x.csv", text.replace("depdom", "DEPDOM"))
    )
    assert total(tidied, "births") == 3 and total(tidied, "births_foreign_parent") == 2


# « a row is a group: sum Participants; EL, UK, XK codes; some invalid codes (TP, AN, AB); Intra-country rows exist »
ERASMUS = """Project Reference;Academic Year;Mobility Start Month;Sending Country Code;Sending City;Receiving Country Code;Receiving City;Participants
1;2019-2020;2019-09;ES;MADRID;FR;LYON CEDEX 07;1
2;2019-2020;2019-09;FR;Lyon;DE;Berlin;3
3;2018-2019;2019-05;FR;LYON 3e;UK;LONDON;1
4;2019-2020;2019-07;FR;Saint-Etienne;FR;SAINT-ETIENNE;8
5;2018-2019;2019-03;FR;Annemasse;EL;ATHINA;12
6;2018-2019;2019-03;FR;Saint-Denis;TP;DILI;2
7;2018-2019;2019-03;FR;Saint-Denis;DE;KOELN;2
8;2018-2019;2019-03;PL;KRAKOW;DE;KOELN;2
"""


def test_a_group_counts_its_participants_and_home_mobility_is_not_international(tmp_path):
    tidied = read("erasmus-plus", write(tmp_path, "KA1 mobilities started in 2019.csv", ERASMUS))
    assert values(tidied, measure="erasmus_outbound_participants") == {
        ("erasmus_outbound_participants", "69123", "DE", None, None, "2019-2020"): 3,
        ("erasmus_outbound_participants", "69123", "GB", None, None, "2018-2019"): 1,
        ("erasmus_outbound_participants", "74012", "GR", None, None, "2018-2019"): 12,
    }
    assert total(tidied, "erasmus_inbound_participants", ref_area="69123") == 1
    assert tidied.aside == {"mobilité à l'intérieur de la France": 1, "mobilité sans la France": 1}


def test_a_homonym_city_is_listed_with_its_weight_not_guessed(tmp_path):
    refused = read("erasmus-plus", write(tmp_path, "erasmus2019.csv", ERASMUS)).refused
    assert [row.found for row in refused] == ["TP", "Saint-Denis (2 participants)"]


# organization.csv: « projectID;…;postCode;city;country;…;netEcContribution »; « amounts may use decimal comma »
CORDIS = """projectID;name;postCode;city;country;ecContribution;netEcContribution
"101000001";"EXAMPLE UNIVERSITY";"74000";"ANNECY";"FR";"250000";"250000"
"101000001";"BEISPIEL GMBH";"10115";"BERLIN";"DE";"100000,5";"100000,5"
"101000001";"EXAMPLE SA";"11527";"ATHINA";"EL";"90000";"90000"
"101000002";"EXAMPLE UNIVERSITY";"74000";"ANNECY";"FR";"60000";"60000,5"
"101000002";"GENEVE EXEMPLE";"1211";"GENEVE";"CH";"";""
"101000003";"SAINT DENIS";"93200";"SAINT DENIS";"FR";"1";"1"
"""


def test_projects_carry_the_countries_of_their_partners(tmp_path):
    archive = zipped(tmp_path, "cordis-HORIZONprojects-csv.zip", {"organization.csv": CORDIS, "project.csv": "x"})
    tidied = read("cordis", archive)
    assert total(tidied, "eu_project_funding", ref_area="74010") == 310000.5
    assert {(key[4], key[2]) for key in values(tidied, measure="eu_project", ref_area="74010")} == {
        ("101000001", "DE"), ("101000001", "GR"), ("101000002", "CH"),
    }  # fmt: skip
    assert total(tidied, "eu_project_funding", ref_area="93066") == 1


# « 3110, 3120, 3205, 3210, 3220, 3290; etatAdministratif='A' both sides; exclude rows with codePaysEtranger filled »
def sirene(tmp_path):
    pq.write_table(pa.table({"siren": ["1", "2", "3", "4"], "categorieJuridiqueUniteLegale": ["3120", "5710", "3210", "3220"], "etatAdministratifUniteLegale": ["A", "A", "A", "C"]}), tmp_path / "StockUniteLegale_utf8.parquet")  # fmt: skip
    pq.write_table(pa.table({"siren": ["1", "1", "2", "3", "4", "1"], "etatAdministratifEtablissement": ["A", "F", "A", "A", "A", "A"], "codeCommuneEtablissement": ["69383", "69383", "74012", "74012", "74012", "99132"], "codePaysEtrangerEtablissement": [None, None, None, None, None, "99132"]}), tmp_path / "StockEtablissement_utf8.parquet")  # fmt: skip
    return tmp_path / "StockUniteLegale_utf8.parquet", tmp_path / "StockEtablissement_utf8.parquet"


def test_only_active_establishments_of_foreign_law_in_france_count(tmp_path):
    tidied = read("insee-sirene", *sirene(tmp_path))
    assert {(key[1], key[3]) for key in values(tidied)} == {("69123", "3120"), ("74012", "3210")}
    assert not tidied.refused


# SCDL 2.1.5: « comma or semicolon in the wild »; « dates sometimes DD/MM/YYYY; duplicated DELIB_ID lines »
def test_a_decision_listed_twice_counts_once_and_a_french_date_is_read(tmp_path):
    text = ("COLL_NOM,COLL_SIRET,DELIB_ID,DELIB_DATE,DELIB_MATIERE_CODE,DELIB_MATIERE_NOM,DELIB_OBJET\n"
            "Annemasse,21740012600013,2024-031,2024-03-14,7.10,Finances,Subvention au comité de jumelage\n"
            "Annemasse,21740012600013,2024-031,2024-03-14,7.10,Finances,Subvention au comité de jumelage\n"
            "Annemasse,21740012600013,2024-032,16/05/2024,9.4,Voeux,Convention avec X (Mali)\n"
            "Agglo,20001177300018,1,2024-05-16,8.4,Amgt,GECT\nAnnemasse,217400126,3,2024-05-16,8.4,x,y\n"
            "Annemasse,21740012600013,4,mars,8.4,x,y\n")  # fmt: skip
    for name, body in (("deliberations_a.csv", text), ("deliberations_b.csv", text.replace(",", ";"))):
        tidied = read("deliberations-scdl", write(tmp_path, name, body))
        assert total(tidied, "deliberations", ref_area="74012") == 2
        assert total(tidied, "deliberations", ref_area="200011773") == 1
        assert len(tidied.refused) == 2 and sum(tidied.aside.values()) == 1


def test_a_low_rated_format_goes_through_the_tolerant_mapper_and_promises_nothing(tmp_path):
    text = "Collectivité;Ville partenaire;Pays;Année\nMontpellier;Fès;Maroc;2003\nMontpellier;Valmont-les-Flots;Valmonie;2003\n"
    tidied = read("daect-cncd", write(tmp_path, "daect-cncd.csv", text))
    assert total(tidied, "cooperation_agreement", ref_area="34172", counterpart_area="MA") == 1
    assert descriptions()["daect-cncd"].state == "to_confirm" and len(tidied.refused) == 1


def test_every_loader_has_a_card_and_every_card_of_a_loader_counts_something():
    for source_id in descriptions().keys() - {"insee-cog"}:  # events of communes: a road for figures, not a figure
        assert source_cards()[source_id].measures, source_id


def test_definitions_of_one_reality_are_declared_different_never_to_be_summed():
    card = source_cards()["insee-rp-mobpro"]
    assert [(c.source, c.how) for c in card.comparable_with] == [("bfs-ggs", "different")]
    assert [(c.source, c.how) for c in source_cards()["bfs-ggs"].comparable_with] == [("insee-rp-mobpro", "different")]
