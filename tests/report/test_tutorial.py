"""The tutorial « De rien à un diagnostic présenté au conseil », followed word by word from an empty folder."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest

HOME = Path(__file__).resolve().parents[2]
PAGE = HOME / "docs/tutorial/diagnostic-au-conseil.md"


def steps() -> list[tuple[str, str]]:
    """(language, text) of each block of the page, in order: `sh` is typed, `text` is what must have been answered."""
    return re.findall(r"^```(sh|text)\n(.*?)^```$", PAGE.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str], float]:
    """The folder where the page was followed, what each block answered, and the seconds it took."""
    folder = tmp_path_factory.mktemp("rien")
    tools = tmp_path_factory.mktemp("bin")
    command = tools / "longuevue"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m longuevue.cli "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    kept = ("PATH", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH")
    environment = {name: os.environ[name] for name in kept if name in os.environ}
    environment |= {"HOME": str(folder), "PYTHONPATH": str(HOME), "PATH": f"{tools}:{environment['PATH']}"}
    answers, start, here = [], time.monotonic(), folder
    for language, text in steps():
        if language != "sh":
            continue
        script = f"set -e\n{text}\nprintf '\\n@%s' \"$PWD\""
        done = subprocess.run(
            ["sh", "-c", script], cwd=here, env=environment, capture_output=True, text=True, timeout=600
        )
        assert done.returncode == 0, f"{text}\n{done.stderr}"
        said, _, place = done.stdout.rpartition("\n@")
        here = Path(place)
        answers.append(said)
    return here, answers, time.monotonic() - start


def test_a_command_of_the_page_fails(followed: tuple[Path, list[str], float], prove: Callable[..., None]) -> None:
    folder, _, seconds = followed
    asked = re.findall(r"--out (\S+)", PAGE.read_text("utf-8"))
    assert len(asked) >= 8
    for name in asked:
        assert (folder / name).stat().st_size > 2_000, name
    pages = len(pypdfium2.PdfDocument((folder / "diagnostic.pdf").read_bytes()))
    assert 12 <= pages <= 20
    assert len(pypdfium2.PdfDocument((folder / "essentiel.pdf").read_bytes())) == 2
    prove("the tutorial, from an empty folder to the PDF", value=f"{seconds:.0f} s", bar="< 600 s", holds=seconds < 600)


def test_the_page_promises_another_answer(followed: tuple[Path, list[str], float]) -> None:
    answers = iter(followed[1])
    before = ""
    for language, text in steps():
        if language == "sh":
            before = next(answers)
            continue
        for line in text.strip().splitlines():
            assert line in before, f"« {line} » is promised; the answer is:\n{before[:800]}"
