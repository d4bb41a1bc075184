"""Maps of a whole country: 35,000 generated communes are sealed, simplified, tiled and drawn; run with `make bench`.

python benchmarks/maps.py [communes]
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

import numpy as np
import shapely

HOME = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(HOME)]

from benchmarks._figure import line  # noqa: E402
from longuevue.edition.maps.sheet import country_sheet  # noqa: E402
from longuevue.territories.assets import asset  # noqa: E402
from longuevue.territories.outlines.coverage import TOLERANCE, sealed, simplified  # noqa: E402
from longuevue.territories.outlines.tiles import write_tiles  # noqa: E402
from tests.maps.archive import tiles_of  # noqa: E402


def generated(count: int) -> dict[str, shapely.Geometry]:
    """Cells around random points of metropolitan France; borders are jagged, and shared to the last vertex."""
    import pyarrow.parquet as pq

    rows = pq.read_table(asset("outlines-departements.parquet")).to_pylist()
    france = shapely.union_all([shapely.from_wkb(r["wkb"]) for r in rows if r["origin"] == "mapsvg"])
    shapely.prepare(france)
    points = np.random.default_rng(3).uniform([-6, 40.5], [10.5, 52], (count * 4, 2))
    inside = shapely.contains_xy(france, points[:, 0], points[:, 1])
    kept = np.flatnonzero(np.cumsum(inside) <= count)
    points, inside = points[kept], inside[kept]
    cells = np.array(shapely.get_parts(shapely.voronoi_polygons(shapely.MultiPoint(points), ordered=True)))[inside]
    xy, owner = shapely.get_coordinates(cells, return_index=True)
    start, end = xy[:-1], xy[1:]
    same = owner[:-1] == owner[1:]
    turned = (start[:, 0] > end[:, 0]) | ((start[:, 0] == end[:, 0]) & (start[:, 1] > end[:, 1]))
    low, high = np.where(turned[:, None], end, start), np.where(turned[:, None], start, end)
    across = np.column_stack([-(high - low)[:, 1], (high - low)[:, 0]])
    steps = np.array([1, 2, 3, 4]) / 5
    jag = (np.sin(low[:, :1] * 12989.8 + low[:, 1:] * 78233.0 + steps * 37.719) * 43758.5453) % 1 - 0.5
    middle = low[:, None] + steps[None, :, None] * (high - low)[:, None] + 0.06 * jag[:, :, None] * across[:, None]
    middle = np.where(turned[:, None, None], middle[:, ::-1], middle)
    full = np.concatenate([start[:, None], middle], 1)[same].reshape(-1, 2)
    polygons = shapely.polygons(shapely.linearrings(full, indices=np.repeat(owner[:-1][same], 5)))
    return {f"{n:05d}": shape for n, shape in enumerate(polygons)}


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 35_000
    shapes = generated(count)
    vertices = int(shapely.get_num_coordinates(np.array(list(shapes.values()))).sum())
    what = f"{len(shapes)} generated communes, {vertices} vertices"
    start = time.perf_counter()
    light = simplified(sealed(shapes), TOLERANCE["commune"])
    valid = bool(shapely.coverage_is_valid(np.array(list(light.values()))))
    line(f"{what}: coverage valid after simplification", valid, "valid", valid)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "commune.pmtiles"
        write_tiles(path, "commune", light)
        took = time.perf_counter() - start
        line(f"{what}: from outlines to PMTiles, seconds", round(took, 1), "< 180 s", took < 180)
        largest: dict[int, int] = defaultdict(int)
        for tile in tiles_of(path):
            largest[tile.zoom] = max(largest[tile.zoom], tile.bytes)
        heaviest = max(largest.values())
        line(f"{what}: heaviest tile, kB", round(heaviest / 1000), "< 500 kB", heaviest < 500_000)
    start = time.perf_counter()
    sheet = country_sheet(light)
    took = time.perf_counter() - start
    line(
        f"{what}: paths of the server's image, seconds", round(took, 1), "every commune", len(sheet.paths) == len(light)
    )


if __name__ == "__main__":
    main()
