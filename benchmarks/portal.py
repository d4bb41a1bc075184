"""Pages per second of the portal over a random mix of 5,000 territory and marker pages, with `wrk`, on the demo's edition.

    LONGUEVUE_HOME=/tmp/somewhere longuevue demo --no-serve && python -m benchmarks.portal

It starts its own server on a free port, stops it by its own handle, and prints what was measured. Seed fixed.
"""

from __future__ import annotations

import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from longuevue.config.observatory import demo_observatory
from longuevue.edition.reader import Edition

SEED = 20261123
PAGES = 5_000
SCRIPT = """local u={{{addresses}}}
local i=0
request=function() i=i+1; if i>#u then i=1 end; return wrk.format('GET',u[i]) end
done=function(s,l,r) io.write('p95 '..l:percentile(95)/1000 ..' ms, answers other than 200: '..s.errors.status..'\\n') end
"""


def addresses(edition: Edition) -> list[str]:
    """Every marker, and territories drawn at random from communes to régions."""
    markers = [f"/fr/marqueur/{marker['id']}/" for marker in edition.markers()]
    places = [p.key for level in ("commune", "epci", "departement", "region") for p in edition.places.of_level(level)]
    draw = random.Random(SEED)
    mix = markers + [f"/fr/territoire/{area}/" for area in draw.sample(places, PAGES - len(markers))]
    draw.shuffle(mix)
    return mix


def main(seconds: int = 30) -> None:
    """Serve, warm up, measure, stop."""
    if shutil.which("wrk") is None:
        sys.exit("no wrk here: apt-get install wrk")
    folder = demo_observatory().current()
    if folder is None:
        sys.exit("no edition: longuevue demo --no-serve")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    listed = ",".join(f'"{address}"' for address in addresses(Edition.open(folder)))
    code = f"from longuevue.portal.serve import serve; serve({str(folder)!r}, port={port}, workers=2)"
    with tempfile.TemporaryDirectory() as work:
        script = Path(work) / "mix.lua"
        script.write_text(SCRIPT.format(addresses=listed), encoding="utf-8")
        server = subprocess.Popen([sys.executable, "-c", code])
        try:
            site = f"http://127.0.0.1:{port}"
            _wait_for(site)
            for duration in (8, seconds):
                command = ["wrk", "-t1", "-c4", f"-d{duration}s", "--latency", "-s", str(script), site]
                said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
            print(said)
        finally:
            server.terminate()
            server.wait(timeout=20)


def _wait_for(site: str) -> None:
    for _ in range(150):
        try:
            with urllib.request.urlopen(f"{site}/fr/", timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    sys.exit("the server never answered")


if __name__ == "__main__":
    main()
