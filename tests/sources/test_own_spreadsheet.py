"""The officer's journey: a messy spreadsheet goes in by reading only what the command says. Valmont is invented."""

from __future__ import annotations

import re
from pathlib import Path

import pyarrow.compute as pc
import pytest

from longuevue.markers.shelf import load_shelf
from longuevue.sources.gathering import facts_for
from longuevue.sources.own.loading import Report, load_own_table
from longuevue.sources.own.templates import known_templates, template_of, write_template
from longuevue.sources.vintages import VintageStore
from longuevue.terms.refusal import Refusal
from tests.sources.bench import ods, workbook, write

HERE = ("Montpellier", "Castelnau-le-Lez", "Lattes", "Béziers", "Sète", "Lunel")
THERE = (("Heidelberg", "Allemagne"), ("Barcelone", "Espagne"), ("Tibériade", "Israël"), ("Fès", "Maroc"), ("Louisville", "États-Unis"),
         ("Chengdu", "CHINE"), ("Tlemcen", "Algerie"), ("Bethléem", "Palestine"), ("Sherbrooke", "canada"), ("Valmont-am-See", "allemagne"))  # fmt: skip


def sixty(folder: Path) -> Path:
    """Sixty twinnings as a person keeps them: two sheets, a title, a merged zone, accents, old names, a typing fault."""
    first: list[list[object]] = [
        ["Valmont et son pays — jumelages"],
        [],
        ["Commune ", "ville jumelée", " PAYS", "date de signature", "Observations"],
    ]
    second: list[list[object]] = [["partenaire", "pays", "commune", "fin"]]
    for n in range(60):
        city, country = THERE[n % len(THERE)]
        here = HERE[n // len(THERE)]
        if n < 35:
            first.append([here if n % 10 else here.upper(), city, country, "13/05/1961" if n % 2 else 1975, "actif"])
        else:
            second.append([city, country, here, ""])
    first[5][0] = first[6][0] = first[7][0] = None
    first[15][0] = "Monpellier"
    first[20][0] = "Saint-Denis"
    first[25][2] = "Valmonie"
    first.append(["TOTAL", "", "", "", ""])
    second[10][3] = "2003"
    return workbook(
        folder, "jumelages.xlsx", {"Jumelages": first, "Anciens": second}, {"Jumelages": ["A1:E1", "A5:A8"]}
    )


@pytest.fixture
def store(tmp_path: Path) -> VintageStore:
    return VintageStore(tmp_path / "observatory")


def loaded(store: VintageStore, path: Path, **more: object) -> Report:
    return load_own_table(store, "twinnings", path, **more)


def test_sixty_messy_twinnings_are_in_by_following_the_command(store, tmp_path):
    path = sixty(tmp_path)
    first = loaded(store, path)
    assert not first.loaded and "Rien n'est entré" in first.lines[-1]
    assert any("Jumelages, A16 : « Monpellier »" in line for line in first.lines)
    answers = dict(re.findall(r'--city "([^"=]+)=(com-\w+)"', "\n".join(first.lines))[::-1])  # the first choice offered
    assert answers["Monpellier"] == "com-34172"
    second = loaded(store, path, answers=answers)
    assert not second.loaded and [line for line in second.lines if "Valmonie" in line]
    third = loaded(store, path, answers=answers, keep_good_rows=True)
    assert third.loaded, third.lines
    gathered = facts_for(store.root.parent)
    mine = gathered.facts.filter(pc.equal(gathered.facts["source_id"], "own-twinnings")).to_pylist()
    receipt = gathered.receipts["own-twinnings"]
    assert (receipt["rows_in"], receipt["kept"], receipt["refused"]) == (61, 58, 1)
    assert sum(receipt["aside"].values()) == 2
    assert {row["item"] for row in mine} >= {"Q2966", "Q1492", "Q80985", "Q5776"}


def test_a_partner_known_to_wikidata_is_the_same_partner_not_a_second_one(store, tmp_path):
    path = write(tmp_path, "t.csv", "Commune;Partenaire;Pays\n42218;Coventry;Royaume-Uni\n")
    assert loaded(store, path).loaded
    gathered = facts_for(store.root.parent)
    rows = gathered.facts.filter(pc.equal(gathered.facts["measure"], "twinning")).to_pylist()
    items = [row["item"] for row in rows if row["ref_area"] == "42218"]
    assert len(items) == 21 and len(set(items)) == 20


def test_an_unknown_partner_keeps_its_name(store, tmp_path):
    assert loaded(store, write(tmp_path, "t.csv", "Commune;Partenaire;Pays\n34172;Valmont-am-See;Allemagne\n")).loaded
    items = {item["item"]: item for item in facts_for(store.root.parent).items.to_pylist()}
    assert items["own:valmont-am-see:DE"]["name_fr"] == "Valmont-am-See"


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
def test_the_three_formats_read_alike(store, tmp_path, kind):
    rows = [
        ["Commune", "Ville partenaire", "Pays"],
        ["Montpellier", "Heidelberg", "Allemagne"],
        ["Sète", "Neuburg an der Donau", "DE"],
    ]
    path = {
        "csv": lambda: write(tmp_path, "t.csv", "\n".join(";".join(row) for row in rows), "cp1252"),
        "xlsx": lambda: workbook(tmp_path, "t.xlsx", {"F": rows}),
        "ods": lambda: ods(tmp_path, "t.ods", {"F": rows}),
    }[kind]()
    assert loaded(store, path).loaded
    rows_ = facts_for(store.root.parent).facts.to_pylist()
    assert {(r["ref_area"], r["item"]) for r in rows_ if r["source_id"] == "own-twinnings"} == {
        ("34172", "Q2966"),
        ("34301", "Q125652"),
    }


def test_a_doubtful_city_is_asked_never_guessed(store, tmp_path):
    report = loaded(store, write(tmp_path, "t.csv", "Commune;Partenaire;Pays\nSaint-Denis;Gera;Allemagne\n"))
    assert not report.loaded
    assert '--city "Saint-Denis=com-97411"' in report.lines[0] and '--city "Saint-Denis=com-93066"' in report.lines[0]


def test_a_commune_that_was_merged_is_placed_in_its_heir_and_told(store, tmp_path):
    report = loaded(store, write(tmp_path, "t.csv", "Commune;Partenaire;Pays\n01091;Gera;Allemagne\n"))
    assert report.loaded and any("est aujourd'hui dans Valserhône" in line for line in report.lines)


def test_a_table_of_counts_gives_the_same_measures_as_the_publisher(store, tmp_path):
    text = "Commune;Année;Étudiants inscrits;Étudiants en mobilité internationale\n42218;2023;17 000;1 700\n"
    assert load_own_table(store, "international-students-share", write(tmp_path, "t.csv", text)).loaded
    rows = facts_for(store.root.parent).facts.to_pylist()
    mine = {r["measure"]: r["value"] for r in rows if r["source_id"] == "own-international-students-share"}
    assert mine == {"students_enrolled": 17000, "students_international": 1700}


def test_every_marker_shown_has_its_template_with_its_own_measures():
    templates = {template.id: template for template in known_templates()}
    for marker in load_shelf():
        if not marker.sensitivity.off_by_default:
            links = {"twinning"} if marker.id != "twinnings" else set()  # links come by their own template
            assert set(templates[marker.id].measures) == set(marker.tree().measures()) - links, marker.id
        else:
            assert marker.id not in templates


def test_every_template_reads_back_the_table_it_writes(tmp_path):
    from tests.sources.test_hostile import own_table

    for template in known_templates():
        header = write_template(template, tmp_path).read_text("utf-8-sig").strip().split(";")
        level = template.levels[0]
        area = {"commune": "34172", "epci": "243400017", "departement": "dep-34", "region": "reg-76"}[level]
        cells = {"area": area, "partner": "Fès", "country": "Maroc", "period": "2023", "until": "", "category": "x"}
        row = [cells.get(role, "5") for role in template.columns()]
        tidied = own_table(write(tmp_path, "t.csv", ";".join(header) + "\n" + ";".join(row) + "\n"), template.id)
        assert tidied.kept == 1, (template.id, tidied.refused)
        assert {f["measure"] for f in tidied.facts.to_pylist()} == set(template.measures), template.id


def test_an_unknown_template_lists_those_that_exist():
    with pytest.raises(Refusal, match="twinnings"):
        template_of("jumelages")
