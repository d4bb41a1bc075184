"""One PMTiles archive per level, written by the GDAL that pyogrio carries: same shapes, same bytes, on a given GDAL.
Colours and values are not in the tiles: a page joins them by code."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np
import pyogrio.raw
import shapely

from longuevue.territories.outlines.coverage import simplified

#: first and last zoom of the tiles; beyond the last, the page enlarges them
ZOOMS: Final = {"region": (3, 6), "departement": (3, 7), "epci": (4, 8), "commune": (4, 10), "perimeter": (3, 9)}
#: degrees, so that the smallest tiles hold every commune of the country
TILE_TOLERANCE: Final = {"commune": 0.004, "epci": 0.003}
MAX_BYTES: Final = 500_000
OPTIONS: Final = {"EXTENT": "2048", "MAX_SIZE": str(MAX_BYTES), "MAX_FEATURES": "300000", "BUFFER": "16"}
#: a whole country is simplified for its tiles; a few départements keep their detail
MANY: Final = 5_000


def write_tiles(path: Path, level: str, shapes: Mapping[str, shapely.Geometry]) -> None:
    """Write the archive of one level; its one layer has the level's name, and each shape its `code`."""
    lighter = simplified(shapes, TILE_TOLERANCE[level]) if len(shapes) > MANY and level in TILE_TOLERANCE else shapes
    codes = sorted(lighter)
    first, last = ZOOMS[level]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    pyogrio.raw.write(
        path,
        shapely.to_wkb(np.array([_multi(lighter[code]) for code in codes], dtype=object)),
        [np.array(codes, dtype=object)],
        ["code"],
        layer=level,
        driver="PMTiles",
        geometry_type="MultiPolygon",
        crs="EPSG:4326",
        dataset_options={"MINZOOM": str(first), "MAXZOOM": str(last), **OPTIONS},
    )


def _multi(shape: shapely.Geometry) -> shapely.MultiPolygon:
    return shape if shape.geom_type == "MultiPolygon" else shapely.MultiPolygon([shape])
