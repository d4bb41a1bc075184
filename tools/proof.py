"""`make proof`: the tests at full counts and the benchmarks, then one page of figures, `docs/proof.md`.
A figure is a JSON line {"figure", "value", "bar", "holds", "where"} printed by a test or a benchmark; none is made here."""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

HOME = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(HOME))
from tools.check import environment, say  # noqa: E402

PAGE = HOME / "docs" / "proof.md"
KEYS = {"figure", "value", "bar", "holds"}
Line = dict[str, Any]


def lines_in(text: str) -> Iterator[Line]:
    """The figures printed in `text`: one JSON object a line with all of our keys, anything else is left aside."""
    for raw in text.splitlines():
        if raw.startswith("{") and raw.endswith("}"):
            try:
                found = json.loads(raw)
            except json.JSONDecodeError:
                continue
            if found.keys() >= KEYS:
                yield found


def from_tests(env: dict[str, str], only: Sequence[str] = ()) -> tuple[list[Line], str, bool]:
    """Every test (or those under the folders `only`) at full counts: the figures they gave, one sentence on them, and whether all passed."""
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        report, figures = Path(folder) / "tests.xml", Path(folder) / "figures.jsonl"
        env = {**env, "LONGUEVUE_FULL": "1", "LONGUEVUE_PROOF": str(figures)}
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            f"--junitxml={report}",
            "-o",
            "junit_logging=system-out",
            *only,
        ]
        code = subprocess.run(command, cwd=HOME, env=env, check=False).returncode
        root = ElementTree.parse(report).getroot() if report.exists() else ElementTree.Element("none")
        found = list(lines_in(figures.read_text("utf-8") if figures.exists() else ""))
        known = {json.dumps(line, sort_keys=True) for line in found}
        for case in root.iter("testcase"):
            for out in case.iter("system-out"):
                for line in lines_in(out.text or ""):
                    line.setdefault("where", f"{case.get('classname')}::{case.get('name')}")
                    if json.dumps(line, sort_keys=True) not in known:
                        found.append(line)
        suite = root.find("testsuite")
        count = {
            k: int(suite.get(k, 0)) if suite is not None else 0 for k in ("tests", "failures", "errors", "skipped")
        }
    bad = count["failures"] + count["errors"]
    told = f"{count['tests'] - bad - count['skipped']} passed, {bad} failed, {count['skipped']} skipped"
    return found, f"{told}, {time.monotonic() - start:.0f} s", code == 0


def from_benchmarks(env: dict[str, str]) -> tuple[list[Line], bool]:
    """What every script of `benchmarks/` printed; a script that stops is told and counted as not holding."""
    found: list[Line] = []
    well = True
    for script in sorted((HOME / "benchmarks").glob("[a-z]*.py")):
        if "__main__" not in script.read_text("utf-8"):
            continue  # what benchmarks share
        say(f"  {script.name} …")
        done = subprocess.run(
            [sys.executable, str(script)], cwd=HOME, env=env, stdout=subprocess.PIPE, text=True, check=False
        )
        lines = list(lines_in(done.stdout))
        for line in lines:
            line.setdefault("where", f"benchmarks/{script.name}")
        found += lines
        if done.returncode and all(line["holds"] for line in lines):
            well = False
            found.append(
                {"figure": script.name, "value": "stopped", "bar": "ends", "holds": False, "where": script.name}
            )
    return found, well


def page_of(lines: Iterable[Line], tests: str, today: dt.date, real: bool, only: Sequence[str] = ()) -> str:
    """`docs/proof.md` in full, or for the folders `only`, which it says: the figure, its bar, whether it holds, where it is measured, and on which day."""

    def cell(value: object) -> str:
        text = f"{value:g}" if isinstance(value, float) else str(value)
        return text.replace("|", "\\|").replace("\n", " ")

    rows = "\n".join(
        f"| {cell(line['figure'])} | {cell(line['value'])} | {cell(line['bar'])} | {'yes' if line['holds'] else '**NO**'} "
        f"| {cell(line.get('where', ''))} |"
        for line in lines
    )
    part = f"- part run: {', '.join(only)} alone; the other full counts are not on this page\n" if only else ""
    files = "the publishers' real files" if real else "small files of ours in the publishers' formats"
    return (
        "# Proof\n\n"
        "Written by `make proof`; do not edit. Each figure comes from the test or benchmark named beside it.\n\n"
        f"- date: {today.isoformat()}\n"
        f"- machine: {os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}\n"
        f"- files read: {files}\n"
        f"{part}"
        f"- tests at full counts: {tests}\n\n"
        f"| figure | measured | bar | holds | where |\n|---|---|---|---|---|\n{rows}\n"
    )


def main(arguments: list[str]) -> int:
    """`--bench`: the benchmarks alone, printed. `--only FOLDER…`: the tests of these folders, and the page says so.
    Otherwise everything, and the page is written."""
    env = environment()
    env["LONGUEVUE_FULL"] = "1"
    if "--bench" in arguments:
        lines, well = from_benchmarks(env)
        for line in lines:
            say(f"{'oui' if line['holds'] else 'NON'}  {line['figure']} : {line['value']} (attendu : {line['bar']})")
        say(f"{len(lines)} mesure(s). / {len(lines)} figure(s).")
        return 0 if well and all(line["holds"] for line in lines) else 1
    say("Preuve : tous les tests à comptes entiers, puis les mesures de temps ; moins de 90 minutes.")
    say("Proof: every test at full counts, then the timings; under 90 minutes.")
    only = arguments[arguments.index("--only") + 1 :] if "--only" in arguments else []
    lines, tests, passed = from_tests(env, only)
    more, well = ([], True) if only else from_benchmarks(env)
    lines += more
    today, real = dt.datetime.now(dt.UTC).date(), bool(env.get("LONGUEVUE_MIRROR"))
    PAGE.write_text(page_of(lines, tests, today, real, only), "utf-8")
    held = sum(bool(line["holds"]) for line in lines)
    say(f"{PAGE.relative_to(HOME)} : {held} mesures tenues sur {len(lines)} ; tests : {tests}.")
    return 0 if passed and well and held == len(lines) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
