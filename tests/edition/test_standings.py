"""Peers and standing found by the edition: the same as by the handbook's own formula over every place, nobody ranked."""

from __future__ import annotations

import random
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from longuevue.diagnosis.peers import Place, provisional_peers
from longuevue.diagnosis.surroundings import distances_from, metropoles, ranks_of
from longuevue.edition.places import Place as Territory
from longuevue.edition.standings import standing_of


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


def standing_in(zone: str, formula: dict[str, Any], others: int) -> dict[str, Any]:
    """Valmont at 7 among so many EPCI of its région or of its peers, all established, for a marker of this formula."""
    here = Territory("epci", "V000", "Valmont", 2026, "metro", 20_000, None, "D1", "R1")
    codes = [f"V{n:03}" for n in range(1, others + 1)]
    edition: Any = SimpleNamespace(
        places=SimpleNamespace(get=lambda level, code: here, count_in=lambda *_: others + 1, holds=lambda *_: True),
        values_by_code=lambda *_: {code: (float(n), "ok") for n, code in enumerate(codes)} | {"V000": (7.0, "ok")},
        marker=lambda _: {"id": "x", "formula": {"value": formula}, "unit": {"fr": "personnes"}},
        measures=SimpleNamespace(sureness=SimpleNamespace(interval=lambda *_: (None, None))),
        peers=lambda _: {"peers": [{"ref": f"epci-{code}"} for code in codes]},
    )
    reading = {
        "marker": "x",
        "value": 7.0,
        "status": "ok",
        "area_level": "epci",
        "ref_area": "V000",
        "time_period": "2024",
    }
    found = standing_of(edition, reading, zone)
    assert found is not None
    return found


COUNT: dict[str, Any] = {"sum": {"measure": "arrivals"}}
SHARE: dict[str, Any] = {"ratio": {"of": COUNT, "to": {"sum": {"measure": "residents"}}, "per": 100}}


@pytest.mark.parametrize("zone", ["peers", "region"])
def test_a_percentile_is_drawn_from_four_values_or_refused_from_five(zone: str) -> None:
    assert standing_in(zone, SHARE, 4)["percentile"] is None
    assert standing_in(zone, SHARE, 5)["percentile"] == pytest.approx(100 * 5.5 / 6)


def test_a_count_that_grows_with_the_place_has_a_percentile_among_places_of_every_size() -> None:
    assert standing_in("region", COUNT, 9)["percentile"] is None
    assert standing_in("peers", COUNT, 9)["percentile"] is not None  # those are of its size


def test_the_words_of_a_region_speak_of_peers() -> None:
    assert standing_in("region", SHARE, 5)["words"]["fr"] == "plus haut que la médiane"
