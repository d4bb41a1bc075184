"""The whole build on the publishers' real files: how long, and how much memory, children included.

LONGUEVUE_MIRROR names the folder that stands for the internet; without it nothing is measured, and that is said.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks._figure import line

HOME = Path(__file__).resolve().parents[1]
PAGE = os.sysconf("SC_PAGE_SIZE")
#: of resident memory, the process and all that it started together
MOST_MB = 1536


def family(pid: int) -> list[int]:
    """A process and its descendants; one that has just ended is no longer there."""
    found = [pid]
    for listed in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = listed.read_text().split()
        except OSError:
            continue
        for child in children:
            found += family(int(child))
    return found


def resident_mb(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE >> 20
    except (OSError, IndexError):
        return 0


def watched(command: list[str], env: dict[str, str], cwd: Path) -> tuple[float, int]:
    """Seconds that a command takes and the highest memory of its family, looked at ten times a second."""
    start, peak = time.perf_counter(), 0
    running = subprocess.Popen(command, env=env, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while running.poll() is None:
        peak = max(peak, sum(resident_mb(pid) for pid in family(running.pid)))
        time.sleep(0.1)
    if running.returncode:
        raise SystemExit(f"{command[2:]} ended with {running.returncode}")
    return time.perf_counter() - start, peak


def main() -> None:
    mirror = os.environ.get("LONGUEVUE_MIRROR")
    if not mirror or not Path(mirror).is_dir():
        print("LONGUEVUE_MIRROR is not set: the publishers' real files are not here", file=sys.stderr)
        return
    longuevue = [sys.executable, "-m", "longuevue.cli"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "observatory"
        env = {**os.environ, "LONGUEVUE_HOME": name, "PYTHONPATH": str(HOME)}
        env.pop("LONGUEVUE_OBSERVATORY", None)
        subprocess.run(
            [*longuevue, "init", str(folder), "--perimeter", "243400017"],
            env=env,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        seconds, peak = watched([*longuevue, "build", "--mirror", mirror], env, folder)
        asked = subprocess.run(
            [*longuevue, "sources", "--json"], env=env, cwd=folder, check=True, stdout=subprocess.PIPE
        )
        receipts = [source["receipt"] for source in json.loads(asked.stdout) if source["receipt"]]
        read = [receipt for receipt in receipts if receipt["origin"] == "mirror"]
        rows = sum(receipt["rows_in"] for receipt in read)
        accounted = sum(r["kept"] + sum(r["aside"].values()) + r["refused"] for r in read)
    for figure, value, bar, holds in (
        ("build --mirror, all files, all France: memory, children included", f"{peak} MB", f"< {MOST_MB} MB", peak < MOST_MB),
        ("build --mirror: time", f"{seconds:.0f} s (load {os.getloadavg()[0]:.1f})", "< 300 s", seconds < 300),
        ("build --mirror: rows read, kept, set aside or refused", f"{accounted} of {rows}, {len(read)} sources", "all", accounted == rows > 0),
    ):  # fmt: skip
        line(figure, value, bar, holds)


if __name__ == "__main__":
    main()
