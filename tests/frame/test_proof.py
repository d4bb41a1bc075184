"""`make proof` writes down what was measured and nothing else: a figure that does not hold must stay visible.
The figures themselves belong to the rooms that measure them."""

from __future__ import annotations

import datetime as dt
import json

from tools.proof import lines_in, page_of

HELD = {"figure": "portrait of Valmont, slowest of 500", "value": 0.12, "bar": "< 0.3 s", "holds": True}
LOST = {"figure": "rebuild | no change", "value": 4, "bar": "< 3 s", "holds": False, "where": "benchmarks/build.py"}


def test_only_whole_figures_are_read_among_other_output() -> None:
    noise = '....\n{"figure": "no bar"}\n{broken}\n[1, 2]\n' + json.dumps(HELD) + "\n12 passed\n"
    assert list(lines_in(noise)) == [HELD]


def test_figure_that_does_not_hold_is_printed_as_such() -> None:
    page = page_of([HELD, LOST], "3 passed, 0 failed, 0 skipped, 1 s", dt.date(2026, 11, 23), real=False)
    assert "| portrait of Valmont, slowest of 500 | 0.12 | < 0.3 s | yes |" in page
    assert "| rebuild \\| no change | 4 | < 3 s | **NO** | benchmarks/build.py |" in page
    assert "2026-11-23" in page
    assert "small files of ours" in page
