"""One equal square per territory that has no outline, set inside a larger one that has: a grid that says it is a grid.
Squares follow the order of names: where a square lies in the larger outline means nothing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

#: share of a cell that its square takes, so that no two squares touch
FILL = 0.84


def squares_inside(outline: shapely.Geometry, codes: Sequence[str]) -> dict[str, shapely.Geometry]:
    """A square for each code, in reading order, as large as the outline allows for all of them."""
    if not codes or outline.is_empty:
        return {}
    west, south, east, north = outline.bounds
    flattening = np.cos(np.radians((south + north) / 2))
    shapely.prepare(outline)

    def centres(side: float) -> np.ndarray:
        step = side / flattening
        x = np.arange(west + step / 2, east + step / 2, step)
        y = np.arange(north - side / 2, south - side / 2, -side)
        grid_x, grid_y = (axis.ravel() for axis in np.meshgrid(x, y))
        return np.column_stack([grid_x, grid_y])[shapely.contains_xy(outline, grid_x, grid_y)]

    # the largest side that leaves room for everybody: too large at first, then narrowed
    large = max((east - west) * flattening, north - south)
    small = np.sqrt(outline.area * flattening / len(codes)) / 4
    while len(centres(small)) < len(codes):
        small /= 2
    for _ in range(12):
        middle = (small + large) / 2
        if len(centres(middle)) >= len(codes):
            small = middle
        else:
            large = middle
    places = centres(small)
    kept = places[: len(codes)]
    half = small * FILL / 2
    shapes = shapely.box(
        kept[:, 0] - half / flattening, kept[:, 1] - half, kept[:, 0] + half / flattening, kept[:, 1] + half
    )
    return dict(zip(codes, shapes, strict=True))
