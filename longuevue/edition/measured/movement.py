"""How a published figure moves: points with the years they cover, breaks that cut the line, and a change only where two
points share no year of collection (methodology §2.7). Drawing the line is the portal's work."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Any

from longuevue.edition.measured.rows import as_document, both
from longuevue.engine.measures import trend
from longuevue.engine.measures.measured import Measured
from longuevue.terms.bilingual import Bilingual
from longuevue.terms.periods import period_end

if TYPE_CHECKING:
    from longuevue.edition.measured.measures import Measures
    from longuevue.edition.places import Place

#: a census vintage covers the surveys of five years, two before and two after
CENSUS_SPREAD = 2
DISJOINT = Bilingual(
    "Chaque millésime du recensement porte sur cinq années d'enquête : seuls deux millésimes sans année commune disent "
    "une évolution.",
    "Each census vintage covers five years of surveys: only two vintages without a year in common tell a change.",
)
#: why a point does not follow from the one before: those of `edition.breaks`, then two that only a measure minds
WHY = {
    "publisher": Bilingual("rupture de série dite par le producteur", "break of the series, said by the publisher"),
    "source": Bilingual("la source a changé", "the source changed"),
    "method": Bilingual("le calcul a changé", "the computation changed"),
    "boundaries": Bilingual("les limites ont changé", "the boundaries changed"),
}
DEFINITION = Bilingual("la définition a changé", "the definition changed")
ESTIMATED = Bilingual("l'un des deux points est une estimation", "one of the two points is an estimate")


class Movement:
    """The series of one edition, read as trends."""

    def __init__(self, measures: Measures) -> None:
        self._measures = measures
        self._edition = measures.edition

    def of(self, marker: dict[str, Any], place: Place) -> dict[str, Any]:
        """Points oldest first, change and yearly rate since the last break, slope and test from eight points on."""
        rows = [r for r in self._edition.series(marker["id"], place.ref) if r["value"] is not None]
        census = self._measures.sureness.collected(marker).startswith("census")
        broken = self._edition.breaks(marker["id"], place.ref)
        points, series = [], []
        for previous, row in zip([None, *rows], rows, strict=False):
            years = _years(row["time_period"], census)
            if years is None:
                continue
            why = WHY[broken[row["time_period"]]] if row["time_period"] in broken else _turn(previous, row)
            cut = why is not None
            series.append(trend.Observation(years[0], years[1], row["value"], break_before=cut))
            points.append(
                {
                    "time_period": row["time_period"],
                    "first_year": years[0],
                    "last_year": years[1],
                    "value": row["value"],
                    "status": row["status"],
                    "break_before": cut,
                    "break_why": both(why),
                }
            )
        return {
            "points": points,
            "windows": both(DISJOINT) if census and points else None,
            "change": as_document(trend.change(series)),
            "yearly_rate": as_document(_rate(series)),
            "test": _tested(series),
        }


def _turn(previous: dict[str, Any] | None, row: dict[str, Any]) -> Bilingual | None:
    """Why two points that follow each other are not one series; None where they are."""
    if previous is None:
        return None
    if previous["marker_version"] != row["marker_version"]:
        return DEFINITION
    # an estimate beside a count is no movement
    return ESTIMATED if (previous["status"] == "estimated") != (row["status"] == "estimated") else None


def _rate(series: list[trend.Observation]) -> Measured:
    return trend.growth_rate(series)


def _tested(series: list[trend.Observation]) -> dict[str, Any]:
    """Theil-Sen and Mann-Kendall on the last unbroken run, or why there is none."""
    runs = trend.unbroken_runs(series)
    last = runs[-1] if runs else ()
    overlapping = any(a.last_year >= b.first_year for a, b in itertools.pairwise(last))
    if overlapping:
        return {"slope": None, "probability": None, "points": len(last), "note": both(DISJOINT)}
    found = trend.slope_and_test([p.middle for p in last], [p.value for p in last])
    if isinstance(found, Measured):
        return {"slope": None, "probability": None, "points": len(last), "note": both(found.note)}
    return {"slope": found.slope.value, "probability": found.probability, "points": len(last), "note": None}


def _years(period: str, census: bool) -> tuple[int, int] | None:
    """The first and last years of collection behind a period."""
    end = period_end(period)
    if end is None:
        return None
    if census and re.fullmatch(r"\d{4}", period):
        return end.year - CENSUS_SPREAD, end.year + CENSUS_SPREAD
    if re.fullmatch(r"\d{4}[-/]\d{4}", period):
        return int(period[:4]), end.year
    # a school year stands for the year it begins in: two that follow each other share nobody's count
    year = int(period[:4])
    return year, year
