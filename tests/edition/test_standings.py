"""Peers and standing found by the edition: the same as by the handbook's own formula over every place, nobody ranked."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from longuevue.diagnosis.peers import Place, provisional_peers
from longuevue.diagnosis.surroundings import distances_from, metropoles, ranks_of


def test_peers_found_near_in_population_are_others_than_the_handbook_s(
    starter: Any, counts: Callable[[int, int], int]
) -> None:
    for level in ("epci", "departement", "commune"):
        every = [
            Place(p.level, p.code, p.name, p.population, p.zone) for p in starter.places.of_level(level) if p.population
        ]
        for place in random.Random(3).sample(every, counts(3, 40)):
            expected = provisional_peers(place, every)
            found = starter.peers(
                f"{'com' if level == 'commune' else level[:3] if level != 'epci' else 'epci'}-{place.code}"
            )
            assert sorted(p["ref"].partition("-")[2] for p in found["peers"]) == sorted(expected.codes), place
            assert [p["name"] for p in found["peers"]] == sorted(p["name"] for p in found["peers"])


@pytest.mark.parametrize("zone", ["region", "country"])
def test_a_standing_counts_a_place_of_another_zone(starter: Any, zone: str) -> None:
    reading = starter.reading("immigrant-residents-share", "dep-34")
    found = starter.standing(reading, zone)
    rows = [r for r in starter.table("immigrant-residents-share", "departement") if r["status"] == "ok"]
    home = {p.code: p.region for p in starter.places.of_level("departement")}
    inside = [r["value"] for r in rows if zone == "country" or home[r["ref_area"]] == "76"]
    below = sum(value < reading["value"] for value in inside)
    assert found["compared_with"] == len(inside) - 1
    assert found["percentile"] == pytest.approx(100 * (below + 0.5) / len(inside))
    assert found["side"] in ("higher", "lower", "same")


def test_a_percentile_is_drawn_from_three_values(starter: Any) -> None:
    reading = starter.reading("international-students-share", "com-98818")
    found = starter.standing(reading, "peers")
    assert found["compared_with"] < 5 and found["percentile"] is None


def test_a_place_without_a_figure_is_given_a_standing(starter: Any) -> None:
    reading = starter.reading("international-students-share", "com-34027")
    assert reading["value"] is None and starter.standing(reading, "peers") is None


def test_an_open_register_is_compared(starter: Any) -> None:
    reading = starter.reading("twinnings", "com-42218")
    assert reading["status"] == "partial" and starter.standing(reading, "peers") is None


def test_a_metropole_is_told_it_is_far_from_itself(starter: Any) -> None:
    context = starter.portrait("epci-243400017")["context"]
    assert context["measured_from"] == "Montpellier"
    names = [one["name"] for one in context["distances"]]
    assert "Montpellier" not in names and names[0] == "Marseille" and "Paris" in names
    assert 120 < context["distances"][0]["km"] < 130


def test_the_rank_lost_in_2016_is_said_of_another_town() -> None:
    lost = ranks_of({"level": "commune", "code": "63113"})
    assert len(lost) == 1 and "capitale régionale" in lost[0]["fr"]
    assert ranks_of({"level": "commune", "code": "42218"}) == []
    assert len(metropoles()) == 22


def test_the_nearest_metropole_comes_after_another() -> None:
    far = distances_from(45.4397, 4.3872, own=None)
    assert far[0]["name"] == "Saint-Étienne" and [one["km"] for one in far] == sorted(one["km"] for one in far)


@pytest.mark.parametrize("status", ["estimated", "partial", "low_precision"])
def test_an_estimate_takes_a_percentile_among_observed_figures(starter: Any, status: str) -> None:
    observed = starter.reading("international-students-share", "com-42218")
    assert starter.standing(observed, "country")["percentile"] is not None
    for zone in ("peers", "departement", "region", "country"):
        assert starter.standing(observed | {"status": status}, zone) is None
