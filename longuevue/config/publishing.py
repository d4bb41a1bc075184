"""`longuevue build` as the workshop starts it: progress and end are written in a file that the page reads.
The former edition stays in force until the new one is whole, and for good when the build fails."""

from __future__ import annotations

import datetime as dt
import sys
import traceback
from pathlib import Path

from longuevue.config.observatory import read_observatory
from longuevue.config.pipeline import build
from longuevue.terms.refusal import Refusal
from longuevue.workshop.press import job

#: lines of progress that the page shows
LAST = 12
#: in the observatory's folder: what a fault that nobody foresaw says to whoever keeps the server
LOG = "private/build.log"


def publish(folder: Path) -> int:
    """Build, and say how it went: 0 done, 1 refused or failed, 2 when another build is under way."""
    steps: list[str] = []

    def progress(line: str) -> None:
        steps.append(line)
        del steps[:-LAST]
        job.tell(folder, state=job.RUNNING, steps=steps)

    try:
        with job.alone(folder):
            try:
                edition, new = build(read_observatory(folder), progress=progress)
            except Refusal as refusal:
                job.tell(folder, state=job.FAILED, steps=steps, fault=refusal.sentence())
                return 1
            except Exception:
                _log(folder, traceback.format_exc())
                job.tell(folder, state=job.FAILED, steps=steps, fault="", logged=True)
                return 1
            job.tell(folder, state=job.DONE, steps=steps, edition=edition.name, new=new)
            return 0
    except job.Busy:
        return 2


def _log(folder: Path, words: str) -> None:
    """Added to the log, which its owner alone reads."""
    path = folder / LOG
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    with path.open("a", encoding="utf-8") as out:
        out.write(f"{dt.datetime.now(dt.UTC):%Y-%m-%d %H:%M:%S} UTC\n{words}\n")


if __name__ == "__main__":
    sys.exit(publish(Path(sys.argv[1])))
