"""`longuevue backup` and `restore`: nothing is half done, nothing spoilt is put back, what was taken back stays so.
People and words are invented."""

from __future__ import annotations

import hashlib
import io
import json
import os
import random
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import tarfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from longuevue.config.backup import copy_database
from longuevue.config.withdrawals import DATABASE, obey, told_by
from tests.conftest import give_tables

Lv = Callable[..., tuple[int, str, str]]
#: an observatory of Valmont with a workshop where two stories were told
STORIES = """
import datetime as dt, os
from pathlib import Path
from longuevue.config.workshop import open_workshop
open_workshop(Path(os.environ["LONGUEVUE_FOLDER"]))
from longuevue.workshop.observatories.models import Observatory
from longuevue.workshop.testimonies import services
from longuevue.workshop.testimonies.models import Campaign
campaign = Campaign.objects.create(observatory=Observatory.objects.get(), question="Qu'avez-vous vu changer ?",
    population="parents", closes=dt.date(2099, 1, 1))
for words in ("Ma classe a gardé son poste.", "Mon atelier a trouvé un tourneur."):
    story, _ = services.begin(campaign)
    services.keep(story, {"what": words})
    services.consent(story, {"take_part": True})
    services.send(story)
"""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory, starter_home: Path) -> Path:
    """The observatory, made once; each test has its copy."""
    folder = tmp_path_factory.mktemp("written") / "valmont"
    shutil.copytree(starter_home / "demo", folder)
    give_tables(folder)
    (folder / "markers" / "a.yaml").write_text("id: a\n")
    (folder / "markers" / ".a.draft").write_text("brouillon")
    subprocess.run(
        [sys.executable, "-c", STORIES], env={**os.environ, "LONGUEVUE_FOLDER": str(folder)}, check=True, timeout=300
    )
    (folder / "private" / "releases.jsonl").write_text('{"entry": 1}\n')
    return folder


@pytest.fixture
def valmont(written: Path, tmp_path: Path, lv: Lv, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "valmont"
    shutil.copytree(written, folder)
    monkeypatch.setenv("LONGUEVUE_OBSERVATORY", str(folder))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return folder


@pytest.fixture
def saved(valmont: Path, lv: Lv, tmp_path: Path) -> Path:
    path = tmp_path / "valmont.tar"
    code, out, err = lv("backup", str(path))
    assert (code, out.strip()) == (0, str(path)), err
    assert "secret-key" in err and "contacts-key" in err
    return path


def contents(folder: Path) -> dict[str, str]:
    """Every file that a backup takes, but for the database, whose pages are laid out anew."""
    return {
        str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*"))
        if p.is_file() and p.relative_to(folder).parts[0] != "private" and p.name != ".a.draft"
    }


def whole(folder: Path) -> dict[str, str]:
    return {str(p): hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.rglob("*")) if p.is_file()}


def rewritten(path: Path, extra: tarfile.TarInfo, content: bytes = b"") -> Path:
    """The same backup with one more member before the manifest."""
    forged = path.with_name("forgee.tar")
    with tarfile.open(path) as old, tarfile.open(forged, "w") as new:
        extra.size = len(content)
        new.addfile(extra, io.BytesIO(content))
        for info in old:
            new.addfile(info, old.extractfile(info))
    return forged


def rows(database: Path) -> dict[str, int]:
    with sqlite3.connect(database) as base:
        tables = [n for (n,) in base.execute("select name from sqlite_master where type='table' order by name")]
        return {name: base.execute(f'select count(*) from "{name}"').fetchone()[0] for name in tables}


def test_a_restored_observatory_differs_from_the_one_saved(valmont: Path, saved: Path, lv: Lv, tmp_path: Path) -> None:
    new = tmp_path / "neuf"
    code, out, err = lv("restore", str(saved), "--into", str(new), "--ledger", f"{saved}.ledger")
    assert (code, out.strip()) == (0, str(new)), err
    assert "Remettez les clés" in err
    assert contents(new) == contents(valmont) and len(contents(new)) > 10
    assert rows(new / DATABASE) == rows(valmont / DATABASE)
    assert not (new / "markers" / ".a.draft").exists()
    assert (new / "private" / "releases.jsonl").read_text() == '{"entry": 1}\n'
    edition = (new / "editions" / "current").read_text().strip()
    assert lv("verify", str(new / "editions" / edition))[0] == 0
    assert sorted(p.name for p in tmp_path.iterdir()) == ["neuf", "valmont", "valmont.tar", "valmont.tar.ledger"]


