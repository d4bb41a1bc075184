"""Facts published in the codes of another year: merged to the unit, never split by guess, and told on the page."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from longuevue.engine.breaks import withheld_at_breaks
from longuevue.engine.readings import READINGS
from longuevue.facts.table import facts_from_rows
from longuevue.markers.shelf import load_shelf
from longuevue.sources.descriptions import descriptions
from longuevue.sources.gathering import facts_for, load_files
from longuevue.sources.shelf import source_cards
from longuevue.sources.through_time import carried
from longuevue.sources.vintages import VintageStore
from longuevue.terms.refusal import Refusal
from longuevue.territories.catalogue import load_catalogue
from longuevue.territories.code_lists import codes_of_year
from longuevue.territories.movements import Movement
from longuevue.territories.passage import passage
from tests.sources.bench import read, write
from tests.territories.test_movements import HEADER

CARDS = source_cards()
TROARN = HEADER + (
    "\n21,2020-01-01,COM,14712,0,TROARN,Troarn,Troarn,COM,14712,0,TROARN,Troarn,Troarn"
    "\n21,2020-01-01,COM,14712,0,TROARN,Troarn,Troarn,COM,14666,0,SANNERVILLE,Sannerville,Sannerville"
    "\n32,2020-01-01,COM,08294,3,MONCELLE,Moncelle,La Moncelle,COMD,08294,3,MONCELLE,Moncelle,La Moncelle"
    "\n20,2011-03-31,,,,,,,COM,97601,1,ACOUA,Acoua,Acoua\n"
)
MOVED = (Movement("2020-01-01", 21, "14712", "14666"), Movement("2020-01-01", 21, "14712", "14712"))


def facts(*rows: tuple[str, float | None], measure: str = "population", year: int = 2019, **more: object) -> pa.Table:
    """Invented figures of real communes."""
    source = "insee-population" if measure == "population" else more.pop("source", "insee-rp-mobpro")
    shared = {"source_id": source, "dataset": "x", "measure": measure, "area_level": "commune", "time_period": "2016",
              "geography_year": year, "obs_status": "A", "vintage": "v", "counterpart_area": "W"}  # fmt: skip
    return facts_from_rows([{"ref_area": code, "value": value} | more for code, value in rows], **shared)


def by_code(done) -> dict[str, tuple[float | None, str]]:
    return {row["ref_area"]: (row["value"], row["obs_status"]) for row in done.facts.to_pylist()}


def test_merged_communes_are_added_up_and_the_reader_is_told():
    done = carried(facts(("08053", 100.0), ("08294", 40.0), ("34172", 7.0)), CARDS)
    assert by_code(done) == {"08053": (140.0, "A"), "34172": (7.0, "A")}
    (note,) = done.annotations.to_pylist()
    assert (note["kind"], note["ref_area"]) == ("passage", "08053")
    assert "La Moncelle (08294)" in note["text_fr"] and "communes de 2019" in note["text_fr"]


def test_every_fact_of_2019_is_carried_to_the_unit():
    listed = [
        (c.code, float(c.population)) for c in load_catalogue(2019).of_level("commune") if c.population is not None
    ]
    done = carried(facts(*listed), CARDS)
    assert pc.sum(done.facts["value"]).as_py() == sum(value for _, value in listed)
    assert set(done.facts["ref_area"].to_pylist()) <= codes_of_year(2026) and not done.left


def test_a_blank_part_makes_no_smaller_sum_and_a_secret_stays_one():
    first, second = facts(("08053", 100.0), ("08294", 40.0)).to_pylist()
    for status in ("M", "Q"):
        table = facts_from_rows([first, second | {"value": None, "obs_status": status}])
        assert by_code(carried(table, CARDS))["08053"] == (None, status)


def test_a_twin_town_of_two_merged_communes_counts_once():
    table = facts(
        ("08053", 1.0), ("08294", 1.0), measure="twinning", source="wikidata-p190", item="Q1", counterpart_area="DE"
    )
    assert by_code(carried(table, CARDS)) == {"08053": (1.0, "A")}


def test_a_commune_that_lost_parts_gives_its_old_figure_to_larger_areas_only():
    done = carried(facts(("14712", 5468.0)), CARDS)
    (whole,) = done.breaks
    assert whole.within == ("14666", "14712") and by_code(done) == {"14712": (5468.0, "B")}
    catalogue = load_catalogue()
    marker = next(m for m in load_shelf() if m.id == "twinnings")
    measure = marker.tree().measures()[0]
    areas = [("commune", "14712"), ("commune", "14666"), ("departement", "14"), ("country", "FR"), ("commune", "14118")]
    blank = dict.fromkeys(READINGS.names)
    readings = pa.Table.from_pylist(
        [blank | {"marker": marker.id, "area_level": level, "ref_area": code, "time_period": "2016", "value": 5.0,
                  "status": "ok", "counterpart_area": "W"} for level, code in areas], schema=READINGS)  # fmt: skip
    kept = withheld_at_breaks(readings, {(measure, "2016"): [whole.within]}, [marker], catalogue.membership())
    told = {row["ref_area"]: (row["value"], row["status"], row["status_reason"]) for row in kept.to_pylist()}
    nothing = (None, "not_available", "scale_too_small")
    assert told["14712"] == told["14666"] == nothing
    assert told["14"] == told["FR"] == told["14118"] == (5.0, "ok", None)
    notes = {note["ref_area"]: note["text_fr"] for note in done.annotations.to_pylist()}
    assert "Série coupée" in notes["14712"] and "Troarn (14712)" in notes["14666"]


def test_insees_events_make_a_split_an_estimate_and_never_for_a_sensitive_figure():
    done = carried(facts(("14712", 5468.0)), CARDS, MOVED)
    values = by_code(done)
    assert {status for _, status in values.values()} == {"E"} and sum(v for v, _ in values.values()) == 5468
    withheld = carried(facts(("14712", 5468.0), measure="foreign_residents", source="insee-rp-nat"), CARDS, MOVED)
    assert by_code(withheld) == {"14712": (5468.0, "B")} and withheld.breaks
    small = carried(facts(("14712", 150.0)), CARDS, MOVED)
    assert by_code(small) == {"14712": (150.0, "B")}


def test_a_code_unknown_to_its_own_year_is_placed_or_told_never_dropped_in_silence():
    done = carried(facts(("08053", 10.0), ("08294", 5.0), ("99999", 3.0), year=2026), CARDS)
    assert by_code(done) == {"08053": (15.0, "A")}
    assert "99999" in done.remarks("insee-population")[0]


def test_the_file_of_events_once_loaded_is_what_figures_follow(tmp_path):
    store = VintageStore(tmp_path)
    years = [f"p{n}_pop" for n in range(13, 22)]
    rows = [
        f"{n},76,34,1,{code},x," + ",".join([str(n * 100)] * 9) for n, code in enumerate(("34172", "34154"), start=1)
    ]
    text = "\n".join([",".join(["objectid", "reg", "dep", "cv", "codgeo", "libgeo", *years]), *rows]) + "\n"
    load_files(store, descriptions()["insee-population"], [write(tmp_path, "population-municipale-communes.csv", text)])
    assert {
        row["ref_area"] for row in facts_for(tmp_path).facts.to_pylist() if row["source_id"] == "insee-population"
    } == {
        "34154",
        "34172",
    }
    invented = (
        TROARN + "31,2025-01-01,COM,34154,0,MAUGUIO,Mauguio,Mauguio,COM,34172,0,MONTPELLIER,Montpellier,Montpellier\n"
    )
    delivered = load_files(store, descriptions()["insee-cog"], [write(tmp_path, "v_mvt_commune_2026.csv", invented)])
    receipt = delivered.vintage.receipt
    assert (receipt["vintage"], receipt["rows_in"], receipt["kept"], sum(receipt["aside"].values())) == (
        "2026",
        5,
        3,
        2,
    )
    after = facts_for(tmp_path)
    mine = [row for row in after.facts.to_pylist() if row["source_id"] == "insee-population"]
    assert {(row["ref_area"], row["value"]) for row in mine} == {("34172", 300.0)}
    assert any("Mauguio (34154)" in note["text_fr"] for note in after.annotations.to_pylist())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (TROARN.replace(",14666,", ",14712,").replace("21,2020", "10,2020"), None),
        (HEADER + "\n32,2020-01-01,COM,01001,0,A,A,A,COM,01002,0,B,B,B\n32,2020-01-01,COM,01002,0,B,B,B,COM,01001,0,A,A,A\n", "tournent en rond"),
        (HEADER + "\n20,2011-03-31,,,,,,,COM,97601,1,ACOUA,Acoua,Acoua\n", "Aucun événement"),
        ("<html><body>404</body></html>", "page web"),
        (TROARN.replace("2020-01-01", "01/01/2020"), "Date"),
    ],
)  # fmt: skip
def test_a_file_of_events_that_would_misplace_figures_is_refused_whole(tmp_path, text, said):
    path = write(tmp_path, "v_mvt_commune_2026.csv", text)
    if said is None:
        assert read("insee-cog", path).movements.num_rows == read("insee-cog", path).kept
        return
    with pytest.raises(Refusal, match=said):
        read("insee-cog", path)


LIST = sorted(codes_of_year(2019))
MERGED = sorted(link.old for link in passage(2019, 2026).links if link.kind in ("merged", "wider", "renumbered"))


@settings(deadline=None, max_examples=40)
@given(
    st.dictionaries(st.sampled_from(MERGED) | st.sampled_from(LIST[:200]), st.integers(0, 10**6), max_size=30),
    st.booleans(),
)
def test_no_fact_is_lost_or_made_whatever_communes_have_figures(values, with_events):
    done = carried(facts(*((code, float(v)) for code, v in values.items())), CARDS, MOVED if with_events else ())
    assert (pc.sum(done.facts["value"]).as_py() or 0) == sum(values.values())
    assert set(done.facts["ref_area"].to_pylist()) <= codes_of_year(2026)
