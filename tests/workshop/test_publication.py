"""« Publier » starts the build apart: its progress is told, the former edition stays when it fails, and no two run at once."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from longuevue.config import publishing
from longuevue.terms.refusal import Refusal
from longuevue.workshop.observatories.selectors import folder_of
from longuevue.workshop.press import job

ADDRESS = "/atelier/o/valmont/publier/"


@pytest.fixture
def manager(valmont: Any, person: Callable[..., Any], visitor: Callable[..., Client]) -> Client:
    return visitor(person(valmont, "manager"))


@pytest.fixture
def folder(valmont: Any) -> Path:
    found = folder_of(valmont)
    (found / job.STATE).unlink(missing_ok=True)
    (found / "editions").mkdir(parents=True, exist_ok=True)
    return found


def test_the_button_starts_no_build_or_the_page_never_says_its_end(valmont: Any, manager: Client, folder: Path) -> None:
    """The real command, in its own process, on a folder whose settings are spoilt: refused in words, at once."""
    (folder / "observatory.toml").write_text("name = \n", encoding="utf-8")
    (folder / "editions" / "current").write_text("avant", encoding="utf-8")
    try:
        assert manager.post(ADDRESS).status_code == 302
        for _ in range(300):
            if job.told(folder)["state"] != job.RUNNING:
                break
            time.sleep(0.1)
        page = manager.get(ADDRESS).content.decode()
        assert job.told(folder)["state"] == job.FAILED and "TOML" in page and "reste en ligne" in page
        assert (folder / "editions" / "current").read_text(encoding="utf-8") == "avant"
    finally:
        (folder / "observatory.toml").write_text("# remis\n", encoding="utf-8")
        (folder / "editions" / "current").unlink()


def test_progress_and_end_are_not_told(
    valmont: Any, manager: Client, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def build(_: Any, *, progress: Callable[[str], None]) -> tuple[Path, bool]:
        for number in range(30):
            progress(f"étape <{number}>")
        seen.append(manager.get(ADDRESS).content.decode())
        return folder / "editions" / "2026-01-01-abc", True

    monkeypatch.setattr(publishing, "build", build)
    assert publishing.publish(folder) == 0
    assert "étape &lt;29&gt;" in seen[0] and "étape &lt;17&gt;" not in seen[0] and "En cours" in seen[0]
    after = manager.get(ADDRESS).content.decode()
    assert "2026-01-01-abc" in after and "En cours" not in after and "<script" not in after


def test_a_fault_nobody_foresaw_shows_technical_words_or_says_under_way(
    manager: Client, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def build(*_: Any, **__: Any) -> None:
        raise KeyError("geography_year")

    monkeypatch.setattr(publishing, "build", build)
    log = folder / publishing.LOG
    log.unlink(missing_ok=True)
    assert publishing.publish(folder) == 1 and job.told(folder)["state"] == job.FAILED
    page = manager.get(ADDRESS).content.decode()
    assert "panne imprévue" in page and "reste en ligne" in page
    assert not [word for word in ("KeyError", "geography_year", "Traceback", ".py") if word in page]
    assert "KeyError: 'geography_year'" in log.read_text(encoding="utf-8") and log.stat().st_mode & 0o077 == 0


def test_the_button_builds_from_other_files_than_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both read the mirror of `observatory.toml`, from the observatory's folder; what the command is given wins."""
    from longuevue.cli import run
    from longuevue.config import pipeline

    seen: list[Path | None] = []

    def load(_: Any, mirror: Path | None, __: Any) -> None:
        seen.append(mirror)
        raise Refusal("Assez.", "On n'ira pas plus loin.")

    monkeypatch.setattr(pipeline, "load_sources", load)
    home, other = tmp_path / "valmont", tmp_path / "autre"
    for path in (home, other, tmp_path / "miroir"):
        path.mkdir()
    (home / "observatory.toml").write_text('name = "Valmont"\nmirror = "../miroir"\n', encoding="utf-8")
    monkeypatch.chdir(home)
    assert publishing.publish(home) == 1 and run(["build"]) == 1 and run(["build", "--mirror", str(other)]) == 1
    assert [path and path.resolve() for path in seen] == [tmp_path / "miroir", tmp_path / "miroir", other]
    (tmp_path / "miroir").rmdir()
    assert publishing.publish(home) == 1 and len(seen) == 3
    assert "« ../miroir »" in job.told(home)["fault"] and "observatory.toml" in job.told(home)["fault"]


def test_two_builds_run_at_once(valmont: Any, manager: Client, folder: Path) -> None:
    with job.alone(folder):
        assert publishing.publish(folder) == 2 and job.start(folder) is False
        page = manager.post(ADDRESS, follow=True).content.decode()
    assert "se construit déjà" in page and job.told(folder) == {}
    job.tell(folder, state=job.RUNNING, steps=[])
    assert job.start(folder) is False, "the first is starting and holds nothing yet"


def test_a_refusal_says_only_that_it_failed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def build(*_: Any, **__: Any) -> None:
        raise Refusal("La table des pays ne se lit pas.", "Enregistrez-la en UTF-8.")

    monkeypatch.setattr(publishing, "build", build)
    assert publishing.publish(folder) == 1 and "Enregistrez-la" in job.told(folder)["fault"]


def test_a_build_that_was_killed_is_under_way_for_ever(manager: Client, folder: Path) -> None:
    job.tell(folder, state=job.RUNNING, steps=[])
    assert job.told(folder)["state"] == job.RUNNING, "it may be starting"
    long_ago = time.time() - 2 * job.SILENCE
    os.utime(folder / job.STATE, (long_ago, long_ago))
    with job.alone(folder):
        assert job.told(folder)["state"] == job.RUNNING
    assert job.told(folder)["state"] == job.FAILED
    assert "coupée avant la fin" in manager.get(ADDRESS).content.decode()
