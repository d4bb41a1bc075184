"""The territories of one edition: their names, parents, and which one a typed text means. Figures are elsewhere."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

import pyarrow.parquet as pq
from rapidfuzz import process
from rapidfuzz.distance import OSA

from longuevue.edition.keys import area_key
from longuevue.terms.levels import LENDING_ORDER
from longuevue.territories.areas import AreaRef, parse_area
from longuevue.territories.search import SearchIndex
from longuevue.territories.units import FormerCommune, former_communes

_COLUMNS = ("area_level", "ref_area", "name", "geography_year", "zone", "population", "epci", "departement", "region")
_CENTRE = ("latitude", "longitude")


@dataclass(frozen=True, slots=True)
class Place:
    """One territory of the edition. `population` is None where nobody at hand counts it, never 0 for unknown."""

    level: str
    code: str
    name: str
    geography_year: int
    zone: str = field(hash=False)
    population: int | None = field(hash=False)
    epci: str | None = field(hash=False)
    departement: str | None = field(hash=False)
    region: str | None = field(hash=False)
    #: `com-42218`
    key: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", area_key(self.level, self.code))

    @property
    def ref(self) -> AreaRef:
        return AreaRef(self.level, self.code)

    @property
    def country(self) -> str:
        """ISO code of the country whose publishers count it: a part of a perimeter has its own."""
        if self.level == "lau":
            return self.code[:2]
        return self.code.partition("/")[2] or "FR"


class Places:
    """All territories of an edition; answers what `parse_area` asks of a catalogue."""

    def __init__(self, path: Path) -> None:
        file = pq.ParquetFile(path)
        names = [*_COLUMNS, *(name for name in _CENTRE if name in file.schema_arrow.names)]
        table = file.read(columns=names)
        self._columns: dict[str, list] = {name: table.column(name).to_pylist() for name in names}
        pairs = zip(self._columns["area_level"], self._columns["ref_area"], strict=True)
        self._row = {pair: row for row, pair in enumerate(pairs)}
        self._held: dict[tuple[str, str], Counter[str]] = {}
        self._peopled: dict[tuple[str, str], tuple[list[int], list[str]]] = {}
        self.get = lru_cache(maxsize=None)(self._get)  # at most one per territory
        self.find = lru_cache(maxsize=4096)(self._find)
        self.larger = lru_cache(maxsize=4096)(self._larger)
        self.parts = lru_cache(maxsize=1024)(self._parts)
        self.year = max(
            (y for y, z in zip(self._columns["geography_year"], self._columns["zone"], strict=True) if z == "metro"),
            default=max(self._columns["geography_year"], default=0),
        )

    def has(self, level: str, code: str) -> bool:
        """Whether the edition holds that territory."""
        return (level, code) in self._row

    def _get(self, level: str, code: str) -> Place:
        """The territory of that level and code."""
        row, columns = self._row[(level, code)], self._columns
        return Place(
            level=level,
            code=code,
            name=columns["name"][row],
            geography_year=columns["geography_year"][row],
            zone=columns["zone"][row] or ("abroad" if level == "lau" else "metro"),
            population=columns["population"][row],
            epci=columns["epci"][row],
            departement=columns["departement"][row],
            region=columns["region"][row],
        )

    def _find(self, area: str | AreaRef) -> Place:
        """The territory that a person's text means. Raises `Refusal`: unknown, ambiguous or vanished."""
        ref = parse_area(area, self) if isinstance(area, str) else area  # type: ignore[arg-type]
        if not self.has(ref.level, ref.code):
            ref = parse_area(str(ref), self)  # type: ignore[arg-type]
        return self.get(ref.level, ref.code)

    def _parts(self, place: Place) -> list[Place]:
        """The parts, country by country, of a perimeter that crosses a border; none for any other territory."""
        if place.level != "perimeter" or "/" in place.code:
            return []
        inside = sorted(code for level, code in self._row if level == "perimeter" and code.startswith(f"{place.code}/"))
        return [self.get("perimeter", code) for code in inside]

    def _larger(self, place: Place) -> list[Place]:
        """The larger scales that may lend their figure, nearest first (design §6, `offered`)."""
        found = []
        if place.level == "arrondissement" and place.epci is None:
            return [self.get("country", "FR")]
        for level in LENDING_ORDER:
            code = "FR" if level == "country" else getattr(place, level)
            if level == "country" and place.zone == "com":
                continue  # France as counted is metropolitan France and the DROM: it does not hold this place
            if code and level != place.level and self.has(level, code):
                found.append(self.get(level, code))
        return [] if place.level in ("country", "lau") or place.country != "FR" else found

    def of_level(self, level: str) -> list[Place]:
        """Every territory of a level, in order of names."""
        codes = [code for found, code in self._row if found == level]
        return sorted((self.get(level, code) for code in codes), key=lambda p: (p.name, p.code))

    def holds(self, zone: str, holder: str, level: str, code: str) -> bool:
        """Whether an area holds that territory (an EPCI stands where most of its inhabitants live)."""
        row = self._row.get((level, code))
        if row is None:
            return False
        if zone == "country":
            return (self._columns["zone"][row] or "metro") in ("metro", "drom")
        return bool(self._columns[zone][row] == holder)

    def count_in(self, level: str, zone: str, holder: str) -> int:
        """How many territories of a level an area holds."""
        if (level, zone) not in self._held:
            rows = [row for (found, code), row in self._row.items() if found == level and "/" not in code]
            if zone == "country":
                self._held[(level, zone)] = Counter(
                    "FR" for row in rows if (self._columns["zone"][row] or "metro") in ("metro", "drom")
                )
            else:
                self._held[(level, zone)] = Counter(self._columns[zone][row] for row in rows)
        return self._held[(level, zone)][holder]

    def centre(self, place: Place) -> tuple[float, float] | None:
        """Latitude and longitude of the middle of its inhabitants, where it is known."""
        row = self._row[(place.level, place.code)]
        if "latitude" not in self._columns or self._columns["latitude"][row] is None:
            return None
        return self._columns["latitude"][row], self._columns["longitude"][row]

    def near_in_population(self, place: Place, most: int) -> list[Place]:
        """The territories of the same level and zone whose population is nearest, `most` on each side and their equals."""
        if not place.population:
            return []
        people, codes = self._by_population(place.level, place.zone)
        low, high = bisect_left(people, place.population), bisect_right(people, place.population)
        low, high = max(0, low - most), min(len(people), high + most)
        while low > 0 and people[low - 1] == people[low]:
            low -= 1
        while 0 < high < len(people) and people[high] == people[high - 1]:
            high += 1
        return [self.get(place.level, code) for code in codes[low:high] if code != place.code]

    def _by_population(self, level: str, zone: str) -> tuple[list[int], list[str]]:
        if (level, zone) not in self._peopled:
            columns = (self._columns[name] for name in ("area_level", "ref_area", "population", "zone"))
            listed = sorted(
                (people, code)
                for found, code, people, its in zip(*columns, strict=True)
                if found == level and people and "/" not in code and (its or "metro") == zone
            )
            self._peopled[(level, zone)] = [p for p, _ in listed], [c for _, c in listed]
        return self._peopled[(level, zone)]

    def communes_of(self, place: Place) -> tuple[tuple[str, str | None, str | None], ...]:
        """(code, EPCI, département) of the communes of an EPCI, a département, a région or France."""
        return self._communes.get((place.level, place.code), ())

    def inside(self, place: Place, level: str) -> list[str]:
        """Codes of the EPCI, départements or régions inside a place, in order; an EPCI is inside when all its communes are."""
        if level == "epci":
            mine = self.communes_of(place)
            found: dict[str, int] = {}
            for _, epci, _ in mine:
                if epci:
                    found[epci] = found.get(epci, 0) + 1
            return sorted(e for e, n in found.items() if n == len(self._communes.get(("epci", e), ())))
        return [p.code for p in self.of_level(level) if place.level == "country" or p.region == place.code]

    @cached_property
    def _communes(self) -> dict[tuple[str, str], tuple[tuple[str, str | None, str | None], ...]]:
        """Area → its communes; France as counted leaves overseas collectivities out."""
        columns = self._columns
        names = ("area_level", "ref_area", "epci", "departement", "region", "zone")
        grouped: dict[tuple[str, str], list[tuple[str, str | None, str | None]]] = {}
        for level, code, epci, departement, region, zone in zip(*(columns[n] for n in names), strict=True):
            if level == "commune":
                above = (("epci", epci), ("departement", departement), ("region", region))
                for area in (*above, *((("country", "FR"),) if zone != "com" else ())):
                    if area[1]:
                        grouped.setdefault((area[0], area[1]), []).append((code, epci, departement))
        return {area: tuple(communes) for area, communes in grouped.items()}

    def search(self, text: str, limit: int = 10) -> list[Place]:
        """Territories by name or code, larger first at equal match quality; parts of perimeters are not listed."""
        return [self.get(hit.ref.level, hit.ref.code) for hit in self._index.search(text, limit)]

    def nearest_codes(self, code: str, levels: Sequence[str], limit: int = 5) -> tuple[Place, ...]:
        """Territories whose code is one keystroke away, a leading zero lost by a spreadsheet first."""
        found = []
        for level in levels:
            codes = [other for known, other in self._row if known == level]
            near = process.extract(code, codes, scorer=OSA.distance, score_cutoff=1, limit=limit)
            found += [(other != "0" + code, distance, level, other) for other, distance, _ in near]
        return tuple(self.get(level, other) for _, _, level, other in sorted(found)[:limit])

    def former(self, code: str) -> FormerCommune | None:
        """What the code lists say of a commune code that is not in this one."""
        return former_communes(self.year).get(code)

    @cached_property
    def _index(self) -> SearchIndex:
        columns = self._columns
        named = zip(columns["area_level"], columns["ref_area"], columns["name"], columns["population"], strict=True)
        return SearchIndex(
            (AreaRef(level, code), name, people) for level, code, name, people in named if "/" not in code
        )
