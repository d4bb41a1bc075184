"""Reach: distances known from elsewhere, shares by ring at a date, and silence where the centre is unknown."""

from __future__ import annotations

import json
import math
from datetime import date
from pathlib import Path

import pytest

from longuevue.engine.measures.reach import (
    Point,
    breadth,
    haversine_km,
    mean_reach,
    median_reach,
    openness,
    population_centroid,
)
from longuevue.engine.measures.rings import RINGS, capitals, countries_in, ring_of, ring_shares, share_in
from longuevue.terms.refusal import Refusal

PARIS = Point(48.8566, 2.3522)


def test_paris_london_and_paris_new_york_are_at_their_known_distances() -> None:
    # published great-circle distances: about 344 km and about 5,837 km
    london, new_york = haversine_km(PARIS, [51.5074, 40.7128], [-0.1278, -74.0060])
    assert london == pytest.approx(344, abs=1)
    assert new_york == pytest.approx(5837, abs=3)


def test_a_quarter_of_the_globe_is_a_quarter_of_its_circumference() -> None:
    assert haversine_km(Point(0, 0), [90], [0])[0] == pytest.approx(math.pi / 2 * 6371.0088)


def test_centroid_is_weighted_by_population_and_survives_the_antimeridian() -> None:
    centre = population_centroid([0, 0], [0, 10], [3, 1])
    assert centre is not None
    assert centre.lon == pytest.approx(2.5, abs=0.01)
    across = population_centroid([0, 0], [179, -179], [1, 1])
    assert across is not None
    assert abs(across.lon) == pytest.approx(180)


def test_a_perimeter_with_an_unlocated_member_has_no_centre() -> None:
    assert population_centroid([46.2, None], [6.2, None], [90, 10]) is None
    assert population_centroid([46.2, None], [6.2, None], [990, 10]) is not None


def test_mean_and_median_reach_of_a_small_list() -> None:
    # ten links at 100 km, one at 12,000 km: the mean is pulled, the median is not
    assert mean_reach([10, 1], [100, 12_000]).value == pytest.approx(13_000 / 11)
    assert median_reach([10, 1], [100, 12_000]).value == 100
    assert median_reach([1, 1], [100, 200]).value == 100


def test_without_a_centre_reach_is_not_available_and_says_why() -> None:
    for answer in (mean_reach([1], None), median_reach([1], None), openness([1], 10, None).weighted):
        assert (answer.value, answer.status) == (None, "not_available")
        assert answer.note is not None
        assert "centre" in answer.note.fr


def test_reach_is_partial_with_a_few_unlocated_partners_and_silent_with_many() -> None:
    few = mean_reach([96, 4], [500, None])
    assert (few.value, few.status, few.status_reason) == (500, "partial", "incomplete_members")
    assert mean_reach([90, 10], [500, None]).value is None


def test_a_place_without_a_link_is_told_that_its_centre_is_unknown() -> None:
    for reach in (mean_reach, median_reach):
        none, few, centreless = reach([0, 0], [1, 2]), reach([1, 1], [100, math.nan]), reach([3], None)
        assert [one.value for one in (none, few, centreless)] == [None] * 3
        said = [one.note.fr if one.note else "" for one in (none, few, centreless)]
        assert (
            said[0].startswith("Aucun lien") and said[1].startswith("Moins de 95 %") and said[2].startswith("Le centre")
        )
    weighted = openness([1, 1], 10, [100, math.nan]).weighted
    assert weighted.note is not None and weighted.note.fr.startswith("Moins de 95 %")


def test_openness_is_given_with_and_without_the_weight_of_distance() -> None:
    answer = openness([100], 1_000, [100])
    assert answer.unweighted.value == pytest.approx(0.1)
    assert answer.weighted.value == pytest.approx(0.1 * math.log(2))


def test_breadth_compares_with_the_national_distribution() -> None:
    assert breadth([5, 5], [50, 50]).value == pytest.approx(1)
    assert breadth([10, 0], [0, 50]).value == pytest.approx(0)
    assert breadth([3, 1], [1, 1]).value == pytest.approx(0.75)


