"""`make proof` writes down what was measured and nothing else: a figure that does not hold must stay visible.
The figures themselves belong to the rooms that measure them."""

from __future__ import annotations

import json

from tools.proof import lines_in
from tools.proof_page import belongs, merged, page_of, rows_of, runs_of

HELD = {"figure": "portrait of Valmont, slowest of 500", "value": 0.12, "bar": "< 0.3 s", "holds": True}
LOST = {"figure": "rebuild | no change", "value": 4, "bar": "< 3 s", "holds": False, "where": "benchmarks/build.py"}
PORTRAIT = {**HELD, "where": "tests/edition/test_portraits.py::test_slow"}


def test_only_whole_figures_are_read_among_other_output() -> None:
    noise = '....\n{"figure": "no bar"}\n{broken}\n[1, 2]\n' + json.dumps(HELD) + "\n12 passed\n"
    assert list(lines_in(noise)) == [HELD]


def test_figure_that_does_not_hold_is_printed_as_such() -> None:
    page = page_of(merged([], [PORTRAIT, LOST], "2026-11-23", []), ["run of 2026-11-23: everything"], "2 cores")
    assert "| portrait of Valmont, slowest of 500 | 0.12 | < 0.3 s | yes | 2026-11-23 |" in page
    assert "| rebuild \\| no change | 4 | < 3 s | **NO** | 2026-11-23 | benchmarks/build.py |" in page
    assert runs_of(page) == ["run of 2026-11-23: everything"]


def test_run_of_one_part_loses_or_renews_the_day_of_another() -> None:
    whole = page_of(merged([], [PORTRAIT, LOST], "2026-11-23", []), [], "2 cores")
    part = merged(rows_of(whole), [{**LOST, "value": 2, "holds": True}], "2026-11-25", ["benchmarks/build.py"])
    assert [(line["where"], line["day"], line["holds"]) for line in part] == [
        ("benchmarks/build.py", "2026-11-25", True),
        (PORTRAIT["where"], "2026-11-23", True),
    ]


def test_whole_run_keeps_a_figure_that_nothing_measures_any_more() -> None:
    whole = page_of(merged([], [PORTRAIT, LOST], "2026-11-23", []), [], "2 cores")
    assert [line["figure"] for line in merged(rows_of(whole), [LOST], "2026-11-25", [])] == [LOST["figure"]]


def test_a_folder_takes_its_neighbour_for_its_own() -> None:
    assert belongs("tests/edition/test_build.py::test_x", ["tests/edition"])
    assert not belongs("tests/edition_two/test_build.py::test_x", ["tests/edition"])
