"""Where the inhabitants of a territory are: the point from which distances abroad are measured.

Centres of communes come from outlines when they are at hand, else from the seats of prefectures (`prefectures.csv`);
every larger territory gets the mean of its members weighted by population, or nothing.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

#: share of the inhabitants whose commune must be located for the whole to have a centre
LOCATED_SHARE = 0.95
Degrees = tuple[float, float]


def outline_files(mirror: Path | None) -> dict[str, Path]:
    """The outlines of communes and départements that a mirror holds, by file name."""
    folder = mirror / "geometries" if mirror else None
    if folder is None or not folder.is_dir():
        return {}
    found = sorted([*folder.glob("communes-*.geojson"), *folder.glob("departements*.geojson")])
    return {path.name: path for path in found}


def outlines_fingerprint(files: Mapping[str, Path]) -> dict[str, str]:
    """The sha256 of each outline file, so that other outlines make another edition."""
    return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()}


def with_centres(territories: pa.Table, membership: pa.Table, outlines: Mapping[str, Path]) -> pa.Table:
    """`territories` with columns `latitude, longitude`, null where the centre is not known."""
    communes, departements = _seats()
    for name, path in outlines.items():
        (departements if name.startswith("departements") else communes).update(_centroids(path))
    rows = zip(
        *(territories[name].to_pylist() for name in ("area_level", "ref_area", "population", "departement", "region")),
        strict=True,
    )
    listed = [
        (level, code, population or 0, departement, region) for level, code, population, departement, region in rows
    ]
    centres: dict[tuple[str, str], Degrees] = {
        ("commune", code): communes[code] for level, code, *_ in listed if level == "commune" and code in communes
    }
    people = {(level, code): float(population) for level, code, population, *_ in listed}
    inside = _members(membership)
    for level, code, *_ in listed:
        if level in ("epci", "departement", "perimeter"):
            found = _mean([(centres.get(m), people.get(m, 0.0) * share) for m, share in inside.get((level, code), [])])
            if found is None and level == "departement":
                found = departements.get(code)
            if found is not None:
                centres[level, code] = found
    for level, code, *_ in listed:
        if level in ("region", "country"):
            parts = [d for d in listed if d[0] == "departement" and (level == "country" or d[4] == code)]
            found = _mean([(centres.get(("departement", d[1])), float(d[2])) for d in parts])
            if found is not None:
                centres[level, code] = found
    places = [centres.get((level, code)) for level, code, *_ in listed]
    with_lat = territories.append_column("latitude", pa.array([p and p[0] for p in places], pa.float64()))
    return with_lat.append_column("longitude", pa.array([p and p[1] for p in places], pa.float64()))


def _seats() -> tuple[dict[str, Degrees], dict[str, Degrees]]:
    with (Path(__file__).parent / "prefectures.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    places = [(row, (float(row["lat"]), float(row["lon"]))) for row in rows]
    return {row["commune"]: place for row, place in places}, {row["departement"]: place for row, place in places}


def _centroids(path: Path) -> dict[str, Degrees]:
    from shapely.geometry import shape

    found = {}
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        centre = shape(feature["geometry"]).centroid
        found[str(feature["properties"]["code"])] = (float(centre.y), float(centre.x))
    return found


def _members(membership: pa.Table) -> dict[tuple[str, str], list[tuple[tuple[str, str], float]]]:
    names = ("area_level", "ref_area", "member_level", "member_code", "share")
    found: dict[tuple[str, str], list[tuple[tuple[str, str], float]]] = {}
    for level, code, member_level, member_code, share in zip(*(membership[n].to_pylist() for n in names), strict=True):
        if level in ("epci", "departement", "perimeter") and member_level in ("commune", "lau"):
            found.setdefault((level, code), []).append(((member_level, member_code), share))
    return found


def _mean(parts: list[tuple[Degrees | None, float]]) -> Degrees | None:
    """The mean on the sphere, weighted by population; None where too many inhabitants are not located."""
    total = sum(weight for _, weight in parts)
    located = [(place, weight) for place, weight in parts if place is not None and weight > 0]
    if total <= 0 or sum(weight for _, weight in located) < LOCATED_SHARE * total:
        return None
    degrees: Any = np.radians([place for place, _ in located])
    weights = np.array([weight for _, weight in located])
    phi, theta = degrees[:, 0], degrees[:, 1]
    x = float((weights * np.cos(phi) * np.cos(theta)).sum())
    y = float((weights * np.cos(phi) * np.sin(theta)).sum())
    z = float((weights * np.sin(phi)).sum())
    return float(np.degrees(np.arctan2(z, np.hypot(x, y)))), float(np.degrees(np.arctan2(y, x)))
