"""The child process: reads one quarantined file under limits and leaves its harvest in a folder.

It is the only place where bytes from outside are parsed. The parent (`intake`) sees files and an exit code, no object.
"""

from __future__ import annotations

import json
import resource
import socket
import sys
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any

MB = 1 << 20
#: what each line of `refused.jsonl` holds; the rest where there is something to say
ALWAYS = ("where", "found", "why", "example")


def main() -> int:
    """Run the job written in the JSON file given as argument."""
    job = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    _limit(job["limits"])
    out = Path(job["out"])
    from longuevue.terms.refusal import Refusal

    try:
        outcome = _harvest(job, out)
    except Refusal as refusal:
        outcome = {"refusal": {"found": refusal.found, "remedy": refusal.remedy, "where": refusal.where}}
    except MemoryError:
        return 77
    outcome["peak_mb"] = _peak_mb()
    (out / "outcome.json").write_text(json.dumps(outcome, ensure_ascii=False), encoding="utf-8")
    return 0


def _peak_mb() -> int:
    """This process's own high-water mark: `ru_maxrss` would remember the parent's, from before `exec`."""
    status = Path("/proc/self/status")
    for line in status.read_text().splitlines() if status.is_file() else ():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _limit(limits: dict[str, int]) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (limits["address_mb"] * MB,) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (limits["cpu_seconds"], limits["cpu_seconds"] + 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits["written_mb"] * MB,) * 2)
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, 256))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    def closed(*_: object, **__: object) -> None:
        raise PermissionError("a loader reads files, not the network")

    socket.socket.connect = closed  # type: ignore[method-assign]


def _harvest(job: dict[str, Any], out: Path) -> dict[str, Any]:
    import pyarrow.parquet as pq

    from longuevue.sources.descriptions import read_description
    from longuevue.sources.loaders import Files

    description = read_description(Path(job["description"]))
    paths = {name: [Path(path) for path in listed] for name, listed in job["files"].items()}
    loader = import_module(
        description.loader if "." in description.loader else f"longuevue.sources.loaders.{description.loader}"
    )
    tidied = loader.tidy(Files(description, paths, out, job.get("hints", {})))
    for name in ("facts", "items", "annotations"):
        pq.write_table(getattr(tidied, name), out / f"{name}.parquet", compression="zstd")
    if tidied.movements is not None:
        pq.write_table(tidied.movements, out / "movements.parquet", compression="zstd")
    with (out / "refused.jsonl").open("w", encoding="utf-8") as listing:
        for row in tidied.refused:
            fields = {name: value for name, value in asdict(row).items() if value or name in ALWAYS}
            listing.write(json.dumps(fields, ensure_ascii=False) + "\n")
    return {
        "vintage": tidied.vintage,
        "rows_in": tidied.rows_in,
        "kept": tidied.kept,
        "aside": tidied.aside,
        "refused": len(tidied.refused),
        # what a vintage holds, so that one 90 % smaller is seen
        "facts": tidied.facts.num_rows if tidied.movements is None else tidied.movements.num_rows,
        "remarks": list(tidied.remarks),
    }


if __name__ == "__main__":
    sys.exit(main())
