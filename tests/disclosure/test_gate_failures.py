"""Whatever breaks while an edition goes through the gate: a sentence is said, nothing new is out, the former edition stays."""

from __future__ import annotations

import json
import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from longuevue.config.gate import ledger_of
from longuevue.config.observatory import Observatory, read_observatory
from longuevue.edition import writer
from longuevue.edition.audit import audit_edition
from longuevue.engine.disclosure import protected_facts, release, solver, suppress
from longuevue.engine.disclosure.cells import CellKey
from longuevue.engine.disclosure.ledger import Entry, Ledger
from longuevue.terms.refusal import Refusal
from tests.disclosure.guarded import SOURCE, built

#: facts of another year, so that the build is not the one already made
OTHER = {"seed": 5}


@pytest.fixture
def owner(guarded, tmp_path: Path) -> Observatory:
    shutil.copytree(guarded[0].folder, tmp_path / "valmont")
    return read_observatory(tmp_path / "valmont")


@pytest.fixture
def former(owner: Observatory) -> Iterator[None]:
    """Checked after each failure: the same edition in force, no other, none unfinished, the ledger as it was."""
    names = sorted(path.name for path in owner.editions.iterdir())
    current = owner.current()
    yield
    assert owner.current() == current
    assert sorted(path.name for path in owner.editions.iterdir() if not path.name.startswith(".")) == names


def fails(*_: object, **__: object) -> None:
    raise RuntimeError("HiGHS")


@pytest.mark.parametrize(
    ("room", "name", "what"),
    [
        (suppress.District, "protect", fails),
        (solver.DeviationModel, "_solve", fails),
        (solver.DeviationModel, "_solve", lambda *_: None),
        (release, "audit", fails),
    ],
    ids=["protection", "solver-error", "solver-silent", "attack"],
)
def test_a_solver_that_fails_lets_an_edition_out(owner, former, communes, monkeypatch, room, name, what):
    monkeypatch.setattr(room, name, what)
    with pytest.raises(Refusal) as refusal:
        built(owner, communes, **OTHER)
    assert "L'édition précédente reste en ligne" in str(refusal.value)
    assert len(Ledger(ledger_of(owner.folder)).entries) == 1


def test_an_auditor_without_an_answer_says_that_all_is_well(owner, monkeypatch):
    """The pencil's bound is wider than the truth: a silent solver must stop the audit, not reassure it."""
    from longuevue.engine.disclosure import attacker

    monkeypatch.setattr(attacker._Question, "extreme", lambda *_: None)
    with pytest.raises(Refusal, match="n'a pas abouti"):
        audit_edition(owner.current(), ledger=Ledger(ledger_of(owner.folder)))


def test_a_table_that_nothing_can_protect_is_let_out(owner, former, communes):
    """Earlier releases already gave every total and every large commune: the new small figure has nowhere to hide."""
    facts_of = built.__globals__["hospital_facts"](communes, **OTHER)
    published: dict[CellKey, float] = {}
    for row in facts_of.to_pylist():
        key = CellKey(SOURCE, row["measure"], f"com-{row['ref_area']}", "2025", row["counterpart_area"])
        whole = key._replace(counterpart="W")
        published[whole] = published.get(whole, 0.0) + row["value"] * (row["measure"] == "care_abroad")
        for area in ("epci-243400017", "dep-34"):
            total = whole._replace(area=area)
            published[total] = published.get(total, 0.0) + row["value"] * (row["measure"] == "care_abroad")
    smallest = min((v, k) for k, v in published.items() if k.measure == "care_abroad" and v > 0)[1]
    del published[smallest]
    out = {key: value for key, value in published.items() if key.measure == "care_abroad"}
    members = {"epci-243400017": [(f"com-{code}", 1.0) for code in communes]}
    Ledger(ledger_of(owner.folder)).append(Entry("papier-de-2024", out, members=members))
    with pytest.raises(Refusal) as refusal:
        built(owner, communes, **OTHER)
    assert "retrouvée" in str(refusal.value) and "L'édition précédente reste en ligne" in str(refusal.value)
    assert "intercommunalité" in refusal.value.remedy or "années" in refusal.value.remedy


def broken_ledgers() -> dict[str, bytes]:
    return {
        "not JSON": b"bonjour\n",
        "not UTF-8": b"\xff\xfe\x00\n",
        "a list": b"[1, 2]\n",
        "no chain": b'{"entry": {}}\n',
        "empty": b"",
    }


@pytest.mark.parametrize("how", [*broken_ledgers(), "changed", "removed", "cut short"])
def test_a_ledger_that_was_touched_lets_an_edition_out(owner, former, communes, how):
    path = ledger_of(owner.folder)
    line = path.read_bytes()
    if how == "removed":
        path.unlink()
    elif how == "changed":
        document = json.loads(line)
        document["entry"]["published"][0][1] += 1
        path.write_text(json.dumps(document) + "\n", encoding="utf-8")
    else:
        path.write_bytes(line[:-40] if how == "cut short" else broken_ledgers()[how])
    with pytest.raises(Refusal, match="registre des diffusions") as refusal:
        built(owner, communes, **OTHER)
    assert "sauvegarde" in refusal.value.remedy


def test_a_line_cut_by_a_power_failure_blocks_the_next_edition(owner, communes):
    """The second line was being written: the edition it announced never appeared, so nothing of it is known."""
    path = ledger_of(owner.folder)
    path.write_bytes(path.read_bytes() + b'{"entry": {"release": "2026-11-01/act')
    ledger = Ledger(path)
    assert len(ledger.entries) == 1
    ledger.append(Entry("suite", {}))
    assert [entry.release for entry in Ledger(path).entries][1:] == ["suite"]


@pytest.mark.parametrize("where", ["_fill", "point_to"])
def test_a_build_killed_half_way_replaces_the_former_edition(owner, communes, monkeypatch, where):
    """Killed outright, as by a power cut: what it would have printed is in the ledger, no half edition is read."""
    current = owner.current()

    def killed(*_: object, **__: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    child = os.fork()
    if child == 0:
        monkeypatch.setattr(writer, where, killed)
        try:
            built(owner, communes, **OTHER)
        finally:
            os._exit(3)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    assert owner.current() == current
    assert len(Ledger(ledger_of(owner.folder)).entries) == 2
    if where == "_fill":  # the next build goes to the end, and decides as the killed one had
        edition = built(owner, communes, **OTHER)
        assert owner.current() == edition != current
        assert len(Ledger(ledger_of(owner.folder)).entries) == 2
        assert audit_edition(edition, ledger=Ledger(ledger_of(owner.folder))).faults == []


def test_a_refusal_of_the_gate_itself_replaces_the_former_edition(owner, former, communes, monkeypatch):
    def shut(*_: object, **__: object) -> None:
        raise Refusal("Édition arrêtée : essai.", "L'édition précédente reste en ligne.")

    monkeypatch.setattr(protected_facts, "release", shut)
    with pytest.raises(Refusal, match="Édition arrêtée"):
        built(owner, communes, **OTHER)
