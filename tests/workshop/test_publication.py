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


def test_a_fault_nobody_foresaw_leaves_the_page_saying_under_way(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def build(*_: Any, **__: Any) -> None:
        raise MemoryError("plus de place")

    monkeypatch.setattr(publishing, "build", build)
    with pytest.raises(MemoryError):
        publishing.publish(folder)
    assert job.told(folder)["state"] == job.FAILED and "plus de place" in job.told(folder)["fault"]


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


def test_a_build_that_was_killed_is_under_way_for_ever(folder: Path) -> None:
    job.tell(folder, state=job.RUNNING, steps=[])
    assert job.told(folder)["state"] == job.RUNNING, "it may be starting"
    long_ago = time.time() - 2 * job.SILENCE
    os.utime(folder / job.STATE, (long_ago, long_ago))
    with job.alone(folder):
        assert job.told(folder)["state"] == job.RUNNING
    assert job.told(folder)["state"] == job.FAILED
