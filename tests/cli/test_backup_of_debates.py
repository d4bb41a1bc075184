"""Words of debates in backups: taken back by their author, or removed by two managers, they stay so whatever is put back, in the
database, the journal, the file of the press and every edition. People and words are invented."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from longuevue.config.withdrawals import DATABASE, told_by
from tests.conftest import give_tables

Lv = Callable[..., tuple[int, str, str]]
WORKSHOP = """
import json, os, uuid
from pathlib import Path
from longuevue.config.workshop import open_workshop
folder = Path(os.environ["LONGUEVUE_FOLDER"])
open_workshop(folder)
from django.contrib.auth import get_user_model
from longuevue.workshop.debate import services
from longuevue.workshop.debate.models import Post, Room
from longuevue.workshop.moderation import removal, services as moderation
from longuevue.workshop.observatories.models import Observatory
one = Observatory.objects.get()
first, _ = get_user_model().objects.get_or_create(email="une@valmont.example")
second, _ = get_user_model().objects.get_or_create(email="deux@valmont.example")
"""
#: two public rooms with their records, pressed and built
DEBATES = """
from longuevue.config.observatory import read_observatory
from longuevue.config.pipeline import build
from longuevue.workshop.press import services as press
from tests.workshop.rooms import SIDES, post_in, publish, room_of
rooms = [room_of(one, first), room_of(one, first, "Que faire de Zizanie ?")]
said, codes = {}, {}
for room, words in ((rooms[0], ("Zibeline", "Zouave", "Zinnia", "Zeste")), (rooms[1], ("Zorille", "Zythum", "Zabre", "Zamier"))):
    for word, (kind, side) in zip(words, (("fact", 0), ("fact", 1), ("question", None), ("argument", 0)), strict=True):
        made = post_in(room, kind, f"Vu par {word}.", first, **({} if side is None else {"side": side}))
        said[word], codes[word] = str(made.public_id), made.said_code
    answer = services.answer(made if kind == "question" else room.posts.get(kind="question"), text="Zeugme répond.", by=first)
    publish(one, answer, first)
    record = services.make_record(room, by=first)
    moderation.approve(one, "room_record", [record.public_id], by=first)
press.press(one)
build(read_observatory(folder))
print(json.dumps({"said": said, "codes": codes, "rooms": [str(room.public_id) for room in rooms]}))
"""
#: after the backup: one author leaves; two managers remove a question that was answered, and a whole room
GONE = """
said = json.loads(os.environ["SAID"])
services.take_back(said["codes"]["Zibeline"])
for kind, record in (("post", said["said"]["Zinnia"]), ("room", said["rooms"][1])):
    removal.confirm(removal.ask(one, kind, uuid.UUID(record), reason="Vise une personne.", by=first), by=second)
"""
#: the tables as they were before contributions were in the ledger
OLDER = """
from django.core.management import call_command
for app, name in (("testimonies", "0006"), ("withdrawals", "zero"), ("moderation", "0002"), ("tables", "0002")):
    call_command("migrate", app, name, verbosity=0)
"""
TAKEN_BACK = ("Zibeline", "Zinnia", "Zorille", "Zythum", "Zabre", "Zamier")
#: the removed room's own: the journal keeps the name of what two managers removed
ROOM = ("Zizanie",)


class Town(NamedTuple):
    folder: Path
    told: dict[str, Any]


def run(folder: Path, script: str, **more: str) -> str:
    """In a process of its own, on that folder's workshop."""
    done = subprocess.run(
        [sys.executable, "-c", WORKSHOP + script],
        env={**os.environ, "LONGUEVUE_FOLDER": str(folder), **more},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory, starter_home: Path) -> Town:
    """The observatory with its debates and an edition, made once; each test has its copy."""
    folder = tmp_path_factory.mktemp("debates") / "valmont"
    shutil.copytree(starter_home / "demo", folder)
    give_tables(folder)
    return Town(folder, json.loads(run(folder, DEBATES).splitlines()[-1]))


@pytest.fixture
def valmont(written: Town, tmp_path: Path, lv: Lv, monkeypatch: pytest.MonkeyPatch) -> Town:
    folder = tmp_path / "valmont"
    shutil.copytree(written.folder, folder)
    monkeypatch.setenv("LONGUEVUE_OBSERVATORY", str(folder))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return Town(folder, written.told)


def leave(town: Town) -> None:
    run(town.folder, GONE, SAID=json.dumps(town.told))


