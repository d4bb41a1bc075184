"""The build that follows a publication, as a command run apart: started, watched by its file, never two at once.
What the command does is in `longuevue.config.publishing`; no Django here, which a build does not need."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from longuevue.terms.on_disk import write_whole

COMMAND = "longuevue.config.publishing"
STATE = "workshop/build.json"
LOCK = "workshop/build.lock"
#: seconds that a build may take to begin
SILENCE = 60.0
RUNNING, DONE, FAILED = "running", "done", "failed"


class Busy(Exception):  # noqa: N818 -- somebody else is building, which is no fault
    """A build of this observatory is under way."""


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Held while a build runs; let go by the system itself when its process dies. Raises `Busy`."""
    (folder / LOCK).parent.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy from None
        yield


def start(folder: Path) -> bool:
    """Start the build in a process that outlives this request; False when one is under way already."""
    try:
        if told(folder).get("state") == RUNNING:  # its process is starting, and does not hold the lock yet
            return False
        with alone(folder):
            tell(folder, state=RUNNING, steps=[])
    except Busy:
        return False
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    subprocess.Popen(
        [sys.executable, "-m", COMMAND, str(folder.resolve())],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True, env=environment,
    )  # fmt: skip
    return True


def tell(folder: Path, **said: Any) -> None:
    """Write where the build stands: who reads meanwhile finds the former line or this one."""
    (folder / STATE).parent.mkdir(parents=True, exist_ok=True)
    write_whole(folder / STATE, json.dumps(said, ensure_ascii=False) + "\n")


def told(folder: Path) -> dict[str, Any]:
    """Where the last build stands; empty when there was none."""
    try:
        found = json.loads((folder / STATE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(found, dict):
        return {}
    if found.get("state") == RUNNING and _died(folder):
        found |= {"state": FAILED, "fault": ""}
    return found


def _died(folder: Path) -> bool:
    """Said to be under way, held by nobody, and not a word for a minute: it was killed."""
    if time.time() - (folder / STATE).stat().st_mtime < SILENCE:
        return False
    try:
        with alone(folder):
            return True
    except Busy:
        return False
