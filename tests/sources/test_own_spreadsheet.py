"""The officer's journey: a messy spreadsheet goes in by reading only what the command says. Valmont is invented."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import openpyxl
import pyarrow.compute as pc
import pytest

from longuevue.cli import run
from longuevue.config.observatory import init_observatory
from longuevue.markers.shelf import load_shelf
from longuevue.sources.gathering import facts_for
from longuevue.sources.own.loading import Report, load_own_table
from longuevue.sources.own.templates import known_templates, template_of, write_template
from longuevue.sources.vintages import VintageStore
from longuevue.terms.refusal import Refusal
from tests.sources.bench import ods, workbook, write

THERE = (("Heidelberg", "Allemagne"), ("Barcelone", "Espagne"), ("Tibériade", "Israël"), ("Fès", "Maroc"), ("Louisville", "États-Unis"),
         ("Chengdu", "CHINE"), ("Tlemcen", "Algerie"), ("Bethléem", "Palestine"), ("Sherbrooke", "canada"), ("Valmont-am-See", "allemagne"))  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> VintageStore:
    return VintageStore(tmp_path / "observatory")


def loaded(store: VintageStore, path: Path, **more: object) -> Report:
    return load_own_table(store, "twinnings", path, **more)


def very_messy(folder: Path) -> Path:
    """Sixty twinnings kept by hand: a merged zone, old names, states that are no more, homonyms, faults, dates in every form."""
    here = ["Montpellier", "Castelnau le Lez", "LATTES", "Sète", "Saint-Denis", "Monpellier", "Hérouville", "La Moncelle",
            "Bellegarde-sur-Valserine", "St Etienne", "Vire", "Saint Jean de Védas", "Agde "]  # fmt: skip
    there = [
        *THERE[:9],
        ("Karl-Marx-Stadt", "RDA"),
        ("Léningrad", "URSS"),
        ("Prague", "Tchécoslovaquie"),
        ("Cardiff", "Pays de Galles"),
    ]
    dates = ["13/05/1961", 1975, "vers 1980", "mai 1968", "1998-06-04", "?", "12.07.2003", ""]
    first: list[list[object]] = [["Valmont et son pays — jumelages (mis à jour le 12 mars)"], ["tenu par le service RI"],
                                 ["Commune ", "ville jumelée", " PAYS", "date de signature", "Observations"]]  # fmt: skip
    second: list[list[object]] = [["partenaire", "pays", "commune", "fin"]]
    for n in range(60):
        (city, country), home = there[n % len(there)], here[n * 7 % len(here) if n > 12 else n]
        if n < 38:
            first.append([home, city, country, dates[n % len(dates)], "actif" if n % 3 else "en sommeil"])
        else:
            second.append([city, country, home, "2003" if n % 9 == 0 else ""])
    first[5][0] = first[6][0] = None
    first.append(["TOTAL", "38 jumelages"])
    sheets = {"Jumelages": first, "Anciens": second, "Notes": [["à faire : appeler Fès"]]}
    return workbook(folder, "jumelages 2026.xlsx", sheets, {"Jumelages": ["A1:E1", "A5:A7"]})


def obeyed(path: Path, said: str) -> list[str]:
    """The next command, by reading only what the last one said: its answers added, the cells it names corrected."""
    book = openpyxl.load_workbook(path)
    command = shlex.split(next(line for line in said.splitlines() if line.strip().startswith("longuevue load")).strip())
    for block in re.split(r"\n(?=\d+\. )", said.partition("À savoir")[0]):
        if answer := re.search(r'--city "([^"]+)"', block):
            command += ["--city", answer[1]]  # the first offered, as a person in a hurry does
        elif example := re.search(r"exemple : (.+?)(?:, o[uù] .+)?\n", block + "\n"):
            for sheet, cells in re.findall(r"feuille (\w+), cellules? ([A-Z0-9, ]+)", block, re.IGNORECASE):
                for cell in cells.strip(", ").split(", "):
                    book[sheet][cell] = example[1]
    book.save(path)
    return command[1:]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "valmont"
    init_observatory(folder, ("34172",))
    monkeypatch.setenv("LONGUEVUE_OBSERVATORY", str(folder))
    monkeypatch.setenv("LONGUEVUE_HOME", str(tmp_path / "home"))
    return folder


def test_sixty_messy_twinnings_are_not_in_after_obeying_the_command_twice(home, tmp_path, capfd, prove):
    path = very_messy(tmp_path)
    command = ["load", "twinnings", str(path)]
    turn, said = 0, ""
    while turn < 4:
        turn += 1
        code = run(command)
        said = capfd.readouterr().out
        if code == 0:
            break
        assert "Rien n'est entré" in said and str(path) in said
        command = obeyed(path, said)
    prove(
        "officer's messy sheet of 60 twinnings: commands typed before it is in", value=turn, bar="≤ 3", holds=turn <= 3
    )
    receipt = facts_for(home).receipts["own-twinnings"]
    assert (receipt["rows_in"], receipt["refused"]) == (61, 0)
    assert receipt["kept"] == 60 - receipt["aside"]["lien terminé (la colonne « Fin » est remplie)"]
    facts = facts_for(home).facts
    mine = facts.filter(pc.equal(facts["source_id"], "own-twinnings")).to_pylist()
    assert {"08053", "01033", "42218", "34270"} <= {row["ref_area"] for row in mine}  # old name, old name, St, accents
    assert {row["counterpart_area"] for row in mine} >= {"DE", "GB", "CZ", "RU"}


def test_what_the_command_says_can_be_acted_upon_without_a_programmer(home, tmp_path, capfd):
    path = very_messy(tmp_path)
    assert run(["load", "twinnings", str(path)]) == 1
    said = capfd.readouterr().out
    for word in (
        "Feuille Jumelages, cellules A8, A25, A38",
        "trouvé : « Monpellier »",
        "attendu : ",
        "exemple : ",
        "Montpellier (34) : --city",
    ):
        assert word in said, word
    blocks = [block for block in re.split(r"\n(?=\d+\. )", said.partition("À savoir")[0]) if re.match(r"\d+\. ", block)]
    assert blocks and all(f"   {word} : " in block for block in blocks for word in ("trouvé", "attendu", "exemple"))
    assert "exemple : Tchéquie, où se trouve Prague" in said
    assert "« Notes »" in said and "« Observations »" in said and "dates inconnues" in said
    for word in ("QID", "Wikidata", "parse", "NULL", "None", "Traceback", "jumelages 2026.xlsx'\n   'longuevue"):
        assert word not in said, word


@pytest.mark.parametrize(
    ("written", "choices"),
    [
        ("Vire", ("com-14762", "com-71584")),
        ("Hérouville", ("com-14327", "com-95308")),
        ("Saint-Ouen", ("com-93070", "com-41226")),
    ],
)
def test_an_old_name_close_to_another_is_asked_not_guessed(store, tmp_path, written, choices):
    report = loaded(store, write(tmp_path, "t.csv", f"Commune;Partenaire;Pays\n{written};Gera;Allemagne\n"))
    assert not report.loaded and all(f'"{written}={code}"' in report.lines[0] for code in choices)


def test_the_largest_place_of_a_short_name_is_among_the_answers(store, tmp_path):
    lines = loaded(
        store, write(tmp_path, "t.csv", "Commune;Ville partenaire;Pays\nVillefranche;Bühl;Allemagne\n")
    ).lines
    assert 'Villefranche-sur-Saône (69) : --city "Villefranche=com-69264"' in "\n".join(lines)


def test_a_partner_in_france_is_set_aside_with_its_cell(store, tmp_path):
    text = "Commune;Ville partenaire;Pays\n34172;Argenton-sur-Creuse;France\n34172;Fès;Maroc\n"
    report = loaded(store, write(tmp_path, "t.csv", text))
    assert report.loaded and "partenaires en France, non comptés : feuille Tableau, cellule B2" in "\n".join(
        report.lines
    )
    receipt = store.current("own-twinnings").receipt
    assert (receipt["kept"], receipt["aside"]) == (1, {"partenaire en France : ce lien n'est pas international": 1})


def test_two_faults_of_one_row_are_told_at_once_and_the_row_counts_once(store, tmp_path):
    text = "Commune;Partenaire;Pays\nMonpellier;Fès;Valmonie\nSète;Fès;Maroc\n"
    report = loaded(store, write(tmp_path, "t.csv", text))
    assert (
        "A2" in report.lines[0]
        and "C2" in report.lines[1]
        and "1 lignes se lisent, 1 sont à revoir" in "".join(report.lines)
    )


def test_leaving_bad_rows_aside_says_how_many_and_where_they_are(store, tmp_path):
    text = "Commune;Partenaire;Pays\nMonpellier;Fès;Maroc\nSète;Fès;Maroc\n"
    report = loaded(store, write(tmp_path, "t.csv", text), keep_good_rows=True)
    assert report.loaded and "1 lignes sur 2 ; de côté, 1 à revoir" in report.lines[-1]
    assert "longuevue sources --refused own-twinnings" in report.lines[-1]


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


def test_every_template_reads_back_the_table_it_writes(tmp_path, counts):
    from tests.sources.test_hostile import own_table

    for template in known_templates()[:: counts(4, 1)]:
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
