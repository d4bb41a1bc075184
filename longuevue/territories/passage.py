"""The passage of figures from the commune codes of one year to those of another, totals kept to the unit.

Mergers forward are exact; splits, and mergers undone backward, are estimates by population, and what has no certain
successor is set aside, never guessed. Series over several years are in `back_cast`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

import pyarrow as pa

from longuevue.terms.refusal import Refusal
from longuevue.territories.assets import YEARS
from longuevue.territories.code_lists import checked_year, codes_of_year, parts_of_year, population_of
from longuevue.territories.conversion import Converted, converted
from longuevue.territories.movements import Movement, followed
from longuevue.territories.units import former_communes

MATRIX = pa.schema(
    [
        ("old_code", pa.string()),
        ("new_code", pa.string()),
        ("share", pa.float64()),
        ("kind", pa.string()),
        ("estimated", pa.bool_()),
    ]
)


@dataclass(frozen=True, slots=True)
class Link:
    """One cell of the matrix. `new` is None where no successor is certain.

    Kinds: `same`, `merged`, `renumbered`, `split` (an estimate), `wider` (same code, but the commune has since lost
    parts that no list lets us count apart), `unplaced`.
    """

    old: str
    new: str | None
    share: float
    kind: str

    @property
    def estimated(self) -> bool:
        return self.kind == "split"


@dataclass(frozen=True)
class Passage:
    """The matrix from the codes of one year to those of another; each old code's shares sum to 1, or it is unplaced.

    `without_ancestor`: new codes that no old code leads to. `lost_parts`: a code kept by a commune that has since lost
    parts of its territory. `candidates`: where an unplaced code may have gone, when the lists disagree.
    """

    from_year: int
    to_year: int
    links: tuple[Link, ...]
    without_ancestor: tuple[str, ...]
    lost_parts: Mapping[str, tuple[str, ...]]
    candidates: Mapping[str, tuple[str, ...]]

    def to_table(self) -> pa.Table:
        """The matrix, one row per non-zero cell, unplaced codes with a null new code."""
        rows = [(link.old, link.new, link.share, link.kind, link.estimated) for link in self.links]
        return pa.Table.from_pylist([dict(zip(MATRIX.names, row, strict=True)) for row in rows], schema=MATRIX)

    @cached_property
    def links_of(self) -> dict[str, list[Link]]:
        """Links of each old code."""
        found: dict[str, list[Link]] = defaultdict(list)
        for link in self.links:
            found[link.old].append(link)
        return dict(found)

    def convert(self, table: pa.Table, *, sensitive: bool = False) -> Converted:
        """Additive figures (`code`, `value`) in the new codes. Convert the parts of a ratio, then divide.

        Estimates are withheld (`not_available`) for sensitive figures and counts under 200. A row that the table does
        not hold is not invented: what its absence means is for the source to say before. An unknown value makes its
        sum `partial`, or `not_available` when nothing else is known.
        """
        return converted(self, table, sensitive=sensitive)

    def covering(self, code: str) -> list[str]:
        """The new communes that cover the territory an old code had."""
        news = {link.new for link in self.links_of.get(code, []) if link.new is not None}
        return sorted(news.union(*(self.lost_parts.get(new, ()) for new in news)))

    @cached_property
    def broken(self) -> frozenset[str]:
        """New codes whose older figures cover another territory, or none."""
        parts = (part for lost in self.lost_parts.values() for part in lost)
        return frozenset(self.lost_parts).union(parts)


@lru_cache(maxsize=16)
def passage(from_year: int, to_year: int, movements: tuple[Movement, ...] = ()) -> Passage:
    """The passage between two years, forward or backward; INSEE's movements, when given, make splits known.

    One of the two years must be a list of ours (2019, 2023, 2026): the one figures are brought to or taken from.
    """
    if checked_year(to_year) not in YEARS:
        years = ", ".join(str(year) for year in YEARS)
        remedy = f"Choisissez une année d'arrivée parmi {years}."
        raise Refusal(f"Aucune liste complète des communes de {to_year} n'est disponible.", remedy)
    if checked_year(from_year) > to_year:
        return _backward(from_year, to_year, movements)
    old_codes, new_codes = codes_of_year(from_year), codes_of_year(to_year)
    placed: dict[str, dict[str, float] | None] = {}
    if movements:
        placed = followed(
            old_codes,
            movements,
            after=f"{from_year}-01-01",
            until=f"{to_year}-01-01",
            population=population_of(to_year),
        )
    for code in old_codes:
        # no movement, or a file that stops before the target year: the lists say the rest
        shares = placed.get(code, {})
        if shares is not None and not (shares and new_codes.issuperset(shares)):
            placed[code] = _listed_successor(code, to_year, new_codes)
    links = [link for code in sorted(old_codes) for link in _links(code, placed[code], new_codes, old_codes)]
    absent = tuple(sorted(new_codes - {link.new for link in links}))
    lost: dict[str, list[str]] = defaultdict(list)
    for part, holder in sorted(parts_of_year(from_year).items()):
        if part in absent and holder in new_codes:
            lost[holder].append(part)
    links = [Link(k.old, k.new, k.share, "wider") if k.new in lost else k for k in links]
    lost_parts = {code: tuple(parts) for code, parts in lost.items()}
    return Passage(from_year, to_year, tuple(links), absent, lost_parts, _candidates(links, to_year))


def _candidates(links: Iterable[Link], to_year: int) -> dict[str, tuple[str, ...]]:
    former = former_communes(to_year)
    unplaced = (link.old for link in links if link.new is None)
    return {code: former[code].successors for code in unplaced if code in former}


def _listed_successor(code: str, to_year: int, new_codes: frozenset[str]) -> dict[str, float] | None:
    """By the lists: the code itself, or the one successor that `anciensCodes` and delegated communes agree on."""
    if code in new_codes:
        return {code: 1.0}
    former = former_communes(to_year).get(code)
    if former is None or len(former.successors) != 1 or former.successors[0] not in new_codes:
        return None
    return {former.successors[0]: 1.0}


def _links(
    code: str, shares: Mapping[str, float] | None, new_codes: frozenset[str], old_codes: frozenset[str]
) -> list[Link]:
    if not shares or not new_codes.issuperset(shares):
        return [Link(code, None, 1.0, "unplaced")]
    if len(shares) > 1:
        return [Link(code, new, share, "split") for new, share in sorted(shares.items())]
    (new,) = shares
    kind = "same" if new == code else "merged" if new in old_codes else "renumbered"
    return [Link(code, new, 1.0, kind)]


def _backward(from_year: int, to_year: int, movements: tuple[Movement, ...]) -> Passage:
    """The forward matrix turned round: a merger is undone by population; a part goes back to its whole, exactly."""
    if from_year not in YEARS:
        remedy = "Passez d'abord par une liste complète (2019, 2023 ou 2026)."
        raise Refusal(f"Aucune liste complète des communes de {from_year} n'est disponible.", remedy)
    forward = passage(to_year, from_year, movements)
    sources: dict[str, list[Link]] = defaultdict(list)
    for link in forward.links:
        if link.new is not None:
            sources[link.new].append(link)
    population = population_of(to_year)
    old_codes, new_codes = codes_of_year(from_year), codes_of_year(to_year)
    links: list[Link] = []
    for code in sorted(old_codes):
        shares: dict[str, float] | None
        if code not in sources:
            shares = _listed_successor(code, to_year, new_codes)
        elif len(sources[code]) == 1:
            shares = {sources[code][0].old: 1.0}
        else:
            keys = {link.old: population.get(link.old, -1) * link.share for link in sources[code]}
            total = sum(keys.values())
            known = total > 0 and min(keys.values()) >= 0
            shares = {old: key / total for old, key in keys.items()} if known else None
        links += _links(code, shares, new_codes, old_codes)
    reached = {link.new for link in links}
    return Passage(
        from_year, to_year, tuple(links), tuple(sorted(new_codes - reached)), {}, _candidates(links, to_year)
    )
