"""Polygons that share their borders: closing seams, dissolving into larger units, simplifying without tearing.
Which unit holds which is asked of the catalogue by the caller."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import shapely

#: in degrees: seams narrower than this are a publisher's rounding, not a lake (about 100 m)
SEAM = 0.001
#: in degrees, about: what one pixel hides at the largest zoom at which that level is looked at
TOLERANCE = {"commune": 0.0006, "epci": 0.0012, "departement": 0.002, "region": 0.004, "perimeter": 0.0012}

Shapes = dict[str, shapely.Geometry]


def sealed(shapes: Mapping[str, shapely.Geometry]) -> Shapes:
    """The same shapes as a valid coverage: neighbours share every vertex of their border, nothing overlaps."""
    codes = sorted(shapes)
    polygons = np.array([_polygonal(shapes[code]) for code in codes], dtype=object)
    if len(polygons) and not shapely.coverage_is_valid(polygons, gap_width=SEAM):
        polygons = shapely.coverage_clean(polygons, gap_width=SEAM)
    return {code: shape for code, shape in zip(codes, polygons, strict=True) if not shape.is_empty}


def dissolved(shapes: Mapping[str, shapely.Geometry], groups: Mapping[str, Sequence[str]]) -> Shapes:
    """One shape per group, from those of its members that have one; a group with none is left out."""
    found: Shapes = {}
    for name in sorted(groups):
        parts = [shapes[code] for code in groups[name] if code in shapes]
        if parts:
            found[name] = _polygonal(shapely.coverage_union_all(parts) if len(parts) > 1 else parts[0])
    return found


def simplified(shapes: Mapping[str, shapely.Geometry], tolerance: float) -> Shapes:
    """Lighter shapes that still share their borders. Shapes that do not make a coverage are simplified apart."""
    codes = sorted(shapes)
    if not codes:
        return {}
    polygons = np.array([shapes[code] for code in codes], dtype=object)
    if shapely.coverage_is_valid(polygons):
        lighter = shapely.coverage_simplify(polygons, tolerance)
    else:
        lighter = shapely.simplify(polygons, tolerance, preserve_topology=True)
    return {code: new if not new.is_empty else old for code, new, old in zip(codes, lighter, polygons, strict=True)}


def _polygonal(shape: shapely.Geometry) -> shapely.MultiPolygon:
    """Areas only: what cleaning leaves of lines and points is dropped."""
    parts = shapely.get_parts(shape)
    flat = [p for part in parts for p in shapely.get_parts(part) if p.geom_type == "Polygon" and not p.is_empty]
    return shapely.MultiPolygon(flat)
