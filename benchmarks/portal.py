"""Pages of the portal under many readers: a random mix of 5,000 territory and marker pages, and Datasette beside it.

    python -m benchmarks.portal [seconds]

Datasette serves the very same readings, one process per core as the portal has; it is no dependency of ours: make it a
place of its own (`python -m venv /tmp/ds && /tmp/ds/bin/pip install datasette`) and name it in DATASETTE. Turns alternate,
so that both meet the same machine. Seed fixed; servers are stopped by their own handle.
"""

from __future__ import annotations

import os
import random
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

HOME = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(HOME)]

from benchmarks._figure import line  # noqa: E402
from benchmarks._load import Heard, Readers, megabytes, processor_seconds  # noqa: E402
from longuevue.config.observatory import demo_observatory  # noqa: E402
from longuevue.edition.reader import Edition  # noqa: E402

SEED = 20261123
PAGES = 5_000
CORES = 2


def told(figure: str, value: object, bar: str, holds: bool) -> None:
    """One line of `docs/proof.md`. The load is said: on a machine busy elsewhere, a time is longer than it should be."""
    line(figure, f"{value} (load {os.getloadavg()[0]:.1f})", bar, holds)


def drawn(edition: Edition) -> list[tuple[str, str, str]]:
    """(our address, column, its value): every marker at each of its levels, and places drawn at random, shuffled."""
    markers = [
        (
            f"/fr/marqueur/{m['id']}/",
            "marker_key",
            f"{m['id']}|{m['levels_with_data'][0] if m['levels_with_data'] else ''}",
        )
        for m in edition.markers()
    ]
    levels = ("commune", "epci", "departement", "region")
    places = [place.key for level in levels for place in edition.places.of_level(level)]
    draw = random.Random(SEED)
    mix = [(f"/fr/territoire/{area}/", "area_key", area) for area in draw.sample(places, PAGES - len(markers))]
    mix += markers
    draw.shuffle(mix)
    return mix


def addresses(edition: Edition) -> list[str]:
    """The pages of the mix."""
    return [address for address, _, _ in drawn(edition)]


def readings_in_sqlite(edition: Edition, path: Path) -> None:
    """The edition's readings as a table that Datasette serves, with an index on what is asked."""
    import pyarrow.parquet as pq

    table = pq.ParquetFile(edition.path / "readings" / "by_territory.parquet").read()
    keys = [
        f"{marker}|{level}"
        for marker, level in zip(*(table[c].to_pylist() for c in ("marker", "area_level")), strict=True)
    ]
    names = table.column_names
    with sqlite3.connect(path) as base:
        base.execute(f"create table readings ({', '.join(names)}, marker_key)")
        rows = zip(*(table[name].to_pylist() for name in names), keys, strict=True)
        base.executemany(f"insert into readings values ({', '.join('?' * (len(names) + 1))})", rows)
        base.execute("create index by_area on readings (area_key)")
        base.execute("create index by_marker on readings (marker_key)")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str) -> None:
    """Until the server answers; a minute at most."""
    for _ in range(300):
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    sys.exit(f"no answer: {address}")


def pictures(port: int, edition: Edition) -> None:
    """Chart images, on a server that has drawn none: the first time, then again, then when the reader has it already."""
    seen = [m for m in edition.markers() if m["levels_with_data"]]
    wanted = [
        f"/fr/marqueur/{m['id']}/{slug}/carte.svg"
        for m in seen
        for level, slug in (("departement", "departements"), ("region", "regions"))
        if level in m["levels_with_data"]
    ] + ["/fr/chiffre/twinnings/com-42218/monde.svg", "/fr/chiffre/twinnings/epci-243400017/carte.svg"]
    first, again = Readers([port], wanted).once(), Readers([port], wanted * 5).once()
    told(
        f"chart images, first time, slowest of {len(wanted)}, ms",
        round(max(first.times)),
        "< 400",
        max(first.times) < 400,
    )
    told("the same images again, p95, ms", round(again.p(0.95)), "< 50", again.p(0.95) < 50 and not again.faults)


