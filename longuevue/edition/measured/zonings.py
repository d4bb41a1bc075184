"""The scale test: the same reading at every perimeter that holds the place, and for a région or France the same composite
at every finer zoning, with the range (methodology §2.1). Parts were pooled again at each zoning by the engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from longuevue.edition.measured.between import between
from longuevue.edition.measured.rows import both, size_free
from longuevue.engine.measures.partition import partition
from longuevue.engine.measures.zonings import FEWEST_ZONINGS
from longuevue.terms.bilingual import Bilingual
from longuevue.terms.levels import LEVEL_NAMES
from longuevue.terms.numbers import number

if TYPE_CHECKING:
    from longuevue.edition.measured.measures import Measures
    from longuevue.edition.places import Place

GROWS = Bilingual(
    "Ce chiffre grandit avec le territoire : ce sont ses mesures associées qui se comparent d'une échelle à l'autre.",
    "This figure grows with the place: its companion measures are those to compare from one level to the next.",
)
FINER = ("commune", "epci", "departement", "region")
TOO_FEW = Bilingual(
    "Moins de trois échelles ont ce chiffre : ce que changent les limites n'est pas mesuré.",
    "Fewer than three levels have this figure: what the line changes is not measured.",
)
ALPHA = Bilingual(
    "diversité moyenne des pays à l'intérieur d'un territoire (nombre équivalent)",
    "mean diversity of countries inside a place (equivalent number)",
)
UNEVEN = Bilingual(
    "part de ce qui est compté qu'il faudrait déplacer pour le répartir comme sa base, en %",
    "share of what is counted that would have to move to be spread like its base, in %",
)


class Zonings:
    """Readings of one edition recomputed from one zoning to the next."""

    def __init__(self, measures: Measures) -> None:
        self._measures = measures
        self._edition = measures.edition

    def around(self, marker: dict[str, Any], place: Place, period: str | None) -> dict[str, Any]:
        """The figure of each perimeter that holds the place: what part of it is made by where the line is drawn."""
        if not size_free(marker):
            return _ranged([], None, 0) | {"words": both(GROWS)}
        found = []
        for where in (place, *self._edition.places.larger(place)):
            reading = self._edition.reading(marker["id"], where.ref, period)
            if reading["value"] is not None:
                found.append(
                    {
                        "level": where.level,
                        "ref": where.key,
                        "name": where.name,
                        "value": reading["value"],
                        "at_most": self._at_most(marker, reading),
                        "time_period": reading["time_period"],
                        "status": reading["status"],
                    }
                )
        wanted = found[0]["time_period"] if found else None
        found = [f for f in found if f["time_period"] == wanted]
        return _ranged(found, wanted, marker["unit"].get("decimals", 0))

    def _at_most(self, marker: dict[str, Any], reading: dict[str, Any]) -> float | None:
        """The upper bound of a diversity that is known between two; None for one number."""
        if marker.get("property") != "diversity":
            return None
        span = between(self._edition, marker["id"].rpartition(".")[0], marker, reading)
        return span["high"] if span else None

    def inside(self, marker: dict[str, Any], place: Place, period: str | None) -> dict[str, Any]:
        """For a région or France: the same composite over communes, EPCI, départements (and régions)."""
        if place.level not in ("region", "country"):
            return _ranged([], None, 0) | {"measure": None}
        known = period or self._measures.rows.latest(marker["id"], place.level)
        if known is None:
            return _ranged([], None, 0) | {"measure": None}
        levels = FINER if place.level == "country" else FINER[:3]
        spread = bool(self._measures.rows.flows(marker["id"], place.level, known))
        found = []
        for level in levels:
            value = (self._alpha if spread else self._uneven)(marker["id"], place, level, known)
            if value is not None:
                name = LEVEL_NAMES[level]
                found.append({"level": level, "ref": None, "name": name["fr"], "value": value, "time_period": known})
        return _ranged(found, known, 1) | {"measure": both(ALPHA if spread else UNEVEN)}

    def _alpha(self, marker: str, place: Place, level: str, period: str) -> float | None:
        table = self._measures.rows.flows(marker, level, period)
        mine = [table[code] for code in self._measures.members(place, level) if code in table]
        if len(mine) < 2:
            return None
        countries = sorted({country for flows in mine for country in flows})
        return partition([[flows.get(country, 0.0) for country in countries] for flows in mine]).alpha

    def _uneven(self, marker: str, place: Place, level: str, period: str) -> float | None:
        """½ Σ |x/X − b/B| over the zones, in per cent (the dissimilarity index of Duncan and Duncan, 1955)."""
        cells = self._measures.rows.of_level(marker, level, period)
        mine = [cells[code] for code in self._measures.members(place, level) if code in cells]
        pairs = [(c.numerator, c.denominator) for c in mine if c.numerator is not None and c.denominator is not None]
        table = np.array(pairs, dtype=np.float64).reshape(-1, 2)
        totals = table.sum(axis=0)
        if len(table) < 2 or not totals.all():
            return None
        shares = table / totals
        return float(50 * np.abs(shares[:, 0] - shares[:, 1]).sum())


def _ranged(values: list[dict[str, Any]], period: str | None, decimals: int) -> dict[str, Any]:
    """The range over these zonings, with as many decimals as the figure itself has wherever it is printed."""
    if len(values) < FEWEST_ZONINGS:
        return {"time_period": period, "values": values, "low": None, "high": None, "words": both(TOO_FEW)}
    low, high = min(v["value"] for v in values), max(_most(v) for v in values)
    fr, en = ([number(v, decimals, language) for v in (low, high)] for language in ("fr", "en"))
    words = Bilingual(f"{fr[0]} quelles que soient les limites.", f"{en[0]} wherever the line is drawn.")
    if fr[0] != fr[1]:
        least = next(v for v in values if v["value"] == low)
        most = next(v for v in values if _most(v) == high)
        bound_fr, bound_en = (" au plus", " at most") if most["value"] < high else ("", "")
        words = Bilingual(
            f"De {fr[0]} ({_where(least, 'fr')}) à {fr[1]}{bound_fr} ({_where(most, 'fr')}) selon les limites choisies.",
            f"From {en[0]} ({_where(least, 'en')}) to {en[1]}{bound_en} ({_where(most, 'en')}) depending on where the line "
            "is drawn.",
        )
    return {"time_period": period, "values": values, "low": low, "high": high, "words": both(words)}


def _most(value: dict[str, Any]) -> float:
    """The value, or the upper bound of one that is known between two."""
    return float(value.get("at_most") or value["value"])


def _where(value: dict[str, Any], language: str) -> str:
    """The place that has the value, or the level at which a région or France was cut."""
    return str(value["name"]) if value["ref"] else LEVEL_NAMES[value["level"]][language]
