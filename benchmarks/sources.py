"""Large files: ten times more rows, the same memory, ten times the time; and no slower than the library's bare read.

python benchmarks/sources.py [people] [places]   (LONGUEVUE_FULL: 1,000,000 people and 2,000 places among 1,000,000 nodes, and ten times those)
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import osmium
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

HOME = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(HOME)]

from benchmarks._figure import line  # noqa: E402
from longuevue.sources.descriptions import descriptions  # noqa: E402
from longuevue.sources.intake import harvest  # noqa: E402
from longuevue.sources.loaders.osm import PLACES  # noqa: E402
from tests.sources.bench import read  # noqa: E402
from tests.sources.test_hostile import _square  # noqa: E402
from tests.sources.test_scale import extract, individuals  # noqa: E402


def by_child(source_id: str, work: Path, *paths: Path, runs: int = 3) -> tuple[int, int, float]:
    """Rows read, highest resident memory (MB) and least processor seconds of a child that reads them.

    The least of several: a start costs about a second, and its jitter would drown the tenth that a small file takes.
    """
    seconds, peak, rows = [], 0, 0
    for run in range(runs):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = harvest(descriptions()[source_id], list(paths), work / str(run))
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds.append(after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)
        rows, peak = done.receipt["rows_in"], max(peak, done.peak_mb)
    return rows, peak, min(seconds)


def ten_times(kind: str, source_id: str, sizes: tuple[Path, Path, Path], work: Path, *others: Path) -> None:
    """The same reading of a tiny file (what starting costs), of one file, and of one ten times larger."""
    _, _, start = by_child(source_id, work / "0", sizes[0], *others)
    rows, memory, seconds = by_child(source_id, work / "1", sizes[1], *others)
    rows10, memory10, seconds10 = by_child(source_id, work / "10", sizes[2], *others)
    ratio = (seconds10 - start) / max(0.01, seconds - start)
    what = f"{kind}, {rows} rows then {rows10}"
    line(
        f"{what}: processor seconds beyond the start",
        f"{seconds - start:.1f} → {seconds10 - start:.1f} (× {ratio:.1f})",
        "≤ × 12",
        ratio <= 12,
    )
    line(f"{what}: memory of the child", f"{memory} → {memory10} MB", "< + 40 MB", memory10 - memory < 40)


def against(kind: str, ours: Callable[[], object], bare: Callable[[], object], runs: int = 3) -> None:
    """Both in this process, in turn, best of three: processor time, which other work on the machine does not count in."""
    best = {"ours": float("inf"), "bare": float("inf")}
    for _ in range(runs):
        for name, work in (("bare", bare), ("ours", ours)):
            start = time.process_time()
            work()
            best[name] = min(best[name], time.process_time() - start)
    ratio = best["ours"] / best["bare"]
    line(f"{kind}: loader against the library's bare read of the same", f"× {ratio:.2f}", "≤ × 1.5", ratio <= 1.5)


def bare_parquet(path: Path) -> None:
    """The library's own way to the same counts: weights as numbers, one sum by group."""
    parts = []
    for batch in pq.ParquetFile(path).iter_batches(1 << 17, columns=["COMMUNE", "ILT", "DCFLT", "IPONDI", "TRANS"]):
        names = {"c": "COMMUNE", "i": "ILT", "d": "DCFLT", "t": "TRANS"}
        table = pa.table({k: batch[v] for k, v in names.items()} | {"w": pc.cast(batch["IPONDI"], pa.float64())})
        parts.append(table.group_by(["c", "i", "d", "t"], use_threads=False).aggregate([("w", "sum")]))
    pa.concat_tables(parts).group_by(["c", "i", "d", "t"]).aggregate([("w_sum", "sum")])


def bare_pbf(path: Path) -> int:
    """The library's own way to the same places: tags filtered by it, then the first node of each way."""
    amenities = osmium.filter.TagFilter(*(("amenity", kind) for kind in sorted(PLACES)))
    firsts, found = set(), 0
    for thing in osmium.FileProcessor(str(path), osmium.osm.NODE | osmium.osm.WAY).with_filter(amenities):
        found += 1
        if not thing.is_node():
            firsts.add(thing.nodes[0].ref)
    for node in osmium.FileProcessor(str(path), osmium.osm.NODE).with_filter(osmium.filter.IdFilter(firsts)):
        found += node.location.valid()
    return found


def main() -> None:
    full = os.environ.get("LONGUEVUE_FULL")
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000 if full else 500_000
    places = int(sys.argv[2]) if len(sys.argv) > 2 else 2_000 if full else 1_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = tuple(
            individuals(folder / f"fd_mobpro_{2019 + n}.parquet", size)
            for n, size in enumerate((100, people, 10 * people))
        )
        ten_times("Parquet", "insee-rp-mobpro", files, folder / "parquet")
        against("Parquet", lambda: read("insee-rp-mobpro", files[2]), lambda: bare_parquet(files[2]))
        outlines = _square(folder)
        extracts = tuple(
            extract(folder / f"{n}.osm.pbf", size, 500) for n, size in enumerate((10, places, 10 * places))
        )
        ten_times("PBF", "osm-amenities", extracts, folder / "pbf", outlines)
        against("PBF", lambda: read("osm-amenities", extracts[2], outlines), lambda: bare_pbf(extracts[2]))


if __name__ == "__main__":
    main()
