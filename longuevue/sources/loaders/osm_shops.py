"""Food shops of OpenStreetMap by the cuisine or origin that their tags state (sources.md 6): the city's extract of shops.

A name, a language or a dietary shelf (halal, kosher) names no country and is not read: origin is never guessed.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from longuevue.facts.cuisines import main_cuisine, partner_country_of_cuisine
from longuevue.sources.loaders import Files
from longuevue.sources.tidying import Tally

FOOD = frozenset(
    {
        "alcohol",
        "bakery",
        "butcher",
        "cheese",
        "coffee",
        "confectionery",
        "convenience",
        "deli",
        "food",
        "frozen_food",
        "greengrocer",
        "pastry",
        "seafood",
        "spices",
        "supermarket",
        "tea",
        "wine",
    }
)


def food_shops(files: Files, commune: str, year: str, tally: Tally) -> list[dict[str, Any]]:
    """Food shops by stated cuisine or origin, and a remark on how few say one."""
    tags: Counter[str] = Counter()
    for row in files.rows("shops"):
        if row.broken:
            tally.refuse(f"commerces, ligne {row.line}", row.broken, "ligne cassée")
        elif row.cells["shop"] not in FOOD:
            tally.aside("commerce qui ne vend pas d'aliments, ou sans étiquette « shop »")
        else:
            tags[row.cells.get("origin", "") or row.cells["cuisine"]] += 1
            tally.keep()
    total, stated = sum(tags.values()), sum(number for tag, number in tags.items() if tag.strip())
    tally.remarks.append(
        f"Cuisine ou origine renseignée pour {stated} commerce{'s' if stated > 1 else ''} alimentaire"
        f"{'s' if stated > 1 else ''} sur {total} ; les noms et les rayons halal ou casher ne disent pas un pays."
    )
    grouped: Counter[tuple[str, str | None]] = Counter()
    for tag, number in tags.items():
        grouped[main_cuisine(tag), partner_country_of_cuisine(tag)] += number
    shared = {"measure": "food_shops_by_cuisine", "ref_area": commune, "time_period": year}
    return [
        shared | {"category": cuisine, "counterpart_area": country, "value": float(number)}
        for (cuisine, country), number in grouped.items()
    ]
