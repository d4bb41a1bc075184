"""Ten times more takes ten times the time and the same memory; no slower than 1.5 times the library's bare read."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import osmium
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from longuevue.sources.descriptions import descriptions
from longuevue.sources.intake import Harvest, harvest
from tests.sources.bench import read
from tests.sources.test_hostile import _square


def individuals(path: Path, rows: int) -> Path:
    """An invented MOBPRO of `rows` people, written in row groups as INSEE's are."""
    random = np.random.default_rng(74012)
    columns = {
        "COMMUNE": pa.array(random.choice([f"74{n:03}" for n in range(1, 300)], rows)),
        "ILT": pa.array(random.choice(["1", "2", "3", "7"], rows)),
        "DCFLT": pa.array(random.choice(["99999", "SUC1L", "AL157", "ZZZZZ"], rows)),
        "IPONDI": pa.array([f"{w:.14f}" for w in random.uniform(1, 6, rows)]),
        "TRANS": pa.array(random.choice(["1", "5", "6"], rows)),
        **{f"AUTRE{n}": pa.array(random.choice(["1", "2"], rows)) for n in range(8)},
    }
    pq.write_table(pa.table(columns), path, row_group_size=100_000)
    return path


def extract(path: Path, places: int, apart: int = 20) -> Path:
    """An invented OSM extract: one place to eat in `apart` nodes (some thousands in a real one), one in five of them a way."""
    writer = osmium.SimpleWriter(str(path))
    for n in range(1, places * apart + 1):
        tags = (
            {"amenity": "restaurant", "cuisine": "italian"}
            if n % apart == 0
            else {"highway": "crossing"}
            if n % apart == 1
            else {}
        )
        writer.add_node(
            osmium.osm.mutable.Node(id=n, location=(3.2 + (n % 700) / 1000, 43.2 + (n % 600) / 1000), tags=tags)
        )
    for n in range(1, places // 5 + 1):
        nodes = [n * apart + 1, n * apart + 2, n * apart + 3, n * apart + 1]
        writer.add_way(osmium.osm.mutable.Way(id=n, nodes=nodes, tags={"amenity": "cafe", "cuisine": "french"}))
    writer.close()
    return path


def read_by_child(source_id: str, work: Path, *paths: Path) -> tuple[Harvest, float]:
    start = time.monotonic()
    done = harvest(descriptions()[source_id], list(paths), work)
    return done, time.monotonic() - start


def test_a_closed_way_is_one_restaurant_not_two(tmp_path):
    tidied = read("osm-amenities", extract(tmp_path / "x.osm.pbf", 50), _square(tmp_path))
    assert tidied.kept == 60
    assert {row["category"]: row["value"] for row in tidied.facts.to_pylist()} == {"italian": 50, "french": 10}


def test_a_place_outside_the_outlines_is_told(tmp_path):
    writer = osmium.SimpleWriter(str(tmp_path / "y.osm.pbf"))
    writer.add_node(osmium.osm.mutable.Node(id=1, location=(9.0, 9.0), tags={"amenity": "cafe"}))
    writer.close()
    tidied = read("osm-amenities", tmp_path / "y.osm.pbf", _square(tmp_path))
    assert tidied.aside == {"hors des contours de communes donnés": 1}


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["parquet", "pbf"])
def test_ten_times_more_takes_the_same_memory(tmp_path, counts, prove, kind):
    if kind == "parquet":
        base = counts(60_000, 400_000)
        small, large = (individuals(tmp_path / f"fd_mobpro_{2019 + n}.parquet", base * n) for n in (1, 10))
        done = [read_by_child("insee-rp-mobpro", tmp_path / f"w{n}", path) for n, path in enumerate((small, large))]
    else:
        base = counts(1_500, 20_000)
        small, large = (extract(tmp_path / f"{n}.osm.pbf", base * n) for n in (1, 10))
        done = [
            read_by_child("osm-amenities", tmp_path / f"w{n}", p, _square(tmp_path))
            for n, p in enumerate((small, large))
        ]
    (a, seconds_a), (b, seconds_b) = done
    assert b.receipt["rows_in"] == pytest.approx(10 * a.receipt["rows_in"], rel=0.01)
    growth = b.peak_mb - a.peak_mb
    prove(f"{kind} × 10: more memory", value=f"{a.peak_mb} → {b.peak_mb} Mo", bar="< + 40 Mo", holds=growth < 40)
    prove(
        f"{kind} × 10: time",
        value=f"{seconds_a:.1f} → {seconds_b:.1f} s",
        bar="≤ × 12",
        holds=seconds_b <= 12 * seconds_a,
    )


@pytest.mark.slow
def test_the_loader_is_not_much_slower_than_the_bare_read(tmp_path, counts, prove):
    path = individuals(tmp_path / "fd_mobpro_2021.parquet", counts(600_000, 3_000_000))

    def bare() -> float:
        """The library's own way to the same columns: read as they are, weights as numbers, one sum by commune."""
        start = time.process_time()
        parts = []
        for batch in pq.ParquetFile(path).iter_batches(1 << 17, columns=["COMMUNE", "ILT", "DCFLT", "IPONDI", "TRANS"]):
            weights = pc.cast(batch["IPONDI"], pa.float64())
            table = pa.table(
                {"c": batch["COMMUNE"], "i": batch["ILT"], "d": batch["DCFLT"], "t": batch["TRANS"], "w": weights}
            )
            parts.append(table.group_by(["c", "i", "d", "t"], use_threads=False).aggregate([("w", "sum")]))
        pa.concat_tables(parts).group_by(["c", "i", "d", "t"]).aggregate([("w_sum", "sum")])
        return time.process_time() - start

    def ours() -> float:
        start = time.process_time()
        read("insee-rp-mobpro", path)
        return time.process_time() - start

    ratio = min(ours() for _ in range(4)) / min(bare() for _ in range(4))
    prove(
        "MOBPRO loader against the bare read of the same counts",
        value=f"× {ratio:.2f}",
        bar="≤ × 1.5",
        holds=ratio <= 1.5,
    )
