"""The command line as a contract (design.md §6): keys, streams, exit codes, and a French sentence for every bad input."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from longuevue.config.observatory import read_observatory

CONTRACT = [
    "marker",
    "marker_version",
    "ref_area",
    "ref_area_name",
    "area_level",
    "geography_year",
    "time_period",
    "counterpart_area",
    "value",
    "unit",
    "numerator",
    "denominator",
    "coverage",
    "status",
    "status_reason",
    "precision",
    "method_version",
    "source",
    "vintage",
    "licence",
    "edition",
    "address",
    "offered",
]
Lv = Callable[..., tuple[int, str, str]]


def test_a_reading_misses_a_key_or_speaks_beside_its_json(lv: Lv) -> None:
    code, out, err = lv("reading", "international-students-share", "com-42218", "--period", "2022-23", "--json")
    assert code == 0
    assert list(json.loads(out)) == CONTRACT
    assert err == ""


@pytest.mark.parametrize(
    "command",
    [
        ("portrait", "243400017", "--json"),
        ("blind-spots", "com-42001", "--json"),
        ("explain", "twinnings", "200046977", "--json"),
        ("territories", "annemase", "--json"),
        ("verify", "--json"),
        ("doctor", "--json"),
    ],
)
def test_a_reading_command_prints_something_else_than_one_json_document(lv: Lv, command: tuple[str, ...]) -> None:
    code, out, _ = lv(*command)
    assert code == 0
    json.loads(out)


def test_an_ambiguous_code_is_guessed(lv: Lv) -> None:
    code, out, err = lv("reading", "international-students-share", "93", "--json")
    assert (code, out) == (1, "")
    assert "dep-93" in err
    assert "reg-93" in err


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("reading", "twinnings", "com-99999"), "inconnu"),
        (("reading", "twinnings", "Saint-Etienne"), "com-42218"),
        (("reading", "twinnings", "com-14697"), "écrivez com-"),
        (("reading", "twining", "com-42218"), "twinnings"),
        (("reading", "international-students-share", "com-42218", "--period", "2031-32"), "2022-23"),
        (("reading", "twinnings", "com-42218", "--counterpart", "Allemagne"), "deux lettres"),
        (("reading", "asylum-accommodation", "dep-34"), "responsable"),
        (("reading", "twinnings", "com-42218", "--edition", "jamais"), "n'existe pas"),
        (("build", "--mirror", "nulle-part"), "n'existe pas"),
        (("build", "--date", "hier"), "année-mois-jour"),
        (("territories", "zzzzqqqq"), "Aucun territoire"),
        (("verify", "nulle-part"), "n'existe pas"),
    ],
)
def test_bad_input_gets_no_remedy(lv: Lv, command: tuple[str, ...], said: str) -> None:
    code, out, err = lv(*command)
    assert code == 1, err
    assert out == ""
    assert said in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    "command",
    [("truc",), ("reading",), ("reading", "twinnings", "com-42218", "--perid", "2016"), ("demo", "--port", "x")],
)
def test_a_usage_error_is_said_in_english_or_exits_one(lv: Lv, command: tuple[str, ...]) -> None:
    code, _, err = lv(*command)
    assert code == 2
    assert "Error" not in err
    assert "Aide :" in err


def test_explain_stops_before_the_file(lv: Lv) -> None:
    code, out, _ = lv("explain", "international-students-share", "200046977")
    assert code == 0
    for word in ("Question", "students_enrolled W = 54529", "sha256", "Licence Ouverte", "empreinte des lectures"):
        assert word in out


def test_one_file_is_not_enough_to_add_a_marker(lv: Lv, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """docs/how-to/add-a-marker.md, performed: one YAML in `markers/`, and the marker is read, explained and listed."""
    from longuevue.markers.shelf import SHELF

    folder = tmp_path / "obs"
    assert lv("init", str(folder), "--perimeter", "243400017")[0] == 0
    monkeypatch.setenv("LONGUEVUE_OBSERVATORY", str(folder))
    page = (SHELF / "education" / "international-students-share.yaml").read_text(encoding="utf-8")
    page = page.replace("id: international-students-share", "id: students-per-inhabitant")
    page = page.replace(
        "  value: {ratio: {of: international, to: enrolled, per: 100}}",
        "    people: {population: {}}\n  value: {ratio: {of: enrolled, to: people, per: 1000}}",
    )
    start = page.index("  expect:")
    page = (
        page[:start]
        + "  expect: {value: 203.26823435631728, numerator: 10200, denominator: 50180}\n"
        + page[page.index("author:") :]
    )
    (folder / "markers" / "students-per-inhabitant.yaml").write_text(page, encoding="utf-8")
    assert lv("build")[0] == 0
    code, out, _ = lv("reading", "students-per-inhabitant", "com-42218", "--json")
    assert code == 0
    assert json.loads(out)["numerator"] == 16_742
    assert "students-per-inhabitant" in lv("portrait", "com-42218", "--json")[1]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("  value: \"__import__('os').system('ls')\"", "ne contient pas de code"),
        ("    a: {plus: {of: b, and: b}}\n    b: {minus: {of: a, less: a}}\n  value: a", "tourne en rond"),
        ("  value: {ratio: {of: international, to: enrolled, per: 0}}", "divise pas par zéro"),
        ("  value: {eval: {of: international}}", "n'existe pas dans la grammaire"),
        ("  value: {ratio: {of: international, to: nobody, per: 100}}", "défini nulle part"),
    ],
)
def test_a_bad_formula_reaches_an_edition(lv: Lv, tmp_path: Path, monkeypatch: Any, line: str, said: str) -> None:
    from longuevue.markers.shelf import SHELF

    folder = tmp_path / "obs"
    lv("init", str(folder), "--perimeter", "243400017")
    monkeypatch.setenv("LONGUEVUE_OBSERVATORY", str(folder))
    page = (SHELF / "education" / "international-students-share.yaml").read_text(encoding="utf-8")
    page = page.replace("id: international-students-share", "id: mine")
    page = page.replace("  value: {ratio: {of: international, to: enrolled, per: 100}}", line)
    (folder / "markers" / "mine.yaml").write_text(page, encoding="utf-8")
    code, out, err = lv("build")
    assert (code, out) == (1, "")
    assert said in err
    assert "mine.yaml, ligne" in err


def test_init_writes_over_someone_elses_folder(lv: Lv, tmp_path: Path) -> None:
    (tmp_path / "lettre.txt").write_text("à garder")
    code, _, err = lv("init", str(tmp_path), "--perimeter", "243400017")
    assert code == 1
    assert "pas vide" in err


def test_a_broken_observatory_file_ends_in_a_stack_trace(
    lv: Lv, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for text, said in (
        ("name = ", "TOML"),
        ("perimeter = []", "name"),
        ('name = "x"\nquestions = ["jamais"]', "jamais"),
    ):
        (tmp_path / "observatory.toml").write_text(text)
        monkeypatch.setenv("LONGUEVUE_OBSERVATORY", str(tmp_path))
        code, _, err = lv("build")
        assert code == 1
        assert said in err


def test_a_partners_marker_whose_example_is_wrong_reaches_a_page(
    lv: Lv, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from longuevue.markers.shelf import SHELF

    folder = tmp_path / "obs"
    lv("init", str(folder), "--perimeter", "243400017")
    monkeypatch.setenv("LONGUEVUE_OBSERVATORY", str(folder))
    page = (SHELF / "education" / "international-students-share.yaml").read_text(encoding="utf-8")
    page = page.replace("id: international-students-share", "id: mine").replace("per: 100}", "per: 1000}")
    (folder / "markers" / "mine.yaml").write_text(page, encoding="utf-8")
    code, _, err = lv("build")
    assert code == 1
    assert "L'exemple annonce value" in err


def test_init_accepts_places_that_no_build_can_read(lv: Lv, tmp_path: Path) -> None:
    lv("init", str(tmp_path / "both"), "--perimeter", "243400017", "per-grand-geneve")
    both = read_observatory(tmp_path / "both")
    assert both.settings.perimeter == ["per-observatoire", "epci-243400017", "per-grand-geneve"]
    catalogue = both.catalogue()
    geneva = catalogue.members(catalogue.parse("per-grand-geneve"))
    assert set(geneva) < set(catalogue.members(catalogue.parse("per-observatoire")))


def test_init_adds_a_town_to_the_group_of_towns_it_belongs_to(lv: Lv, tmp_path: Path) -> None:
    lv("init", str(tmp_path / "nested"), "--perimeter", "243400017", "34172", "34172")
    nested = read_observatory(tmp_path / "nested")
    assert nested.settings.perimeter == ["epci-243400017", "com-34172"]
    assert nested.perimeters() == ()
