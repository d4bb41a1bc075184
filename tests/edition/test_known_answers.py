"""Figures printed by their publishers, found again in the starter edition: what a wrong roll-up would break first.

Students: MESR/SIES, 2022-23. Twin towns: Wikidata P190, September 2016. Immigrants: INSEE, census 2021.
"""

from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("area", "international", "enrolled"),
    [
        ("com-42218", 1_663, 16_742),
        ("com-69123", 8_805, 54_529),
        ("200046977", 14_882, 103_305),
        ("dep-69", 14_882, 103_305),
        ("reg-84", 30_405, 218_662),
    ],
)
def test_students_are_lost_or_counted_twice_on_the_way_up(
    starter: Any, area: str, international: int, enrolled: int
) -> None:
    reading = starter.reading("international-students-share", area, "2022-23")
    assert (reading["numerator"], reading["denominator"]) == (international, enrolled)
    assert reading["value"] == pytest.approx(100 * international / enrolled, rel=1e-12)
    assert (reading["status"], reading["coverage"]) == ("ok", 1.0)


def test_the_share_of_lyon_is_a_mean_of_shares(starter: Any) -> None:
    assert round(starter.reading("international-students-share", "200046977", "2022-23")["value"], 1) == 14.4


@pytest.mark.parametrize(("area", "partners"), [("com-42218", 20), ("200046977", 55), ("200073096", 3)])
def test_a_shared_twin_town_counts_twice(starter: Any, area: str, partners: int) -> None:
    reading = starter.reading("twinnings", area)
    assert reading["value"] == partners
    assert (reading["status"], reading["status_reason"], reading["coverage"]) == ("partial", "open_register", None)


def test_a_commune_absent_from_an_open_register_reads_zero(starter: Any) -> None:
    reading = starter.reading("twinnings", "com-42001")
    assert reading["value"] is None
    assert (reading["status"], reading["status_reason"]) == ("not_available", "not_in_register")


def test_the_figure_of_a_departement_passes_for_the_towns(starter: Any) -> None:
    reading = starter.reading("immigrant-residents-share", "com-42218")
    assert reading["value"] is None
    assert (reading["status"], reading["status_reason"]) == ("not_available", "scale_too_small")
    lent = reading["offered"]
    assert (lent["area_level"], lent["ref_area"], lent["ref_area_name"]) == ("departement", "42", "Loire")
    assert round(lent["value"], 4) == 9.0560
    assert set(lent) == set(reading)


def test_an_extract_of_one_town_speaks_for_france(starter: Any) -> None:
    for area in ("FR", "dep-34", "243400017"):
        assert starter.reading("foreign-restaurants-density", area)["value"] is None


def test_two_airports_are_added_though_their_destinations_overlap(starter: Any) -> None:
    by_airport: dict[str, set[str]] = {}
    for row in starter_facts_of("air_destinations"):
        by_airport.setdefault(row["ref_area"], set()).add(row["item"])
    shared = [code for code, airports in by_airport.items() if len(airports) > 1]
    assert shared, "the starter should hold a département with two airports"
    for code in shared:
        reading = starter.reading("international-air-destinations", f"dep-{code}")
        assert (reading["value"], reading["status"]) == (None, "not_available")


def starter_facts_of(measure: str) -> list[dict[str, Any]]:
    from longuevue.facts.starter import starter_facts

    return [row for row in starter_facts().to_pylist() if row["measure"] == measure]


def test_swiss_and_french_definitions_are_added_in_one_total(starter: Any) -> None:
    whole = starter.reading("foreign-residents-share", "per-grand-geneve")
    swiss = starter.reading("foreign-residents-share", "per-grand-geneve/CH")
    assert whole["value"] is None
    assert swiss["status"] == "estimated"
    assert swiss["value"] == pytest.approx(100 * swiss["numerator"] / swiss["denominator"])


def test_a_country_guessed_from_a_name_is_shown_as_established(starter: Any) -> None:
    statuses = {
        r["status"]
        for row in starter.table("twinnings", "commune")
        for r in starter.counterparts("twinnings", f"com-{row['ref_area']}")[:3]
    }
    assert "estimated" in statuses
    assert "ok" not in statuses


@pytest.mark.parametrize(
    "marker",
    [
        "asylum-accommodation",
        "refugees-welcomed",
        "emergency-passages",
        "transnational-crime-exposure",
        "convivial-places-transfers",
        "foreign-patients",
    ],
)
def test_a_marker_that_is_off_shows_somewhere(starter: Any, marker: str) -> None:
    from longuevue.terms.refusal import Refusal

    with pytest.raises(Refusal, match="responsable de l'observatoire"):
        starter.reading(marker, "FR")
    assert marker not in {m["id"] for m in starter.markers()}
    assert marker not in {r["marker"] for r in starter.portrait("FR")["readings"]}
    assert marker not in {s["marker"] for s in starter.blind_spots("FR")["blind_spots"]}


def test_the_floor_of_insee_hides_a_village_that_its_own_office_prints(starter: Any) -> None:
    reading = starter.reading("foreign-residents-share", "lau-CH5429")  # Longirod, 481 inhabitants
    assert round(reading["value"], 4) == 15.3846