@pytest.mark.parametrize(
    ("country", "on", "ring"),
    [
        ("CH", date(2020, 1, 1), "neighbour"),
        ("GB", date(2019, 1, 1), "other_eu"),
        ("GB", date(2021, 1, 1), "other_europe"),
        ("HR", date(2012, 1, 1), "other_europe"),
        ("HR", date(2014, 1, 1), "other_eu"),
        ("MA", date(2020, 1, 1), "mediterranean_africa"),
        ("TR", date(2020, 1, 1), "mediterranean_africa"),
        ("BR", date(2020, 1, 1), "rest"),
        (None, date(2020, 1, 1), "unknown"),
    ],
)
def test_a_country_takes_its_ring_at_the_date_of_the_flow(country: str | None, on: date, ring: str) -> None:
    assert ring_of(country, on) == ring


def test_membership_lists_count_what_their_publishers_count() -> None:
    assert len(countries_in("eu", date(1960, 1, 1))) == 6
    assert len(countries_in("eu", date(2014, 1, 1))) == 28
    assert len(countries_in("eu", date(2024, 1, 1))) == 27
    assert len(countries_in("schengen", date(2024, 6, 1))) == 29
    # OECD: Cook Islands left in 2020, Antigua and Barbuda in 2022, Nauru in 2026
    assert "CK" not in countries_in("dac_recipients", date(2020, 6, 1))
    assert "AG" in countries_in("dac_recipients", date(2021, 6, 1))
    assert "NR" not in countries_in("dac_recipients", date(2026, 1, 1))


def test_an_unknown_list_or_a_date_before_it_is_refused() -> None:
    with pytest.raises(Refusal, match="inconnue"):
        countries_in("g20", date(2020, 1, 1))
    with pytest.raises(Refusal, match="2018"):
        countries_in("dac_recipients", date(2016, 1, 1))


def test_ring_shares_add_up_and_keep_the_unknown_apart() -> None:
    shares = ring_shares([4, 3, 2, 1], ["DE", "PL", None, "JP"], date(2020, 1, 1))
    assert tuple(shares) == RINGS
    assert sum(shares.values()) == pytest.approx(1)
    assert shares["unknown"] == pytest.approx(0.2)
    assert share_in([4, 3, 2, 1], ["DE", "PL", None, "JP"], "eu", date(2020, 1, 1)) == pytest.approx(0.7)
    assert share_in([0], ["DE"], "eu", date(2020, 1, 1)) is None


def _outlines() -> dict[str, object] | None:
    for folder in (Path("node_modules"), Path(__file__).resolve().parents[3] / "node_modules"):
        path = folder / "world-atlas" / "countries-50m.json"
        if path.exists():
            return json.loads(path.read_text(encoding="utf-8"))
    return None


def test_every_capital_lies_in_a_country_whose_outline_we_have() -> None:
    """A capital typed in the wrong hemisphere would move every distance: each must touch an outline of its own."""
    topology = _outlines()
    if topology is None:
        pytest.skip("pas de contours du monde ici : lancez npm ci (world-atlas)")
    from shapely.geometry import Point as Dot
    from shapely.geometry import shape
    from shapely.ops import unary_union
    from shapely.validation import make_valid

    scale, translate = topology["transform"]["scale"], topology["transform"]["translate"]  # type: ignore[index]
    arcs = []
    for arc in topology["arcs"]:  # type: ignore[attr-defined]
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale[0] + translate[0], y * scale[1] + translate[1]))
        arcs.append(points)

    def ring(indices: list[int]) -> list[tuple[float, float]]:
        out: list[tuple[float, float]] = []
        for index in indices:
            part = arcs[index] if index >= 0 else arcs[~index][::-1]
            out.extend(part if not out else part[1:])
        return out

    outlines = []
    for geometry in topology["objects"]["countries"]["geometries"]:  # type: ignore[index]
        if geometry["type"] == "Polygon":
            coordinates: object = [[ring(r) for r in geometry["arcs"]]]
        else:
            coordinates = [[ring(r) for r in polygon] for polygon in geometry["arcs"]]
        outlines.append(make_valid(shape({"type": "MultiPolygon", "coordinates": coordinates})))
    holders: dict[int, list[str]] = {}
    astray = []
    for country, point in capitals().items():
        dot = Dot(point.lon, point.lat)
        near = [n for n, outline in enumerate(outlines) if outline.distance(dot) < 0.15]
        inside = [n for n in near if outlines[n].contains(dot)]
        if not near:
            astray.append(country)
        for n in inside:
            holders.setdefault(n, []).append(country)
    assert unary_union(outlines).area > 0
    assert [c for c in astray if c not in {"TV"}] == []
    # two capitals share an outline only where one state lies inside the other's, or the border is disputed
    assert sorted(tuple(c) for c in holders.values() if len(c) > 1) == [("IL", "PS"), ("IT", "VA")]
