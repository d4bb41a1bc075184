"""Leans on each wall of the house: an offending module is written in a copy, and lint-imports must say which wall gave.
What the walls are is written in pyproject.toml."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[2]
LINT = "from importlinter.cli import lint_imports_command as run; run()"
CONTRACTS = {
    contract["id"]: contract
    for contract in tomllib.loads((HOME / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
}

#: wall → (module that leans on it, what it imports)
OFFENCES = [
    ("datum-goes-one-way", "terms/offender.py", "import longuevue.territories"),
    ("datum-goes-one-way", "facts/offender.py", "import longuevue.sources"),
    ("datum-goes-one-way", "sources/offender.py", "import longuevue.markers.shelf"),
    ("datum-goes-one-way", "engine/offender.py", "import longuevue.diagnosis"),
    ("datum-goes-one-way", "engine/offender.py", "import longuevue.config"),
    ("datum-goes-one-way", "portal/offender.py", "import longuevue.report"),
    ("no-django-below", "engine/offender.py", "from django.utils import timezone"),
    ("no-django-below", "edition/offender.py", "import django"),
    ("no-django-below", "discourse/offender.py", "from django.db import models"),
    ("no-django-below", "sources/offender.py", "import allauth"),
    ("datum-goes-one-way", "portal/offender.py", "import longuevue.workshop.actors"),
    ("reasoning-without-django", "workshop/reasoning/offender.py", "from longuevue.workshop.accounts import models"),
    ("workshop-computes-nothing", "workshop/accounts/offender.py", "import longuevue.engine"),
    ("who-writes-an-edition", "workshop/accounts/offender.py", "from longuevue.edition import store"),
    ("pages-read-the-edition", "portal/offender.py", "from longuevue.edition import store"),
    ("pages-read-the-edition", "report/offender.py", "import longuevue.engine"),
    ("pages-read-the-edition", "publish/offender.py", "import longuevue.facts"),
    ("who-writes-an-edition", "config/offender.py", "from longuevue.edition import store"),
    ("discourse-stands-apart", "discourse/offender.py", "import longuevue.markers.shelf"),
    ("discourse-is-a-publisher", "sources/offender.py", "import longuevue.discourse"),
    ("discourse-is-a-publisher", "engine/offender.py", "import longuevue.discourse"),
    ("markers-compute-nothing", "markers/offender.py", "import ibis"),
    ("no-pandas", "sources/offender.py", "import pandas"),
    ("no-pandas", "report/offender.py", "import fitz"),
]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("house with spaces")
    shutil.copytree(
        HOME / "longuevue", folder / "longuevue", ignore=lambda d, names: [n for n in names if _is_left_out(d, n)]
    )
    shutil.copy(HOME / "pyproject.toml", folder)
    (folder / "longuevue/edition/reader.py").touch()
    (folder / "longuevue/edition/store.py").touch()
    return folder


def _is_left_out(folder: str, name: str) -> bool:
    return name in {"_assets", "__pycache__"} or not (name.endswith(".py") or (Path(folder) / name).is_dir())


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", LINT, "--no-logo", "--no-cache"],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_untouched_house_leans_on_no_wall(copy: Path) -> None:
    done = lint(copy)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_wall_is_leaned_on() -> None:
    assert {wall for wall, _, _ in OFFENCES} == set(CONTRACTS)


@pytest.mark.parametrize(("wall", "module", "line"), OFFENCES)
def test_offending_module_brings_its_wall_down(copy: Path, wall: str, module: str, line: str) -> None:
    offender = copy / "longuevue" / module
    offender.write_text(f'"""Leans on a wall."""\n{line}\n', "utf-8")
    try:
        done = lint(copy)
    finally:
        offender.unlink()
    assert done.returncode == 1, done.stdout + done.stderr
    assert f"{CONTRACTS[wall]['name']} BROKEN" in done.stdout
    assert module.removesuffix(".py").replace("/", ".") in done.stdout


def test_reader_of_the_edition_is_open_to_the_pages(copy: Path) -> None:
    guest = copy / "longuevue/portal/guest.py"
    guest.write_text("from longuevue.edition.reader import __name__ as _\n", "utf-8")
    try:
        done = lint(copy)
    finally:
        guest.unlink()
    assert done.returncode == 0, done.stdout + done.stderr


def test_shelf_of_markers_holds_no_python() -> None:
    shelf = HOME / "longuevue/markers/shelf"
    strangers = [p for p in shelf.rglob("*") if p.is_file() and p.suffix not in {".yaml", ".md"} and p.suffix != ".pyc"]
    assert list(shelf.rglob("*.yaml"))
    assert strangers == []
