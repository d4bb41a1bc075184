"""Shapes laid on a sheet of 640 pixels, as short SVG paths: the country with its insets, or one territory's members.
Colours come later: one sheet serves every marker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Final

import numpy as np
import shapely

from longuevue.edition.maps.projection import INSETS, METROPOLITAN, Frame, fitted, flat, lambert93

WIDTH: Final = 640.0
MAINLAND: Final = 560.0
INSET: Final = 54.0
_LIMITS = lambert93(np.array([[-5.2, 48.0], [9.6, 42.0], [2.4, 51.1], [3.0, 42.3], [8.9, 41.33]]))


@dataclass(slots=True)
class Sheet:
    """Paths by code, in tenths of a pixel; frames and names of the insets; the height that all takes."""

    height: float
    paths: dict[str, str] = field(default_factory=dict)
    labels: list[tuple[float, float, str]] = field(default_factory=list)
    boxes: list[tuple[float, float, float, float]] = field(default_factory=list)
    unplaced: list[str] = field(default_factory=list)


def country_sheet(shapes: dict[str, shapely.Geometry]) -> Sheet:
    """Metropolitan France in Lambert 93, and one inset per land overseas that has a shape."""
    codes = sorted(shapes)
    geometries = np.array([shapes[code] for code in codes], dtype=object)
    centres = shapely.get_coordinates(shapely.centroid(geometries))
    sheet = Sheet(MAINLAND)
    west, south, east, north = METROPOLITAN
    at_home = (centres[:, 0] > west) & (centres[:, 0] < east) & (centres[:, 1] > south) & (centres[:, 1] < north)
    home = fitted(_LIMITS, 6, 6, WIDTH - 12, MAINLAND - 12)
    lay(sheet, [c for c, here in zip(codes, at_home, strict=True) if here], geometries[at_home], lambert93, home)
    placed = at_home.copy()
    shown = []
    for land, (name, box) in INSETS.items():
        mine = (
            ~placed
            & (centres[:, 0] > box[0])
            & (centres[:, 0] < box[2])
            & (centres[:, 1] > box[1])
            & (centres[:, 1] < box[3])
        )
        if mine.any():
            placed |= mine
            shown.append((land, name, box, mine))
    for index, (_, name, box, mine) in enumerate(shown):
        left = 6 + index * (INSET + 3.2)
        middle = (box[1] + box[3]) / 2
        corners = flat(np.array([[box[0], box[1]], [box[2], box[3]]]), middle)
        frame = fitted(corners, left + 3, MAINLAND + 5, INSET - 6, INSET - 6)
        inside = [code for code, here in zip(codes, mine, strict=True) if here]
        lay(sheet, inside, geometries[mine], partial(flat, middle=middle), frame)
        sheet.boxes.append((left, MAINLAND + 2, INSET, INSET))
        sheet.labels.append((left + INSET / 2, MAINLAND + INSET + 13, name))
    sheet.unplaced = [code for code, here in zip(codes, placed, strict=True) if not here]
    sheet.height = MAINLAND + (INSET + 20 if shown else 0)
    return sheet


def local_sheet(shapes: dict[str, shapely.Geometry]) -> Sheet:
    """A few neighbours alone on the sheet, north up."""
    codes = sorted(shapes)
    if not codes:
        return Sheet(0.0)
    geometries = np.array([shapes[code] for code in codes], dtype=object)
    points = shapely.get_coordinates(geometries)
    middle = float((points[:, 1].min() + points[:, 1].max()) / 2)
    projected = flat(points, middle)
    span = projected.max(axis=0) - projected.min(axis=0)
    height = float(min(560.0, max(220.0, (WIDTH - 12) * span[1] / max(span[0], 1e-9)))) + 12
    sheet = Sheet(height)
    frame = fitted(projected, 6, 6, WIDTH - 12, height - 12)
    lay(sheet, codes, geometries, lambda xy: flat(xy, middle), frame)
    return sheet


def lay(
    sheet: Sheet,
    codes: list[str],
    geometries: np.ndarray,
    project: Callable[[np.ndarray], np.ndarray],
    frame: Frame,
) -> None:
    if not codes:
        return
    parts, owner = shapely.get_parts(geometries, return_index=True)
    polygons, inner = shapely.get_rings(parts, return_index=True)
    points, ring = shapely.get_coordinates(polygons, return_index=True)
    tenths = np.rint(frame.place(project(points)) * 10).astype(int)
    starts = np.flatnonzero(np.r_[True, ring[1:] != ring[:-1]])
    whose = owner[inner]
    found: dict[int, list[str]] = {}
    for index, line in enumerate(np.split(tenths, starts[1:])):
        steps = np.diff(line, axis=0)
        steps = steps[(steps != 0).any(axis=1)][:-1]
        if len(steps) < 2:
            # smaller than a tenth of a pixel: still a dot, never a hole
            text = f"M{line[0][0]} {line[0][1]}h6v6h-6z"
        else:
            text = f"M{line[0][0]} {line[0][1]}l{' '.join(f'{x} {y}' for x, y in steps.tolist())}z"
        found.setdefault(int(whose[index]), []).append(text)
    for position, texts in found.items():
        sheet.paths[codes[position]] = "".join(texts)
