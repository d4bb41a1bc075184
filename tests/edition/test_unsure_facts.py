"""A count that its sample leaves too uncertain: withheld on its page, told in the file of facts or by `explain` all the same."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from longuevue.cli import run
from longuevue.config import pipeline
from longuevue.config.observatory import read_observatory
from longuevue.config.pipeline import build
from longuevue.edition import layout
from longuevue.edition.explain import explain
from longuevue.edition.reader import Edition
from longuevue.edition.verify import recorded_facts, verify
from longuevue.facts.sampling import covariance
from longuevue.facts.table import facts_from_rows, joined
from tests.disclosure.guarded import loaded
from tests.engine.precision.test_readings_of_samples import EPCI, mobpro
from tests.sources.bench import read, write

WEAK, SURE = "74094", "74012"
COUNT = "cross_border_commuters"


def published(counts: dict[str, float]) -> pa.Table:
    """Two published census counts by commune, with no file of people: their class is an approximation."""
    rows = [
        {"ref_area": code, "measure": measure, "value": value}
        for code, count in counts.items()
        for measure, value in (("foreign_residents", count), ("residents", 3000.0))
    ]
    return facts_from_rows(
        rows, source_id="insee-rp-nat", dataset="x", area_level="commune", time_period="2021", geography_year=2024,
        obs_status="A", vintage="2021", counterpart_area="W",
    )  # fmt: skip


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("insee")
    drawn = read("insee-rp-mobpro", write(folder, "FD_MOBPRO_2021.csv", mobpro())).facts
    facts = joined([drawn, published({SURE: 12.0, "74008": 1500.0})])
    for inside in ("markers", "perimeters", "sources", "editions"):
        (folder / "home" / inside).mkdir(parents=True)
    (folder / "home" / "observatory.toml").write_text(
        f'name = "Valmont"\nperimeter = ["epci-{EPCI}"]\nquestions = []\ndate = "2026-11-01"\n', encoding="utf-8"
    )
    receipts = {
        source: {"source_id": source, "sha256": "0" * 64, "file": "x.csv", "rows": 9, "origin": "file"}
        for source in ("insee-rp-mobpro", "insee-rp-nat")
    }
    ready = replace(loaded(facts), receipts=receipts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "load_sources", lambda *_: ready)
        return build(read_observatory(folder / "home"))[0]


def flags(edition: Path, name: str) -> dict[tuple[str, str, str | None], str | None]:
    rows = pq.read_table(edition / name).to_pylist()
    return {(row["measure"], row["ref_area"], row["counterpart_area"]): row["precision"] for row in rows}


@pytest.mark.parametrize("name", [layout.FACTS_BY_TERRITORY, layout.FACTS_BY_MARKER])
def test_the_open_facts_state_a_count_of_class_c_like_any_other(edition: Path, name: str) -> None:
    found = flags(edition, name)
    assert Edition.open(edition).reading("cross-border-commuters", f"com-{WEAK}")["status_reason"] == "too_uncertain"
    assert {found[key] for key in found if key[:2] == (COUNT, WEAK)} == {"C"}
    assert {found[key] for key in found if key[:2] == (COUNT, SURE)} == {None}
    # what it is divided by is sure, and so is the count of everyone
    assert {flag for (measure, *_), flag in found.items() if measure in ("employed_residents", "residents")} == {None}


def test_a_published_count_whose_share_is_withheld_is_not_flagged(edition: Path) -> None:
    found = flags(edition, layout.FACTS_BY_MARKER)
    assert found["foreign_residents", SURE, "W"] == "C"
    assert found["foreign_residents", "74008", "W"] is None


def test_explain_prints_a_count_that_its_page_withholds(edition: Path, capfd: Any) -> None:
    book = Edition.open(edition)
    counts = {
        row["ref_area"]: row["value"]
        for row in recorded_facts(edition).to_pylist()
        if row["measure"] == COUNT and row["counterpart_area"] == "CH"
    }
    shown = f"{counts[SURE]:.12g}"
    for area in (f"com-{WEAK}", f"epci-{EPCI}"):
        found = explain(book, "cross-border-commuters", area)
        (weak,) = [f for f in found["facts"] if (f["measure"], f["ref_area"]) == (COUNT, WEAK)]
        assert weak["value"] is None and weak["withheld"]["fr"].startswith("moins de ")
        assert found["facts_too_uncertain"] >= 1
        assert run(["explain", "cross-border-commuters", area, "--edition", str(edition)]) == 0
        text = capfd.readouterr().out + json.dumps(found, default=str)
        assert f"{counts[WEAK]:.12g}" not in text and str(counts[WEAK]) not in text
        assert "moins de " in text and "aux totaux" in text
    assert shown in text  # the sure one is told


def test_explain_prints_a_published_count_of_class_c(edition: Path) -> None:
    (count,) = [f for f in explain(Edition.open(edition), "foreign-residents-share", f"com-{SURE}")["facts"]
                if f["measure"] == "foreign_residents"]  # fmt: skip
    assert count["value"] is None and count["withheld"]["fr"] == "trop incertain pour être publié ici"


def test_a_flag_takes_a_count_out_of_its_totals(edition: Path) -> None:
    assert verify(edition).faults == []
    assert covariance(COUNT, COUNT) in recorded_facts(edition)["measure"].to_pylist()
    assert "precision" not in recorded_facts(edition).column_names
