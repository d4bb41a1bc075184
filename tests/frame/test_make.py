"""What a stranger types first: `make`, on a machine that lacks something, or from a folder with spaces in its name.
A whole installation is too long for here: continuous integration does one."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[2]
BASICS = ("sh", "cat", "cksum", "ls", "dirname", "rm", "awk", "printf", "make", "basename", "env")

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="make is not on this machine")


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of what `make install` reads, in a folder with spaces, and a bin with no python, node or npm."""
    folder = tmp_path / "la longue vue"
    folder.mkdir()
    for name in (
        "Makefile",
        "pyproject.toml",
        "requirements.lock",
        "requirements-run.lock",
        "package.json",
        "package-lock.json",
    ):
        shutil.copy(HOME / name, folder)
    shutil.copytree(HOME / "tools", folder / "tools", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "longuevue").mkdir()
    shutil.copy(HOME / "longuevue/__init__.py", folder / "longuevue")
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in BASICS:
        if found := shutil.which(name):
            (tools / name).symlink_to(found)
    return folder


def fake(house: Path, name: str, script: str) -> None:
    """Puts an executable of that name in the only folder of the PATH."""
    path = house.parent / "bin" / name
    path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    path.chmod(0o755)


def make(house: Path, *words: str) -> subprocess.CompletedProcess[str]:
    env = {"PATH": str(house.parent / "bin"), "HOME": str(house.parent)}
    return subprocess.run(["make", *words], cwd=house, env=env, capture_output=True, text=True, check=False)


def stamp(house: Path) -> None:
    """Makes the Python half look installed, with a .venv whose python answers."""
    answer = f'exec "{sys.executable}" "$@"'
    (house / ".venv/bin").mkdir(parents=True)
    (house / ".venv/bin/python").write_text(f"#!/bin/sh\n{answer}\n", "utf-8")
    (house / ".venv/bin/python").chmod(0o755)

    def key(*names: str) -> str:
        text = b"".join((house / name).read_bytes() for name in names)
        return subprocess.run(["cksum"], input=text, capture_output=True, check=True).stdout.decode().strip()

    (house / ".venv/.lock-stamp").write_text(key("requirements-run.lock"), "utf-8")
    (house / ".venv/.own-stamp").write_text(f"{key('pyproject.toml', 'longuevue/__init__.py')} {house}", "utf-8")


def test_make_alone_lists_every_target(house: Path) -> None:
    done = make(house)
    assert done.returncode == 0
    targets = set(re.findall(r"^([a-z]+):", (HOME / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert {line.split()[1] for line in done.stdout.splitlines() if line.startswith("  make ")} == targets
    assert {"install", "demo", "test", "proof", "bench", "clean", "lock"} <= targets


def test_old_python_is_refused_with_a_sentence(house: Path) -> None:
    fake(house, "python3", 'case "$1" in --version) echo "Python 3.9.2";; *) exit 1;; esac')
    done = make(house, "install")
    assert done.returncode != 0
    assert "il faut Python 3.11 ou plus récent (trouvé : Python 3.9.2)" in done.stderr
    assert "Traceback" not in done.stderr


def test_no_python_at_all_is_refused_with_a_sentence(house: Path) -> None:
    done = make(house, "install")
    assert done.returncode != 0
    assert "il faut Python 3.11 ou plus récent (trouvé : aucun)" in done.stderr


def test_missing_node_is_refused_with_a_sentence(house: Path) -> None:
    stamp(house)
    done = make(house, "install")
    assert done.returncode != 0
    assert "il manque Node" in done.stderr
    assert "aucun paquet" not in done.stderr


def test_missing_npm_is_refused_with_a_sentence(house: Path) -> None:
    stamp(house)
    fake(house, "node", "echo 20")
    done = make(house, "install")
    assert done.returncode != 0
    assert "il manque npm" in done.stderr


def test_old_node_is_refused_with_a_sentence(house: Path) -> None:
    stamp(house)
    fake(house, "node", 'case "$1" in --version) echo v12.22.0;; *) echo 12;; esac')
    fake(house, "npm", "exit 1")
    done = make(house, "install")
    assert done.returncode != 0
    assert "il faut Node 18 ou plus récent (trouvé : v12.22.0)" in done.stderr


def test_scripts_never_ask_for_root() -> None:
    texts = [p.read_text("utf-8") for p in (HOME / "Makefile", *(HOME / "tools").glob("*.sh"))]
    assert not any(re.search(r"\b(sudo|doas|pkexec)\b", text) for text in texts)
    assert os.access(HOME / "tools/install.sh", os.X_OK)
    assert os.access(HOME / ".ci/run", os.X_OK)
