"""A file as the workshop brings one, from the store of sources to the pages: load, build, gate, pages, and a gate that fails."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq
import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "longuevue.config.django_settings")

import django

django.setup()

from django.test import Client  # noqa: E402

from longuevue.cli import run  # noqa: E402
from longuevue.config.gate import ledger_of  # noqa: E402
from longuevue.config.observatory import Observatory  # noqa: E402
from longuevue.config.pipeline import build  # noqa: E402
from longuevue.edition.audit import audit_edition  # noqa: E402
from longuevue.edition.reader import Edition  # noqa: E402
from longuevue.engine.disclosure import suppress  # noqa: E402
from longuevue.engine.disclosure.ledger import Ledger  # noqa: E402
from longuevue.facts.companions import ANNOTATIONS, ITEMS  # noqa: E402
from longuevue.portal import desk  # noqa: E402
from longuevue.sources.intake import Harvest  # noqa: E402
from longuevue.sources.vintages import VintageStore  # noqa: E402
from tests.disclosure import guarded as valmont  # noqa: E402

SOURCE = "workshop-valmont-care"


def deliver(folder: Path, communes: list[str], work: Path, **options: int) -> None:
    """What the workshop hands over: a table of facts, its card, a receipt; filed as any publisher's vintage is."""
    work.mkdir()
    facts = valmont.hospital_facts(communes, **options)
    pq.write_table(facts, work / "facts.parquet")
    pq.write_table(ITEMS.empty_table(), work / "items.parquet")
    pq.write_table(ANNOTATIONS.empty_table(), work / "annotations.parquet")
    (work / "refused.jsonl").write_text("", encoding="utf-8")
    receipt = {
        "source_id": SOURCE, "vintage": "2025", "dataset": "essai", "retrieved": "2026-11-01", "origin": "workshop",
        "file": "soignants.csv", "sha256": "1" * 64, "files": [{"name": "soignants.csv", "sha256": "1" * 64}],
        "facts": facts.num_rows, "rows_in": facts.num_rows, "kept": facts.num_rows, "aside": {}, "refused": 0,
        "rows": facts.num_rows, "remarks": [], "card": valmont.card().model_dump(mode="json", by_alias=True),
    }  # fmt: skip
    assert VintageStore(folder).deliver(Harvest(work, receipt), accepted=True).state == "current"


@dataclass(frozen=True)
class Built:
    owner: Observatory
    edition: Path
    secrets: dict


@pytest.fixture(scope="module")
def brought(tmp_path_factory, communes) -> Built:
    """The observatory, with the workshop's file among the starter's figures, and its edition through the gate."""
    home = tmp_path_factory.mktemp("atelier")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(valmont, "SOURCE", SOURCE)
        owner = valmont.observatory(home / "valmont")
        deliver(owner.folder, communes, home / "envoi")
        edition = build(owner)[0]
    entries = Ledger(ledger_of(owner.folder)).entries
    return Built(owner, edition, {k: s.value for e in entries for k, s in e.withheld.items()})


def hidden_place(brought: Built) -> str:
    return min(
        k.area for k in brought.secrets if (k.area[:4], k.measure, k.counterpart) == ("com-", "care_abroad", "W")
    )


def test_a_file_of_the_workshop_goes_round_the_gate(brought, tmp_path):
    area = hidden_place(brought)
    sources = {card["id"]: card for card in json.loads((brought.edition / "sources.json").read_text())}
    assert sources[SOURCE]["receipt"]["origin"] == "protected" and len(sources) > 20
    assert "soignants.csv" not in (brought.edition / "sources.json").read_text()
    reading = Edition.open(brought.edition).reading(valmont.MARKERS[0], area)
    assert (reading["status"], reading["value"]) == ("suppressed", None)
    desk.lend(Edition.open(brought.edition))
    try:
        for number, address in enumerate(
            (
                f"/fr/territoire/{area}/",
                f"/fr/chiffre/{valmont.MARKERS[0]}/{area}/",
                f"/fr/chiffre/{valmont.MARKERS[1]}/epci-{valmont.EPCI}/",
                f"/en/figure/{valmont.MARKERS[0]}/{area}/embed/",
                f"/fr/chiffre/{valmont.MARKERS[0]}/{area}.json",
            )
        ):
            page = Client().get(address)
            assert page.status_code == 200, address
            (tmp_path / f"{number}{Path(address).suffix or '.html'}").write_bytes(page.content)
            if number == 1:
                assert "Valeur protégée" in page.content.decode()
    finally:
        desk.lend(None)
    report = audit_edition(brought.edition, ledger=Ledger(ledger_of(brought.owner.folder)), exports=[tmp_path])
    assert report.faults == []
    assert report.withheld >= 10 and report.files_read == 5


def test_a_gate_that_fails_replaces_the_former_edition(brought, communes, tmp_path, monkeypatch, capsys, prove):
    """The workshop brings a revised file and the protection cannot be computed: one sentence, the former edition stays."""

    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("HiGHS")

    monkeypatch.setattr(valmont, "SOURCE", SOURCE)
    deliver(brought.owner.folder, communes, tmp_path / "envoi", seed=5)
    lines = ledger_of(brought.owner.folder).read_bytes()
    monkeypatch.setattr(suppress.District, "protect", fails)
    monkeypatch.chdir(brought.owner.folder)
    assert run(["build"]) == 1
    said = capsys.readouterr()
    assert "L'édition précédente reste en ligne" in said.err and "Traceback" not in said.err
    assert said.out == ""
    kept = brought.owner.current() == brought.edition
    prove("gate that fails: the former edition stays, a sentence is said", value=kept, bar="True", holds=kept)
    assert ledger_of(brought.owner.folder).read_bytes() == lines
    assert not list(brought.owner.editions.glob(".unfinished-*"))
    assert run(["reading", valmont.MARKERS[0], f"epci-{valmont.EPCI}"]) == 0
