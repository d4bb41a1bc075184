"""One reality counted by INSEE, the Swiss office and in permits: shown together with definitions, never summed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from longuevue.edition import layout
from longuevue.edition.places import Place
from longuevue.edition.side_by_side import SideBySide
from longuevue.facts.sampling import covariance
from longuevue.facts.table import facts_from_rows
from longuevue.sources.shelf import source_cards

GRAND_VALMONT = Place("perimeter", "grand-valmont", "Grand Valmont", 2026, "metro", None, None, None, None)
MARKER = {"sources": ["insee-rp-mobpro"], "source": "insee-rp-mobpro"}
ROWS = [
    ("insee-rp-mobpro", "cross_border_commuters", "commune", "74012", "2021", "CH", 900.5),
    ("insee-rp-mobpro", "cross_border_commuters", "commune", "74012", "2021", None, 99.5),
    ("insee-rp-mobpro", "cross_border_commuters", "commune", "34172", "2021", "CH", 7.0),
    ("insee-rp-mobpro", "employed_residents", "commune", "74012", "2021", "W", 5000.0),
    ("bfs-ggs", "cross_border_workers", "lau", "CH6621", "2024-Q3", "W", 10.0),
    ("bfs-ggs", "cross_border_workers", "lau", "CH6621", "2024-Q4", "W", 800.0),
    ("ocstat-permis-g", "border_permits", "commune", "74012", "2023", "W", 1200.0),
]


class Invented:
    """An edition of invented counts: what `SideBySide` asks of one."""

    def __init__(self, folder: Path, rows: list[tuple[Any, ...]]) -> None:
        names = ("source_id", "measure", "area_level", "ref_area", "time_period", "counterpart_area", "value")
        facts = facts_from_rows(
            [dict(zip(names, row, strict=True)) | {"obs_status": "M" if row[-1] is None else "A"} for row in rows],
            dataset="x", geography_year=2026, vintage="v",
        ).sort_by("measure")  # fmt: skip
        self.path = folder
        (folder / layout.FACTS_BY_MARKER).parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(facts, folder / layout.FACTS_BY_MARKER)
        loaded = set(facts["source_id"].to_pylist())
        self._cards = [
            card.model_dump(mode="json", by_alias=True) | {"loaded": card.id in loaded}
            for card in source_cards().values()
        ]

    def sources(self) -> list[dict[str, Any]]:
        return self._cards

    def members(self, ref: Any) -> list[dict[str, Any]]:
        return [{"ref": "com-74012", "name": "A"}, {"ref": "lau-CH6621", "name": "B"}]


def test_three_counts_of_one_reality_stand_apart_without_a_total(tmp_path):
    found = SideBySide(Invented(tmp_path, ROWS)).of(MARKER, GRAND_VALMONT)
    told = {(one["source"], one["label"]["fr"]): (one["value"], one["time_period"]) for one in found}
    assert told["insee-rp-mobpro", "Habitants travaillant à l'étranger"] == (1000.0, "2021")
    assert told["bfs-ggs", "Frontaliers étrangers actifs en Suisse"] == (800.0, "2024-Q4")
    assert told["ocstat-permis-g", "Permis frontaliers (G) en cours"] == (1200.0, "2023")
    assert all(one["never_summed"] and one["definition"] and one["differs"] for one in found)
    sums = {a[0] + b[0] for a in told.values() for b in told.values() if a[0] and b[0] and a is not b}
    assert not sums & {one["value"] for one in found}
    assert not any(one["label"]["fr"] == "Actifs occupés" for one in found)  # a denominator is no count of it


def test_a_count_that_is_not_loaded_is_named_with_its_definition_not_left_out(tmp_path):
    found = SideBySide(Invented(tmp_path, ROWS[:3])).of(MARKER, GRAND_VALMONT)
    permits = next(one for one in found if one["source"] == "ocstat-permis-g")
    assert permits["value"] is None and not permits["loaded"] and "inactifs" in permits["definition"]["fr"]


def test_a_count_known_for_some_communes_only_is_said_partial(tmp_path):
    class Wider(Invented):
        def members(self, ref: Any) -> list[dict[str, Any]]:
            return [{"ref": ref} for ref in ("com-74012", "com-74305", "com-01173", "lau-CH6621", "lau-CH6608")]

    blank = ("insee-rp-mobpro", "cross_border_commuters", "commune", "74305", "2021", "CH", None)
    found = SideBySide(Wider(tmp_path, [*ROWS, blank])).of(MARKER, GRAND_VALMONT)
    told = {one["measure"]: (one["value"], one["known_for"], one["members"]) for one in found}
    assert told["cross_border_commuters"] == (1000.0, 1, 2)  # 01173, absent of the census file, is a zero
    assert told["cross_border_workers"] == (800.0, 1, 2)


def test_a_blank_part_makes_a_commune_blank_never_a_smaller_sum(tmp_path):
    blank = ("insee-rp-mobpro", "cross_border_commuters", "commune", "74012", "2021", "DE", None)
    found = SideBySide(Invented(tmp_path, [*ROWS, blank])).of(MARKER, GRAND_VALMONT)
    assert next(one["value"] for one in found if one["measure"] == "cross_border_commuters") is None


def test_a_count_too_uncertain_for_its_own_page_is_read_beside_another(tmp_path):
    annemasse = Place("commune", "74012", "Annemasse", 2026, "metro", None, None, None, None)
    rows = [("insee-rp-mobpro", "cross_border_commuters", "commune", "74012", "2021", "CH", 10.15)]
    drawn = ("insee-rp-mobpro", covariance("cross_border_commuters", "cross_border_commuters"), "commune", "74012",
             "2021", "W", 40.1)  # fmt: skip
    sure, weak = ([*rows, (*drawn[:-1], variance)] for variance in (1.0, 40.1))
    (told,) = [one for one in SideBySide(Invented(tmp_path, weak)).of(MARKER, annemasse) if one["withheld"]]
    assert told["measure"] == "cross_border_commuters" and told["value"] is None
    assert told["withheld"] == {"fr": "moins de 30", "en": "fewer than 30"}
    shown = [one["value"] for one in SideBySide(Invented(tmp_path, sure)).of(MARKER, annemasse)]
    assert 10.15 in shown


def test_the_place_s_own_row_is_not_added_to_those_of_its_communes(tmp_path):
    departement = Place("departement", "74", "Haute-Savoie", 2026, "metro", None, None, None, None)
    own = ("insee-rp-mobpro", "cross_border_commuters", "departement", "74", "2021", "W", 1500.0)
    found = SideBySide(Invented(tmp_path, [*ROWS, own])).of(MARKER, departement)
    (told,) = [one for one in found if one["measure"] == "cross_border_commuters"]
    assert (told["value"], told["known_for"], told["members"]) == (1500.0, 1, 1)


def test_the_table_bears_the_question_of_what_it_counts_not_of_a_part_of_it(text_of: Any) -> None:
    words = text_of("/fr/territoire/per-grand-geneve/")
    table = words[words.index("La même réalité, comptée autrement") :]
    caption = table[table.index("<caption>") : table.index("</caption>")]
    assert "travailler de l&#x27;autre côté" in caption and "en voiture" not in caption


def test_a_reality_that_one_publisher_counts_has_no_table(tmp_path):
    assert SideBySide(Invented(tmp_path, ROWS)).of({"sources": ["openflights"], "source": "openflights"}, None) == []


def test_a_sensitive_figure_is_not_given_again_outside_its_own_rules(tmp_path):
    rows = [("insee-rp-nat", "foreign_residents", "commune", "74012", "2021", "W", 3.0)]
    found = SideBySide(Invented(tmp_path, rows)).of(
        {"sources": ["insee-rp-nat"], "source": "insee-rp-nat"}, GRAND_VALMONT
    )
    assert found and all(one["value"] is None for one in found if one["source"] == "insee-rp-nat")


@pytest.mark.parametrize(
    "address",
    [
        "/fr/marqueur/cross-border-commuters/",
        "/fr/territoire/per-grand-geneve/",
        "/fr/chiffre/cross-border-commuters/per-grand-geneve/",
    ],
)
def test_the_page_shows_the_three_definitions_together(text_of: Any, address: str) -> None:
    words = text_of(address)
    for said in (
        "La même réalité, comptée autrement",
        "Frontaliers étrangers actifs en Suisse",
        "Permis frontaliers (G) en cours",
    ):
        assert said in words, said
