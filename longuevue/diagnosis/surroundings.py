"""What stands around a place and what its standing was: how far the métropoles are, and a rank that it gained or lost.
The founding text (l. 445-475) asks that this be said before any comparison. Who its peers are is in `peers.py`."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from longuevue.engine.measures.reach import Point, haversine_km

#: how many métropoles are named besides Paris
NEAREST: Final = 2
HERE: Final = Path(__file__).parent

#: regional capitals that lost that rank when regions merged on 1 January 2016 (loi n° 2015-29 of 16 January 2015,
#: décrets of 28 September 2016 naming the new capitals): commune → EPCI of its conurbation
FORMER_CAPITALS: Final[dict[str, str]] = {
    "80021": "248000531",  # Amiens (Picardie)
    "51108": "200066876",  # Châlons-en-Champagne (Champagne-Ardenne)
    "57463": "200039865",  # Metz (Lorraine)
    "25056": "242500361",  # Besançon (Franche-Comté)
    "63113": "246300701",  # Clermont-Ferrand (Auvergne)
    "87085": "248719312",  # Limoges (Limousin)
    "86194": "200069854",  # Poitiers (Poitou-Charentes)
    "34172": "243400017",  # Montpellier (Languedoc-Roussillon)
    "14118": "200065597",  # Caen (Basse-Normandie)
}


@cache
def metropoles() -> tuple[dict[str, Any], ...]:
    """The 22 métropoles (code général des collectivités territoriales, L5217-1, L3611-1, L5218-1, L5219-1), each at the
    town hall of its central commune, and Paris first."""
    with (HERE / "metropoles.csv").open(encoding="utf-8", newline="") as handle:
        return tuple({**row, "lat": float(row["lat"]), "lon": float(row["lon"])} for row in csv.DictReader(handle))


def distances_from(latitude: float, longitude: float, *, own: str | None) -> list[dict[str, Any]]:
    """The nearest métropoles and Paris, as the crow flies, nearest first; `own`: the EPCI of the place, left out."""
    others = [m for m in metropoles() if m["epci"] != own]
    km = haversine_km(Point(latitude, longitude), [m["lat"] for m in others], [m["lon"] for m in others])
    found = [
        {"name": m["name"], "ref": f"epci-{m['epci']}", "km": float(far)} for m, far in zip(others, km, strict=True)
    ]
    paris = [one for one in found if one["name"] == "Paris"]
    near = sorted(found, key=lambda one: (one["km"], one["name"]))[:NEAREST]
    return sorted([*near, *(one for one in paris if one not in near)], key=lambda one: one["km"])


def ranks_of(place: Mapping[str, Any]) -> list[dict[str, str]]:
    """The ranks of a place that weigh on its means: métropole, former regional capital; none for most places."""
    found = []
    level, code = place["level"], place["code"]
    if level == "epci" and any(m["epci"] == code for m in metropoles()):
        found.append({"fr": "L'une des vingt-deux métropoles.", "en": "One of the twenty-two métropoles."})
    lost = FORMER_CAPITALS.get(code) if level == "commune" else code if code in FORMER_CAPITALS.values() else None
    if lost:
        found.append(
            {
                "fr": "A perdu le rang de capitale régionale le 1er janvier 2016 (fusion des régions, loi du 16 janvier 2015).",
                "en": "Lost the rank of regional capital on 1 January 2016 (merger of regions, law of 16 January 2015).",
            }
        )
    return found
