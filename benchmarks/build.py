"""How long the command line makes one wait: a first build, a rebuild without a change, one figure.
Each command is a process of its own, as a person types it; the observatory is made in an empty folder."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks._figure import line

HOME = Path(__file__).resolve().parents[1]


def timed(env: dict[str, str], *words: str) -> tuple[float, str]:
    """Seconds that `longuevue <words>` takes, and what it prints; a command that fails ends the benchmark."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "longuevue.cli", *words]
    done = subprocess.run(command, cwd=HOME, env=env, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start, done.stdout.decode().strip()


def told(figure: str, seconds: float, bar: float) -> None:
    """One line of proof. The load is said: on a machine busy elsewhere, a time is longer than it should be."""
    value = f"{seconds:.2f} s (load {os.getloadavg()[0]:.1f})"
    line(figure, value, f"< {bar:g} s", seconds < bar)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "LONGUEVUE_HOME": folder}
        env.pop("LONGUEVUE_OBSERVATORY", None)
        first, path = timed(env, "demo", "--no-serve")
        told("build of the starter edition, packages installed", first, 60)
        again = [timed(env, "demo", "--no-serve") for _ in range(3)]
        assert {where for _, where in again} == {path}, "a rebuild without a change must give the existing edition"
        told("rebuild without a change, slowest of 3", max(seconds for seconds, _ in again), 3)
        asked = [timed(env, "reading", "international-students-share", "com-42218", "--json")[0] for _ in range(3)]
        told("one reading on the command line, slowest of 3", max(asked), 2)
        told("verify: every hash, every reading recomputed", timed(env, "verify", path)[0], 60)


if __name__ == "__main__":
    main()
