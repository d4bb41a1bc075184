"""Counts that the press hands over: read like a publisher's file, and what is no count is refused with what it held."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from longuevue.sources.descriptions import description_of
from longuevue.sources.loaders import Files
from longuevue.sources.loaders.counts import tidy
from longuevue.terms.refusal import Refusal

GOOD = {"measure": "policy_areas_followed", "area": "com-34172", "time_period": "2026", "value": 3}


def _read(folder: Path, content: Any) -> Any:
    path = folder / "longuevue-policy.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return tidy(Files(description_of("longuevue-policy"), {"counts": [path]}, folder))


def _file(*rows: Any) -> dict[str, Any]:
    return {"format": "longuevue-counts/1", "source": "longuevue-policy", "rows": list(rows)}


def test_square_centimetres_are_no_whole_number_and_what_is_no_number_at_all_is_refused(tmp_path: Path) -> None:
    found = _read(tmp_path, _file({**GOOD, "value": 30.5}, {**GOOD, "area": "dep-34", "value": float("nan")}))
    assert found.facts["value"].to_pylist() == [30.5] and len(found.refused) == 1


def test_a_zero_is_a_count_and_a_perimeter_without_code_is_set_aside(tmp_path: Path) -> None:
    found = _read(tmp_path, _file(GOOD, {**GOOD, "value": 0, "area": "dep-34"}, {**GOOD, "area": "per-grand-geneve"}))
    assert sorted(found.facts["value"].to_pylist()) == [0.0, 3.0] and not found.refused


@pytest.mark.parametrize(
    "wrong",
    [{"measure": "votes"}, {"value": -1}, {"value": True}, {"value": "3"}, {"value": None}, {"time_period": "26"}],
)
def test_a_row_that_is_no_count_is_refused_and_the_others_stay(tmp_path: Path, wrong: dict[str, Any]) -> None:
    found = _read(tmp_path, _file(GOOD, {**GOOD, **wrong}))
    assert len(found.refused) == 1 and found.facts.num_rows == 1


@pytest.mark.parametrize(
    "content", [[], {}, {**_file(), "format": "x"}, {**_file(), "source": "y"}, {**_file(), "rows": 3}]
)
def test_a_file_that_is_no_file_of_counts_is_refused_in_words(tmp_path: Path, content: Any) -> None:
    with pytest.raises(Refusal, match="Publiez de nouveau"):
        _read(tmp_path, content)
