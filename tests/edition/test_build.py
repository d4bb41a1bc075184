"""Building is killed, repeated, or starved: the edition in force must stay whole, and the same inputs give the same one."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from longuevue.config.observatory import read_observatory
from longuevue.config.pipeline import build
from longuevue.edition.reader import Edition
from longuevue.edition.verify import verify

BUILD = [sys.executable, "-m", "longuevue.cli", "build"]


@pytest.fixture
def folder(starter_home: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(starter_home / "demo", tmp_path / "observatory"))


def test_kill_minus_nine_leaves_half_an_edition(
    folder: Path, counts: Callable[[int, int], int], prove: Callable[..., None]
) -> None:
    current = read_observatory(folder).current()
    assert current is not None
    env = {**os.environ, "LONGUEVUE_OBSERVATORY": str(folder)}
    start = time.monotonic()
    whole = subprocess.run([*BUILD, "--date", "2027-01-01"], env=env, check=True, capture_output=True)
    length = time.monotonic() - start
    shutil.rmtree(whole.stdout.decode().strip())
    (folder / "editions" / "current").write_text(current.name + "\n")
    draw = random.Random(9)
    finished = 0
    turns = counts(2, 100)
    for turn in range(turns):
        job = subprocess.Popen(
            [*BUILD, "--date", f"2027-02-{turn % 28 + 1:02}"],
            env=env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        # as likely early as late, and a third of the blows in the last fifth, where files are written
        moment = draw.uniform(0.05, 1) if turn % 3 else draw.uniform(0.8, 1.02)
        with contextlib.suppress(subprocess.TimeoutExpired):
            finished += job.wait(timeout=moment * length) == 0
        job.send_signal(signal.SIGKILL)
        job.wait()
        inside = read_observatory(folder).current()
        assert inside is not None
        assert Edition.open(inside).reading("twinnings", "com-42218")["value"] == 20
        assert verify(inside, recompute=False).holds
    assert verify(current).holds
    prove(
        "builds struck by kill -9, editions in force found whole",
        value=f"{turns - finished} of {turns} struck before their end",
        bar="all whole",
        holds=turns > finished,
    )
    leftovers = list((folder / "editions").glob(".unfinished-*"))
    build(read_observatory(folder), date="2027-03-01")
    assert not [path for path in leftovers if path.exists()]


def test_an_unchanged_build_makes_a_second_edition(folder: Path, prove: Callable[..., None]) -> None:
    observatory = read_observatory(folder)
    before = observatory.current()
    start = time.process_time()  # of this process: a busy machine is not a slow build
    edition, new = build(observatory)
    took = time.process_time() - start
    assert (edition, new) == (before, False)
    prove("rebuild without change, processor seconds", value=round(took, 2), bar="< 3", holds=took < 3)


def test_the_same_inputs_give_other_hashes_elsewhere(folder: Path, tmp_path: Path) -> None:
    one = read_observatory(folder).current()
    assert one is not None
    elsewhere = tmp_path / "ailleurs"
    shutil.copytree(folder, elsewhere)
    shutil.rmtree(elsewhere / "editions")
    other, _ = build(read_observatory(elsewhere))
    manifests = [json.loads((path / "manifest.json").read_text()) for path in (one, other)]
    assert manifests[0]["hashes"] == manifests[1]["hashes"]
    assert manifests[0]["files"] == manifests[1]["files"]
    assert one.name == other.name


def test_a_full_disk_breaks_the_edition_in_force(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import errno

    from longuevue.edition import layout, writer

    before = read_observatory(folder).current()
    calls = iter(range(100))
    real = layout.write_parquet

    def full(*arguments: object) -> None:
        if next(calls) == 3:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(writer.layout, "write_parquet", full)
    with pytest.raises(OSError, match="No space"):
        build(read_observatory(folder), date="2027-04-01")
    assert read_observatory(folder).current() == before
    assert before is not None
    assert verify(before, recompute=False).holds
