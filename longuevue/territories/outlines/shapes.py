"""The shapes of one edition: official outlines where there are any, else open départements and squares that say so.
Every territory of a drawn level is either in a table or in the list of those that nothing draws."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from longuevue.territories.assets import asset
from longuevue.territories.catalogue import Catalogue
from longuevue.territories.outlines.coverage import TOLERANCE, Shapes, dissolved, sealed, simplified
from longuevue.territories.outlines.files import OutlineFile, read_outlines
from longuevue.territories.outlines.squares import squares_inside
from longuevue.territories.outlines.today import communes_of_today

#: levels that have tables; municipal arrondissements and communes abroad have no open outline at hand
DRAWN: Final = ("commune", "epci", "departement", "region", "perimeter")
#: `outline`: the publisher's; `approximate`: part of the territory, or a little more; `square`: a cell of a grid
TABLE: Final = pa.schema(
    [("ref_area", pa.string()), ("kind", pa.string()), ("origin", pa.string()), ("wkb", pa.binary())]
)
OPEN_ORIGINS: Final[dict[str, dict[str, Any]]] = {
    "mapsvg": {
        "id": "mapsvg",
        "publisher": {
            "fr": "MapSVG, par Victor Cazanave (svg-maps)",
            "en": "MapSVG, through Victor Cazanave (svg-maps)",
        },
        "title": {
            "fr": "départements de métropole, remis en longitude et latitude",
            "en": "départements of metropolitan France, put back into longitude and latitude",
        },
        "licence": "CC BY 4.0",
        "url": "https://mapsvg.com/maps/france-departments",
    },
    "natural-earth": {
        "id": "natural-earth",
        "publisher": {"fr": "Natural Earth", "en": "Natural Earth"},
        "title": {"fr": "outre-mer et pays du monde", "en": "overseas France and countries of the world"},
        "licence": "domaine public",
        "url": "https://www.naturalearthdata.com",
    },
}


@dataclass(slots=True)
class Outlines:
    """Shapes by level and code, what they are, whose they are, and the territories that nothing draws."""

    shapes: dict[str, Shapes] = field(default_factory=dict)
    kinds: dict[str, dict[str, str]] = field(default_factory=dict)
    origins: dict[str, dict[str, str]] = field(default_factory=dict)
    cards: list[dict[str, Any]] = field(default_factory=list)
    undrawn: dict[str, list[str]] = field(default_factory=dict)

    def add(self, level: str, shapes: Shapes, kind: str, origin: str) -> None:
        """Shapes of one kind; a code already drawn keeps its first shape."""
        known = self.shapes.setdefault(level, {})
        for code, shape in shapes.items():
            if code not in known:
                known[code] = shape
                self.kinds.setdefault(level, {})[code] = kind
                self.origins.setdefault(level, {})[code] = origin

    def of_kind(self, level: str, *kinds: str) -> Shapes:
        """The shapes of a level that are of these kinds."""
        mine = self.kinds.get(level, {})
        return {code: shape for code, shape in self.shapes.get(level, {}).items() if mine[code] in kinds}

    def table(self, level: str) -> pa.Table:
        """One row per territory drawn, in the order of codes."""
        shapes = self.shapes.get(level, {})
        codes = sorted(shapes)
        grid = shapely.set_precision(np.array([shapes[c] for c in codes], dtype=object), 1e-6, mode="pointwise")
        columns = [codes, [self.kinds[level][c] for c in codes], [self.origins[level][c] for c in codes]]
        return pa.table([*columns, shapely.to_wkb(grid)], schema=TABLE)


def outlines_of(catalogue: Catalogue, files: Sequence[OutlineFile]) -> Outlines:
    """The shapes of every level for this code list. Files of later years win over older ones."""
    made = Outlines()
    communes_of: dict[str, dict[str, list[str]]] = {"epci": defaultdict(list), "departement": defaultdict(list)}
    units = {level: catalogue.of_level(level) for level in (*DRAWN, "arrondissement", "lau")}
    for commune in units["commune"]:
        for level in communes_of:
            parent = getattr(commune, level)
            if parent is not None:
                communes_of[level][parent.code].append(commune.code)
    _departements(made, catalogue, files)
    _communes(made, catalogue, files, communes_of["departement"], {t.code: t.name for t in units["commune"]})
    _epci(made, catalogue, files, communes_of["epci"])
    regions: dict[str, list[str]] = defaultdict(list)
    for departement in catalogue.of_level("departement"):
        regions[departement.region.code if departement.region else ""].append(departement.code)
    for region, shape in dissolved(made.shapes["departement"], regions).items():
        first = next(code for code in regions[region] if code in made.shapes["departement"])
        made.add("region", {region: shape}, "outline", made.origins["departement"][first])
    _perimeters(made, catalogue)
    for level in DRAWN:
        light = simplified(made.of_kind(level, "outline", "approximate"), TOLERANCE[level])
        made.shapes.setdefault(level, {}).update(light)
        made.undrawn[level] = [t.code for t in units[level] if t.code not in made.shapes[level]]
    for level in ("arrondissement", "lau"):
        made.undrawn[level] = [t.code for t in units[level]]
    named = {origin for origins in made.origins.values() for origin in origins.values()}
    made.cards = [card for name, card in OPEN_ORIGINS.items() if name in named or name == "natural-earth"]
    by_id = {file.origin_id: file.card() for file in files if file.origin_id in named}
    made.cards += [by_id[name] for name in sorted(by_id)]
    return made


def _departements(made: Outlines, catalogue: Catalogue, files: Sequence[OutlineFile]) -> None:
    """Official outlines where at hand, the open ones for the others."""
    used = set()
    known = {t.code for t in catalogue.of_level("departement")}
    for file in sorted((f for f in files if f.level == "departement"), key=lambda f: -f.year):
        shapes = {code: shape for code, shape in sealed(read_outlines(file)).items() if code in known}
        made.add("departement", shapes, "outline", file.origin_id)
        used.add(file.origin_id)
    for row in pq.read_table(asset("outlines-departements.parquet")).to_pylist():
        metropolitan = row["origin"] == "mapsvg"
        if row["code"] in known and not (metropolitan and used):
            made.add("departement", {row["code"]: shapely.from_wkb(row["wkb"])}, "outline", row["origin"])


def _communes(
    made: Outlines,
    catalogue: Catalogue,
    files: Sequence[OutlineFile],
    inside: dict[str, list[str]],
    names: dict[str, str],
) -> None:
    """Official outlines under today's codes; squares in the départements that have none."""
    by_year: dict[tuple[int, str], Shapes] = defaultdict(dict)
    for file in files:
        if file.level == "commune":
            by_year[file.year, file.origin_id].update(read_outlines(file))
    for (year, origin), shapes in sorted(by_year.items(), reverse=True):
        today = communes_of_today(shapes, year, catalogue.year)
        known = {code: shape for code, shape in today.shapes.items() if catalogue.has("commune", code)}
        exact = {code: shape for code, shape in known.items() if code not in today.wider}
        made.add("commune", exact, "outline", origin)
        made.add("commune", known, "approximate", origin)
    drawn = made.shapes.setdefault("commune", {})
    for departement, codes in sorted(inside.items()):
        outline = made.shapes["departement"].get(departement)
        if outline is not None and not any(code in drawn for code in codes):
            ordered = sorted(codes, key=lambda code: (names[code], code))
            made.add("commune", squares_inside(outline, ordered), "square", made.origins["departement"][departement])


