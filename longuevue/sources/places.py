"""Where a point or a spelt name lies in France, for loaders. The official lists themselves are in `territories`."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

import shapely

from longuevue.terms.refusal import Refusal


def commune_with_arrondissements_merged(code: str) -> str:
    """Paris, Lyon and Marseille by their commune code: 75105 → 75056, 69387 → 69123, 13203 → 13055.

    >>> commune_with_arrondissements_merged("69387")
    '69123'
    """
    if len(code) == 5 and code.isdigit():
        if "75101" <= code <= "75120":
            return "75056"
        if "69381" <= code <= "69389":
            return "69123"
        if "13201" <= code <= "13216":
            return "13055"
    return code


def name_key(name: str) -> str:
    """Names compare without accents, case, hyphens, articles in front, « St » and « Ste » spelt out.

    >>> name_key("L'Haÿ-les-Roses") == name_key("HAY LES ROSES")
    True
    """
    plain = unicodedata.normalize("NFKD", name.casefold().replace("œ", "oe").replace("’", "'"))
    words = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c)).split()
    spelt = [{"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}.get(word, word) for word in words]
    while len(spelt) > 1 and spelt[0] in ("l", "le", "la", "les"):
        spelt = spelt[1:]
    return " ".join(spelt)


class Outlines:
    """Outlines of places (GeoJSON with `code` and `nom`), asked which one holds a point."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self._codes: list[str] = []
        shapes = []
        for path in paths:
            for code, shape in _features(path):
                self._codes.append(code)
                shapes.append(shape)
        self._tree = shapely.STRtree(shapes)

    def __len__(self) -> int:
        return len(self._codes)

    def code_at(self, latitude: float, longitude: float) -> str | None:
        """The code of the place that holds the point, the first in order of codes on a shared edge."""
        found = self._tree.query(shapely.Point(longitude, latitude), predicate="intersects")
        return min((self._codes[i] for i in found), default=None)

    def codes_at(self, latitudes: Sequence[float], longitudes: Sequence[float]) -> list[str | None]:
        """The same for many points at once, at the library's own speed."""
        found: list[str | None] = [None] * len(latitudes)
        for point, place in self._tree.query(shapely.points(longitudes, latitudes), predicate="intersects").T.tolist():
            code, known = self._codes[place], found[point]
            found[point] = code if known is None else min(code, known)
        return found

    def nearest(self, latitude: float, longitude: float, degrees: float) -> str | None:
        """The nearest place within a distance, for points on a coast that a simplified outline leaves at sea."""
        point = shapely.Point(longitude, latitude)
        found = self._tree.query_nearest(point, max_distance=degrees, all_matches=False)
        return self._codes[found[0]] if len(found) else None


def _features(path: Path) -> Iterable[tuple[str, shapely.Geometry]]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        for feature in content["features"]:
            yield str(feature["properties"]["code"]), shapely.from_geojson(json.dumps(feature["geometry"]))
    except (ValueError, KeyError, TypeError, RecursionError, shapely.errors.ShapelyError) as error:
        raise Refusal(
            f"Contours illisibles ({type(error).__name__}).", "Attendu : un GeoJSON avec code et nom.", where=path.name
        ) from None
