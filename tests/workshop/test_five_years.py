"""Five years of Valmont on a simulated clock: who left is written to by nobody and found nowhere, even in an older backup put back;
who is due is invited once and reminded twice at most. A thousand people in `make proof`; invented all."""

from __future__ import annotations

import datetime as dt
import json
import os
import sqlite3
import subprocess
import sys
import tarfile
import uuid
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from longuevue.config.backup import copy_database
from longuevue.config.observatory import DEMO_TOML, FILE
from longuevue.config.restoring import restore
from longuevue.config.withdrawals import DATABASE, told_by, write_ledger
from longuevue.edition.voices import salted
from longuevue.terms.refusal import Refusal
from longuevue.workshop.reasoning.waves import AROUND, PAUSE, years_after
from tests.workshop.five_years import START

SEED = 20261125


class Lived(NamedTuple):
    """What the simulation left: its folder, and what it saw."""

    home: Path
    folder: Path
    seen: dict[str, Any]
    people: int
    step: int


def simulate(folder: Path, *numbers: int) -> dict[str, Any]:
    """Run the simulation in a process of its own, on that folder."""
    command = [sys.executable, "-m", "tests.workshop.five_years", str(folder), *map(str, numbers)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=Path(__file__).parents[2])
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.fixture(scope="module")
def lived(database: None, tmp_path_factory: pytest.TempPathFactory) -> Lived:
    full = os.environ.get("LONGUEVUE_FULL") == "1"
    people, step = (1_000, 1) if full else (60, 7)
    home = tmp_path_factory.mktemp("years")
    folder = home / "valmont"
    folder.mkdir()
    (folder / FILE).write_text(DEMO_TOML, encoding="utf-8")
    (folder / "private").mkdir(mode=0o700)
    copy_database(Path(os.environ["LONGUEVUE_FOLDER"]) / DATABASE, folder / DATABASE)  # tables, and nobody yet
    return Lived(home, folder, simulate(folder, people, step, SEED), people, step)


def day_number(day: dt.date) -> int:
    return (day - START).days


