"""Which commune codes existed in a given year, and which parts each commune had then (delegated, associated).

Years without a list of ours are read from the history of codes (before 2019), or are the union of their neighbours.
How figures pass from one list to another is in `passage`.
"""

from __future__ import annotations

from functools import lru_cache

import pyarrow.parquet as pq

from longuevue.terms.refusal import Refusal
from longuevue.territories.assets import LATEST_YEAR, YEARS, asset
from longuevue.territories.units import units_of_year

FIRST_YEAR = 1943


def checked_year(year: int) -> int:
    """`year` when codes of that year are known."""
    if not FIRST_YEAR <= year <= LATEST_YEAR:
        raise Refusal(
            f"Les codes des communes de {year} ne sont pas connus.",
            f"Les listes vont de {FIRST_YEAR} à {LATEST_YEAR}.",
        )
    return year


@lru_cache(maxsize=8)
def codes_of_year(year: int) -> frozenset[str]:
    """Commune codes on 1 January of `year`, overseas collectivities included.

    Between two lists of ours, every code of either: a code that lived only in between is not known.
    """
    if checked_year(year) in YEARS:
        return frozenset(units_of_year(year)["commune"].row_of)
    if year > YEARS[0]:
        before, after = max(y for y in YEARS if y < year), min(y for y in YEARS if y > year)
        return codes_of_year(before) | codes_of_year(after)
    # the history has no overseas collectivity: their communes have not changed since the first list
    communes = units_of_year(YEARS[0])["commune"]
    overseas = {c for c, zone in zip(communes.column("code"), communes.column("zone"), strict=True) if zone == "com"}
    return frozenset(overseas | {e["code"] for e in _alive(year) if e["type"] == "COM"})


@lru_cache(maxsize=8)
def parts_of_year(year: int) -> dict[str, str]:
    """Delegated and associated communes of `year` with a code of their own, and the commune that held them."""
    if checked_year(year) >= YEARS[0]:
        listed = max(y for y in YEARS if y <= year)
        units = units_of_year(listed)["delegated"]
        pairs = zip(units.column("code"), units.column("commune"), strict=True)
        return {code: commune for code, commune in pairs if code != commune}
    found: dict[str, str] = {}
    for entry in _alive(year):
        kind, _, holder = (entry["pole"] or "").partition("-")
        code = holder.partition("@")[0]
        if entry["type"] != "COM" and kind == "COM" and code != entry["code"]:
            found[entry["code"]] = code
    return found


def population_of(year: int) -> dict[str, int]:
    """Known populations in the list of ours nearest to `year`."""
    communes = units_of_year(min(YEARS, key=lambda listed: (abs(listed - year), listed)))["commune"]
    pairs = zip(communes.column("code"), communes.column("population"), strict=True)
    return {code: population for code, population in pairs if population is not None}


def _alive(year: int) -> list[dict]:
    day = f"{year}-01-01"
    return [e for e in history() if (e["start"] or "") <= day and (e["end"] is None or e["end"] > day)]


@lru_cache(maxsize=1)
def history() -> list[dict]:
    """Every state of a commune code since 1943, as the 0.7.0 package gives it."""
    return pq.read_table(asset("history-2019.parquet")).to_pylist()
