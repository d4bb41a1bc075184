"""Which facts of a publisher state what a population floor withholds: they stay an input, and are shown nowhere.

Floors of readings are applied in `engine.statuses` and `complement_floor.py`; here the facts beneath follow them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from longuevue.engine.disclosure.cells import area_name
from longuevue.engine.precision.floors import detail_floor
from longuevue.facts import sampling
from longuevue.facts.cards import SourceCard
from longuevue.markers.marker import Marker

_SMALL = "scale_too_small"


def floored_measures(
    markers: Iterable[Marker], cards: Mapping[str, SourceCard]
) -> dict[tuple[str, str], dict[str, int]]:
    """By source and measure, the floor that each marker reading it puts on it. A head count of all residents, which its
    card says of low sensitivity, is public for the smallest commune and bears none."""
    found: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for marker in markers:
        for name in marker.tree().measures() if marker.population_floor else ():
            for source in marker.sources:
                card = cards.get(source)
                if card and name in card.measures and card.measure(name).sensitivity != "low":
                    found[source, name][marker.id] = marker.population_floor
    return found


def split_below_floors(
    facts: pa.Table,
    readings: pa.Table,
    markers: Iterable[Marker],
    cards: Mapping[str, SourceCard],
    populations: Mapping[str, float],
) -> tuple[pa.Table, pa.Table]:
    """The facts that an edition may state, and those set apart: of a place under the floor, or of one whose reading
    stepped back so that no smaller place be computed. A count by country is held to the highest floor of its measure."""
    floors = floored_measures(markers, cards)
    if not floors:
        return facts, facts.slice(0, 0)
    # the sampling error of a count would give the count away: it follows it
    for source, name in _pairs(facts.select(["source_id", "measure"])):
        if mine_too := floors.get((source, sampling.counted(name))):
            floors[source, name] = mine_too
    stepped = _stepped_back(readings, {marker for mine in floors.values() for marker in mine})
    mine = pc.and_(
        pc.is_in(facts["source_id"], value_set=pa.array(sorted({source for source, _ in floors}))),
        pc.is_in(facts["measure"], value_set=pa.array(sorted({measure for _, measure in floors}))),
    )
    places = pc.indices_nonzero(pc.and_(mine, pc.not_equal(facts["area_level"], "lau")))
    columns = ["source_id", "measure", "area_level", "ref_area", "time_period", "counterpart_area"]
    countries = _countries(facts.filter(mine))
    apart = []
    for place, row in zip(places.to_pylist(), facts.select(columns).take(places).to_pylist(), strict=True):
        of_markers = floors.get((row["source_id"], row["measure"]), {})
        if not of_markers:
            continue
        area = area_name(row["area_level"], row["ref_area"])
        whole = row["counterpart_area"] == "W"
        least = min(of_markers.values()) if whole else max(of_markers.values())
        bound = [marker for marker, each in of_markers.items() if each == least]
        floor = least if whole else detail_floor(least, countries[row["source_id"], sampling.counted(row["measure"])])
        if populations.get(area, 0.0) < floor or any((m, area, row["time_period"]) in stepped for m in bound):
            apart.append(place)
    if not apart:
        return facts, facts.slice(0, 0)
    mask = np.zeros(facts.num_rows, dtype=bool)
    mask[apart] = True
    return facts.filter(pa.array(~mask)), facts.filter(pa.array(mask))


def _countries(facts: pa.Table) -> dict[tuple[str, str], int]:
    """How many partner countries the facts tell of each measure: the finer the list, the higher INSEE's floor."""
    told = pc.and_(
        pc.invert(pc.is_in(facts["counterpart_area"], value_set=pa.array(["W", "FR"]))),
        pc.and_(pc.is_valid(facts["counterpart_area"]), pc.not_equal(facts["area_level"], "lau")),
    )
    rows = facts.filter(told).group_by(["source_id", "measure", "counterpart_area"]).aggregate([]).to_pylist()
    return Counter((row["source_id"], row["measure"]) for row in rows)


def _pairs(facts: pa.Table) -> list[tuple[str, str]]:
    rows = facts.group_by(["source_id", "measure"]).aggregate([]).to_pylist()
    return [(row["source_id"], row["measure"]) for row in rows if sampling.pair(row["measure"])]


def _stepped_back(readings: pa.Table, markers: set[str]) -> set[tuple[str, str, str]]:
    mine = pc.and_(
        pc.is_in(readings["marker"], value_set=pa.array(sorted(markers))), pc.equal(readings["status_reason"], _SMALL)
    )
    rows = readings.filter(pc.fill_null(mine, False)).select(["marker", "area_level", "ref_area", "time_period"])
    return {(r["marker"], area_name(r["area_level"], r["ref_area"]), r["time_period"]) for r in rows.to_pylist()}
