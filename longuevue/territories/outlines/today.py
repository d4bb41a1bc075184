"""Outlines of older code lists brought to the codes of this year, through the passage of codes.
A commune that split has no certain outline: it is left without one, never guessed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import shapely

from longuevue.territories.assets import LATEST_YEAR
from longuevue.territories.outlines.coverage import Shapes, dissolved, sealed
from longuevue.territories.passage import passage


@dataclass(frozen=True, slots=True)
class Today:
    """Outlines under this year's codes; `wider` also cover communes that have since been set apart."""

    shapes: Shapes
    wider: frozenset[str]
    unplaced: tuple[str, ...]


def communes_of_today(shapes: Mapping[str, shapely.Geometry], year: int, to_year: int = LATEST_YEAR) -> Today:
    """Merged communes dissolved into the new one, renumbered ones renamed."""
    closed = sealed(shapes)
    if year == to_year:
        return Today(closed, frozenset(), ())
    links = passage(year, to_year).links_of
    groups: dict[str, list[str]] = defaultdict(list)
    wider, unplaced = set(), []
    for code in sorted(closed):
        into = links.get(code, [])
        if len(into) != 1 or into[0].new is None:
            unplaced.append(code)
            continue
        groups[into[0].new].append(code)
        if into[0].kind == "wider":
            wider.add(into[0].new)
    return Today(dissolved(closed, groups), frozenset(wider), tuple(unplaced))
