"""Three families of formats read by description alone: Opendatasoft, Melodi, SDMX and JSON-stat."""

from __future__ import annotations

import json

import pytest

from longuevue.sources.descriptions import FileDescription, SourceDescription
from longuevue.sources.generic import melodi, opendatasoft, sdmx
from longuevue.sources.loaders import Files
from longuevue.terms.refusal import Refusal
from tests.sources.bench import read, total, values, write, zipped

MAP = {
    "dataset": "VALMONT",
    "map": {"area": {"column": "GEO", "level_column": "GEO_OBJECT", "levels": {"COM": "commune", "DEP": "departement"}},
            "period": "TIME_PERIOD", "value": "OBS_VALUE", "status": "OBS_STATUS", "multiplier": "UNIT_MULT"},
    "measures": [{"measure": "nights", "where": {"TOUR_MEASURE": ["NUI"]}}],
}  # fmt: skip


def files(path, name: str, settings=None) -> Files:
    description = SourceDescription(
        id="valmont", state="documented", loader="x", documentation="x", settings=settings or MAP, geography_year=2026,
        files={name: FileDescription(match=("*",))},
    )  # fmt: skip
    (path.parent / "scratch").mkdir(exist_ok=True)
    return Files(description, {name: [path]}, path.parent / "scratch")


# Melodi CSV: « separator ;, double-quoted text; header differs per dataset and the order differs »; « A normal,
# K not disseminated (empty value), L missing »; « UNIT_MULT=3 → thousands »; « ZIP despite the name »
MELODI = """"GEO";"GEO_OBJECT";"TOUR_MEASURE";"OBS_STATUS";"UNIT_MULT";"TIME_PERIOD";"OBS_VALUE"
"74";"DEP";"NUI";"A";"3";"2023";853.5
"01";"DEP";"NUI";"K";"3";"2023";
"2A";"DEP";"NUI";"L";"3";"2023";
"74012";"COM";"ARR";"A";"0";"2023";5
"75101";"ARM";"NUI";"A";"0";"2023";1
"""


def test_thousands_are_multiplied_and_a_withheld_cell_is_no_zero(tmp_path):
    tidied = melodi.tidy(
        files(zipped(tmp_path, "DS_X_CSV_FR", {"DS_X_data.csv": MELODI, "DS_X_metadata.csv": "a"}), "data")
    )
    found = {row["ref_area"]: (row["value"], row["obs_status"]) for row in tidied.facts.to_pylist()}
    assert found == {"74": (853500, "A"), "01": (None, "Q"), "2A": (None, "M")}
    assert tidied.aside == {"combinaison non retenue par la description": 1, "autre niveau de territoire": 1}


def test_melodi_json_answers_like_its_file(tmp_path):
    observation = {
        "dimensions": {"GEO": "2023-DEP-74", "TIME_PERIOD": "2023", "TOUR_MEASURE": "NUI"},
        "attributes": {"OBS_STATUS": "A", "UNIT_MULT": 3},
        "measures": {"OBS_VALUE_NIVEAU": {"value": 853.5}},
    }
    path = write(tmp_path, "a.json", json.dumps({"observations": [observation]}))
    assert total(melodi.tidy(files(path, "data")), "nights", ref_area="74") == 853500


def test_a_first_page_is_not_a_whole_answer(tmp_path):
    path = write(tmp_path, "a.json", json.dumps({"observations": [], "paging": {"next": "page=2"}}))
    with pytest.raises(Refusal, match="première page"):
        melodi.tidy(files(path, "data"))


ODS = {"dataset": "x", "map": {"area": {"column": "code", "level": "commune"}, "period": "annee", "value": "n", "counterpart": {"column": "pays", "world": ["TOTAL"], "unknown": [""]}},
       "measures": [{"measure": "nights", "where": {}}]}  # fmt: skip


# « records paging stops at offset+limit = 10,000: use exports for bulk »
def test_ten_thousand_records_out_of_more_are_refused(tmp_path):
    path = write(
        tmp_path,
        "records.json",
        json.dumps({"total_count": 12000, "results": [{"code": "74012", "annee": 2020, "n": 1, "pays": "DE"}]}),
    )
    with pytest.raises(Refusal, match="1 lignes sur 12000"):
        opendatasoft.tidy(files(path, "export", ODS))


