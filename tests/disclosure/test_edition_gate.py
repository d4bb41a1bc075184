"""From an actor's file to every exit of an edition: planted values are withheld at each, and the gate can stop it all."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq

from longuevue.config import gate
from longuevue.config.gate import ledger_of
from longuevue.edition.audit import audit_edition
from longuevue.edition.explain import explain
from longuevue.edition.reader import Edition
from longuevue.edition.verify import verify
from longuevue.engine.disclosure.ledger import Ledger
from tests.disclosure.guarded import EPCI, MARKERS, MINIMUM, SOURCE, built, hospital_facts, observatory


def walk(folder: Path, edition_folder: Path, communes: list[str]) -> Path:
    """Every answer of the edition about the planted markers, written to files as an exit would write it."""
    edition = Edition.open(edition_folder)
    folder.mkdir(exist_ok=True)
    areas = [*(f"com-{code}" for code in communes[:8]), f"epci-{EPCI}", "dep-34", "reg-76", "FR", "per-rive"]
    for area in areas:
        answers = {
            "portrait": edition.portrait(area),
            "blind_spots": edition.blind_spots(area),
            "territory": edition.territory(area),
        }
        for marker in MARKERS:
            answers[marker] = [
                edition.reading(marker, area), edition.series(marker, area), edition.counterparts(marker, area),
                explain(edition, marker, area), [edition.reading(marker, area, counterpart=c) for c in ("CH", "IT")],
            ]  # fmt: skip
        (folder / f"{area}.json").write_text(json.dumps(answers, ensure_ascii=False, default=str), encoding="utf-8")
    for marker in MARKERS:
        for level in ("commune", "epci", "departement", "region", "perimeter"):
            table = edition.table(marker, level)
            (folder / f"{marker}-{level}.json").write_text(json.dumps(table, ensure_ascii=False), encoding="utf-8")
    return folder


def test_the_auditor_recovers_nothing_from_the_edition_nor_from_its_answers(guarded, communes, tmp_path):
    owner, edition = guarded
    ledger = Ledger(ledger_of(owner.folder))
    report = audit_edition(edition, ledger=ledger, exports=[walk(tmp_path / "sorties", edition, communes), edition])
    assert report.faults == []
    assert report.withheld >= 10 and report.files_read > 20


def test_without_the_gate_the_same_walk_finds_the_planted_values(guarded, open_door, communes, tmp_path):
    """The walk must be able to see: with raw facts it meets withheld values at every exit."""
    secrets = Ledger(ledger_of(guarded[0].folder))
    exits = walk(tmp_path / "sorties", open_door, communes)
    report = audit_edition(open_door, ledger=secrets, exports=[exits])
    files = {fault.split(" : ")[0] for fault in report.faults}
    assert {f"{MARKERS[0]}-commune.json", f"com-{communes[0]}.json"} & files
    assert len(files) > 5


def test_a_withheld_figure_is_said_withheld_and_a_larger_place_is_offered(guarded, communes):
    _, folder = guarded
    edition = Edition.open(folder)
    readings = [edition.reading("valmont-care-abroad", f"com-{code}") for code in communes]
    hidden = [reading for reading in readings if reading["status"] == "suppressed"]
    assert hidden
    assert all(r["value"] is None and r["numerator"] is None and r["status_reason"] == "suppressed" for r in hidden)
    assert any(r["offered"] and r["offered"]["value"] >= MINIMUM for r in hidden)
    assert edition.reading("valmont-care-abroad", f"epci-{EPCI}")["status"] == "ok"


def test_the_edition_verifies_from_its_own_protected_inputs(guarded):
    assert verify(guarded[1]).faults == []


def test_the_receipt_of_an_entrusted_file_does_not_leave(guarded):
    """The hash of a small file lets one try every count it may hold."""
    _, folder = guarded
    source = next(s for s in json.loads((folder / "sources.json").read_text()) if s["id"] == SOURCE)
    assert source["receipt"]["sha256"] != "0" * 64
    assert "hopitaux" not in (folder / "sources.json").read_text()
    assert str(MINIMUM) not in (folder / "manifest.json").read_text()


def test_the_same_build_again_is_the_same_edition(guarded, communes):
    owner, folder = guarded
    entries = len(Ledger(ledger_of(owner.folder)).entries)
    assert built(owner, communes) == folder
    assert len(Ledger(ledger_of(owner.folder)).entries) == entries


def test_a_revised_edition_does_not_undo_the_first(communes, tmp_path):
    owner = observatory(tmp_path / "deux")
    first = built(owner, communes)
    second = built(owner, communes, revised=4)
    assert first != second
    ledger = Ledger(ledger_of(owner.folder))
    for edition in (first, second):
        assert audit_edition(edition, ledger=ledger, exports=[edition]).faults == []


def test_an_observatory_without_entrusted_figures_keeps_no_ledger(guarded, tmp_path):
    owner, _ = guarded
    facts = hospital_facts(["34172"])
    gated = gate.through_the_gate(owner, (), lambda: facts, {}, {"insee": {}}, name="x", hash_of=str)
    assert gated.facts() is facts


def test_facts_of_a_marker_that_is_off_do_not_leave(communes, tmp_path):
    owner = observatory(tmp_path / "eteint")
    for path in owner.own_markers.glob("*.yaml"):
        text = path.read_text(encoding="utf-8").replace("level: high", "level: very_high\n  off_by_default: true")
        path.write_text(text, encoding="utf-8")
    edition = built(owner, communes)
    facts = pc.unique(pq.read_table(edition / "facts/by_marker.parquet")["source_id"])
    assert SOURCE not in facts.to_pylist()
