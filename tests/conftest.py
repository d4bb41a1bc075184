"""What every room's tests share: reduced or full counts, and the figures that `make proof` collects.
Invented data live with each room's tests, not here."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from longuevue.config.backup import copy_database

HOME = Path(__file__).resolve().parents[1]

# on a machine that others use, a slow draw says nothing of the code
settings.register_profile("shared", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shared")

# Django has one set of settings for a process: the one that `longuevue serve` plugs, portal and workshop together, on a
# folder of the tests' own. That the portal needs none of the workshop is tested in a process apart.
os.environ["DJANGO_SETTINGS_MODULE"] = "longuevue.config.workshop_settings"
# a browser of another test keeps an event loop in this thread: Django would then refuse every query
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
_OWN = tempfile.TemporaryDirectory(prefix="longuevue-tests-")
# one folder for all the processes of a run: those that pytest starts find it in their environment
_SHARED = tempfile.TemporaryDirectory(prefix="longuevue-tests-") if "LONGUEVUE_TESTS" not in os.environ else None
if _SHARED:
    os.environ["LONGUEVUE_TESTS"] = _SHARED.name
os.environ["LONGUEVUE_FOLDER"] = _OWN.name


def give_tables(folder: Path) -> None:
    """A workshop's database in `folder`, with its tables and nobody in it. Migrations take 15 s: they are run once for a run of
    tests, whatever its processes, and the file is copied. On PostgreSQL nothing is given, each test makes its own."""
    if os.environ.get("DATABASE_URL"):
        return
    home = Path(os.environ["LONGUEVUE_TESTS"])
    made = home / "private" / "workshop.sqlite3"
    with (home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            code = "import django; django.setup(); from django.core.management import call_command as do; do('migrate', verbosity=0)"
            environment = {**os.environ, "PYTHONPATH": str(HOME), "LONGUEVUE_FOLDER": str(home / "half")}
            subprocess.run([sys.executable, "-c", code], cwd=HOME, env=environment, check=True)
            (home / "half" / "private").rename(made.parent)
    (folder / "private").mkdir(mode=0o700, exist_ok=True, parents=True)
    copy_database(made, folder / "private" / made.name)


@pytest.fixture
def counts() -> Callable[[int, int], int]:
    """`counts(20, 500)`: 20 draws in `make test`, 500 in `make proof`."""
    full = os.environ.get("LONGUEVUE_FULL") == "1"
    return lambda reduced, whole: whole if full else reduced


@pytest.fixture
def prove(request: pytest.FixtureRequest) -> Callable[..., None]:
    """`prove("portrait, slowest of 500", value=0.12, bar="< 0.3 s", holds=True)`: checks, and writes the line of proof."""

    def write(figure: str, *, value: Any, bar: str, holds: bool) -> None:
        where = request.node.nodeid
        line = {"figure": figure, "value": value, "bar": bar, "holds": bool(holds), "where": where}
        if target := os.environ.get("LONGUEVUE_PROOF"):
            with Path(target).open("a", encoding="utf-8") as out:
                out.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")
        assert holds, f"{figure}: {value}, bar {bar}"

    return write


@pytest.fixture(scope="session")
def starter_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder of the tests' own, with the demonstration's observatory and its starter edition built once."""
    from longuevue.config.observatory import DEMO_TOML, FILE, read_observatory
    from longuevue.config.pipeline import build

    home = tmp_path_factory.mktemp("home")
    for inside in ("markers", "perimeters", "sources", "editions"):
        (home / "demo" / inside).mkdir(parents=True)
    (home / "demo" / FILE).write_text(DEMO_TOML, encoding="utf-8")
    build(read_observatory(home / "demo"))
    return home


@pytest.fixture(scope="session")
def starter(starter_home: Path) -> Any:
    """The starter edition, opened for reading."""
    from longuevue.config.observatory import read_observatory
    from longuevue.edition.reader import Edition

    current = read_observatory(starter_home / "demo").current()
    assert current is not None
    return Edition.open(current)


@pytest.fixture
def lv(starter_home: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    """`lv("reading", "twinnings", "com-42218")`: the command line on the starter edition; (code, stdout, stderr)."""
    from longuevue.cli import run

    monkeypatch.setenv("LONGUEVUE_HOME", str(starter_home))
    monkeypatch.delenv("LONGUEVUE_OBSERVATORY", raising=False)

    def call(*arguments: str) -> tuple[int, str, str]:
        capfd.readouterr()
        code = run(arguments)
        said = capfd.readouterr()
        return code, said.out, said.err

    return call
