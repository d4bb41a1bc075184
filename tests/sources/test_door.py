"""The door: quarantine, a child under limits, one atomic swap, a human for what looks wrong, the last good one public."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import yaml

from longuevue.facts.starter import starter_facts
from longuevue.sources.descriptions import FileDescription, SourceDescription, descriptions
from longuevue.sources.gathering import facts_for, load_files, load_mirror
from longuevue.sources.intake import Limits, harvest
from longuevue.sources.vintages import VintageStore
from longuevue.terms.refusal import Refusal
from tests.sources.bench import write

HEAD = "year,coo_iso,coa_iso,app_type,applied\n"


def applications(folder: Path, *rows: str, name: str = "asylum_applications_france.csv") -> Path:
    folder.mkdir(exist_ok=True)
    return write(folder, name, HEAD + "".join(row + "\n" for row in rows))


def loaded(store: VintageStore, path: Path, **more: object):
    return load_files(store, descriptions()["unhcr"], [path], **more)


@pytest.fixture
def store(tmp_path: Path) -> VintageStore:
    return VintageStore(tmp_path / "observatory")


MANY = [f"{year},AFG,FRA,N,{year}" for year in range(1990, 2024)]


def test_a_loaded_file_wins_over_the_starter_and_the_receipt_says_so(store, tmp_path):
    loaded(store, applications(tmp_path, "2015,SDN,FRA,N,1", "2015,SDN,FRA,A,9", "1999,XXA,FRA,N,2"))
    gathered = facts_for(store.root.parent)
    mine = [r for r in gathered.facts.to_pylist() if r["source_id"] == "unhcr"]
    assert {(r["time_period"], r["counterpart_area"], r["value"]) for r in mine} == {
        ("2015", "SD", 1), ("2015", "W", 1), ("1999", None, 2), ("1999", "W", 2),
    }  # fmt: skip
    receipt = gathered.receipts["unhcr"]
    assert receipt["starter"]["different"] == 2 and receipt["starter"]["only_starter"] > 100
    assert gathered.replaced.num_rows == 121
    assert receipt["files"][0]["sha256"] == receipt["sha256"] and "/" not in receipt["file"]


def test_without_any_file_the_starter_is_untouched(tmp_path):
    assert facts_for(None).facts.equals(starter_facts())
    assert facts_for(tmp_path).facts.equals(starter_facts())


def test_a_file_that_cannot_be_read_leaves_the_last_good_vintage_public(store, tmp_path):
    loaded(store, applications(tmp_path, *MANY))
    before = store.current("unhcr").folder
    with pytest.raises(Refusal, match="page web"):
        loaded(store, write(tmp_path, "asylum_applications_x.csv", "<html>"))
    assert store.current("unhcr").folder == before and store.waiting("unhcr") is None
    assert not [p for p in store.root.iterdir() if p.name.startswith(".")]


def test_a_vintage_ninety_per_cent_smaller_waits_for_a_human(store, tmp_path):
    loaded(store, applications(tmp_path, *MANY))
    outcome = loaded(store, applications(tmp_path / "b", MANY[0]))
    assert outcome.state == "waiting" and "90 %" in outcome.reason
    assert store.current("unhcr").receipt["facts"] == 68
    store.accept("unhcr")
    assert store.current("unhcr").receipt["facts"] == 2 and store.waiting("unhcr") is None


def test_an_older_vintage_waits_unless_the_person_insists(store, tmp_path):
    folder = tmp_path / "students"
    folder.mkdir()
    head = "Année universitaire;Établissement;Identifiant(s) UAI;Nombre d'étudiants inscrits (inscriptions principales) hors doubles inscriptions CPGE;Etudiants en mobilité internationale;etablissement_code_commune\n"
    mesr = descriptions()["mesr-effectifs"]
    new = write(folder, "x-effectifs-d-etudiants-inscrits-par-etablissement-hcp.csv", head + "2022-23;U;1;10;1;42218\n")
    load_files(store, mesr, [new])
    old = write(
        folder, "x-effectifs-d-etudiants-inscrits-par-etablissement-hcp2.csv", head + "2019-20;U;1;10;1;42218\n"
    )
    assert load_files(store, mesr, [old]).state == "waiting"
    assert store.current("mesr-effectifs").receipt["vintage"] == "2022-23"
    assert load_files(store, mesr, [old], accepted=True).state == "current"
    assert store.current("mesr-effectifs").receipt["vintage"] == "2019-20"


def test_the_same_bytes_are_not_read_twice(store, tmp_path):
    path = applications(tmp_path, *MANY)
    assert loaded(store, path).state == "current"
    assert loaded(store, path).state == "unchanged"


def test_a_stored_table_that_changed_on_disk_is_refused(store, tmp_path):
    loaded(store, applications(tmp_path, *MANY))
    folder = store.current("unhcr").folder
    table = pq.read_table(folder / "facts.parquet")
    pq.write_table(table.slice(1), folder / "facts.parquet")
    with pytest.raises(Refusal, match="a changé"):
        assert facts_for(store.root.parent).facts


def test_a_mirror_reads_what_it_recognises_and_a_bad_file_does_not_stop_the_others(store, tmp_path):
    mirror = tmp_path / "mirror"
    (mirror / "a").mkdir(parents=True)
    applications(mirror / "a", *MANY)
    write(mirror, "festivals-france-2019-x.csv", "<html>")
    write(mirror, "notes.txt", "x")
    outcomes = load_mirror(store, mirror)
    assert set(outcomes) == {"unhcr", "culture-festivals"}
    assert isinstance(outcomes["culture-festivals"], Refusal) and outcomes["unhcr"].state == "current"


def test_the_child_sees_a_copy_and_the_original_is_untouched(store, tmp_path):
    path = applications(tmp_path, *MANY)
    before = path.stat()
    loaded(store, path)
    assert (path.stat().st_mtime_ns, path.stat().st_size) == (before.st_mtime_ns, before.st_size)


def rogue(tmp_path: Path, body: str, monkeypatch: pytest.MonkeyPatch, limits: Limits) -> str:
    """Run a loader that misbehaves; the sentence it ends in."""
    package = tmp_path / "rogue"
    package.mkdir()
    (package / "rogue_loader.py").write_text("def tidy(files):\n" + textwrap.indent(textwrap.dedent(body), "    "))
    description = SourceDescription(id="rogue", state="read", loader="rogue.rogue_loader", documentation="x", files={"f": FileDescription(match=("*",))})  # fmt: skip
    path = tmp_path / "description.yaml"
    path.write_text(yaml.safe_dump(description.model_dump(mode="json")))
    import longuevue.sources.intake as intake

    monkeypatch.setattr(intake, "PACKAGE_ROOT", f"{intake.PACKAGE_ROOT}{os.pathsep}{tmp_path}")
    with pytest.raises(Refusal) as caught:
        harvest(description, [write(tmp_path, "x.csv", "a")], tmp_path / "work", description_path=path, limits=limits)
    return str(caught.value)


SMALL = Limits(resident_mb=300, cpu_seconds=3, wall_seconds=20, written_mb=20)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("held = []\nwhile True:\n    held.append(bytearray(20 << 20))", "mémoire"),
        ("while True:\n    pass", "calcul"),
        ("open('/tmp/longuevue-test-too-big', 'wb').write(b'0' * (50 << 20))", "trop|File too large|arrêté"),
        ("import os\nos.abort()", "n'a pas pu être lu"),
        ("import socket\nsocket.create_connection(('127.0.0.1', 9))", "network|réseau"),
        ("raise ValueError('surprise')", "surprise"),
        ("return None", "n'a pas pu être lu"),
    ],
)
def test_a_loader_that_misbehaves_reaches_nothing_but_its_own_child(tmp_path, monkeypatch, body, said):
    import re

    assert re.search(said, rogue(tmp_path, body, monkeypatch, SMALL))


def test_a_loader_that_sleeps_is_stopped_at_its_time(tmp_path, monkeypatch):
    start = time.monotonic()
    said = rogue(tmp_path, "import time\ntime.sleep(60)", monkeypatch, Limits(wall_seconds=2))
    assert "2 secondes" in said and time.monotonic() - start < 15


def test_a_swap_killed_at_any_moment_leaves_a_whole_vintage(store, tmp_path, counts):
    """kill -9 while vintages are filed one after the other: the public one always reads back whole."""
    loaded(store, applications(tmp_path, *MANY))
    script = f"""
        from pathlib import Path
        from longuevue.sources.intake import Harvest
        from longuevue.sources.vintages import VintageStore
        import shutil, json
        store = VintageStore(Path({str(store.root.parent)!r}))
        base = store.current("unhcr")
        folder = Path({str(tmp_path)!r}) / "again"
        shutil.copytree(base.folder, folder, dirs_exist_ok=True)
        (folder / "receipt.json").unlink()
        print("ready", flush=True)
        while True:
            store.deliver(Harvest(folder, dict(base.receipt)))
    """
    for attempt in range(counts(4, 40)):
        process = subprocess.Popen([sys.executable, "-c", textwrap.dedent(script)], stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(0.01 + 0.013 * attempt)
        process.kill()
        process.wait()
        whole = facts_for(store.root.parent).facts.to_pylist()
        assert sum(row["source_id"] == "unhcr" for row in whole) == 68


def test_a_receipt_holds_no_path_of_this_machine(store, tmp_path):
    loaded(store, applications(tmp_path, *MANY))
    text = (store.current("unhcr").folder / "receipt.json").read_text("utf-8")
    assert str(tmp_path) not in text and json.loads(text)["origin"] == "file"
