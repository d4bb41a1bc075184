"""Contributors who write in a served workshop, on SQLite and on PostgreSQL: two hundred at once, then twenty writings a second.

    python -m benchmarks.workshop [seconds]

Real connections to a server of our own with two workers; each writing is the form of a link, counted from when it was due
until it is answered. Without a PostgreSQL server, SQLite alone is measured, and that is said.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

HOME = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(HOME)]

from benchmarks._figure import line  # noqa: E402
from longuevue.config.observatory import demo_observatory  # noqa: E402
from longuevue.config.pipeline import build  # noqa: E402
from tests.workshop import postgresql  # noqa: E402
from tests.workshop.writers import Desk, desk_of  # noqa: E402

WRITERS, PER_SECOND = 200, 20


def told(figure: str, value: object, bar: str, holds: bool) -> None:
    """One line of `docs/proof.md`. The load is said: on a machine busy elsewhere, a time is longer than it should be."""
    line(figure, f"{value} (load {os.getloadavg()[0]:.1f})", bar, holds)


def measured(database: str, desk: Desk, seconds: int) -> None:
    """What was kept of two hundred at once, then how long a writing takes at a steady pace."""
    crowd = desk.at_once()
    kept = sum(name.startswith("Ensemble ") for name in desk.kept())
    said = f"{kept} of {WRITERS}, told to try again {crowd.busy} times"
    told(f"{database}: {WRITERS} contributors write at once, kept", said, "all", kept == WRITERS and not crowd.faults)
    paced = desk.pace(seconds, PER_SECOND)
    kept = sum(name.startswith("Rythme ") for name in desk.kept())
    wanted = seconds * PER_SECOND
    name = f"{database}: {PER_SECOND} writings a second for {seconds} s"
    told(f"{name}, kept", f"{kept} of {wanted}", "all", kept == wanted and not paced.faults)
    told(f"{name}, p95, ms", round(paced.p(0.95)), "< 500", paced.p(0.95) < 500)


def main(seconds: int = 30) -> None:
    with ExitStack() as stack:
        demo = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "home" / "demo"
        here = demo_observatory()
        if here.current() is None:
            build(here)
        shutil.copytree(here.folder, demo, ignore=shutil.ignore_patterns("private", "workshop"))
        databases = {"SQLite": ""}
        if why := postgresql.silence():
            print(why, file=sys.stderr)
        else:
            databases["PostgreSQL"] = stack.enter_context(postgresql.own_database())
        for name, address in databases.items():
            with desk_of(demo, WRITERS, address) as desk:
                measured(name, desk, seconds)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 30)
