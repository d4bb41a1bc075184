"""Valmont, an invented cross-border conurbation: the ground on which every worked example is played.
Nothing here is a real place, and no edition of a real territory ever contains it."""

from __future__ import annotations

from typing import Final

#: code → (name, population, EPCI, département)
COMMUNES: Final[dict[str, tuple[str, int, str, str]]] = {
    "V0001": ("Valmont", 40_000, "V-AGGLO", "VA"),
    "V0002": ("Rive-Haute", 10_000, "V-AGGLO", "VA"),
    "V0003": ("Les Combes", 180, "V-AGGLO", "VB"),
    "V0004": ("Pierrefeu-le-Lac", 5_000, "V-LAC", "VA"),
}
EPCI: Final[dict[str, str]] = {"V-AGGLO": "Valmont Agglomération", "V-LAC": "Communauté du Lac"}
DEPARTEMENTS: Final[dict[str, str]] = {"VA": "Val-d'Amont", "VB": "Val-de-Bise"}
REGION: Final = ("VR", "Région des Vals")
#: communes across the border, in the invented country XV
LAU: Final[dict[str, tuple[str, int]]] = {"XV01": ("Tannberg", 20_000), "XV02": ("Seewil", 3_000)}
PERIMETER: Final = ("grand-valmont", "Grand Valmont")


def membership() -> dict[str, list[object]]:
    """Columns `area_level, ref_area, member_level, member_code, share`, as `territories.Catalogue.membership`."""
    rows: list[tuple[str, str, str, str, float]] = []
    for code, (_, _, epci, departement) in COMMUNES.items():
        for level, area in (
            ("commune", code),
            ("epci", epci),
            ("departement", departement),
            ("region", REGION[0]),
            ("country", "FR"),
            ("perimeter", PERIMETER[0]),
            ("perimeter", f"{PERIMETER[0]}/FR"),
        ):
            rows.append((level, area, "commune", code, 1.0))
    for code in LAU:
        rows.append(("lau", code, "lau", code, 1.0))
        rows.append(("perimeter", PERIMETER[0], "lau", code, 1.0))
        rows.append(("perimeter", f"{PERIMETER[0]}/XV", "lau", code, 1.0))
    names = ("area_level", "ref_area", "member_level", "member_code", "share")
    return {name: [row[index] for row in rows] for index, name in enumerate(names)}


def populations() -> dict[tuple[str, str], int]:
    """Inhabitants of each member commune, by (level, code)."""
    own = {("commune", code): row[1] for code, row in COMMUNES.items()}
    return own | {("lau", code): row[1] for code, row in LAU.items()}


def names() -> dict[str, str]:
    """Code → name of every invented place, for those who read an example."""
    communes = {code: row[0] for code, row in COMMUNES.items()}
    return communes | EPCI | DEPARTEMENTS | {REGION[0]: REGION[1]} | {code: row[0] for code, row in LAU.items()}
