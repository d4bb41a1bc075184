"""What a figure counts must be named, or "with which cities are we twinned?" is answered by a number alone.
Names come from the starter (Wikidata P190, 2016) and from INSEE's list of first countries (census 2021)."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.parametrize("area", ["com-42218", "200073096", "dep-42", "reg-84"])
def test_a_count_of_things_does_not_match_their_names(starter: Any, area: str) -> None:
    found = starter.beneath("twinnings", area)
    assert found["named_count"] == starter.reading("twinnings", area)["value"]
    assert len({thing["item"] for thing in found["named"]}) == len(found["named"])
    assert all(thing["fr"] and thing["en"] and thing["declared_by"] for thing in found["named"])


def test_a_shared_partner_is_named_twice_or_loses_a_home(starter: Any) -> None:
    named = starter.beneath("twinnings", "200046977")["named"]
    shared = [thing for thing in named if len(thing["declared_by"]) > 1]
    assert shared and all(len(set(t["declared_by"])) == len(t["declared_by"]) for t in shared)


def test_links_of_another_place_pass_for_certain(starter: Any) -> None:
    named = starter.beneath("twinnings", "com-01183")["named"]
    assert named and all(thing["doubtful"] for thing in named)
    assert starter.beneath("twinnings", "com-01183")["notes"][0]["fr"].startswith("À vérifier")


def test_first_countries_lose_their_order(starter: Any) -> None:
    origins = starter.beneath("immigrant-residents-share", "dep-42")["origins"]
    assert [origin["counterpart_area"] for origin in origins] == ["DZ", "MA", "PT"]


def test_a_place_without_its_own_figure_lends_names(starter: Any) -> None:
    found = starter.beneath("immigrant-residents-share", "com-42218")
    assert not found["named"] and not found["origins"] and not found["notes"]


def test_a_contradiction_of_the_publisher_stays_in_a_drawer(starter: Any) -> None:
    (note,) = starter.beneath("external-action-spending", "com-34172")["notes"]
    assert "245 850" in note["fr"] and "245,850" in note["en"]
