"""Names that a commune of today has had, or that its parts had or still have: Bellegarde-sur-Valserine, La Moncelle.

Codes through time are in `passage`; which name a person means is decided by whoever asks.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache

from longuevue.territories.assets import LATEST_YEAR, YEARS
from longuevue.territories.code_lists import codes_of_year, history
from longuevue.territories.units import former_communes, units_of_year


@lru_cache(maxsize=1)
def old_names() -> dict[str, frozenset[str]]:
    """Old name as it was spelt → communes of today that it leads to. Names in force are not among them."""
    found: dict[str, set[str]] = defaultdict(set)
    for entry in history():
        kind, _, holder = (entry["pole"] or "").partition("-")
        code = entry["code"] if entry["type"] == "COM" else holder.partition("@")[0] if kind == "COM" else ""
        _add(found, entry["name"], code)
    for year in YEARS:
        units = units_of_year(year)
        for name, code in zip(units["commune"].column("name"), units["commune"].column("code"), strict=True):
            _add(found, name, code)
        parts = units["delegated"]
        for name, code in zip(parts.column("name"), parts.column("commune"), strict=True):
            _add(found, name, code)
    return {name: frozenset(codes) for name, codes in found.items() if codes}


def _add(found: dict[str, set[str]], name: str, code: str) -> None:
    heir = _heir(code)
    if heir is not None and _names_of_today().get(heir) != name:
        found[name].add(heir)


def _heir(code: str) -> str | None:
    """The commune of today, when the lists agree on one."""
    if code in codes_of_year(LATEST_YEAR):
        return code
    former = former_communes(LATEST_YEAR).get(code)
    return former.successors[0] if former and len(former.successors) == 1 else None


@lru_cache(maxsize=1)
def _names_of_today() -> dict[str, str]:
    units = units_of_year(LATEST_YEAR)["commune"]
    return dict(zip(units.column("code"), units.column("name"), strict=True))
