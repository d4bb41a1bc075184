"""INSEE's floors by number of posts, on what the engine really gives: a nationality at 20,000 inhabitants is not shown."""

from __future__ import annotations

from typing import Any

import pytest

from longuevue.engine.precision.floors import detail_floor
from longuevue.facts.table import facts_from_rows
from tests.engine.precision.test_readings_of_samples import readings

COUNTRIES = ("MA", "PT", "IT", "DE", "DZ", "TN", "CN", "BR", "SN", "ML", "TR", "ES", "GB")
COMMUNE = "74012"


def told(marker: str, countries: int, inhabitants: int) -> dict[str, dict[str, Any]]:
    """The commune's reading for all foreigners and for Moroccans, where a source lists so many nationalities."""
    listed = COUNTRIES[:countries]
    counts = [("foreign_residents", "W", 3_000.0 * len(listed)), ("residents", "W", 90_000.0)]
    counts += [("foreign_residents", country, 3_000.0) for country in listed]
    rows = [{"ref_area": COMMUNE, "measure": m, "counterpart_area": c, "value": value} for m, c, value in counts]
    facts = facts_from_rows(
        rows, source_id="insee-rp-nat", dataset="x", area_level="commune", time_period="2021", geography_year=2024,
        obs_status="A", vintage="2021",
    )  # fmt: skip
    found = readings(facts, marker, {COMMUNE: ""}, inhabitants=inhabitants)
    return {key[2]: row for key, row in found.items() if key[1] == COMMUNE}


@pytest.mark.parametrize(
    ("countries", "inhabitants", "shown"),
    [
        (1, 49_999, False),
        (1, 50_000, True),
        (12, 50_000, True),
        (13, 50_000, False),
        (13, 499_999, False),
        (13, 500_000, True),
    ],
)
def test_a_nationality_is_shown_under_the_floor_of_its_detail(countries: int, inhabitants: int, shown: bool) -> None:
    found = told("foreign-residents-share", countries, inhabitants)
    assert found["W"]["value"] is not None  # two posts: from 2,000 inhabitants
    assert (found["MA"]["value"] is not None) == shown
    if not shown:
        assert found["MA"]["status_reason"] == "scale_too_small" and found["MA"]["numerator"] is None
    spread = told("nationality-diversity", countries, inhabitants)["W"]
    assert (spread["value"] is not None) == shown


def test_a_measure_without_a_floor_is_given_one() -> None:
    assert detail_floor(0, 200) == 0
    assert [detail_floor(2_000, n) for n in (0, 1, 12, 13, 60)] == [2_000, 50_000, 50_000, 500_000, 500_000]
