"""Five hundred places drawn at random and all the odd ones: a portrait that is empty, slow or a copy of another."""

from __future__ import annotations

import random
import secrets
import time
from collections.abc import Callable
from typing import Any

import pytest

from longuevue.edition.keys import area_key
from longuevue.terms.statuses import REASONS, WITH_VALUE

SPECIAL = (
    "com-85113",  # L'Île-d'Yeu, in no EPCI
    "com-55139",  # Cumières-le-Mort-Homme, no inhabitant
    "com-75056",
    "com-69123",
    "com-13055",
    "arm-75101",
    "arm-69381",
    "com-2A004",
    "dep-2B",
    "reg-94",
    "com-97608",
    "dep-976",
    "com-97701",
    "com-98735",
    "com-98818",
    "dep-975",
    "per-grand-geneve",
    "per-grand-geneve/CH",
    "lau-CH6621",
    "FR",
)


def test_a_portrait_is_empty_or_slow(
    starter: Any, counts: Callable[[int, int], int], prove: Callable[..., None]
) -> None:
    seed = secrets.randbelow(10**6)
    print(f"seed {seed}")
    rows = [(level, code) for level, code in starter.places._row if "/" not in code]
    drawn = [area_key(*row) for row in random.Random(seed).sample(rows, counts(80, 500))]
    regions = [p.key for p in starter.places.of_level("region")]
    starter.portrait("FR")
    slowest = 0.0
    for area in (*drawn, *SPECIAL, *regions):
        start = time.process_time()  # of this process: a busy machine is not a slow portrait
        portrait = starter.portrait(area)
        slowest = max(slowest, time.process_time() - start)
        _is_a_portrait(portrait, area)
    prove(
        f"portraits of {len(drawn)} places drawn (seed {seed}) and the odd ones, slowest, processor seconds",
        value=round(slowest, 3),
        bar="< 0.3",
        holds=slowest < 0.3,
    )


def _is_a_portrait(portrait: dict[str, Any], area: str) -> None:
    assert len(portrait["readings"]) == 56, area
    assert len(portrait["questions"]) == 3, area
    assert all(question["seen_by"] for question in portrait["questions"])
    seen = [r for r in portrait["readings"] if r["value"] is not None]
    lent = [r["offered"] for r in portrait["readings"] if r["value"] is None and r["offered"]]
    assert seen or lent or portrait["context"]["notice"] or area.startswith("lau"), area
    for reading in portrait["readings"]:
        if reading["value"] is None:
            assert reading["status"] not in WITH_VALUE
            assert reading["status_reason"] in REASONS[reading["status"]], (area, reading)
        else:
            assert reading["status"] in WITH_VALUE
            for key in ("unit", "time_period", "vintage", "geography_year", "source", "licence", "address"):
                assert reading[key], (area, reading["marker"], key)


def test_an_overseas_collectivity_is_left_without_a_word(starter: Any) -> None:
    for area in ("com-98735", "dep-975", "com-97701", "com-98818"):
        notice = starter.portrait(area)["context"]["notice"]
        assert "Qui pourrait compter" in notice["fr"]
        assert "Who could count" in notice["en"]


def test_two_villages_read_alike(starter: Any) -> None:
    villages = [p for p in starter.places.of_level("commune") if p.population and p.population < 500 and p.epci]
    one, other = random.Random(7).sample(villages, 2)

    def told(place: Any) -> tuple[Any, ...]:
        portrait = starter.portrait(place.key)
        lent = tuple(
            (r["marker"], r["offered"]["ref_area_name"], r["offered"]["value"])
            for r in portrait["readings"]
            if r["value"] is None and r["offered"]
        )
        return lent, tuple(q["marker"] for q in portrait["questions"]), portrait["context"]["population"]

    assert told(one) != told(other)
    assert one.departement == other.departement or told(one)[0] != told(other)[0]


@pytest.mark.parametrize("area", ["com-75056", "com-69123", "com-13055"])
def test_arrondissements_and_their_commune_are_added_together(starter: Any, area: str) -> None:
    assert [m["ref"] for m in starter.members(area)] == [area]


def test_what_is_known_of_one_commune_is_added_up_or_lost(starter: Any) -> None:
    """Montpellier alone counts its associations: its métropole has no total, and says what is known inside."""
    portrait = starter.portrait("243400017")
    reading = next(r for r in portrait["readings"] if r["marker"] == "international-actors-density")
    assert (reading["value"], reading["status_reason"]) == (None, "undefined")
    known = portrait["inside"]["international-actors-density"]
    assert [(row["ref_area"], row["numerator"]) for row in known] == [("34172", 225)]
