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
from collections.abc import Iterator, Sequence
from pathlib import Path

HOME = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(HOME))
from tools.check import WORKERS, environment, say  # noqa: E402
from tools.proof_page import Line, belongs, merged, page_of, rows_of, runs_of  # noqa: E402

PAGE = HOME / "docs" / "proof.md"
KEYS = {"figure", "value", "bar", "holds"}


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
            *WORKERS,
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


def from_benchmarks(env: dict[str, str], only: Sequence[str] = ()) -> tuple[list[Line], bool]:
    """What every script of `benchmarks/` (or those named) printed; a script that stops is told and counted as not holding."""
    found: list[Line] = []
    well = True
    for script in sorted((HOME / "benchmarks").glob("[a-z]*.py")):
        where = f"benchmarks/{script.name}"
        if "__main__" not in script.read_text("utf-8") or (only and not belongs(where, only)):
            continue  # what benchmarks share, or another part
        say(f"  {script.name} …")
        done = subprocess.run(
            [sys.executable, str(script)], cwd=HOME, env=env, stdout=subprocess.PIPE, text=True, check=False
        )
        lines = [{**line, "where": where} for line in lines_in(done.stdout)]
        found += lines
        if done.returncode and all(line["holds"] for line in lines):
            well = False
            found.append({"figure": script.name, "value": "stopped", "bar": "ends", "holds": False, "where": where})
    return found, well


def main(arguments: list[str]) -> int:
    """`--bench`: the benchmarks alone, printed. `--only PART…`: these folders or files of tests and benchmarks, whose
    rows alone are renewed. Otherwise everything, and the whole page is written anew."""
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
    tested = [part for part in only if not part.startswith("benchmarks")]
    timed = [part for part in only if part.startswith("benchmarks")]
    start = time.monotonic()
    lines, tests, passed = from_tests(env, tested) if tested or not only else ([], "", True)
    more, well = from_benchmarks(env, timed) if timed or not only else ([], True)
    day = dt.datetime.now(dt.UTC).date().isoformat()
    before = PAGE.read_text("utf-8") if PAGE.exists() else ""
    kept = merged(rows_of(before), lines + more, day, only)
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
    files = "the publishers' real files" if env.get("LONGUEVUE_MIRROR") else "small files of ours"
    run = f"run of {day}: {', '.join(only) or 'everything'}; {files}; {tests or 'no test'}; {(time.monotonic() - start) / 60:.0f} min in all"
    PAGE.write_text(page_of(kept, [run, *(runs_of(before)[:30] if only else [])], machine), "utf-8")
    fresh = lines + more
    held = sum(bool(line["holds"]) for line in fresh)
    say(f"{PAGE.relative_to(HOME)} : {held} mesures tenues sur {len(fresh)} ; tests : {tests or 'aucun'}.")
    return 0 if passed and well and held == len(fresh) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