def test_a_key_or_a_reading_right_leaves_with_the_backup(valmont: Path, saved: Path) -> None:
    content = saved.read_bytes()
    for name in ("secret-key", "contacts-key"):
        assert (valmont / "private" / name).read_bytes() not in content
        assert name.encode() not in content
    for path in (saved, Path(f"{saved}.ledger")):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with tarfile.open(saved) as tar:
        listed = json.loads(tar.extractfile("manifest.json").read())["members"]  # type: ignore[union-attr]
        assert set(tar.getnames()) == listed.keys() | {"manifest.json", "manifest.sha256"}
        for name, told in listed.items():
            assert hashlib.sha256(tar.extractfile(name).read()).hexdigest() == told["sha256"]  # type: ignore[union-attr]


def test_a_destroyed_key_lies_in_the_free_pages_of_the_backup(valmont: Path, lv: Lv, tmp_path: Path) -> None:
    with sqlite3.connect(valmont / DATABASE) as base:
        base.execute("pragma secure_delete=off")  # some builds of SQLite have it on, others not
        (key,) = base.execute("select key from testimonies_storykey limit 1").fetchone()
        base.execute("delete from testimonies_storykey where key = ?", (key,))
    base.close()
    assert key.encode() in (valmont / DATABASE).read_bytes(), "the file in use still holds it"
    assert lv("backup", str(tmp_path / "f.tar"))[0] == 0
    assert key.encode() not in (tmp_path / "f.tar").read_bytes()


