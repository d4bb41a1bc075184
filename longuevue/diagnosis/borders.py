"""Which départements touch another country by land: a fact of geography, used to choose what is worth asking.
Distances and outlines are not known here."""

from __future__ import annotations

from typing import Final

#: département → neighbouring countries, ISO 3166 alpha-2 (Guyane: Brazil and Suriname; Saint-Martin is a COM)
LAND_BORDERS: Final[dict[str, tuple[str, ...]]] = {
    "59": ("BE",),
    "02": ("BE",),
    "08": ("BE",),
    "55": ("BE",),
    "54": ("BE", "LU"),
    "57": ("DE", "LU"),
    "67": ("DE",),
    "68": ("CH", "DE"),
    "90": ("CH",),
    "25": ("CH",),
    "39": ("CH",),
    "01": ("CH",),
    "74": ("CH", "IT"),
    "73": ("IT",),
    "05": ("IT",),
    "04": ("IT",),
    "06": ("IT", "MC"),
    "66": ("AD", "ES"),
    "09": ("AD", "ES"),
    "31": ("ES",),
    "65": ("ES",),
    "64": ("ES",),
    "973": ("BR", "SR"),
    "978": ("SX",),
}


def border_of(departement: str) -> list[str]:
    """Countries that the département touches by land, in order of codes."""
    return sorted(LAND_BORDERS.get(departement, ()))
