"""The census job: 20 million individuals, 35,000 communes, 200 countries → counts, shares, Shannon and location
quotients at five levels, ours beside the same plan hand-written in Polars and a bare Arrow scan, in one run.

Invented and seeded data; each job runs in a process of its own, in interleaved rounds. The bars are on the job itself,
from the file to the two tables on disk, its engine open and the list of territories made (both are the same for any file);
the whole process, imports included, is told beside. `--rows 5 40` gives other
sizes in millions, `--spark` adds PySpark on this machine.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from benchmarks._figure import line

HOME = Path(__file__).resolve().parents[1]
COMMUNES, EPCI, DEPARTEMENTS, REGIONS, COUNTRIES = 35_000, 1_254, 101, 18, 200
GROUP = 1_000_000
NEEDED = ["commune", "country", "weight"]


def generate(folder: Path, millions: int) -> Path:
    """A file of individuals: every commune populated, sizes of communes and countries like Zipf's, 10 % from abroad."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = folder / f"individuals-{millions}.parquet"
    generator = np.random.default_rng(20261123)
    communes = pa.array([f"{n:05d}" for n in range(COMMUNES)])
    countries = pa.array([f"X{n:03d}" for n in range(COUNTRIES)])
    sizes = 1 / np.arange(1, COMMUNES + 1) ** 0.9
    cumulated = np.cumsum(sizes / sizes.sum())
    origins = 1 / np.arange(1, COUNTRIES + 1)
    cumulated_origins = np.cumsum(origins / origins.sum())
    writer = None
    for part in range(millions):
        at = np.searchsorted(cumulated, generator.random(GROUP)).astype(np.int32).clip(0, COMMUNES - 1)
        if part == 0:
            at[:COMMUNES] = np.arange(COMMUNES)
        origin = np.searchsorted(cumulated_origins, generator.random(GROUP)).astype(np.int32).clip(0, COUNTRIES - 1)
        table = pa.table(
            {
                "commune": pa.DictionaryArray.from_arrays(at, communes).cast(pa.string()),
                "country": pa.DictionaryArray.from_arrays(
                    pa.array(origin, mask=generator.random(GROUP) >= 0.1), countries
                ).cast(pa.string()),
                "weight": pa.array(generator.choice([1.0, 2.4871, 2.5113, 4.9302], GROUP)),
                "sex": pa.array(generator.integers(1, 3, GROUP).astype(np.int8)),
                "age": pa.array(generator.integers(0, 105, GROUP).astype(np.int16)),
                "household": pa.array(np.arange(part * GROUP, (part + 1) * GROUP) // 2),
                "occupation": pa.DictionaryArray.from_arrays(
                    generator.integers(0, 8, GROUP).astype(np.int32), pa.array([f"cs{n}" for n in range(8)])
                ).cast(pa.string()),
            }
        )
        writer = writer or pq.ParquetWriter(path, table.schema, compression="zstd")
        writer.write_table(table)
    assert writer is not None
    writer.close()
    return path


def membership():  # type: ignore[no-untyped-def]
    """Five levels over the invented communes: EPCI and départements are two trees."""
    import numpy as np
    import pyarrow as pa

    n = np.arange(COMMUNES)
    codes = [f"{i:05d}" for i in n]
    levels = {
        "commune": codes,
        "epci": [f"E{i % EPCI:04d}" for i in n],
        "departement": [f"D{i % DEPARTEMENTS:03d}" for i in n],
        "region": [f"R{(i % DEPARTEMENTS) % REGIONS:02d}" for i in n],
        "country": ["FR"] * COMMUNES,
    }
    return pa.table(
        {
            "area_level": pa.array([level for level in levels for _ in codes]),
            "ref_area": pa.array([area for areas in levels.values() for area in areas]),
            "member_code": pa.array(codes * len(levels)),
            "share": pa.array(np.ones(COMMUNES * len(levels))),
        }
    )


def ours(path: Path, out: Path, engine: str) -> dict[str, float]:
    import pyarrow.parquet as pq

    from longuevue.engine.backend import DuckDB, open_backend
    from longuevue.engine.individuals import tabulate

    backend = DuckDB(memory_limit="200MB") if engine == "duckdb" else open_backend(engine, master="local[2]")
    members = membership()
    start = time.perf_counter()
    tabulate(backend, str(path), members).write(out)
    job = time.perf_counter() - start
    columns = ("people", "share", "shannon"), ("quotient",)
    files = (out / "territories.parquet", out / "by_country.parquet")
    return checksum(*(pq.read_table(f, columns=list(c)) for f, c in zip(files, columns, strict=True))) | {"job": job}


def checksum(territories, by_country) -> dict[str, float]:  # type: ignore[no-untyped-def]
    import pyarrow.compute as pc

    return {
        "territories": territories.num_rows,
        "rows": by_country.num_rows,
        "people": round(pc.sum(territories["people"]).as_py(), 2),
        "share": round(pc.sum(territories["share"]).as_py(), 6),
        "shannon": round(pc.sum(territories["shannon"]).as_py(), 6),
        "quotient": round(pc.sum(by_country["quotient"]).as_py(), 3),
    }


def polars_by_hand(path: Path, out: Path) -> dict[str, float]:
    import polars as pl

    members = pl.from_arrow(membership()).lazy()
    start = time.perf_counter()
    place = ["area_level", "ref_area"]
    cube = pl.scan_parquet(path).group_by(pl.col("commune").alias("member_code"), "country").agg(pl.col("weight").sum())
    by_country = (
        cube.join(members, on="member_code")
        .with_columns(people=pl.col("weight") * pl.col("share"))
        .group_by(*place, "country")
        .agg(pl.col("people").sum())
        .collect()
    )
    abroad = pl.when(pl.col("country").is_not_null()).then(pl.col("people")).otherwise(0.0)
    territories = (
        by_country.lazy()
        .with_columns(abroad=abroad)
        .group_by(place)
        .agg(
            pl.col("people").sum(),
            from_abroad=pl.col("abroad").sum(),
            logs=pl.when(pl.col("abroad") > 0).then(pl.col("abroad") * pl.col("abroad").log()).otherwise(0.0).sum(),
        )
        .with_columns(base=pl.when(pl.col("from_abroad") > 0).then(pl.col("from_abroad")))
        .select(
            *place,
            "people",
            "from_abroad",
            share=pl.col("from_abroad") * 100 / pl.col("people"),
            shannon=pl.col("base").log() - pl.col("logs") / pl.col("base"),
        )
        .collect()
    )
    total = territories.filter(pl.col("area_level") == "country")["people"][0]
    known = by_country.lazy().filter(pl.col("country").is_not_null())
    reference = known.filter(pl.col("area_level") == "country").select("country", reference="people")
    quotients = (
        known.join(territories.lazy().select(*place, total="people"), on=place)
        .join(reference, on="country")
        .select(
            *place,
            "country",
            "people",
            quotient=(pl.col("people") / pl.col("total")) / (pl.col("reference") / total),
        )
        .collect()
    )
    territories.write_parquet(out / "territories.parquet")
    quotients.write_parquet(out / "by_country.parquet")
    job = time.perf_counter() - start
    return checksum(territories.to_arrow(), quotients.to_arrow()) | {"job": job}


def arrow_scan(path: Path) -> dict[str, float]:
    """Decode the needed columns and do nothing with them."""
    import pyarrow.parquet as pq

    start = time.perf_counter()
    rows = 0
    for batch in pq.ParquetFile(path).iter_batches(batch_size=GROUP, columns=NEEDED):
        rows += batch.num_rows
    return {"rows": rows, "job": time.perf_counter() - start}


class Run(NamedTuple):
    """One process: seconds of the job on the clock, of the whole process on the clock and of processor, peak MiB, sums."""

    job: float
    wall: float
    cpu: float
    peak: float
    sums: dict[str, float]


def one(what: str, path: Path) -> Run:
    """Run `what` on the file in a process of its own."""
    with tempfile.TemporaryDirectory() as out:
        start = time.perf_counter()
        child = subprocess.Popen(
            [sys.executable, str(Path(__file__).resolve()), "--one", what, str(path), out],
            cwd=HOME,
            env=os.environ | {"PYTHONPATH": str(HOME), "PYTHONWARNINGS": "ignore"},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert child.stdout is not None
        text = child.stdout.read()
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{what}: stopped with {child.returncode}")
    cpu = usage.ru_utime + usage.ru_stime
    found = json.loads(text.splitlines()[-1])
    return Run(found.pop("job"), wall, cpu, usage.ru_maxrss / 1024, found)


def compared(path: Path, millions: int, rounds: int) -> None:
    """Ours beside Polars and the bare scan, interleaved; medians of whole processes."""
    runners = ["ours", "arrow"]
    if importlib.util.find_spec("polars"):
        runners.insert(1, "polars")
    else:
        print("polars n'est pas installé : pip install polars (mesure seulement)", file=sys.stderr)
    seen: dict[str, list[Run]] = {name: [] for name in runners}
    for _ in range(rounds):
        for name in runners:
            seen[name].append(one(name, path))
    job = {name: statistics.median(run.job for run in runs) for name, runs in seen.items()}
    wall = {name: statistics.median(run.wall for run in runs) for name, runs in seen.items()}
    cpu = {name: round(statistics.median(run.cpu for run in runs), 2) for name, runs in seen.items()}
    peak = max(run.peak for run in seen["ours"])
    load = f"load {os.getloadavg()[0]:.1f}"
    jobs, clock = ({name: round(seconds, 2) for name, seconds in times.items()} for times in (job, wall))
    line(f"census job, {millions} M rows, seconds of the job", f"{jobs} ({load})", "told", True)
    line(f"census job, {millions} M rows, seconds of the whole process", f"{clock} ({load})", "told", True)
    line(f"census job, {millions} M rows, seconds of processor", str(cpu), "told", True)
    for name, words in (("polars", "hand-written Polars"), ("arrow", "a bare Arrow scan")):
        if name in job:
            ratio = job["ours"] / job[name]
            line(f"census job, {millions} M rows, against {words}", round(ratio, 2), "<= 2.0", ratio <= 2.0)
    line(f"census job, {millions} M rows, peak MiB", round(peak), "< 700", peak < 700)
    if "polars" in seen:
        same = seen["polars"][0].sums == seen["ours"][0].sums
        line("census job, same sums as Polars", same, "equal", same)


def growing(folder: Path, sizes: list[int]) -> None:
    """Time per row must not grow, nor memory, from the smallest file to the largest."""
    runs = {}
    for millions in sizes:
        path = folder / f"individuals-{millions}.parquet"
        runs[millions] = one("ours", path if path.exists() else generate(folder, millions))
        told = f"{runs[millions].wall:.2f} ({runs[millions].cpu:.2f} of processor, {runs[millions].peak:.0f} MiB)"
        line(f"census job, {millions} M rows, seconds (one run)", told, "told", True)
    small, large = min(sizes), max(sizes)
    # processor time: what others do on the machine meanwhile does not grow with our rows
    growth = runs[large].cpu / runs[small].cpu / (large / small)
    line(f"census job, time per row at {large} M over {small} M", round(growth, 2), "<= 1.2", growth <= 1.2)
    memory = runs[large].peak / runs[small].peak
    line(f"census job, memory at {large} M over {small} M", round(memory, 2), "<= 1.5", memory <= 1.5)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="*", help="sizes in millions of individuals")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--spark", action="store_true", help="PySpark on this machine, once")
    parser.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        what, path, out = asked.one
        if what == "polars":
            print(json.dumps(polars_by_hand(Path(path), Path(out))))
        elif what == "arrow":
            print(json.dumps(arrow_scan(Path(path))))
        else:
            engine = "duckdb" if what == "ours" else what
            print(json.dumps(ours(Path(path), Path(out), engine)))
        return
    full = os.environ.get("LONGUEVUE_FULL") == "1"
    sizes = asked.rows or ([5, 20, 40] if full else [5, 20])
    with tempfile.TemporaryDirectory(prefix="longuevue-census-") as folder:
        middle = 20 if 20 in sizes else max(sizes)
        path = generate(Path(folder), middle)
        compared(path, middle, asked.rounds)
        if asked.spark:
            run = one("spark", path)
            value = f"{run.wall:.1f} ({run.cpu:.1f} of processor seen from Python, Java apart)"
            line(f"census job on PySpark local[2], {middle} M rows, seconds", value, "told", True)
        if len(sizes) > 1:
            growing(Path(folder), sizes)


if __name__ == "__main__":
    main()
