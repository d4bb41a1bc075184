"""The embedded starter says what its publishers said. Known answers were counted by hand from the published files."""

import json
from pathlib import Path

import pyarrow.compute as pc
import pytest

from longuevue.facts.starter import (
    printed_countries,
    starter_annotations,
    starter_contents,
    starter_facts,
    starter_items,
    twin_partners,
)
from longuevue.facts.table import checked
from longuevue.sources.shelf import source_cards

NPM = Path(__file__).parents[2] / "node_modules"


def values(measure: str, **wanted: str) -> list[float]:
    facts = starter_facts()
    mask = pc.equal(facts["measure"], measure)
    for column, value in wanted.items():
        mask = pc.and_(mask, pc.fill_null(pc.equal(facts[column], value), False))
    return facts.filter(mask)["value"].to_pylist()


def partners_of(communes: set[str]) -> list[str]:
    rows = starter_facts().filter(pc.equal(starter_facts()["measure"], "twinning")).to_pylist()
    return [row["item"] for row in rows if row["ref_area"] in communes]


def members_of_epci(code: str) -> set[str]:
    found = sorted(NPM.glob("cog-2026/**/epci.json"))
    if not found:
        pytest.skip("the territories package is not installed (npm ci)")
    listed = json.loads(found[-1].read_text(encoding="utf-8"))
    return {member["code"] for epci in listed if epci["code"] == code for member in epci["membres"]}


@pytest.mark.parametrize(("commune", "international", "enrolled"), [("42218", 1663, 16742), ("69123", 8805, 54529)])
def test_students_of_saint_etienne_and_lyon_are_the_ministrys(commune, international, enrolled):
    assert values("students_international", ref_area=commune, time_period="2022-23") == [international]
    assert values("students_enrolled", ref_area=commune, time_period="2022-23") == [enrolled]


def test_saint_etienne_has_its_twenty_twin_towns():
    assert len(partners_of({"42218"})) == 20


@pytest.mark.parametrize(("epci", "links", "distinct"), [("200046977", 57, 55), ("200073096", 5, 3)])
def test_a_partner_shared_by_two_communes_is_one_partner_of_their_epci(epci, links, distinct):
    partners = partners_of(members_of_epci(epci))
    assert (len(partners), len(set(partners))) == (links, distinct)


def test_an_estimated_country_is_never_shown_as_certain():
    facts = starter_facts().filter(pc.equal(starter_facts()["measure"], "twinning"))
    certain = {row["item"] for row in facts.to_pylist() if row["obs_status"] == "A"}
    assert certain.isdisjoint(item for item, p in twin_partners().items() if p["country_status"] == "E")
    assert source_cards()["wikidata-p190"].measure("twinning").estimated_part == "counterpart_area"


def test_an_unknown_partner_country_stays_null_not_zero_nor_world():
    facts = starter_facts().filter(pc.equal(starter_facts()["measure"], "twinning"))
    assert facts["counterpart_area"].null_count == 329
    assert "W" not in facts["counterpart_area"].unique().to_pylist()


def test_the_twin_towns_of_nantes_under_the_name_of_nanteuil_are_not_shown_as_certain():
    facts = starter_facts().filter(pc.equal(starter_facts()["measure"], "twinning")).to_pylist()
    assert {row["obs_status"] for row in facts if row["ref_area"] == "79189"} == {"E"}
    notes = [note for note in starter_annotations().to_pylist() if note["ref_area"] == "79189"]
    assert any("Nantes" in note["text_fr"] for note in notes)


def test_velbert_is_not_in_angola():
    assert twin_partners()["Q3840"]["counterpart_area"] == "DE"
    assert twin_partners()["Q3840"]["coordinates"] is None


def test_immigrants_share_is_printed_at_its_two_levels_and_never_rebuilt():
    assert values("immigrants_share", ref_area="42", area_level="departement") == [9.056]
    facts = starter_facts().filter(pc.equal(starter_facts()["source_id"], "insee-rp-img"))
    assert {(r["area_level"], r["measure"]) for r in facts.to_pylist()} == {
        ("departement", "immigrants_share"),
        ("region", "immigrants_share"),
    }


def test_swiss_numerator_is_marked_estimated_beside_the_printed_share():
    facts = starter_facts().filter(pc.equal(starter_facts()["source_id"], "bfs-portraits")).to_pylist()
    geneva = {row["measure"]: row for row in facts if row["ref_area"] == "CH6621"}
    share, residents = geneva["foreign_residents_share"]["value"], geneva["residents"]["value"]
    assert geneva["foreign_residents"]["value"] == round(share * residents / 100)
    assert [geneva[m]["obs_status"] for m in ("foreign_residents", "residents")] == ["E", "A"]


def test_untagged_restaurants_are_a_category_of_their_own():
    assert values("restaurants_by_cuisine", category="") == [476]
    assert sum(values("restaurants_by_cuisine")) == 674


def test_local_facts_of_montpellier_keep_their_contradiction_in_sight():
    assert values("international_associations") == [225]
    assert values("associations") == [2452]
    assert values("external_action_subsidies") == [66950]
    notes = starter_annotations().filter(pc.equal(starter_annotations()["kind"], "note")).to_pylist()
    assert any("245 850" in note["text_fr"] for note in notes)


def test_every_printed_country_of_birth_has_a_code():
    origins = starter_annotations().filter(pc.equal(starter_annotations()["kind"], "main_origin"))
    assert origins.num_rows == 303
    assert set(origins["text_fr"].to_pylist()) <= set(printed_countries())
    assert origins["counterpart_area"].null_count == 0


def test_twin_partners_are_named_in_french():
    names = {row["item"]: row["name_fr"] for row in starter_items().to_pylist()}
    assert [names[q] for q in ("Q365", "Q1017", "Q490", "Q270", "Q12892", "Q85")] == [
        "Cologne",
        "Aix-la-Chapelle",
        "Milan",
        "Varsovie",
        "Anvers",
        "Le Caire",
    ]


def test_contents_cards_and_facts_agree():
    cards = source_cards()
    for entry in starter_contents():
        card = cards[entry["source_id"]]
        assert (card.dataset, card.vintage, card.licence.id) == (
            entry["dataset"],
            entry["vintage"],
            entry["licence"],
        ), entry["source_id"]
    for row in starter_facts().group_by(["source_id", "measure", "area_level"]).aggregate([]).to_pylist():
        assert row["area_level"] in cards[row["source_id"]].measure(row["measure"]).levels


def test_starter_rows_obey_the_table_of_facts():
    assert checked(starter_facts()).equals(starter_facts())