def test_an_export_reads_alike_in_csv_and_json(tmp_path):
    rows = [
        {"code": "74012", "annee": "2020", "n": 3, "pays": "EL"},
        {"code": "74012", "annee": "2020", "n": 4, "pays": None},
        {"code": "74012", "annee": "2020", "n": 7, "pays": "TOTAL"},
        {"code": "74012", "annee": "2020", "n": 1, "pays": "ZZ"},
    ]
    a = opendatasoft.tidy(files(write(tmp_path, "e.json", json.dumps(rows)), "export", ODS))
    text = "\ufeffcode;annee;n;pays\n" + "".join(f"{r['code']};{r['annee']};{r['n']};{r['pays'] or ''}\n" for r in rows)
    b = opendatasoft.tidy(files(write(tmp_path, "e.csv", text), "export", ODS))
    assert values(a) == values(b) and len(a.refused) == len(b.refused) == 1
    assert {key[2] for key in values(a)} == {"GR", None, "W"}


# « dataflow CH1.GGS,DF_GGS_2: by commune of work (GDE_WORK = BFS number, SEX _T), TIME_PERIOD 2024-Q4; UTF-8 BOM »
def test_swiss_cross_border_workers_stand_on_the_commune_of_work(tmp_path):
    text = "\ufeffSTRUCTURE,STRUCTURE_ID,GDE_WORK,SEX,TIME_PERIOD,OBS_VALUE,OBS_STATUS\ndataflow,X,6621: Genève,_T: Total,2024-Q4,105000.5,A\ndataflow,X,6621: Genève,M: Hommes,2024-Q4,60000,A\ndataflow,X,5724,_T,2024-Q4,,Q\n"
    tidied = read("bfs-ggs", write(tmp_path, "DF_GGS_2.csv", text))
    assert {(r["ref_area"], r["value"], r["obs_status"]) for r in tidied.facts.to_pylist()} == {
        ("CH6621", 105000.5, "A"),
        ("CH5724", None, "Q"),
    }


EUROSTAT = {"dataset": "tour", "map": {"area": {"column": "geo", "level": "region", "codes": {"FRK2": "84", "FRM0": "94", "FRY5": "06"}}, "period": "TIME_PERIOD", "value": "OBS_VALUE"},
            "measures": [{"measure": "nights", "where": {"c_resid": ["FOR"]}}]}  # fmt: skip


# « first header cell dim1,dim2,…,geo\TIME_PERIOD, then periods, TAB separated; `:` missing; flags after a space »
def test_flags_after_a_figure_are_not_part_of_it(tmp_path):
    text = "freq,unit,c_resid,geo\\TIME_PERIOD\t2021 \t2022 \t2023 \nA,NR,FOR,FRK2\t8123456 \t15233002 \t16100250 p\nA,NR,DOM,FRK2\t1 \t2 \t3 \nA,NR,FOR,FRM0\t1500 b\t: c\t: \n"
    found = {
        (r["ref_area"], r["time_period"]): (r["value"], r["obs_status"])
        for r in sdmx.tidy(files(write(tmp_path, "x.tsv", text), "data", EUROSTAT)).facts.to_pylist()
    }
    assert found["84", "2023"] == (16100250, "P")
    assert found["94", "2021"] == (1500, "B")
    assert found["94", "2022"] == (None, "Q") and found["94", "2023"] == (None, "M")


def test_json_stat_cells_stand_in_row_major_order(tmp_path):
    cube = {"class": "dataset", "id": ["c_resid", "geo", "time"], "size": [1, 2, 2], "value": {"0": 1, "1": 2, "3": 4}, "status": {"2": ":c"},
            "dimension": {"c_resid": {"category": {"index": ["FOR"]}}, "geo": {"category": {"index": {"FRM0": 1, "FRK2": 0}}}, "time": {"category": {"index": ["2021", "2022"]}}}}  # fmt: skip
    settings = EUROSTAT | {"map": EUROSTAT["map"] | {"period": "time"}}
    tidied = sdmx.tidy(files(write(tmp_path, "x.json", json.dumps(cube)), "data", settings))
    found = {(r["ref_area"], r["time_period"]): r["value"] for r in tidied.facts.to_pylist()}
    assert found == {("84", "2021"): 1, ("84", "2022"): 2, ("94", "2021"): None, ("94", "2022"): 4}


def test_a_cube_that_says_a_billion_cells_is_refused_before_it_is_unrolled(tmp_path):
    index = [str(n) for n in range(3000)]
    cube = {
        "id": ["a", "b", "c"],
        "size": [3000, 3000, 3000],
        "value": [],
        "dimension": {n: {"category": {"index": index}} for n in "abc"},
    }
    with pytest.raises(Refusal, match="cellules"):
        sdmx.tidy(files(write(tmp_path, "x.json", json.dumps(cube)), "data", EUROSTAT))


def test_a_missing_dimension_is_named_with_those_found(tmp_path):
    with pytest.raises(Refusal, match="Dimension « GEO » absente. Trouvées : A, B"):
        sdmx.tidy(files(write(tmp_path, "x.csv", "A,B\n1,2\n"), "data"))