def _epci(made: Outlines, catalogue: Catalogue, files: Sequence[OutlineFile], inside: dict[str, list[str]]) -> None:
    """Dissolved from communes with an outline; a square for those whose main département has none."""
    for file in sorted((f for f in files if f.level == "epci"), key=lambda f: -f.year):
        shapes = {code: shape for code, shape in sealed(read_outlines(file)).items() if catalogue.has("epci", code)}
        made.add("epci", shapes, "outline", file.origin_id)
    communes = made.of_kind("commune", "outline", "approximate")
    whole = {code for code, members in inside.items() if all(member in communes for member in members)}
    origins = made.origins.get("commune", {})
    for code, shape in dissolved(communes, inside).items():
        first = next(member for member in inside[code] if member in communes)
        if code in whole:
            made.add("epci", {code: shape}, "outline", origins[first])
        elif sum(member in communes for member in inside[code]) * 2 >= len(inside[code]):
            made.add("epci", {code: shape}, "approximate", origins[first])
    waiting: dict[str, list[str]] = defaultdict(list)
    for group in sorted(catalogue.of_level("epci"), key=lambda t: (t.name, t.code)):
        if group.code not in made.shapes.get("epci", {}) and group.departement is not None:
            waiting[group.departement.code].append(group.code)
    for departement, codes in sorted(waiting.items()):
        outline = made.shapes["departement"].get(departement)
        if outline is not None:
            made.add("epci", squares_inside(outline, codes), "square", made.origins["departement"][departement])


def _perimeters(made: Outlines, catalogue: Catalogue) -> None:
    """The members that are drawn, together; whole only when every member has an outline."""
    communes = made.shapes["commune"]
    exact = made.of_kind("commune", "outline")
    for perimeter in catalogue.of_level("perimeter"):
        codes = [m.code for m in catalogue.members(perimeter.ref)]
        outlined = [c for c in codes if c in exact]
        parts = [communes[c] for c in (outlined or codes) if c in communes]
        if parts:
            kind = "outline" if len(outlined) == len(codes) else "approximate" if outlined else "square"
            origin = made.origins["commune"][next(c for c in (outlined or codes) if c in communes)]
            made.add("perimeter", {perimeter.code: shapely.union_all(parts)}, kind, origin)