def test_a_backup_killed_half_way_leaves_half_a_file(valmont: Path, saved: Path, lv: Lv, tmp_path: Path) -> None:
    before = saved.read_bytes()
    with (valmont / "sources" / "long.bin").open("wb") as file:
        file.truncate(3 << 30)
    process = subprocess.Popen(
        [sys.executable, "-m", "longuevue.cli", "backup", str(saved)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        until = time.monotonic() + 60
        while not any(p.stat().st_size > len(before) for p in tmp_path.glob(".*.partial")):
            assert process.poll() is None and time.monotonic() < until
            time.sleep(0.005)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert process.returncode == -signal.SIGKILL
    assert saved.read_bytes() == before
    (valmont / "sources" / "long.bin").unlink()
    assert list(tmp_path.glob(".*.partial"))
    assert lv("backup", str(saved))[0] == 0
    assert list(tmp_path.glob(".*.partial")) == [], "what the killed one left is cleared by the next"


def test_a_restore_killed_half_way_leaves_a_mixed_folder(valmont: Path, lv: Lv, tmp_path: Path) -> None:
    with (valmont / "sources" / "long.bin").open("wb") as file:
        file.truncate(300 << 20)
    saved = tmp_path / "valmont.tar"
    assert lv("backup", str(saved))[0] == 0
    (valmont / "sources" / "long.bin").unlink()
    before = whole(valmont)
    process = subprocess.Popen(
        [sys.executable, "-m", "longuevue.cli", "restore", str(saved), "--over"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        until = time.monotonic() + 60
        while not list(tmp_path.glob(".valmont.*.restoring/sources/long.bin")):
            assert process.poll() is None and time.monotonic() < until
            time.sleep(0.002)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert process.returncode == -signal.SIGKILL
    assert whole(valmont) == before
    assert lv("restore", str(saved), "--over")[0] == 0
    assert list(tmp_path.glob(".*.restoring")) == [], "what the killed one left is cleared by the next"


def test_a_backup_taken_while_people_write_holds_half_a_transaction(valmont: Path, tmp_path: Path) -> None:
    stop, written = threading.Event(), []
    with sqlite3.connect(valmont / DATABASE) as base:
        base.execute("create table here (n)")
        base.execute("create table there (n)")

    def write() -> None:
        writer = sqlite3.connect(valmont / DATABASE, timeout=30)
        while not stop.is_set():
            with writer:
                writer.execute("insert into here values (1)")
                writer.execute("insert into there values (1)")
            written.append(1)
        writer.close()

    thread = threading.Thread(target=write)
    thread.start()
    try:
        seen = []
        for n in range(8):
            while len(written) < 20 * (n + 1):
                time.sleep(0.001)
            copy_database(valmont / DATABASE, tmp_path / f"{n}.sqlite3")
            found = rows(tmp_path / f"{n}.sqlite3")
            assert found["here"] == found["there"]
            seen.append(found["here"])
    finally:
        stop.set()
        thread.join()
    assert seen == sorted(seen) and seen[0] >= 20 and seen[-1] > seen[0]
    assert rows(valmont / DATABASE)["here"] == len(written), "nobody's writing was lost meanwhile"


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 1.0])
def test_a_truncated_backup_is_put_back(valmont: Path, saved: Path, lv: Lv, share: float) -> None:
    content, before = saved.read_bytes(), whole(valmont)
    for cut in {int(len(content) * share), int(len(content) * share) // 10240 * 10240} - {len(content)} or {
        len(content) - 1
    }:
        saved.write_bytes(content[:cut])
        code, out, err = lv("restore", str(saved), "--into", str(valmont), "--over")
        assert (code, out) == (1, ""), cut
        assert "pas bonne" in err and "Rien n'a été changé" in err and "Traceback" not in err
    assert whole(valmont) == before


def test_a_changed_byte_is_put_back(valmont: Path, saved: Path, lv: Lv, tmp_path: Path, counts: Callable) -> None:
    content, before = saved.read_bytes(), whole(valmont)
    with tarfile.open(saved) as tar:
        inside = [(i.offset_data, i.size) for i in tar if i.size]
    draw = random.Random(9)
    for start, size in inside[-3:] + draw.choices(inside, k=counts(6, 60)):
        changed = bytearray(content)
        changed[start + draw.randrange(size)] ^= 1 << draw.randrange(8)
        saved.write_bytes(changed)
        code, out, err = lv("restore", str(saved), "--into", str(valmont), "--over")
        assert (code, out) == (1, ""), start
        assert "pas bonne" in err
    assert whole(valmont) == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["valmont", "valmont.tar", "valmont.tar.ledger"]


@pytest.mark.parametrize(
    "name",
    ["../dehors", "markers/../../dehors", "/tmp/dehors", "private/secret-key", "private/../dehors", "markers", "x.py"],
)
def test_a_member_is_written_outside_of_its_place(saved: Path, lv: Lv, tmp_path: Path, name: str) -> None:
    forged = rewritten(saved, tarfile.TarInfo(name), b"pris")
    code, _, err = lv("restore", str(forged), "--into", str(tmp_path / "neuf"), "--ledger", f"{saved}.ledger")
    assert code == 1
    assert "rien à faire" in err
    assert not (tmp_path / "neuf").exists() and not (tmp_path / "dehors").exists()


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE])
def test_a_link_is_followed(saved: Path, lv: Lv, tmp_path: Path, kind: bytes) -> None:
    link = tarfile.TarInfo("markers/lien")
    link.type, link.linkname = kind, "/etc/passwd"
    code, _, err = lv("restore", str(rewritten(saved, link)), "--into", str(tmp_path / "neuf"))
    assert code == 1
    assert "est un lien" in err and not (tmp_path / "neuf").exists()


def test_a_symbolic_link_is_lost_in_silence(valmont: Path, lv: Lv, tmp_path: Path) -> None:
    (valmont / "sources" / "ailleurs").symlink_to("/etc")
    code, _, err = lv("backup", str(tmp_path / "f.tar"))
    assert code == 1 and "lien" in err
    assert not list(tmp_path.glob("*f.tar*"))


