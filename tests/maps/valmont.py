"""Valmont's outlines: a small invented coverage under real codes of the Loire, in the formats that people bring."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

ORIGIN = "publisher: Service du plan de Valmont\ntitle: Contours de Valmont\nlicence: Licence Ouverte 2.0\n"
#: four communes of the Loire side by side; the third and the fourth share a border that is not straight
CODES = ("42218", "42207", "42005", "42186")


def square(x: float, y: float, side: float = 0.1) -> list[list[float]]:
    return [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]


def collection(shapes: dict[str, list[list[float]]], column: str = "code") -> dict[str, Any]:
    features = [
        {"type": "Feature", "properties": {column: code}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
        for code, ring in shapes.items()
    ]
    return {"type": "FeatureCollection", "features": features}


def side_by_side(codes: tuple[str, ...] = CODES) -> dict[str, list[list[float]]]:
    return {code: square(4.2 + 0.1 * i, 45.4) for i, code in enumerate(codes)}


def write(folder: Path, document: dict[str, Any], name: str = "communes-2026.geojson", origin: str = ORIGIN) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    if origin:
        (folder / "origin.yaml").write_text(origin, encoding="utf-8")
    (folder / name).write_text(json.dumps(document), encoding="utf-8")
    return folder
