"""How long the portrait of a territory takes on the server: drawn at random, and the special ones, each opened cold.
What a portrait says is checked by the tests of `diagnosis` and `edition`."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks._figure import line

HOME = Path(__file__).resolve().parents[1]
SEED = 20261123
#: Paris, Lyon, Marseille and an arrondissement, Corsica, no EPCI, no inhabitants, overseas, a region, across a border
SPECIAL = (
    *("com-75056", "com-69123", "com-13055", "arm-69381", "com-2A004", "dep-2B", "com-85113", "com-29083", "com-55039"),
    *("com-97502", "com-98818", "com-97608", "dep-976", "reg-84", "reg-94", "epci-243400017", "epci-200046977"),
    *("per-grand-geneve", "per-grand-geneve/CH", "lau-CH6621", "FR"),
)


def main() -> None:
    from longuevue.edition.reader import Edition
    from longuevue.territories.catalogue import load_catalogue

    drawn = 500 if os.environ.get("LONGUEVUE_FULL") == "1" else 50
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "longuevue.cli", "demo", "--no-serve"]
        env = {**os.environ, "LONGUEVUE_HOME": folder}
        done = subprocess.run(command, cwd=HOME, env=env, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        edition = Edition.open(Path(done.stdout.decode().strip()))
        table = load_catalogue().territories()
        levels, codes = table.column("area_level").to_pylist(), table.column("ref_area").to_pylist()
        prefixes = {"commune": "com", "epci": "epci", "departement": "dep", "region": "reg"}
        known = [f"{prefixes[level]}-{code}" for level, code in zip(levels, codes, strict=True) if level in prefixes]
        areas = [*SPECIAL, *random.Random(SEED).sample(known, drawn)]
        times: dict[str, float] = {}
        empty = []
        for area in areas:
            start = time.perf_counter()
            portrait = edition.portrait(area)
            times[area] = time.perf_counter() - start
            if not portrait["readings"]:
                empty.append(area)
    slowest = max(times, key=lambda area: times[area])
    for figure, value, bar, holds in (
        (
            f"portrait, slowest of {len(areas)} territories (seed {SEED}): {slowest}",
            f"{times[slowest] * 1000:.0f} ms",
            "< 300 ms",
            times[slowest] < 0.3,
        ),
        (f"portraits without a reading, of {len(areas)}", len(empty), "0", not empty),
    ):
        line(figure, value, bar, holds)


if __name__ == "__main__":
    main()
