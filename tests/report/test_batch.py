"""Many papers: stopped half-way they go on, another edition starts afresh, memory stays flat, a bad place stops nobody."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from longuevue.report.batch import LEDGER, Order, make_all

HOME = Path(__file__).resolve().parents[2]


def order(starter: Any, **changes: str) -> Order:
    values = {"kind": "brief", "form": "html", "language": "fr", **changes}
    return Order(str(starter.path), values.pop("edition_id", starter.id), **values)


def test_finished_papers_are_made_again(starter: Any, tmp_path: Path) -> None:
    areas = ["com-34172", "com-34027", "per-grand-geneve/FR"]
    first = make_all(order(starter), areas, tmp_path, workers=1)
    assert (first.made, first.kept) == (3, 0)
    assert (tmp_path / "per-grand-geneve_FR-brief.html").is_file()
    second = make_all(order(starter), [*areas, "com-34022"], tmp_path, workers=1)
    assert (second.made, second.kept) == (1, 3)
    other = make_all(order(starter, language="en"), areas[:1], tmp_path, workers=1)
    assert (other.made, other.kept) == (1, 0), "an English order does not keep French papers"


def test_a_place_that_is_refused_stops_the_others(starter: Any, tmp_path: Path) -> None:
    outcome = make_all(order(starter), ["com-34172", "com-00000", "com-34022"], tmp_path, workers=1)
    assert outcome.made == 2 and outcome.failed[0][0] == "com-00000"
    assert "com-00000" in outcome.failed[0][1] or "00000" in outcome.failed[0][1]


def test_killed_half_way_it_starts_again_from_nothing(starter_home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "rapports"
    command = [sys.executable, "-m", "longuevue.cli", "report", "--all", "communes-of", "epci-243400017"]
    command += ["--brief", "--form", "html", "--out", str(folder), "--workers", "2"]
    environment = {**os.environ, "LONGUEVUE_OBSERVATORY": str(starter_home / "demo"), "PYTHONPATH": str(HOME)}
    child = subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    deadline = time.monotonic() + 240
    while len(list(folder.glob("com-*.html"))) < 5 and time.monotonic() < deadline:
        time.sleep(0.02)
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    child.stderr.close()  # type: ignore[union-attr]
    done = {path.name: path.stat().st_mtime_ns for path in folder.glob("com-*.html")}
    assert 5 <= len(done) <= 31
    assert all(path.read_bytes().rstrip().endswith(b"</html>") for path in folder.glob("com-*.html"))
    again = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=300)
    assert again.returncode == 0, again.stderr
    assert len(list(folder.glob("com-*.html"))) == 31
    kept = sum((folder / name).stat().st_mtime_ns == when for name, when in done.items())
    assert kept >= len(done) - 2, "at most what the dying children finished a moment later is written again"
    assert (folder / LEDGER).is_file() and not list(folder.glob(".com-*.html.*.draft"))


def test_the_command_takes_a_file_for_a_folder(lv: Callable[..., Any], tmp_path: Path) -> None:
    code, _, said = lv("report", "com-34172", "com-34022", "--out", str(tmp_path / "x.pdf"))
    assert code == 1 and "dossier" in said
    code, _, said = lv("report", "com-34172", "--out", str(tmp_path / "absent" / "x.pdf"))
    assert code == 1 and "absent" in said
    code, _, said = lv("report", "com-34172", "--brief", "--kit", "card")
    assert code == 1 and "ensemble" in said
    code, _, said = lv("report")
    assert code == 1 and "territoire" in said
    code, _, said = lv("report", "--all", "moons-of", "dep-34", "--out", str(tmp_path))
    assert code == 1 and "communes-of" in said


@pytest.mark.slow
def test_341_communes_take_more_than_six_minutes(starter: Any, tmp_path: Path, prove: Callable[..., None]) -> None:
    if os.environ.get("LONGUEVUE_FULL") != "1":
        pytest.skip("comptes entiers : make proof")
    import resource

    areas = [member["ref"] for member in starter.members("dep-34")]
    start = time.monotonic()
    outcome = make_all(order(starter, kind="report", form="pdf"), areas, tmp_path, workers=2)
    taken = time.monotonic() - start
    heaviest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    assert outcome.made == len(areas)
    prove(
        f"reports of the {len(areas)} communes of the Hérault", value=f"{taken:.0f} s", bar="< 360 s", holds=taken < 360
    )
    prove("memory of the heaviest child", value=f"{heaviest:.0f} MB", bar="< 700 MB", holds=heaviest < 700)
