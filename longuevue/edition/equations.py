"""The equations that a reader of an edition may write with a pencil, and what a computer draws from them.

What a reader is supposed to know beside the edition is in `beside.py`; who judges is `audit.py`.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
import scipy.sparse as sp

from longuevue.engine.disclosure.attacker import Published, bounds
from longuevue.engine.disclosure.cells import CellKey, area_name
from longuevue.engine.disclosure.relations import Relation

CLOSE = 1e-5


def sums_of(
    known: dict[CellKey, float | None], membership: list[dict[str, Any]], silence_is_zero: bool
) -> list[Relation]:
    """Totals and parts a reader may add up: every area over each smaller level, the world over the countries."""
    areas = {key.area for key in known}
    made_of: dict[str, dict[str, list[tuple[str, float]]]] = defaultdict(lambda: defaultdict(list))
    for row in membership:
        area = area_name(row["area_level"], row["ref_area"])
        if area in areas and row["area_level"] != row["member_level"]:
            member = (area_name(row["member_level"], row["member_code"]), row["share"])
            made_of[area][row["member_level"]].append(member)
    countries: dict[CellKey, list[tuple[CellKey, float]]] = defaultdict(list)
    relations = []
    for key in sorted(known):
        if key.counterpart != "W" and key._replace(counterpart="W") in known:
            countries[key._replace(counterpart="W")].append((key, 1.0))
        for rows in made_of[key.area].values() if key.area in made_of else ():
            parts = [(key._replace(area=name), share) for name, share in rows if key._replace(area=name) in known]
            if parts:
                whole = silence_is_zero or len(parts) == len(rows)
                relations.append(_total(key, parts, exact=whole, known=known))
    relations += [_total(whole, parts, exact=True, known=known) for whole, parts in countries.items()]
    return relations


def _total(
    whole: CellKey, parts: list[tuple[CellKey, float]], *, exact: bool, known: dict[CellKey, float | None]
) -> Relation:
    """An equality as far as the published figures bear it, else « the total is at least its parts »."""
    told = [(known[part], share) for part, share in parts]
    total = known[whole]
    if exact and total is not None and all(value is not None for value, _ in told):
        gap = total - sum(share * (value or 0.0) for value, share in told)
        exact = abs(gap) <= CLOSE * (1 + abs(total))
    terms = tuple(sorted([(whole, 1.0), *((part, -share) for part, share in parts)]))
    return Relation(terms, 0.0, 0.0 if exact else float("inf"))


def intervals_of(
    known: dict[CellKey, float | None], relations: list[Relation]
) -> tuple[dict[CellKey, float], dict[CellKey, float]]:
    order = sorted(known)
    place = {key: number for number, key in enumerate(order)}
    rows = [(number, place[key], weight) for number, relation in enumerate(relations) for key, weight in relation.terms]
    line, column, weight = zip(*rows, strict=True) if rows else ((), (), ())
    table = Published(
        sp.csr_matrix((weight, (line, column)), shape=(len(relations), len(order))),
        np.array([relation.low for relation in relations]), np.array([relation.high for relation in relations]),
        np.array([np.nan if known[key] is None else known[key] for key in order]),
        np.array([known[key] is None for key in order]), np.zeros(len(order)), np.full(len(order), np.inf),
        np.ones(len(order), dtype=bool),
    )  # fmt: skip
    low, high = bounds(table)
    return dict(zip(order, low, strict=True)), dict(zip(order, high, strict=True))
