"""`longuevue build` as the workshop starts it: progress and end are written in a file that the page reads.
The former edition stays in force until the new one is whole, and for good when the build fails."""

from __future__ import annotations

import sys
from pathlib import Path

from longuevue.config.observatory import read_observatory
from longuevue.config.pipeline import build
from longuevue.terms.refusal import Refusal
from longuevue.workshop.press import job

#: lines of progress that the page shows
LAST = 12


def publish(folder: Path) -> int:
    """Build, and say how it went: 0 done, 1 refused, 2 when another build is under way."""
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
            except BaseException as fault:
                job.tell(folder, state=job.FAILED, steps=steps, fault=f"{type(fault).__name__}: {fault}"[:300])
                raise
            job.tell(folder, state=job.DONE, steps=steps, edition=edition.name, new=new)
            return 0
    except job.Busy:
        return 2


if __name__ == "__main__":
    sys.exit(publish(Path(sys.argv[1])))
