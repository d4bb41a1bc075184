"""What an outsider can add up: totals and their parts, perimeters, percentages turned back into counts.

Each relation is one line of arithmetic over cell keys; turning the lines into a sparse matrix is `system.py`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from longuevue.engine.disclosure.cells import CellKey

WORLD = "W"
ALL_CATEGORIES = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """low ≤ Σ coefficient · cell ≤ high; an exact sum has low = high = 0."""

    terms: tuple[tuple[CellKey, float], ...]
    low: float = 0.0
    high: float = 0.0


def total_of(total: CellKey, parts: Iterable[CellKey], shares: Mapping[CellKey, float] | None = None) -> Relation:
    """total = Σ parts, a part possibly counted for a declared share."""
    shares = shares or {}
    return Relation(tuple(sorted([(total, 1.0), *((part, -shares.get(part, 1.0)) for part in parts)])))


def area_relations(
    values: Mapping[CellKey, float], members: Mapping[str, Sequence[tuple[str, float]]]
) -> list[Relation]:
    """Every area of `members` against its members, for each table.

    Members without a cell are lumped in a remainder that the intruder is supposed to know: prudent, since the
    true intruder knows at most that much.
    """
    tables: dict[tuple[str, ...], dict[str, CellKey]] = defaultdict(dict)
    for key in values:
        tables[(key.marker, key.measure, key.period, key.counterpart, key.category)][key.area] = key
    relations = []
    for table in sorted(tables):
        here = tables[table]
        for area in sorted(here.keys() & members.keys()):
            parts = {here[member]: share for member, share in members[area] if member in here}
            if not parts:
                continue
            relation = total_of(here[area], parts, parts)
            if len(parts) < len(members[area]):
                rest = values[here[area]] - sum(share * values[part] for part, share in parts.items())
                relation = Relation(relation.terms, rest, rest)
            relations.append(relation)
    return relations


def breakdown_relations(keys: Iterable[CellKey]) -> tuple[list[Relation], list[tuple[CellKey, list[CellKey]]]]:
    """World = Σ partner countries, and all = Σ categories; second value: each total with its parts, for group rules.

    Only complete breakdowns are sums: the caller adds an « other countries » cell where a publisher has one.
    """
    by_country: dict[CellKey, list[CellKey]] = defaultdict(list)
    by_category: dict[CellKey, list[CellKey]] = defaultdict(list)
    present = set(keys)
    for key in sorted(present):
        if key.counterpart != WORLD and (whole := key._replace(counterpart=WORLD)) in present:
            by_country[whole].append(key)
        if key.category != ALL_CATEGORIES and (whole := key._replace(category=ALL_CATEGORIES)) in present:
            by_category[whole].append(key)
    groups = [(total, parts) for source in (by_country, by_category) for total, parts in sorted(source.items())]
    return [total_of(total, parts) for total, parts in groups], groups


@dataclass(frozen=True, slots=True)
class Derived:
    """A published figure computed from cells: scale · numerator / denominator, printed with `decimals` decimals.

    A balance (in − out)/(in + out) and a location quotient are of this form: both sides are sums of cells.
    `share` says that the numerator is a part of the denominator, so that what is left of it is told too.
    """

    key: CellKey
    numerator: tuple[tuple[CellKey, float], ...]
    denominator: tuple[tuple[CellKey, float], ...]
    scale: float = 100.0
    decimals: int = 1
    share: bool = False

    def inputs(self) -> tuple[CellKey, ...]:
        """The cells an intruder learns about from this figure."""
        return tuple(key for key, _ in (*self.numerator, *self.denominator))


def figure_interval(derived: Derived, printed: float) -> list[Relation]:
    """What printing `printed` says of the cells: numerator between (printed ± half a unit) × denominator."""
    half = 0.5 * 10.0**-derived.decimals
    relations = []
    for sign, edge in ((1.0, printed - half), (-1.0, printed + half)):
        # sign·(scale·numerator − edge·denominator) ≥ 0
        terms: dict[CellKey, float] = defaultdict(float)
        for key, weight in derived.numerator:
            terms[key] += sign * derived.scale * weight
        for key, weight in derived.denominator:
            terms[key] -= sign * edge * weight
        relations.append(Relation(tuple(sorted(terms.items())), 0.0, float("inf")))
    return relations