def test_an_observatory_is_written_over_unasked(valmont: Path, saved: Path, lv: Lv, tmp_path: Path) -> None:
    before = whole(valmont)
    code, _, err = lv("restore", str(saved), "--into", str(valmont))
    assert code == 1 and "--over" in err
    (tmp_path / "lettres").mkdir()
    (tmp_path / "lettres" / "lettre.txt").write_text("à garder")
    code, _, err = lv("restore", str(saved), "--into", str(tmp_path / "lettres"), "--over")
    assert code == 1 and "pas vide" in err
    assert whole(valmont) == before


def test_a_story_taken_back_comes_back_with_the_backup(valmont: Path, saved: Path, lv: Lv, tmp_path: Path) -> None:
    gone, stays = sorted(told_by(valmont / DATABASE).alive)
    assert obey(valmont, frozenset({gone}))["story"] == 1
    (valmont / "markers" / "a.yaml").write_text("id: b\n")
    with (valmont / "private" / "releases.jsonl").open("a") as releases:
        releases.write('{"entry": 2}\n')
    keys = {name: (valmont / "private" / name).read_text() for name in ("secret-key", "contacts-key")}
    code, _, err = lv("restore", str(saved), "--over")
    assert code == 0, err
    assert "effacés de nouveau : 1" in err and "Remettez les clés" not in err
    told = told_by(valmont / DATABASE)
    assert (told.alive, told.withdrawn) == ({stays}, {gone})
    assert rows(valmont / DATABASE)["testimonies_storykey"] == 1
    assert (valmont / "markers" / "a.yaml").read_text() == "id: a\n"
    assert {name: (valmont / "private" / name).read_text() for name in keys} == keys
    assert len((valmont / "private" / "releases.jsonl").read_text().splitlines()) == 2, (
        "a release cannot be unknown again"
    )
    (aside,) = tmp_path.glob("valmont.avant-*")
    assert (aside / "markers" / "a.yaml").read_text() == "id: b\n"


def test_stories_come_back_without_a_ledger_as_new_as_they(valmont: Path, saved: Path, lv: Lv, tmp_path: Path) -> None:
    new, old = tmp_path / "neuf", tmp_path / "vieux.ledger"
    shutil.copy(f"{saved}.ledger", old)
    code, _, err = lv("restore", str(saved), "--into", str(new))
    assert code == 1 and "--ledger" in err and "témoignages" in err

    # another observatory's folder knows nothing of these stories: it is no ledger for them
    assert lv("init", str(new), "--perimeter", "243400017")[0] == 0
    assert lv("restore", str(saved), "--into", str(new), "--over")[0] == 1

    # a ledger older than the backup, then the newest one, written without a backup
    assert lv("backup", str(saved))[0] == 0
    code, _, err = lv("restore", str(saved), "--into", str(new), "--over", "--ledger", str(old))
    assert code == 1 and "plus ancien" in err
    gone = min(told_by(valmont / DATABASE).alive)
    obey(valmont, frozenset({gone}))
    content = saved.read_bytes()
    assert lv("backup", str(saved), "--ledger-only")[0] == 0
    assert saved.read_bytes() == content
    code, _, err = lv("restore", str(saved), "--into", str(new), "--over", "--ledger", f"{saved}.ledger")
    assert code == 0, err
    assert told_by(new / DATABASE).withdrawn == {gone}

    # a ledger cut short hides a withdrawal: it is refused
    lines = Path(f"{saved}.ledger").read_text().splitlines()
    old.write_text("\n".join(lines[:-1]) + "\n")
    code, _, err = lv("restore", str(saved), "--into", str(tmp_path / "autre"), "--ledger", str(old))
    assert code == 1 and "coupé ou modifié" in err


@pytest.mark.parametrize("command", [("backup", "f.tar"), ("restore", "f.tar")])
def test_postgresql_is_left_out_in_silence(
    valmont: Path, lv: Lv, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://quelqu.un@localhost/valmont")
    code, _, err = lv(command[0], str(tmp_path / command[1]))
    assert code == 1 and "pg_dump" in err
    assert not (tmp_path / "f.tar").exists()