def due(person: dict[str, Any], step: int) -> int:
    """The first day on which the calendar runs at or after the fifth year of the day the person really told."""
    told = -(-person["tells"] // step) * step
    exact = day_number(years_after(START + dt.timedelta(days=told), 5))
    return -(-exact // step) * step


def before(event: int | None, day: int) -> bool:
    return event is not None and event <= day


def test_somebody_who_left_or_never_agreed_is_written_to(lived: Lived, prove: Callable[..., None]) -> None:
    wrong = []
    for one in lived.seen["people"]:
        for n, day in enumerate(one["messages"]):
            silent = [name for name in ("gone", "asked_no_more", "refused", "answered") if before(one[name], day - 1)]
            if not one["agrees"] or silent or (before(one["bounced"], day - 1)):
                wrong.append((one["number"], day, silent))
            if n and day - one["messages"][n - 1] < PAUSE:
                wrong.append((one["number"], day, "too soon"))
            if not due(one, lived.step) <= day <= due(one, 1) + AROUND + lived.step:
                wrong.append((one["number"], day, "out of its time"))
    said = f"{len(wrong)} of {lived.seen['messages']} messages to {lived.people} people"
    prove("five years: messages to who left, refused, answered, never agreed, or out of their time", value=said, bar="0", holds=not wrong)  # fmt: skip


def test_somebody_due_is_forgotten_or_reminded_three_times(lived: Lived, prove: Callable[..., None]) -> None:
    owed, invited, reminders = 0, 0, 0
    for one in lived.seen["people"]:
        day = due(one, lived.step)
        if one["agrees"] and not before(one["gone"], day) and not before(one["asked_no_more"], day):
            owed += 1
            invited += one["messages"][:1] == [day]
        reminders = max(reminders, len(one["messages"]) - 1)
        spoke = any(one[name] is not None for name in ("gone", "asked_no_more", "refused", "answered", "bounced"))
        if one["messages"] and not spoke:
            assert len(one["messages"]) == 3, one
    assert owed > lived.people / 3
    prove("five years: due invitations sent on their day", value=f"{invited} of {owed}", bar="all", holds=invited == owed)  # fmt: skip
    prove("five years: reminders to one person, at most", value=reminders, bar="2", holds=reminders == 2)


def test_what_somebody_took_back_is_found_somewhere(lived: Lived, prove: Callable[..., None]) -> None:
    seen = lived.seen
    assert seen["gone"] > lived.people / 8
    assert seen["seen"]["tables"] and seen["seen"]["pages"] and seen["seen"]["open data"], (
        "the search would see nothing"
    )
    assert seen["seen"]["project for researchers"] and seen["seen"]["files"]
    where = ", ".join(f"{name} {count}" for name, count in seen["found"].items())
    said = f"{where} ({seen['gone']} people left, {seen['names_of_files']} files)"
    prove("five years: what is left of who took their story back", value=said, bar="0 everywhere", holds=not any(seen["found"].values()))  # fmt: skip
    left = f"{seen['still_public']} of {seen['unpublished']}"
    prove("five years: stories shown after leave to publish was taken back", value=left, bar="0", holds=not seen["still_public"])  # fmt: skip


def test_a_destroyed_key_lies_in_a_free_page(lived: Lived) -> None:
    """The sealed keys and addresses of the first backup: those that are no longer in a table are no longer in the file."""
    old = lived.home / "old.sqlite3"
    with tarfile.open(lived.home / "first.tar") as tar:
        content = tar.extractfile(DATABASE)
        assert content is not None
        old.write_bytes(content.read())
    sealed = "select key from testimonies_storykey union select email from testimonies_contact where email <> ''"
    with closing(sqlite3.connect(old)) as then, closing(sqlite3.connect(lived.folder / DATABASE)) as now:
        destroyed = {row[0] for row in then.execute(sealed)} - {row[0] for row in now.execute(sealed)}
    files = [path for path in (lived.folder / "private").iterdir() if path.name.startswith("workshop.sqlite3")]
    raw = b"".join(path.read_bytes() for path in files)
    assert destroyed and not [one for one in destroyed if one.encode() in raw]


@pytest.mark.parametrize("backup", ["first", "second"])
def test_an_older_backup_brings_somebody_back(lived: Lived, backup: str, prove: Callable[..., None]) -> None:
    newest = lived.home / "newest.ledger"
    write_ledger(lived.folder, newest)
    into = lived.home / f"restored-{backup}"
    with pytest.raises(Refusal, match="rien ne dit lesquels"):
        restore(lived.home / f"{backup}.tar", into)
    assert not into.exists()
    if backup == "second":
        with pytest.raises(Refusal, match="plus ancien"):
            restore(lived.home / f"{backup}.tar", into, ledger=lived.home / "first.ledger")
    restore(lived.home / f"{backup}.tar", into, ledger=newest)
    gone = {one["story"]: one["number"] for one in lived.seen["people"] if one["gone"] is not None}
    with closing(sqlite3.connect(into / DATABASE)) as base:
        keys = {row[0] for row in base.execute("select s.public_id from testimonies_storykey k join testimonies_story s on s.id = k.story_id")}  # fmt: skip
        addresses = {row[0] for row in base.execute("select story_id from testimonies_contact where email <> ''")}
    plain = {story.replace("-", "") for story in gone}
    back = len(plain & {str(one).replace("-", "") for one in keys | addresses})
    names = {f"zqmot{number:05d}".encode() for number in gone.values()}
    files = [path for path in into.rglob("*") if path.is_file()]
    raw = b"".join(path.read_bytes() for path in files)
    found = sum(name in raw for name in names)
    stones = {path.name.partition(".")[0] for path in files if path.name.endswith(".withdrawn.json")}
    assert stones <= {salted(uuid.UUID(one["story"])) for one in lived.seen["people"] if one["story"]}
    assert gone.keys() <= {line.split()[0] for line in told_by(into / DATABASE).withdrawn}
    prove(f"five years: back after a restore of the {backup} backup, of those who left since", value=f"{back + found} of {len(gone)}", bar="0", holds=back + found == 0)  # fmt: skip


def test_after_a_restore_somebody_who_left_is_written_to(lived: Lived) -> None:
    into = lived.home / "restored-second"
    if not into.exists():
        write_ledger(lived.folder, lived.home / "newest.ledger")
        restore(lived.home / "second.tar", into, ledger=lived.home / "newest.ledger")
    for name in ("contacts-key", "secret-key"):
        (into / "private" / name).write_bytes((lived.folder / "private" / name).read_bytes())
    written = set(simulate(into, lived.people, SEED, 0, 5 * 366 + 150)["written"])
    silent = {
        one["number"]
        for one in lived.seen["people"]
        if not one["agrees"] or any(one[name] is not None for name in ("gone", "asked_no_more", "refused"))
    }
    assert written and not written & silent
