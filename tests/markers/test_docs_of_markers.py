"""Keeps the documents of markers true: the list, the keys, the nodes, the measures, the page of the how-to.
Links and headings of documents in general are checked in tests/frame."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from longuevue.engine.example import check_example
from longuevue.markers import marker as pages
from longuevue.markers import valmont
from longuevue.markers.grammar import KINDS, read_formula
from longuevue.markers.listing import listing
from longuevue.markers.marker import ROLLABLE, read_marker
from longuevue.markers.shelf import load_shelf
from tests.markers.test_shelf import measures_of

DOCS = Path(__file__).resolve().parents[2] / "docs"
REFERENCE = DOCS / "reference"


def test_the_list_of_markers_is_out_of_date() -> None:
    written = (REFERENCE / "markers.md").read_text("utf-8")
    assert written == listing(load_shelf()), "python -m longuevue.markers.listing > docs/reference/markers.md"


@pytest.mark.parametrize(
    "model",
    [pages.Marker, pages.Example, pages.ExampleFact, pages.ExampleCard, pages.Expected, pages.Companion, pages.Caveat],
)
def test_a_key_of_a_page_is_not_explained(model: type) -> None:
    text = (REFERENCE / "marker.md").read_text("utf-8")
    keys = [field.alias or name for name, field in model.model_fields.items()]  # type: ignore[attr-defined]
    assert [key for key in keys if f"`{key}`" not in text and key not in ("fr", "en")] == []


def test_an_aggregation_or_an_area_of_valmont_is_not_explained() -> None:
    text = (REFERENCE / "marker.md").read_text("utf-8")
    for aggregation, kinds in ROLLABLE.items():
        row = next(line for line in text.splitlines() if line.startswith(f"| `{aggregation}` |"))
        assert set(re.findall(r"`([a-z_]+)`", row)) - {aggregation} == set(kinds) - {aggregation}
    for level, area in zip(*(valmont.membership()[name] for name in ("area_level", "ref_area")), strict=True):
        if level not in ("country",) and "/" not in str(area):
            assert str(area) in text


def test_a_node_of_the_grammar_is_not_explained() -> None:
    text = (REFERENCE / "formulas.md").read_text("utf-8")
    assert set(re.findall(r"^### `([a-z_]+)`$", text, re.MULTILINE)) == set(KINDS)


def test_an_example_of_a_formula_is_refused() -> None:
    text = (REFERENCE / "formulas.md").read_text("utf-8")
    blocks = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    shown = set()
    for block in blocks:
        data = yaml.safe_load(block)
        tree = read_formula(data.get("formula", data), where="formulas.md")
        shown |= {node.kind for node in tree.walk()}
    assert shown == set(KINDS)


def test_a_measure_of_the_shelf_is_not_listed() -> None:
    rows = re.findall(
        r"^\| `([a-z0-9_]+)` \|.*\| ([^|]+) \|$", (REFERENCE / "measures.md").read_text("utf-8"), re.MULTILINE
    )
    listed = {measure: set(re.findall(r"`([a-z0-9-]+)`", markers)) for measure, markers in rows}
    assert len(listed) == len(rows)
    used: dict[str, set[str]] = {}
    for marker in load_shelf():
        for measure in measures_of(marker):
            used.setdefault(measure, set()).add(marker.id)
    assert listed == used


def test_the_page_of_the_how_to_is_refused(tmp_path: Path) -> None:
    found = re.search(r"```yaml\n(id: (.*?)\n.*?)```", (DOCS / "how-to/add-a-marker.md").read_text("utf-8"), re.DOTALL)
    assert found
    path = tmp_path / f"{found[2]}.yaml"
    path.write_text(found[1], "utf-8")
    marker = read_marker(path)
    assert marker.id == found[2]
    check_example(marker)
