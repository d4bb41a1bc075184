"""What a computation stands on: facts, members of each area, inhabitants, and how each source counts.
No marker is known here, and no formula is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import count

import ibis
import pyarrow as pa
import pyarrow.compute as pc

from longuevue.engine.backend import Backend
from longuevue.engine.measures.reach import Point
from longuevue.facts.cards import MeasureCard, SourceCard

#: how wide each level is; a source seen at one level says nothing of a smaller one
BREADTH: dict[str, int] = {
    "arrondissement": 0,
    "lau": 1,
    "commune": 1,
    "epci": 2,
    "perimeter": 2,
    "departement": 3,
    "region": 4,
    "country": 5,
}


@dataclass(frozen=True, slots=True)
class Counted:
    """How one source counts one measure, and at which levels it has rows in these facts."""

    source_id: str
    measure: str
    card: MeasureCard
    countries: tuple[str, ...]
    levels: tuple[str, ...]


class Context:
    """Tables and cards, ready for the formulas of one edition.

    `facts` has the columns of `facts.table`; `membership` those of `Catalogue.membership()`, to which wider members
    (départements of a région) may be added; `populations` has `area_level, ref_area, population, zone`.
    """

    def __init__(
        self,
        backend: Backend,
        *,
        facts: pa.Table,
        membership: pa.Table,
        populations: pa.Table,
        cards: Mapping[str, SourceCard],
        geography_year: int,
        centres: Mapping[tuple[str, str], Point] | None = None,
        item_places: Mapping[str, Point] | None = None,
    ) -> None:
        self.backend = backend
        self.cards = dict(cards)
        self.geography_year = geography_year
        #: where each area's population lies, and each thing counted: what is not there has no distance
        self.centres = dict(centres or {})
        self.item_places = dict(item_places or {})
        self._names = count()
        self.facts = backend.table("facts", facts)
        self.membership = backend.table("membership", membership)
        self.populations = backend.table("populations", populations)
        self._levels = _levels_by_measure(facts)
        hidden = pc.is_in(facts.column("obs_status"), value_set=pa.array(["M", "Q"]))
        self._withheld = set(pc.unique(facts.filter(hidden).column("measure")).to_pylist())

    def scratch(self, rows: pa.Table) -> ibis.Table:
        """A small table of ours under a name of its own."""
        return self.backend.table(f"scratch_{next(self._names)}", rows)

    def counted(self, measure: str) -> tuple[Counted, ...]:
        """Every source that has rows for `measure`, in order of ids; empty when nothing is loaded."""
        found = []
        for (source_id, name), levels in sorted(self._levels.items()):
            if name == measure:
                source = self.cards[source_id]
                found.append(Counted(source_id, name, source.measure(name), source.countries, levels))
        return tuple(found)

    def partner_countries(self, measures: Iterable[str]) -> int:
        """How many partner countries the facts tell of measures whose cards say them sensitive, France left out."""
        grave = [one for name in measures for one in self.counted(name) if one.card.sensitivity != "low"]
        if not grave:
            return 0
        facts = self.facts
        mine = facts.filter(
            facts.source_id.isin([one.source_id for one in grave]),
            facts.measure.isin([one.measure for one in grave]),
            facts.area_level != "lau",
            ~facts.counterpart_area.isin(["W", "FR"]),
        )
        return self.backend.collect(mine.select("counterpart_area").distinct()).num_rows

    def has_withheld(self, measure: str) -> bool:
        """Whether a publisher left some row of that measure blank or suppressed."""
        return measure in self._withheld

    def comparable(self, one: str, other: str) -> bool:
        """Whether two sources' definitions are declared `exact` or `close`, so that their counts may be added."""
        for a, b in ((one, other), (other, one)):
            for said in self.cards[a].comparable_with:
                if said.source == b:
                    return said.how in ("exact", "close")
        return False


def _levels_by_measure(facts: pa.Table) -> dict[tuple[str, str], tuple[str, ...]]:
    grouped = facts.group_by(["source_id", "measure", "area_level"]).aggregate([([], "count_all")])
    levels: dict[tuple[str, str], set[str]] = {}
    for row in grouped.to_pylist():
        levels.setdefault((row["source_id"], row["measure"]), set()).add(row["area_level"])
    return {key: tuple(sorted(found, key=lambda level: BREADTH[level])) for key, found in levels.items()}


def wider_members(territories: pa.Table) -> pa.Table:
    """Départements as members of their région and of France, régions of France, and every area of itself.

    `territories` has `area_level, ref_area, zone, region`. EPCI are members of nothing wider: they cross départements.
    Overseas collectivities (zone `com`) are no members of FR.
    """
    rows: list[tuple[str, str, str, str, float]] = []
    columns = [territories.column(name).to_pylist() for name in ("area_level", "ref_area", "zone", "region")]
    for level, code, zone, region in zip(*columns, strict=True):
        if level not in ("commune", "lau"):
            rows.append((level, code, level, code, 1.0))
        if level == "departement" and region:
            rows.append(("region", region, level, code, 1.0))
        if level in ("departement", "region") and zone != "com":
            rows.append(("country", "FR", level, code, 1.0))
    names = ("area_level", "ref_area", "member_level", "member_code", "share")
    return pa.table({name: [row[index] for row in rows] for index, name in enumerate(names)})


def joined_membership(base: pa.Table, territories: pa.Table) -> pa.Table:
    """Communes' membership and the wider one, each pair once."""
    wide = wider_members(territories)
    wide = wide.cast(base.select(wide.column_names).schema)
    both = pa.concat_tables([base.select(wide.column_names), wide])
    keys = ["area_level", "ref_area", "member_level", "member_code"]
    return (
        both.group_by(keys)
        .aggregate([("share", "max")])
        .rename_columns([*keys, "share"])
        .sort_by([(key, "ascending") for key in keys])
    )


def source_level(levels: tuple[str, ...], target: str) -> str | None:
    """The level a source's rows are taken from to speak of `target`: its own, else the widest one that is smaller."""
    if target in levels:
        return target
    smaller = [level for level in levels if BREADTH[level] < BREADTH[target]]
    if target in ("epci", "perimeter"):
        smaller = [level for level in smaller if level in ("commune", "lau")]
    return max(smaller, key=lambda level: BREADTH[level], default=None)
