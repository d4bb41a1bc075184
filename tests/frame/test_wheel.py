"""The wheel that one hands out: it carries the territories and needs no node once installed.
What the assets contain is the territories' business."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[2]
ASSETS = HOME / "longuevue" / "_assets"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    if not (ASSETS.is_dir() and any(ASSETS.iterdir())):
        pytest.skip("longuevue/_assets is empty: run `make install` first")
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(command, cwd=HOME, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return zipfile.ZipFile(next(folder.glob("*.whl")))


@pytest.mark.slow
def test_wheel_carries_every_asset_and_page_of_markers(wheel: zipfile.ZipFile) -> None:
    inside = set(wheel.namelist())
    wanted = [p for p in (HOME / "longuevue").rglob("*") if p.is_file() and "__pycache__" not in p.parts]
    assert [str(p.relative_to(HOME)) for p in wanted if str(p.relative_to(HOME)) not in inside] == []
    assert any(name.startswith("longuevue/_assets/") for name in inside)
    assert any(name.endswith("/licenses/LICENSE") for name in inside)


@pytest.mark.slow
def test_installed_wheel_finds_a_territory_without_node(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    wheel.extractall(tmp_path / "site")
    empty = tmp_path / "no node here"
    empty.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "longuevue.cli", "territories", "Montpellier"],
        cwd=empty,
        env={"PATH": str(empty), "PYTHONPATH": str(tmp_path / "site"), "HOME": str(empty)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "34172" in done.stdout
