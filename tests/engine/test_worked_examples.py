"""Every marker's worked example, played through the engine: the handbook that a test keeps true."""

from __future__ import annotations

import pytest

from longuevue.engine.example import check_example, reading_of_example
from longuevue.markers.marker import Marker
from longuevue.markers.shelf import load_shelf
from longuevue.terms.refusal import Refusal


@pytest.mark.parametrize("marker", list(load_shelf()), ids=lambda marker: marker.id)
def test_the_example_of_a_page_does_not_give_what_it_announces(marker: Marker) -> None:
    check_example(marker)


def test_a_wrong_example_is_not_believed() -> None:
    marker = load_shelf().get("international-students-share")
    expect = marker.example.expect.model_copy(update={"value": 14.6})
    wrong = marker.model_copy(update={"example": marker.example.model_copy(update={"expect": expect})})
    with pytest.raises(Refusal, match=r"annonce value = 14\.6"):
        check_example(wrong)


def test_share_is_rebuilt_not_averaged() -> None:
    reading = reading_of_example(load_shelf().get("international-students-share"))
    mean_of_shares = (10.0 + 50.0) / 2
    assert reading["value"] == pytest.approx(100 * 1_100 / 10_200)
    assert reading["value"] != pytest.approx(mean_of_shares, abs=1)
