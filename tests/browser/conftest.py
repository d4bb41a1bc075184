"""A real Chromium on a real server, both started for the tests and stopped by their own handle; skipped, with why, without one."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import give_tables

WORKSHOP = "longuevue.config.workshop_settings"
HOME = Path(__file__).resolve().parents[2]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="session")
def site(starter_home: Path) -> Iterator[str]:
    """The address of the portal served on the starter edition."""
    with served(starter_home / "demo", free_port()) as address:
        yield address


def free_port() -> int:
    """A port that nobody listens to."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(folder: Path, port: int, arguments: str = "", environment: dict[str, str] | None = None) -> Iterator[str]:
    """The address of a server on that folder, in a process of its own; `arguments` are those of `serve`, as written."""
    code = f"from longuevue.portal.serve import serve; serve({str(folder)!r}, port={port}{arguments})"
    environment = {**os.environ, "PYTHONPATH": str(HOME), **(environment or {})}
    server = subprocess.Popen([sys.executable, "-c", code], cwd=HOME, env=environment, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, server)
        yield address
    finally:
        server.terminate()
        try:
            server.wait(timeout=60)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


@dataclass(frozen=True, slots=True)
class Shop:
    """A server with the workshop, on a copy of the demonstration; `made` is the last line that its preparation printed."""

    address: str
    folder: Path
    made: str


def _own(folder: Path, port: int) -> dict[str, str]:
    """What the environment says of a workshop on that folder."""
    return {
        "LONGUEVUE_FOLDER": str(folder),
        "LONGUEVUE_ADDRESS": f"http://127.0.0.1:{port}",
        "DJANGO_SETTINGS_MODULE": WORKSHOP,
    }


@cache
def _opened(demo: Path) -> Path:
    """A copy of `demo` whose workshop was opened once, beside it: the migrations are run once, not for each server."""
    folder = demo.parent.with_name(f"{demo.parent.name}-opened")
    shutil.copytree(demo, folder)
    give_tables(folder)
    environment = {**os.environ, "PYTHONPATH": str(HOME), **_own(folder, 0)}
    subprocess.run([sys.executable, "-m", "longuevue.config.workshop"], check=True, cwd=HOME, env=environment)
    return folder


@contextmanager
def shop_on(
    demo: Path,
    prepare: str,
    ready: Callable[[Path, str], None] = lambda folder, made: None,
    *,
    workers: int = 1,
    more: dict[str, str] | None = None,
) -> Iterator[Shop]:
    """Copy `demo`, open its workshop, run the code `prepare` there, then `ready`, and serve it until the end. `more` is said in
    the environment of the workshop: another database is then opened too."""
    with tempfile.TemporaryDirectory(prefix="shop-") as home:
        folder, port = Path(home) / "demo", free_port()
        shutil.copytree(_opened(demo), folder)
        own = {**_own(folder, port), **(more or {})}
        environment = {**os.environ, "PYTHONPATH": str(HOME), **own}

        def run(*arguments: str) -> str:
            command = [sys.executable, *arguments]
            done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=HOME, env=environment)
            return done.stdout.strip()

        if more:
            run("-m", "longuevue.config.workshop")
        made = run("-c", prepare).splitlines()[-1]
        ready(folder, made)
        with served(folder, port, f", workers={workers}, settings={WORKSHOP!r}", own) as address:
            yield Shop(address, folder, made)


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert server.poll() is None, "the server stopped"
        try:
            with urllib.request.urlopen(f"{address}/robots.txt", timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the server never answered")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium, headless."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("no chromium here: apt-get install chromium")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        chrome = driver.chromium.launch(executable_path=chromium, args=FLAGS)
        yield chrome
        chrome.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """axe-core with its French messages, as one script."""
    folder = HOME / "node_modules" / "axe-core"
    if not (folder / "axe.min.js").is_file():
        pytest.skip("no axe-core here: npm ci")
    french = (folder / "locales" / "fr.json").read_text(encoding="utf-8")
    return (folder / "axe.min.js").read_text(encoding="utf-8") + f"\naxe.configure({{locale: {french}}});"