def found_in(folder: Path, words: tuple[str, ...]) -> list[tuple[str, str]]:
    """Every file that holds one of these words, free pages of the database included."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return [
        (word, str(path.relative_to(folder))) for path in files for word in words if word.encode() in path.read_bytes()
    ]


def stays_gone(folder: Path, lv: Lv) -> None:
    assert not found_in(folder, TAKEN_BACK)
    assert {where for _, where in found_in(folder, ROOM)} <= {DATABASE}
    kept = {where.partition("/")[0] for _, where in found_in(folder, ("Zouave",))}
    assert kept == {"editions", "private", "workshop"}, "the words of who stayed are still there"
    edition = (folder / "editions" / "current").read_text().strip()
    assert lv("verify", str(folder / "editions" / edition))[0] == 0


def test_words_of_a_debate_come_back_with_an_older_backup(valmont: Town, lv: Lv, tmp_path: Path) -> None:
    saved = tmp_path / "valmont.tar"
    assert lv("backup", str(saved))[0] == 0
    assert {word for word, _ in found_in(tmp_path, TAKEN_BACK)} == set(TAKEN_BACK), "the backup holds them all"
    leave(valmont)
    code, _, err = lv("restore", str(saved), "--over")
    assert code == 0, err
    assert "Contributions aux débats reprises ou supprimées depuis et effacées de nouveau : 8." in err
    stays_gone(valmont.folder, lv)
    # the ledger of the restored base says it to the backup after
    assert lv("restore", str(saved), "--over")[0] == 0
    stays_gone(valmont.folder, lv)


def test_on_another_machine_the_ledger_is_not_needed_or_holds_words(valmont: Town, lv: Lv, tmp_path: Path) -> None:
    saved, new, ledger = tmp_path / "valmont.tar", tmp_path / "neuf", tmp_path / "after.tar.ledger"
    assert lv("backup", str(saved))[0] == 0
    code, _, err = lv("restore", str(saved), "--into", str(new))
    assert code == 1 and "contributions à des débats" in err and "--ledger" in err
    leave(valmont)
    assert lv("backup", str(tmp_path / "after.tar"), "--ledger-only")[0] == 0
    lines = ledger.read_text().splitlines()[1:]
    assert f"post {valmont.told['said']['Zibeline']}" in lines and len(lines) == 9
    assert all(set(line) <= set("0123456789abcdef- postrmvd") for line in lines)
    code, _, err = lv("restore", str(saved), "--into", str(new), "--ledger", str(ledger))
    assert code == 0 and "Attention" not in err, err
    stays_gone(new, lv)


def test_a_backup_older_than_contributions_in_the_ledger_brings_them_back(
    valmont: Town, lv: Lv, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    older, saved = tmp_path / "older" / "valmont", tmp_path / "older.tar"
    shutil.copytree(valmont.folder, older)
    run(older, OLDER)
    with closing(sqlite3.connect(older / DATABASE)) as base, base:
        assert not base.execute("select 1 from sqlite_master where name like 'withdrawals%'").fetchall()
        # the journal once named a contribution by its first words
        base.execute("update moderation_entry set label = 'Fait : Vu par Zibeline.' where kind = 'post'")
    monkeypatch.setenv("LONGUEVUE_OBSERVATORY", str(older))
    assert lv("backup", str(saved))[0] == 0
    monkeypatch.setenv("LONGUEVUE_OBSERVATORY", str(valmont.folder))
    leave(valmont)
    for number, more in enumerate((["--over"], ["--over", "--ledger", f"{tmp_path}/after.tar.ledger"])):
        assert lv("backup", str(tmp_path / "after.tar"), "--ledger-only")[0] == 0
        code, _, err = lv("restore", str(saved), *more)
        assert code == 0 and "Attention" not in err, (number, err)
        stays_gone(valmont.folder, lv)


def test_a_ledger_that_never_heard_of_debates_is_taken_for_whole(valmont: Town, lv: Lv, tmp_path: Path) -> None:
    saved, old = tmp_path / "valmont.tar", tmp_path / "old.ledger"
    assert lv("backup", str(saved))[0] == 0
    head = json.loads(Path(f"{saved}.ledger").read_text().splitlines()[0])
    head |= {"ledger": 2, "lines": 0, "sha256": hashlib.sha256(b"").hexdigest()}
    old.write_text(json.dumps(head) + "\n")
    code, _, err = lv("restore", str(saved), "--into", str(tmp_path / "neuf"), "--ledger", str(old))
    assert code == 0 and "Attention" in err and "ne dit rien des débats" in err, err
    assert found_in(tmp_path / "neuf", ("Zibeline",)), "nothing is lost for want of a newer ledger"


def test_what_was_gone_before_the_ledger_is_not_in_it(valmont: Town, tmp_path: Path) -> None:
    leave(valmont)
    now = told_by(valmont.folder / DATABASE)
    run(valmont.folder, OLDER)
    before = told_by(valmont.folder / DATABASE)
    # which contributions a removed room held was written nowhere
    assert before.withdrawn < now.withdrawn
    assert all(one.endswith(" removed") for one in now.withdrawn - before.withdrawn)
    run(valmont.folder, "")
    assert told_by(valmont.folder / DATABASE).withdrawn == before.withdrawn
