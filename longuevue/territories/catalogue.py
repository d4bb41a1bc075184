"""The territories of one code list: their names, populations, parents, members and search.

Named perimeters join here; how codes change from one year to another is told in `passage`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import pyarrow as pa
from rapidfuzz import process
from rapidfuzz.distance import OSA

from longuevue.terms.refusal import Refusal
from longuevue.territories.areas import AreaRef, parse_area
from longuevue.territories.assets import LATEST_YEAR
from longuevue.territories.perimeters import Member, Perimeter, shipped_perimeters
from longuevue.territories.search import SearchIndex
from longuevue.territories.tables import membership_table, territories_table
from longuevue.territories.units import LAU_YEAR, FormerCommune, Units, former_communes, units_of_year

FRANCE = AreaRef("country", "FR")
#: everything a person may name; delegated communes are only known through their commune
LEVELS_HELD = ("commune", "epci", "departement", "region", "arrondissement", "lau", "country")


@dataclass(frozen=True, slots=True)
class Territory:
    """A place in one code list. `population` is None where the package gives none: never 0 for unknown."""

    level: str
    code: str
    name: str
    geography_year: int
    zone: str | None = None
    population: int | None = None
    epci: AreaRef | None = None
    departement: AreaRef | None = None
    region: AreaRef | None = None

    @property
    def ref(self) -> AreaRef:
        return AreaRef(self.level, self.code)

    @property
    def parents(self) -> tuple[AreaRef, ...]:
        """EPCI, département, région: two linked trees; for an EPCI, where most of its inhabitants live."""
        return tuple(parent for parent in (self.epci, self.departement, self.region) if parent is not None)


class Catalogue:
    """One code list (`year`) and the named perimeters resolved in it."""

    def __init__(self, year: int, perimeters: Sequence[Perimeter] = ()) -> None:
        self.year = year
        self._units = units_of_year(year)
        self._inside: dict[str, dict[str, list[str]]] = {}
        self._perimeters: dict[str, Territory] = {}
        self._perimeter_members: dict[str, tuple[Member, ...]] = {}
        for perimeter in perimeters:
            self._add(perimeter)

    def has(self, level: str, code: str) -> bool:
        """Whether this list holds that code at that level."""
        if level == "perimeter":
            return code in self._perimeters
        return level in LEVELS_HELD and code in self._units[level].row_of

    def get(self, level: str, code: str) -> Territory:
        """The territory, or a refusal when this list does not hold it."""
        if not self.has(level, code):
            found = f"Aucun territoire {level} {code} dans le code officiel géographique {self.year}."
            raise Refusal(found, "Cherchez le code par le nom : longuevue territories NOM.")
        if level == "perimeter":
            return self._perimeters[code]
        units = self._units[level]
        return self._territory(level, units, units.row_of[code])

    def territory(self, ref: AreaRef) -> Territory:
        """The territory at that address."""
        return self.get(ref.level, ref.code)

    def parse(self, text: str) -> AreaRef:
        """What `text` designates here (see `areas.parse_area`)."""
        return parse_area(text, self)

    def former(self, code: str) -> FormerCommune | None:
        """What the lists say of a commune code that is not in this one."""
        return former_communes(self.year).get(code)

    def of_level(self, level: str) -> list[Territory]:
        """Every territory of a level, in the order of codes."""
        if level == "perimeter":
            return [self._perimeters[slug] for slug in sorted(self._perimeters)]
        units = self._units[level]
        return [self._territory(level, units, row) for row in range(len(units))]

    def commune_of_arrondissement(self, code: str) -> str | None:
        """The commune of a municipal arrondissement (13201 → 13055), None for any other code."""
        units = self._units["arrondissement"]
        row = units.row_of.get(code)
        return None if row is None else units.column("commune")[row]

    def arrondissements_of(self, commune: str) -> tuple[str, ...]:
        """Municipal arrondissements of Paris, Lyon or Marseille; none elsewhere."""
        units = self._units["arrondissement"]
        return tuple(c for c, of in zip(units.column("code"), units.column("commune"), strict=True) if of == commune)

    def members(self, ref: AreaRef) -> tuple[Member, ...]:
        """The communes (or `lau` abroad) inside. Overseas collectivities are not members of FR."""
        self.territory(ref)
        if ref.level == "perimeter":
            return self._perimeter_members[ref.code]
        if ref.level in ("commune", "lau", "arrondissement"):
            return (Member("FR" if ref.level != "lau" else ref.code[:2], ref.level, ref.code),)
        return tuple(Member("FR", "commune", code) for code in self._communes_of(ref.level)[ref.code])

    def territories(self) -> pa.Table:
        """One row per territory, all levels."""
        return territories_table(self._units, list(self._perimeters.values()), self.year)

    def membership(self) -> pa.Table:
        """Every territory with its municipalities and the share of each that counts."""
        return membership_table(self._units, self._perimeter_members)

    def search(self, text: str, limit: int = 10) -> list[Territory]:
        """Territories by name or code, larger places first at equal match quality."""
        return [self.territory(hit.ref) for hit in self._index.search(text, limit)]

    def nearest_codes(self, code: str, levels: Sequence[str], limit: int = 5) -> tuple[Territory, ...]:
        """Territories whose code is one or two keystrokes from `code`, the nearest first."""
        found: list[tuple[float, str, str]] = []
        for level in levels:
            if level in LEVELS_HELD:
                near = process.extract(
                    code, self._units[level].column("code"), scorer=OSA.distance, score_cutoff=1, limit=limit
                )
                found += [(distance, level, other) for other, distance, _ in near]
        # a leading zero lost by a spreadsheet is the likeliest error of all
        found.sort(key=lambda item: (item[2] != "0" + code, item[0], item[2]))
        return tuple(self.get(level, other) for _, level, other in found[:limit])

    def _communes_of(self, level: str) -> dict[str, list[str]]:
        if level not in self._inside:
            units = self._units["commune"]
            found: dict[str, list[str]] = defaultdict(list)
            if level == "country":
                parents = ["FR" if zone != "com" else None for zone in units.column("zone")]
            else:
                parents = units.column(level)
            for code, parent in zip(units.column("code"), parents, strict=True):
                if parent is not None:
                    found[parent].append(code)
            self._inside[level] = dict(found)
        return self._inside[level]

    @cached_property
    def _index(self) -> SearchIndex:
        rows = [(t.ref, t.name, t.population) for t in self._perimeters.values()]
        for level in LEVELS_HELD:
            units = self._units[level]
            named = zip(units.column("code"), units.column("name"), units.column("population"), strict=True)
            rows += [(AreaRef(level, code), name, population) for code, name, population in named]
        return SearchIndex(rows)

    def _territory(self, level: str, units: Units, row: int) -> Territory:
        def parent(kind: str) -> AreaRef | None:
            code = units.column(kind)[row]
            return None if code is None else AreaRef(kind, code)

        return Territory(
            level=level,
            code=units.column("code")[row],
            name=units.column("name")[row],
            geography_year=LAU_YEAR if level == "lau" else self.year,
            zone=units.column("zone")[row],
            population=units.column("population")[row],
            epci=parent("epci"),
            departement=parent("departement"),
            region=parent("region"),
        )

    def _expand(self, level: str, code: str) -> list[tuple[str, str]] | None:
        if not self.has(level, code):
            return None
        if level in ("commune", "lau"):
            return [(level, code)]
        return [("commune", commune) for commune in self._communes_of(level)[code]]

    def _add(self, perimeter: Perimeter) -> None:
        if perimeter.slug in self._perimeters:
            remedy = "Donnez un autre nom court (slug) à l'un des deux."
            raise Refusal(f"Le périmètre « {perimeter.slug} » existe déjà.", remedy, where=perimeter.source)
        members = perimeter.expanded(self._expand)
        parts = {perimeter.slug: (perimeter.name.fr, members)}
        countries = sorted({m.country for m in members}, key=lambda country: (country != "FR", country))
        for country in countries if len(countries) > 1 else ():
            inside = tuple(m for m in members if m.country == country)
            parts[f"{perimeter.slug}/{country}"] = (f"{perimeter.name.fr}, {_part_name(country)}", inside)
        for slug, (name, inside) in parts.items():
            self._perimeters[slug] = Territory("perimeter", slug, name, self.year, population=self._population(inside))
            self._perimeter_members[slug] = inside

    def _population(self, members: Sequence[Member]) -> int | None:
        total = 0.0
        for member in members:
            units = self._units[member.system]
            population = units.column("population")[units.row_of[member.code]]
            if population is None:
                return None
            total += population * member.share
        return round(total)


def _part_name(country: str) -> str:
    return {"FR": "partie française", "CH": "partie suisse"}.get(country, f"partie {country}")


@lru_cache(maxsize=8)
def load_catalogue(year: int = LATEST_YEAR, perimeters: tuple[Perimeter, ...] = ()) -> Catalogue:
    """The catalogue of `year` with the shipped perimeters and an observatory's; loaded once per process.

    An observatory's own perimeter replaces a shipped one of the same slug.
    """
    own = {perimeter.slug for perimeter in perimeters}
    shipped = (perimeter for perimeter in shipped_perimeters() if perimeter.slug not in own)
    return Catalogue(year, (*shipped, *perimeters))
