"""A publisher's facts under its population floor: in the totals, in no file that states facts, in no answer."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from longuevue.cli import run
from longuevue.config import pipeline
from longuevue.config.pipeline import build
from longuevue.edition import layout
from longuevue.edition.audit import audit_edition
from longuevue.edition.explain import explain
from longuevue.edition.reader import Edition
from longuevue.edition.verify import recorded_facts, verify
from longuevue.engine.disclosure import floored_facts
from longuevue.facts.table import facts_from_rows
from longuevue.territories.catalogue import load_catalogue
from tests.disclosure.guarded import EPCI, loaded, observatory

MARKER = "foreign-residents-share"
CENSUS = "insee-rp-nat"


def census(communes: list[str]) -> pa.Table:
    """Invented counts of seven figures, recognised wherever they are written."""
    random = np.random.default_rng(11)
    rows = []
    for commune in communes:
        foreign = float(random.integers(2_000_000, 9_000_000))
        rows += [
            {"measure": "foreign_residents", "ref_area": commune, "value": foreign},
            {"measure": "residents", "ref_area": commune, "value": foreign * 7 + 13},
        ]
    return facts_from_rows(
        rows, source_id=CENSUS, dataset="essai", area_level="commune", geography_year=2026, time_period="2022",
        counterpart_area="W", category=None, item=None, obs_status="A", vintage="2022",
    )  # fmt: skip


def made(folder: Path, communes: list[str]) -> Path:
    facts = census(communes)
    ready = loaded(facts)
    receipt = {"source_id": CENSUS, "sha256": "0" * 64, "file": "TD_NAT1_2022.csv", "rows": facts.num_rows}
    ready = replace(ready, receipts={CENSUS: receipt | {"origin": "file", "retrieved": "2026-11-01"}})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "load_sources", lambda *_: ready)
        return build(observatory(folder))[0]


@pytest.fixture(scope="module")
def edition(tmp_path_factory, communes) -> Path:
    return made(tmp_path_factory.mktemp("recensement") / "valmont", communes)


@pytest.fixture(scope="module")
def small(communes) -> list[str]:
    catalogue = load_catalogue()
    people = {place.code: place.population for place in catalogue.of_level("commune")}
    found = [code for code in communes if (people[code] or 0) < 2_000]
    assert found
    return found


def stated(edition: Path, name: str) -> dict[tuple[str, str], float]:
    return {(row["measure"], row["ref_area"]): row["value"] for row in pq.read_table(edition / name).to_pylist()}


def test_the_facts_of_an_edition_state_a_commune_under_the_floor(edition, small, communes):
    for name in (layout.FACTS_BY_TERRITORY, layout.FACTS_BY_MARKER):
        facts = stated(edition, name)
        assert not {("foreign_residents", code) for code in small} & facts.keys()
        assert {("residents", code) for code in communes} <= facts.keys()  # a head count is public
        # a neighbour that stepped back so that a small one be not computed is not stated either
        shown = {r["ref_area"] for r in Edition.open(edition).table(MARKER, "commune") if r["value"] is not None}
        assert {code for measure, code in facts if measure == "foreign_residents"} == shown
        assert shown
    every = recorded_facts(edition).to_pylist()
    assert {row["ref_area"] for row in every if row["measure"] == "foreign_residents"} == set(communes)


def test_a_total_forgets_the_small_communes_or_a_stranger_cannot_find_it(edition, communes):
    facts = census(communes).to_pylist()
    whole = sum(row["value"] for row in facts if row["measure"] == "foreign_residents")
    assert Edition.open(edition).reading(MARKER, f"epci-{EPCI}")["numerator"] == pytest.approx(whole)
    assert verify(edition).faults == []


def test_explain_states_what_the_floor_withholds(edition, small, capsys):
    values = {r["ref_area"]: r["value"] for r in recorded_facts(edition).to_pylist() if r["measure"] != "residents"}
    secret = [f"{values[code]:.0f}" for code in small]
    book = Edition.open(edition)
    for area in (f"com-{small[0]}", f"epci-{EPCI}"):
        found = explain(book, MARKER, area)
        assert found["facts_below_floor"] > 0
        text = json.dumps(found, default=str)
        assert run(["explain", MARKER, area, "--edition", str(edition)]) == 0
        text += capsys.readouterr().out
        assert "ne sont pas montrés" in text
        assert not [number for number in secret if number in text]


def test_the_auditor_passes_a_file_of_facts_under_the_floor(edition, communes, tmp_path, monkeypatch):
    assert audit_edition(edition, exports=[edition / "facts"]).faults == []
    monkeypatch.setattr(floored_facts, "floored_measures", lambda *_: {})
    bare = made(tmp_path / "ouverte", communes)
    assert not (bare / layout.FACTS_APART).exists()
    faults = audit_edition(bare).faults
    assert any("seuil" in fault for fault in faults), faults
