"""The folder of outlines that an edition takes in: shapes as Parquet, tiles, the world, and a page on whose they are.
The same inputs give the same files; an earlier edition's are taken again rather than made twice."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq

from longuevue.territories.assets import asset
from longuevue.territories.outlines.shapes import DRAWN, Outlines
from longuevue.territories.outlines.tiles import MANY, write_tiles

WORLD = "world.parquet"
ABOUT = "outlines.json"


def write_outlines(folder: Path, outlines: Outlines, progress: Callable[[str], None] = lambda _: None) -> None:
    """Fill `folder`: a table and an archive of tiles per level, the countries of the world, and what they are."""
    folder.mkdir(parents=True, exist_ok=True)
    levels = {}
    for level in DRAWN:
        table = outlines.table(level)
        pq.write_table(table, folder / f"{level}.parquet", compression="zstd", compression_level=3, store_schema=False)
        shown = outlines.shapes[level]
        if len(shown) > MANY:
            # thirty thousand squares are a table, not a map to travel in
            shown = outlines.of_kind(level, "outline", "approximate")
        if shown:
            progress(f"Contours : tuiles, {len(shown)} {level}")
            write_tiles(folder / f"{level}.pmtiles", level, shown)
        levels[level] = {
            "drawn": table.num_rows,
            "kinds": dict(sorted(Counter(table.column("kind").to_pylist()).items())),
            "in_tiles": len(shown),
        }
    shutil.copyfile(asset("countries-110m.parquet"), folder / WORLD)
    about = {
        "levels": levels,
        "origins": outlines.cards,
        "undrawn": {k: sorted(v) for k, v in outlines.undrawn.items()},
    }
    text = json.dumps(about, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    (folder / ABOUT).write_text(text, encoding="utf-8")
