"""The hash of all that shapes and tiles are made from, so that an unchanged map is never made twice.
It is asked at each build, and so reads no library of geometry."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from longuevue.territories.assets import LATEST_YEAR, asset
from longuevue.territories.outlines.files import OutlineFile


def fingerprint(files: Sequence[OutlineFile], perimeters: Sequence[str] = ()) -> str:
    """Files at hand, open outlines, code lists, perimeters, code of this room, and the libraries that draw and tile."""
    code = [path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py"))]
    gathered = ("outlines-departements.parquet", "countries-110m.parquet", f"units-{LATEST_YEAR}.parquet")
    parts = {
        "files": [(f.level, f.year, f.card()) for f in files],
        "gathered": [hashlib.sha256(asset(name).read_bytes()).hexdigest() for name in gathered],
        "code": [hashlib.sha256(text).hexdigest() for text in code],
        # their wheels carry GDAL and GEOS
        "libraries": [f"{name} {version(name)}" for name in ("pyogrio", "shapely")],
        "perimeters": list(perimeters),
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
