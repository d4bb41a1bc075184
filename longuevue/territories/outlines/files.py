"""Reading files of outlines (GeoJSON, GeoPackage, Shapefile): codes and polygons in WGS 84, refused with the reason.
Which codes they become this year is told in `today`."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import yaml

from longuevue.terms.refusal import Refusal

if TYPE_CHECKING:
    import shapely

FORMATS: Final = (".geojson", ".json", ".gpkg", ".shp", ".fgb")
#: how publishers name the column of official codes, in the order in which we look for them
CODE_NAMES: Final = ("code", "insee_com", "code_insee", "codgeo", "insee_dep", "insee_reg", "siren_epci", "code_siren")
LEVEL_OF_WORD: Final = {"communes": "commune", "epci": "epci", "departements": "departement", "regions": "region"}
#: the outlines that come with the publishers' mirror say neither year nor licence in their files
MIRROR_ORIGIN: Final[dict[str, Any]] = {
    "publisher": {"fr": "IGN, Insee", "en": "IGN, Insee"},
    "title": {"fr": "contours Admin Express 2018", "en": "Admin Express outlines 2018"},
    "licence": "Licence Ouverte 2.0",
    "url": "https://github.com/gregoiredavid/france-geojson",
    "year": 2018,
}
_YEAR = re.compile(r"(?<!\d)(19|20)\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class OutlineFile:
    """One file of outlines: which level, whose, of which code list."""

    path: Path
    level: str
    year: int
    origin: dict[str, Any]

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.path.read_bytes()).hexdigest()

    @property
    def origin_id(self) -> str:
        """`ign-insee-2018`: how shapes name where they come from."""
        words = re.findall(r"[a-z0-9]+", str(self.origin["publisher"]["fr"]).lower())
        return "-".join([*words, str(self.year)])

    def card(self) -> dict[str, Any]:
        """What pages say of it."""
        return {
            "id": self.origin_id,
            **{key: self.origin.get(key) for key in ("publisher", "title", "licence", "url")},
            "year": self.year,
            "file": self.path.name,
            "sha256": self.sha256,
        }


def outline_files(folder: Path, origin: dict[str, Any] | None = None) -> list[OutlineFile]:
    """The files of outlines under `folder`, by their names: `communes…`, `epci…`, `departements…`, `regions…`.

    The year is in the file's or its folder's name; `origin.yaml` beside says publisher, title, licence and address.
    """
    found = []
    for path in sorted(p for p in folder.rglob("*") if p.suffix.lower() in FORMATS):
        level = LEVEL_OF_WORD.get(re.split(r"[^a-z]", path.stem.lower())[0])
        if level is None:
            continue
        whose = origin or _origin_of(path)
        year = whose.get("year") or _year_of(path, folder)
        found.append(OutlineFile(path, level, int(year), whose))
    return found


def read_outlines(file: OutlineFile) -> dict[str, shapely.Geometry]:
    """Polygons by official code, in longitude and latitude. Raises `Refusal`: what is wrong, in which file."""
    import numpy as np
    import pyogrio
    import pyogrio.raw
    import shapely

    where = str(file.path.name)
    try:
        info = pyogrio.read_info(file.path)
        column = next((name for low in CODE_NAMES for name in info["fields"] if name.lower() == low), None)
        if column is None:
            raise Refusal(
                f"Aucune colonne de codes officiels (colonnes : {', '.join(info['fields']) or 'aucune'}).",
                f"Nommez-la « code », ou l'un de : {', '.join(CODE_NAMES)}.",
                where=where,
            )
        meta, _, wkb, values = pyogrio.raw.read(file.path, columns=[column])
    except Refusal:
        raise
    except Exception as error:  # pyogrio has one class of errors per driver
        raise Refusal(
            "Ce fichier de contours ne se lit pas.", "Donnez du GeoJSON ou un GeoPackage en WGS 84.", where=where
        ) from error
    if not _in_degrees(meta["crs"]):
        raise Refusal(
            f"Ces contours sont dans la projection {meta['crs']}.",
            "Convertissez-les en longitude et latitude : ogr2ogr -t_srs EPSG:4326 sortie.gpkg entrée.",
            where=where,
        )
    shapes = shapely.from_wkb(wkb)
    broken = [
        i for i, shape in enumerate(shapes) if shape is None or shape.geom_type not in ("Polygon", "MultiPolygon")
    ]
    codes = [str(code) for code in values[0]]
    if broken:
        raise Refusal(
            f"Le contour de « {codes[broken[0]]} » n'est pas un polygone.",
            "Retirez cette ligne, ou redonnez-lui sa surface.",
            where=f"{where}, objet {broken[0] + 1}",
        )
    if file.level in ("commune", "departement") and any(
        len(code) < (5 if file.level == "commune" else 2) for code in codes
    ):
        wrong = next(code for code in codes if len(code) < (5 if file.level == "commune" else 2))
        raise Refusal(
            f"« {wrong} » n'est pas un code officiel : un zéro s'est sans doute perdu au début.",
            "Enregistrez les codes comme du texte.",
            where=where,
        )
    found: dict[str, shapely.Geometry] = {}
    for code, shape in zip(codes, np.where(shapely.is_valid(shapes), shapes, shapely.make_valid(shapes)), strict=True):
        found[code] = shape if code not in found else shapely.union(found[code], shape)
    return found


def _in_degrees(crs: str | None) -> bool:
    return crs is None or any(name in crs for name in ("4326", "CRS84", "4258", "4171"))


def _origin_of(path: Path) -> dict[str, Any]:
    file = path.parent / "origin.yaml"
    needed = ("publisher", "title", "licence")
    try:
        said = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
        for key in ("publisher", "title"):
            if isinstance(said.get(key), str):
                said[key] = {"fr": said[key], "en": said[key]}
    except (OSError, yaml.YAMLError, UnicodeDecodeError, AttributeError):
        said = {}
    missing = [key for key in needed if not said.get(key)]
    if missing:
        raise Refusal(
            f"On ne sait pas de qui sont les contours de « {path.name} » ({', '.join(missing)}).",
            "Écrivez-le dans origin.yaml, à côté : publisher, title, licence, url.",
            where=str(file),
        )
    return said


def _year_of(path: Path, folder: Path) -> str:
    for part in reversed(path.relative_to(folder.parent).parts):
        if year := _YEAR.search(part):
            return year.group()
    raise Refusal(
        f"On ne sait pas de quelle année sont les codes de « {path.name} ».",
        "Mettez l'année du code officiel géographique dans le nom du fichier : communes-2024.geojson.",
        where=str(path.name),
    )
