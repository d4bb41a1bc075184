"""INSEE prints the share of immigrants of départements and of regions: ours, rebuilt from parts, must be theirs."""

from __future__ import annotations

import csv
import os
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from longuevue.engine.measures.intensity import pooled_intensity

#: regions as INSEE's sheet spells them
REGIONS = {
    "Île-de-France": "11",
    "Centre-Val de Loire": "24",
    "Bourgogne-Franche-Comté": "27",
    "Normandie": "28",
    "Hauts-de-France": "32",
    "Grand-Est": "44",
    "Pays de la Loire": "52",
    "Bretagne": "53",
    "Nouvelle-Aquitaine": "75",
    "Occitanie": "76",
    "Auvergne-Rhône-Alpes": "84",
    "Provence-Alpes-Côte d'Azur": "93",
    "Corse": "94",
}
#: the population file still carries the 22 regions of before 2016
MERGED = {
    **dict.fromkeys(("21", "41", "42"), "44"),
    **dict.fromkeys(("26", "43"), "27"),
    **dict.fromkeys(("23", "25"), "28"),
    **dict.fromkeys(("22", "31"), "32"),
    **dict.fromkeys(("54", "72", "74"), "75"),
    **dict.fromkeys(("73", "91"), "76"),
    **dict.fromkeys(("82", "83"), "84"),
}
MIRROR = os.environ.get("LONGUEVUE_MIRROR", "")


@pytest.mark.mirror
@pytest.mark.skipif(not MIRROR, reason="les fichiers d'INSEE ne sont pas là : donnez LONGUEVUE_MIRROR")
def test_regional_shares_printed_by_insee_are_rebuilt_from_departements() -> None:
    """INSEE, census 2021: the share of each metropolitan region, from its départements, within its rounding (0.05)
    and 0.01 more.

    The weights are municipal populations of 2021; INSEE uses the same, unrounded.
    """
    import openpyxl

    folder = Path(MIRROR) / "insee"
    population: dict[str, float] = defaultdict(float)
    region_of: dict[str, str] = {}
    with (folder / "population-municipale-communes.csv").open(encoding="utf-8-sig", newline="") as handle:
        for row in csv.DictReader(handle):
            if row["p21_pop"]:
                population[row["dep"]] += float(row["p21_pop"])
                region_of[row["dep"]] = MERGED.get(row["reg"], row["reg"])
    book = openpyxl.load_workbook(folder / "EM_DEPARTEMENTS_2021.xlsx", read_only=True, data_only=True)
    departements = _column(book["Figure 1"], name=1, share=2)
    printed = _column(book["Figure 2"], name=2, share=3)
    checked = 0
    for name, region in REGIONS.items():
        members = [d for d in departements if region_of.get(d) == region]
        rebuilt = pooled_intensity(
            [departements[d] / 100 * population[d] for d in members], [population[d] for d in members]
        )
        assert rebuilt.value == pytest.approx(printed[name], abs=0.06), name
        checked += 1
    assert checked == 13


def _column(sheet: Any, *, name: int, share: int) -> dict[str, float]:
    rows = [row for row in sheet.iter_rows(values_only=True) if len(row) > share]
    return {str(row[name]): float(row[share]) for row in rows if isinstance(row[share], int | float)}