def main(seconds: int = 30) -> None:
    folder = demo_observatory().current()
    if folder is None:
        subprocess.run([sys.executable, "-m", "longuevue.cli", "demo", "--no-serve"], cwd=HOME, check=True, stdout=2)
        folder = demo_observatory().current()
    assert folder is not None
    edition = Edition.open(folder)
    mix = drawn(edition)
    started: list[subprocess.Popen[bytes]] = []
    with tempfile.TemporaryDirectory() as work:
        try:
            port = free_port()
            code = f"from longuevue.portal.serve import serve; serve({str(folder)!r}, port={port}, workers={CORES})"
            started.append(subprocess.Popen([sys.executable, "-c", code], cwd=HOME, stderr=subprocess.DEVNULL))
            wait_for(f"http://127.0.0.1:{port}/fr/")
            _settle(started[0].pid)
            pictures(port, edition)
            _steady(port, [address for address, _, _ in mix], started[0].pid, seconds)
            rival = os.environ.get("DATASETTE") or shutil.which("datasette")
            if rival is None:
                print("no datasette here: see the head of this file", file=sys.stderr)
                return
            base = Path(work) / "readings.db"
            readings_in_sqlite(edition, base)
            ports = [free_port() for _ in range(CORES)]
            for other in ports:
                command = [rival, "serve", "-i", str(base), "--port", str(other)]
                started.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
                wait_for(f"http://127.0.0.1:{other}/")
            _side_by_side(port, ports, mix, [server.pid for server in started], seconds)
        finally:
            for server in started:
                server.terminate()
            for server in started:
                server.wait(timeout=20)


def _settle(pid: int) -> None:
    """Until the server has nothing left to prepare: it spends nothing for two seconds."""
    spent = -1.0
    while (now := processor_seconds([pid])) > spent + 0.05:
        spent = now
        time.sleep(2)


def _steady(port: int, mix: list[str], pid: int, seconds: int) -> None:
    """50 pages a second, each asked for the first time."""
    readers = Readers([port], mix, 8)
    before = processor_seconds([pid])
    heard = readers.pace(seconds, 50)
    spent = (processor_seconds([pid]) - before) / len(heard.times) * 1000
    weight = megabytes([pid])
    told(f"50 pages/s for {seconds} s, pages answered", len(heard.times), "no error", not heard.faults)
    told("50 pages/s, p95, ms", round(heard.p(0.95), 1), "< 150", heard.p(0.95) < 150)
    told(
        "processor of the server per page, ms", round(spent, 1), f"< {1000 * CORES / 50:.0f}", spent < 1000 * CORES / 50
    )
    told("memory of the server, MB", round(weight), "< 1024", weight < 1024)


def _side_by_side(port: int, ports: list[int], mix: list[tuple[str, str, str]], pids: list[int], seconds: int) -> None:
    """Both as fast as they can, eight readers at once, in turns of five seconds: pages nobody asked before, then the whole mix
    once each of its pages was asked, as in a portal open since this morning."""
    ours = [address for address, _, _ in mix]
    theirs = [f"/readings/readings?{column}={value.replace('|', '%7C')}" for _, column, value in mix]
    new = (Readers([port], ours, 8).skip(50 * seconds), Readers(ports, theirs, 8).skip(50 * seconds))
    _compared("asked for the first time", *new, pids, min(seconds, 15))
    if new[0].asked > len(ours):
        sys.exit("the mix was read to its end: some pages were not asked for the first time; name fewer seconds")
    again = (Readers([port], ours, 8), Readers(ports, theirs, 8))
    again[0].pace(len(ours) / 1000, 1000)
    told(
        "memory of the server once the whole mix was asked, MB",
        round(megabytes(pids[:1])),
        "< 1024",
        megabytes(pids[:1]) < 1024,
    )
    _compared("of the whole mix asked again", *again, pids, seconds)


def _compared(which: str, ours: Readers, theirs: Readers, pids: list[int], seconds: int) -> None:
    heard = {"ours": Heard(), "theirs": Heard()}
    spent = {"ours": 0.0, "theirs": 0.0}
    for _ in range(max(1, seconds // 5)):
        for who, readers, mine in (("ours", ours, pids[:1]), ("theirs", theirs, pids[1:])):
            before = processor_seconds(mine)
            heard[who] += readers.hurry(5)
            spent[who] += processor_seconds(mine) - before
    we, they = heard["ours"], heard["theirs"]
    ratio = we.per_second / they.per_second
    told(
        f"HTML pages/s, ours and Datasette's on the same readings, pages {which}",
        f"{we.per_second:.0f} and {they.per_second:.0f}: × {ratio:.1f}",
        "≥ 3 ×, no error",
        ratio >= 3 and not we.faults and not they.faults,
    )
    said = f"{we.p(0.95):.0f} and {they.p(0.95):.0f}"
    told(f"p95 of both, ms, pages {which}", said, "ours faster", we.p(0.95) < they.p(0.95))
    each = [spent[who] / len(heard[who].times) * 1000 for who in ("ours", "theirs")]
    said = f"{each[0]:.1f} and {each[1]:.1f}: ÷ {each[1] / each[0]:.1f}"
    told(f"processor per page of both, ms, pages {which}", said, "ours 3 × less", each[1] >= 3 * each[0])


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 30)
