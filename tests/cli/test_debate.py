"""`longuevue debate` and the rules of elections around an edition: what may change, when, and who answers for it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from click.testing import CliRunner

from longuevue.cli import cli
from longuevue.config.debates import debate_notes, hold_elections, stakes_of
from longuevue.config.observatory import Observatory, read_observatory
from longuevue.config.uptakes import followed_of
from longuevue.edition.reader import Edition
from longuevue.markers.shelf import load_shelf
from longuevue.sources.vintages import VintageStore
from longuevue.terms.refusal import Refusal

POLLS = '[elections]\npolls = ["2026-03-15T20:00:00+01:00", "2026-03-22T20:00:00+01:00"]\n'
EVE = datetime(2026, 3, 14, 10, 0, tzinfo=UTC)
QUIET = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)


def _observatory(folder: Path, more: str = "") -> Observatory:
    (folder / "observatory.toml").write_text(f'name = "Essai"\nperimeter = ["com-34172"]\n{more}', encoding="utf-8")
    return read_observatory(folder)


def _note(corpus: str, sentences: int = 1) -> dict[str, Any]:
    page = {
        "area": "com-34172",
        "corpus": corpus,
        "counts": {"units": 1000},
        "themes": [{"theme": "education", "units": sentences}],
    }
    return {"kind": "debate", "measure": corpus, "ref_area": "34172", "text_fr": json.dumps(page)}


def test_texts_go_from_a_file_to_the_store_of_the_observatory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _observatory(tmp_path, '[debate]\nelected = ["Perla Danvers"]\n')
    texts = tmp_path / "pv.txt"
    texts.write_text("Mme Danvers accueille une délégation de Bamako. M. Verne parle de voirie.", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    arguments = ["debate", str(texts), "--area", "34172", "--corpus", "minutes"]
    refused = CliRunner().invoke(cli, arguments)
    assert isinstance(refused.exception, Refusal)
    assert "--period" in refused.exception.sentence()
    done = CliRunner().invoke(cli, [*arguments, "--period", "2024"])
    assert done.exit_code == 0, done.output
    vintage = VintageStore(tmp_path).current("longuevue-meter")
    assert vintage is not None
    facts = {row["measure"]: row["value"] for row in vintage.table("facts").to_pylist()}
    assert facts["deliberation_units_international"] == 1.0
    page = json.loads(vintage.table("annotations").to_pylist()[0]["text_fr"])
    assert [row["text"] for row in page["sentences"]] == ["Mme Danvers accueille une délégation de Bamako."]


def test_programmes_need_the_official_order_and_questions_are_frozen_with_the_lists(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    questions = 'questions = ["Quelle place pour le monde ?"]\n'
    observatory = _observatory(tmp_path, POLLS + 'editor = "Perla Danvers"\n' + questions)
    (tmp_path / "a.txt").write_text("Un jumelage avec Heidelberg.", encoding="utf-8")
    (tmp_path / "ordre.txt").write_text("Valmont ensemble ; a.txt\nValmont demain ; non lue\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    arguments = ["debate", "a.txt", "--area", "34172", "--corpus", "programmes", "--period", "2026"]
    refused = CliRunner().invoke(cli, arguments)
    assert isinstance(refused.exception, Refusal)
    assert "--order" in refused.exception.sentence()
    done = CliRunner().invoke(cli, [*arguments, "--order", "ordre.txt"])
    assert done.exit_code == 0, done.output
    page = json.loads((tmp_path / "debate" / "meter-com-34172-programmes.json").read_text(encoding="utf-8"))
    assert [row["label"] for row in page["lists"]] == ["Valmont ensemble", "Valmont demain"]
    note = _note("programmes")
    shown = debate_notes(observatory, [note, _note("minutes")], load_shelf(), _readings({}))["dossiers"]
    assert [one["questions"] for one in shown] == [[], ["Quelle place pour le monde ?"]]
    hold_elections(observatory, [note], shown, EVE)
    with pytest.raises(Refusal, match="depuis la veille"):
        hold_elections(observatory, [note], [shown[1] | {"questions": ["Une autre ?"]}], EVE)


def test_what_an_edition_said_is_looked_for_in_later_texts_and_not_in_earlier_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, starter: Edition
) -> None:
    observatory = _observatory(tmp_path)
    assert followed_of(observatory, "com-34172") is None
    observatory.editions.mkdir()
    (observatory.editions / starter.id).symlink_to(starter.path)
    (observatory.editions / "current").write_text(starter.id, encoding="utf-8")
    followed = followed_of(observatory, "com-34172")
    assert followed is not None
    assert followed.since == starter.date
    figure = next(one for one in followed.diagnostic.figures if one.marker == "twinnings")
    (tmp_path / "2099-05-03 voirie.txt").write_text("La rue du Stade est refaite.", encoding="utf-8")
    (tmp_path / "2099-05-03 suite.txt").write_text(
        f"Selon le portrait de l'internationalisation, nos jumelages avec des villes étrangères : {figure.value:g}.",
        encoding="utf-8",
    )
    (tmp_path / "2001-05-03.txt").write_text("Le diagnostic d'internationalisation du territoire.", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    files = ["2099-05-03 voirie.txt", "2099-05-03 suite.txt", "2001-05-03.txt"]
    done = CliRunner().invoke(cli, ["debate", *files, "--area", "34172", "--corpus", "minutes"])
    assert done.exit_code == 0, done.output
    page = json.loads((tmp_path / "debate" / "meter-com-34172-minutes.json").read_text(encoding="utf-8"))
    assert (page["uptake"]["read"], page["uptake"]["found"], page["uptake"]["earlier"]) == (2, 1, 1)
    assert {trace["kind"] for trace in page["uptake"]["traces"]} >= {"citation"}
    rows = {row["measure"]: row for row in page["facts"] if row["measure"].startswith("uptake")}
    assert rows["uptake_documents_read"]["value"] == 2.0
    assert (rows["uptake_documents_found"]["value"], rows["uptake_documents_found"]["obs_status"]) == (1.0, "E")


def test_nothing_about_lists_changes_in_the_silence(tmp_path: Path) -> None:
    observatory = _observatory(tmp_path, POLLS + 'editor = "Perla Danvers, rédactrice"\n')
    before = [json.loads(_note("programmes")["text_fr"]) | {"alarms": []}]
    hold_elections(observatory, [_note("programmes")], before, EVE)
    hold_elections(observatory, [_note("programmes", 2)], before, QUIET)
    hold_elections(observatory, [_note("programmes"), _note("minutes", 2)], before, EVE)
    for changed in ([_note("programmes", 2)], []):
        with pytest.raises(Refusal, match="depuis la veille"):
            hold_elections(observatory, changed, before, EVE)


def test_a_debate_page_needs_a_named_editor_within_six_months(tmp_path: Path) -> None:
    observatory = _observatory(tmp_path, POLLS)
    with pytest.raises(Refusal, match="responsable nommé"):
        hold_elections(observatory, [_note("minutes")], [], QUIET)
    hold_elections(observatory, [_note("minutes")], [], datetime(2025, 6, 1, tzinfo=UTC))
    hold_elections(observatory, [], [], QUIET)


def _readings(values: dict[str, float]) -> pa.Table:
    if not values:
        names = ("marker", "area_level", "ref_area", "time_period", "counterpart_area")
        schema = pa.schema([(name, pa.string()) for name in names] + [("value", pa.float64())])
        return schema.empty_table()
    rows = [
        {"marker": "international-students-share", "area_level": "commune", "ref_area": code, "time_period": "2024",
         "counterpart_area": "W", "value": value}
        for code, value in values.items()
    ]  # fmt: skip
    return pa.Table.from_pylist(rows)


def test_high_stakes_come_from_the_readings_and_ring_on_the_page(tmp_path: Path) -> None:
    peers = {f"{n:05d}": float(n) for n in range(30)}
    shelf = load_shelf()
    assert stakes_of("com-34172", shelf, _readings(peers | {"34172": 99.0})) == [
        ("education", "international-students-share", 100.0)
    ]
    few = {"00001": 1.0, "34172": 99.0}
    assert stakes_of("com-34172", shelf, _readings(few)) == []
    observatory = _observatory(tmp_path, POLLS + 'editor = "Perla Danvers"\n')
    found = debate_notes(observatory, [_note("minutes")], shelf, _readings(peers | {"34172": 99.0}))
    assert "Fort enjeu, sans débat" in found["dossiers"][0]["alarms"][0]["fr"]
    assert "Perla Danvers" in found["notice"]["en"]
    spoken = debate_notes(observatory, [_note("minutes", 20)], shelf, _readings(peers | {"34172": 99.0}))
    assert spoken["dossiers"][0]["alarms"] == []
