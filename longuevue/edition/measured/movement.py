"""How a published figure moves: points with the years they cover, breaks that cut the line, and a change only where two
points share no year of collection (methodology §2.7). Drawing the line is the portal's work."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Any

from longuevue.edition import layout
from longuevue.edition.measured.rows import as_document, both
from longuevue.edition.rows import SortedRows
from longuevue.engine.measures import trend
from longuevue.engine.measures.measured import Measured
from longuevue.markers.grammar import read_formula
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
ESTIMATED_BEFORE = Bilingual("valeur estimée", "estimated figure")
BREAK = Bilingual("rupture de série dite par le producteur", "break of the series, said by the publisher")


class Movement:
    """The series of one edition, read as trends."""

    def __init__(self, measures: Measures) -> None:
        self._measures = measures
        self._edition = measures.edition
        self._facts = SortedRows(self._edition.path / layout.FACTS_BY_TERRITORY, "area_key")

    def of(self, marker: dict[str, Any], place: Place) -> dict[str, Any]:
        """Points oldest first, change and yearly rate since the last break, slope and test from eight points on."""
        rows = [r for r in self._edition.series(marker["id"], place.ref) if r["value"] is not None]
        census = self._measures.sureness.collected(marker).startswith("census")
        broken = self._breaks(marker, place)
        points, series = [], []
        for previous, row in zip([None, *rows], rows, strict=False):
            years = _years(row["time_period"], census)
            if years is None:
                continue
            # an estimate beside a count, or another definition, is no movement: the line is cut between them
            turned = previous is not None and (
                (previous["status"] == "estimated") != (row["status"] == "estimated")
                or previous["marker_version"] != row["marker_version"]
                or previous["source"] != row["source"]
            )
            cut = row["time_period"] in broken or turned
            series.append(trend.Observation(years[0], years[1], row["value"], break_before=cut))
            why = BREAK if row["time_period"] in broken else ESTIMATED_BEFORE
            points.append(
                {
                    "time_period": row["time_period"],
                    "first_year": years[0],
                    "last_year": years[1],
                    "value": row["value"],
                    "status": row["status"],
                    "break_before": cut,
                    "break_why": both(why) if cut else None,
                }
            )
        return {
            "points": points,
            "windows": both(DISJOINT) if census and points else None,
            "change": as_document(trend.change(series)),
            "yearly_rate": as_document(_rate(series)),
            "test": _tested(series),
        }

    def _breaks(self, marker: dict[str, Any], place: Place) -> set[str]:
        """The periods that a publisher marks as the first after a break (SDMX status B) for what the marker reads here."""
        measures = read_formula(marker["formula"], where=marker["id"]).measures()
        rows = self._facts.of(place.key).select(["measure", "time_period", "obs_status"]).to_pylist()
        return {r["time_period"] for r in rows if r["obs_status"] == "B" and r["measure"] in measures}


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
