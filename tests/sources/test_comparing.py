"""The publisher's file against the starter that it replaces: every difference is counted, told, and the file has won."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from longuevue.edition.explain import explain
from longuevue.edition.reader import Edition
from longuevue.facts.table import facts_from_rows
from longuevue.sources.comparing import compared, replacements
from longuevue.sources.shelf import source_cards
from tests.sources.bench import needs_mirror


def facts(
    *rows: tuple[str, str | None, str | None, float], source: str, measure: str, level: str = "commune"
) -> pa.Table:
    """(area, country, item, value), of 2016."""
    return facts_from_rows(
        [{"ref_area": a, "counterpart_area": c, "item": i, "value": v} for a, c, i, v in rows],
        source_id=source, measure=measure, area_level=level, dataset="x", vintage="2016", geography_year=2026,
        time_period="2016", obs_status="A",
    )  # fmt: skip


def twinnings(*rows: tuple[str, str | None, str | None, float]) -> pa.Table:
    return facts(*rows, source="wikidata-p190", measure="twinning")


def told(starter: pa.Table, loaded: pa.Table) -> dict[str, str]:
    (source_id,) = set(loaded["source_id"].to_pylist())
    notes = replacements(starter, loaded, source_cards()[source_id], "2016").to_pylist()
    return {note["ref_area"]: note["text_fr"] for note in notes}


def test_the_same_figures_are_no_difference():
    table = twinnings(("42218", "DE", "Q1", 1.0))
    assert compared(table, table, "wikidata-p190") == {"same": 1, "different": 0, "only_starter": 0, "only_file": 0}
    assert told(table, table) == {}


def test_a_figure_that_the_file_corrects_or_withdraws_is_told_with_both_values():
    starter = twinnings(("42218", "DE", "Q1", 1.0), ("42218", "DE", "Q2", 1.0), ("69123", "IT", "Q3", 1.0))
    loaded = twinnings(("42218", "DE", "Q1", 1.0), ("34172", "IT", "Q3", 1.0))
    assert compared(starter, loaded, "wikidata-p190") == {
        "same": 1, "different": 0, "only_starter": 2, "only_file": 1,
    }  # fmt: skip
    said = told(starter, loaded)
    assert "donnait 2 ; le fichier du producteur donne 1" in said["42218"]
    assert "n'en donne pas" in said["69123"] and "34172" not in said


def test_a_dimension_that_only_one_side_uses_is_added_up_before_comparing():
    starter = facts(("34", "GB", "MPL", 2.0), ("34", "GB", "BZR", 1.0), source="openflights", measure="air_destinations", level="departement")  # fmt: skip
    loaded = facts(("34", "GB", None, 2.0), source="openflights", measure="air_destinations", level="departement")
    assert compared(starter, loaded, "openflights")["different"] == 1
    assert "donnait 3 ; le fichier du producteur donne 2" in told(starter, loaded)["34"]


def test_a_figure_that_secrecy_could_hide_is_not_printed_in_a_note():
    shared = {"source": "insee-rp-img", "measure": "immigrants_share", "level": "departement"}
    said = told(facts(("34", "W", None, 10.25), **shared), facts(("34", "W", None, 11.5), **shared))["34"]
    assert "diffère" in said and "10" not in said and "11" not in said


def test_explain_says_of_the_place_asked_that_the_file_has_won(
    starter_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = Edition.open(next((starter_home / "demo" / "editions").glob("20*")))
    period = edition.reading("twinnings", "com-42218")["time_period"]
    note = {"kind": "replaced", "measure": "twinning", "area_level": "commune", "source_id": "wikidata-p190",
            "time_period": period, "text_fr": "Le fichier donne 19.", "text_en": "The file gives 19."}  # fmt: skip
    notes = {"annotations": [note | {"ref_area": "42218"}, note | {"ref_area": "34172"}]}
    monkeypatch.setattr(Edition, "notes", lambda self: notes)
    for area in ("com-42218", "dep-42"):
        assert [n["ref_area"] for n in explain(edition, "twinnings", area)["starter_differs"]] == ["42218"]


class TestOnTheRealFiles:
    pytestmark = needs_mirror

    def test_twin_towns_given_to_another_place_by_the_starter_are_said_to_be_withdrawn(self, gathered):
        notes = {
            (n["measure"], n["ref_area"]): n["text_fr"]
            for n in gathered.annotations.to_pylist()
            if n["kind"] == "replaced"
        }
        assert "n'en donne pas" in notes["twinning", "69279"]
        starter = gathered.receipts["wikidata-p190"]["starter"]
        assert (starter["same"], starter["only_starter"]) == (1428, 595)

    def test_only_the_measures_where_the_file_differs_are_told(self, gathered):
        measures = set(gathered.differences["measure"].to_pylist())
        assert measures == {"twinning", "air_destinations", "restaurants_by_cuisine"}
