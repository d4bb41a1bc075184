"""Figures brought from old codes to new ones along a passage: sums, estimates, and what is set aside.

The matrix itself is `passage`; ratios are for the engine, which divides the parts once converted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from longuevue.terms.refusal import Refusal

if TYPE_CHECKING:
    from longuevue.territories.passage import Link, Passage

#: below this count an estimate by population says nothing (methodology, « territories through time »)
SMALLEST_ESTIMATED_COUNT = 200

CONVERTED = pa.schema(
    [
        ("code", pa.string()),
        ("value", pa.float64()),
        ("status", pa.string()),
        ("status_reason", pa.string()),
        ("series_break", pa.bool_()),
    ]
)
SET_ASIDE = pa.schema(
    [("code", pa.string()), ("value", pa.float64()), ("why", pa.string()), ("within", pa.list_(pa.string()))]
)


#: one contribution to a new code: its old code, its value (None: unknown or withheld), the kind of link it came by
_Cell = tuple[str, float | None, str]


@dataclass(frozen=True, slots=True)
class Converted:
    """Figures in the new codes, and those set aside with the reason, so that nothing is lost.

    `within` names the new communes that together cover a figure set aside; empty where they are not known.
    """

    table: pa.Table
    set_aside: pa.Table

    def total_over(self, codes: Collection[str]) -> tuple[float, bool]:
        """The exact sum over a set of new communes, and whether it is complete.

        A figure set aside counts when the communes that cover it all lie inside; astride the limit, it makes the sum
        incomplete.
        """
        inside = set(codes)
        total, complete = 0.0, True
        for row in self.table.select(["code", "value", "status", "status_reason"]).to_pylist():
            if row["code"] in inside:
                total += row["value"] or 0.0
                complete &= row["status"] != "partial" and row["status_reason"] != "undefined"
        for row in self.set_aside.to_pylist():
            covering = set(row["within"])
            if covering and covering <= inside and row["value"] is not None:
                total += row["value"]
            elif not covering or covering & inside:
                complete = False
        return total, complete


def converted(passage: Passage, table: pa.Table, *, sensitive: bool) -> Converted:
    """See `Passage.convert`."""
    cells: dict[str, list[_Cell]] = defaultdict(list)
    aside: list[dict[str, object]] = []
    for code, value in _rows(table):
        links = passage.links_of.get(code, [])
        why = _why_set_aside(value, links, sensitive)
        if why is None:
            for link, part in zip(links, shared_out(value, links), strict=True):
                cells[str(link.new)].append((code, part, link.kind))
            continue
        within = passage.covering(code)
        aside.append({"code": code, "value": value, "why": why, "within": within})
        for new in within or passage.candidates.get(code, ()):
            cells[new].append((code, None, "split" if within else "unplaced"))
    rows = []
    for code in sorted(cells):
        rows.append(_row(code, cells[code], passage))
        if rows[-1]["value"] is None:
            # what else came to this commune is not lost with the figure that could not be given
            whole = {"why": "commune_partly_withheld", "within": [code]}
            aside += [{"code": old, "value": value} | whole for old, value, _ in cells[code] if value is not None]
    table = pa.Table.from_pylist(rows, schema=CONVERTED)
    return Converted(table, pa.Table.from_pylist(aside, schema=SET_ASIDE))


def _row(code: str, cells: list[_Cell], passage: Passage) -> dict[str, object]:
    known = [value for _, value, _ in cells if value is not None]
    kinds = {kind for _, _, kind in cells}
    missing = {kind for _, value, kind in cells if value is None}
    total: float | None = sum(known)
    status, reason = "ok", None
    if "split" in missing:
        # the source counts a larger area than this commune: its older territory, before the split
        status, reason, total = "not_available", "scale_too_small", None
    elif not known:
        status, reason, total = "not_available", "undefined", None
    elif missing:
        status, reason = "partial", "incomplete_members"
    elif "split" in kinds:
        status, reason = "estimated", "estimated_split"
    values = (code, total, status, reason, code in passage.broken)
    return dict(zip(CONVERTED.names, values, strict=True))


def _why_set_aside(value: float | None, links: list[Link], sensitive: bool) -> str | None:
    if not links:
        return "unknown_code"
    kinds = {link.kind for link in links}
    if "unplaced" in kinds:
        return "no_certain_successor"
    if "wider" in kinds:
        return "territory_has_lost_parts"
    if "split" in kinds and splits_withheld(value, links, sensitive):
        return "split_not_estimated"
    return None


def splits_withheld(value: float | None, links: list[Link], sensitive: bool) -> bool:
    """Whether a split figure may not be estimated: sensitive, unknown, or a part too small to mean anything."""
    return sensitive or not _large_enough(value, links)


def _rows(table: pa.Table) -> list[tuple[str, float | None]]:
    missing = [name for name in ("code", "value") if name not in table.column_names]
    if missing:
        raise Refusal(f"Il manque {' et '.join(missing)} dans la table à convertir.", "Colonnes : code, value.")
    return list(zip(table["code"].to_pylist(), table["value"].to_pylist(), strict=True))


def _large_enough(value: float | None, links: list[Link]) -> bool:
    return value is not None and all(abs(value) * link.share >= SMALLEST_ESTIMATED_COUNT for link in links)


def shared_out(value: float | None, links: list[Link]) -> list[float | None]:
    """`value` shared out; a whole number stays whole numbers, by largest remainders, and the total is the same."""
    if value is None:
        return [None] * len(links)
    if len(links) == 1:
        return [value]
    shared = [value * link.share for link in links]
    if float(value).is_integer():
        floors = [float(part // 1) for part in shared]
        order = sorted(range(len(links)), key=lambda n: (floors[n] - shared[n], str(links[n].new)))
        for n in order[: round(value - sum(floors))]:
            floors[n] += 1
        return list(floors)
    return [*shared[:-1], value - sum(shared[:-1])]
