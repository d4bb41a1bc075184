"""`make test`: style, types, walls, then the tests with reduced counts, all run even when one fails.
What is checked lives in `tests/` and `pyproject.toml`; here it is only run, told and counted."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from pathlib import Path

HOME = Path(__file__).resolve().parents[1]
#: what the publishers' real files are looked for under, when nobody says where they are
REAL_FILES = {
    "LONGUEVUE_MIRROR": HOME.parent / "shared" / "data",
    "LONGUEVUE_CORPUS": HOME.parent / "shared" / "debate",
}
#: a worker per processor, a file of tests never shared between two; `make test JOBS=1` runs them in line
WORKERS = (
    "-n",
    os.environ.get("JOBS") or str(min(4, os.cpu_count() or 1)),
    "--dist",
    "loadfile",
    "--no-loadscope-reorder",
)
STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("style (ruff check)", ("-m", "ruff", "check", ".")),
    ("mise en forme (ruff format)", ("-m", "ruff", "format", "--check", ".")),
    ("types (mypy)", ("-m", "mypy")),
    ("murs (lint-imports)", ("-c", "from importlinter.cli import lint_imports_command as run; run()")),
)


def say(text: str = "") -> None:
    """Prints at once: the output of the tools run here must fall in its place between our lines."""
    print(text, flush=True)


def environment() -> dict[str, str]:
    """The environment of the tests, with the folders of real files where there are some, and tells which is read."""
    env = dict(os.environ)
    env["PYTHONPATH"] = os.pathsep.join([str(HOME), *filter(None, [env.get("PYTHONPATH")])])
    for name, usual in REAL_FILES.items():
        if name not in env and usual.is_dir():
            env[name] = str(usual)
    for name, what in (("LONGUEVUE_MIRROR", "fichiers des producteurs"), ("LONGUEVUE_CORPUS", "textes de débat")):
        if env.get(name):
            say(f"  {what} : les vrais, lus dans {env[name]} ({name})")
        else:
            say(
                f"  {what} : nos petits fichiers de même format ; les tests des vrais sont sautés ({name} n'est pas défini)"
            )
    return env


def run_step(name: str, command: tuple[str, ...], env: dict[str, str]) -> bool:
    """Runs one tool of the venv; its output is shown when it fails."""
    start = time.monotonic()
    done = subprocess.run([sys.executable, *command], cwd=HOME, env=env, capture_output=True, text=True, check=False)
    took = time.monotonic() - start
    say(f"  {'oui' if done.returncode == 0 else 'NON'}  {name}, {took:.1f} s")
    if done.returncode:
        say((done.stdout + done.stderr).rstrip())
    return done.returncode == 0


def run_tests(arguments: list[str], env: dict[str, str]) -> tuple[int, int, int]:
    """Runs pytest and returns how many passed, failed (errors included) and were skipped."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "tests.xml"
        command = [sys.executable, "-m", "pytest", "-q", *WORKERS, f"--junitxml={report}", *arguments]
        code = subprocess.run(command, cwd=HOME, env=env, check=False).returncode
        if not report.exists():
            return 0, 1, 0
        suite = ElementTree.parse(report).getroot().find("testsuite")
        assert suite is not None
        total, failed, errors, skipped = (int(suite.get(k, 0)) for k in ("tests", "failures", "errors", "skipped"))
        bad = failed + errors
        # pytest can fail without a failed test: nothing collected, a plugin broken, a coverage bar missed
        return total - bad - skipped, bad or int(code != 0), skipped


def main(arguments: list[str]) -> int:
    """Everything, then a last line to read: « N passed, N failed, N skipped »."""
    say("Vérifications de Longuevue, à comptes réduits (les comptes entiers : make proof).")
    say("Checks of Longuevue, with reduced counts (full counts: make proof).")
    env = environment()
    broken = [name for name, command in STEPS if not run_step(name, command, env)]
    say("  tests (pytest)")
    passed, failed, skipped = run_tests(["-m", "not slow", *arguments], env)
    say()
    if broken or failed:
        say(f"Tout n'est pas bon : {', '.join([*broken, *([f'{failed} test(s)'] if failed else [])])}. Voir ci-dessus.")
        say("Not everything holds, see above.")
    else:
        say(f"Tout est bon : style, types, murs et {passed} tests. / Everything holds.")
    say(f"{passed} passed, {failed + len(broken)} failed, {skipped} skipped")
    return 1 if broken or failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
