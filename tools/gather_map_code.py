"""Gathers the map viewer (MapLibre GL) and its tile reader (PMTiles) into `longuevue/_assets/static/maps`.

Files are copied as their authors made them, with their licences beside, and once more compressed for browsers (`.gz`);
nothing here is asked of the network.
"""

from __future__ import annotations

import gzip
import hashlib
import shutil
import sys
from pathlib import Path

HOME = Path(__file__).resolve().parents[1]
PACKAGES = HOME / "node_modules"
#: name of our file → file of the npm package
FILES = {
    "maplibre-gl.mjs": "maplibre-gl/dist/maplibre-gl.mjs",
    "maplibre-gl-worker.mjs": "maplibre-gl/dist/maplibre-gl-worker.mjs",
    "maplibre-gl.LICENSE.txt": "maplibre-gl/LICENSE.txt",
    "pmtiles.js": "pmtiles/dist/pmtiles.js",
}
PMTILES_NOTICE = (
    "pmtiles.js : Copyright 2021-present Protomaps LLC, BSD-3-Clause "
    "(https://github.com/protomaps/PMTiles/blob/main/LICENSE);\n"
    "it holds fflate, Copyright (c) Arjun Barrett, MIT.\n"
)


def gather(folder: Path) -> str:
    """Copy every file into `folder`, and return the line that says what was done."""
    missing = sorted({name.split("/")[0] for name in FILES.values() if not (PACKAGES / name).is_file()})
    if missing:
        raise SystemExit(f"cartes : paquets absents ({', '.join(missing)}). Lancez « npm ci », puis « make assets ».")
    folder.mkdir(parents=True, exist_ok=True)
    changed = 0
    for name, origin in FILES.items():
        target, source = folder / name, PACKAGES / origin
        if not target.is_file() or _digest(target) != _digest(source):
            draft = folder / f".{name}.draft"
            shutil.copyfile(source, draft)
            draft.replace(target)
            changed += 1
        if target.suffix in (".js", ".mjs"):
            _beside(target)
    (folder / "pmtiles.LICENSE.txt").write_text(PMTILES_NOTICE, encoding="utf-8")
    return f"assets : {changed} fichiers de la carte écrits." if changed else "assets : carte déjà à jour."


def _beside(target: Path) -> None:
    """The same bytes compressed, which the server sends to a browser that reads them: four times fewer on a phone."""
    twin, packed = target.with_name(target.name + ".gz"), gzip.compress(target.read_bytes(), 9, mtime=0)
    if not twin.is_file() or twin.read_bytes() != packed:
        draft = target.with_name(f".{twin.name}.draft")
        draft.write_bytes(packed)
        draft.replace(twin)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    print(gather(HOME / "longuevue" / "_assets" / "static" / "maps"), file=sys.stderr)
