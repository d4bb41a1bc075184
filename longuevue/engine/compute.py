"""From facts and markers to readings and absences: the whole computation of an edition, theme by theme unseen.
Entrusted facts came through `disclosure` before; nothing is written to disk here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import ibis
import pyarrow as pa
import pyarrow.compute as pc

from longuevue.engine.absences import absences_of
from longuevue.engine.context import Context
from longuevue.engine.disclosure.complement_floor import with_complement_floors
from longuevue.engine.leaves import WITHHELD
from longuevue.engine.nodes import Asked, evaluate
from longuevue.engine.precision.readings import unweighed, with_precision
from longuevue.engine.readings import ABSENCES, KEY, METHOD, READINGS
from longuevue.engine.statuses import with_status
from longuevue.markers.grammar import Node
from longuevue.markers.marker import Marker


@dataclass(frozen=True, slots=True)
class Computed:
    """Readings (schema READINGS, in order of KEY) and absences (schema ABSENCES)."""

    readings: pa.Table
    absences: pa.Table


def compute(context: Context, markers: Iterable[Marker], *, progress: Callable[[str], None] | None = None) -> Computed:
    """All readings and absences of these markers and their companions. `progress` is told each headline marker's id."""
    every: list[Marker] = []
    tables, rows = [], []
    for headline in markers:
        if progress:
            progress(headline.id)
        for marker in (headline, *headline.companion_markers()):
            every.append(marker)
            tree = marker.tree()
            hidden = _withheld(context, marker, tree)
            tables += [table for table in (_without(_readings(context, marker, tree), hidden), hidden) if table]
            rows += absences_of(marker, tree, context)
    readings = pa.concat_tables(tables) if tables else READINGS.empty_table()
    readings = with_complement_floors(readings, every, context)
    readings = readings.sort_by([(name, "ascending") for name in KEY])
    return Computed(readings, pa.Table.from_pylist(rows, schema=ABSENCES))


def _readings(context: Context, marker: Marker, tree: Node) -> pa.Table | None:
    asked = Asked(context, _scales(context, marker, tree))
    evaluated = evaluate(asked, tree)
    if evaluated is None:
        return None
    sources = [c for measure in tree.measures() for c in context.counted(measure)]
    open_register = any(c.card.register_ == "open" for c in sources)
    # where a publisher only guesses countries, what is estimated in a diversity is the country of the partners
    country_only = bool(sources) and all(c.card.estimated_part == "counterpart_area" for c in sources)
    told = with_status(
        evaluated,
        marker,
        context,
        open_register=open_register,
        country_only=country_only,
        over_countries=_over_countries(tree),
    )
    rows = with_precision(context.backend.collect(told), asked, tree)
    return _signed(rows, context, marker, sources)


def _scales(context: Context, marker: Marker, tree: Node) -> tuple[str, ...]:
    """The marker's honest scales, and foreign communes wherever a source speaks of them."""
    abroad = any("lau" in c.levels for measure in tree.measures() for c in context.counted(measure))
    return (*marker.scales, *(("lau",) if abroad and "lau" not in marker.scales else ()))


#: nodes whose one value speaks of every partner country at once
OVER_COUNTRIES = frozenset({"effective_number", "distinct", "mean_reach", "share_in"})


def _over_countries(tree: Node) -> bool:
    return any(node.kind in OVER_COUNTRIES for node in tree.walk())


def _withheld(context: Context, marker: Marker, tree: Node) -> pa.Table | None:
    """A row `suppressed` wherever the publisher itself withheld a figure that the marker reads."""
    measures = [measure for measure in tree.measures() if context.has_withheld(measure)]
    if not measures:
        return None
    facts = context.facts
    hidden = facts.filter(
        facts.measure.isin(measures), facts.obs_status.isin(WITHHELD), facts.area_level.isin(marker.scales)
    )
    # a figure over countries tells of each of them, or is false without one: it is withheld with any one of them
    pooled = _over_countries(tree)
    country = ibis.literal("W") if pooled else facts.counterpart_area.fill_null("W")
    hidden = hidden.select("area_level", "ref_area", "time_period", counterpart_area=country)
    rows = context.backend.collect(hidden.distinct())
    nothing = pa.nulls(rows.num_rows, pa.float64())
    for name in ("value", "numerator", "denominator", "coverage"):
        rows = rows.append_column(name, nothing)
    rows = unweighed(rows)
    for name in ("status", "status_reason"):
        rows = rows.append_column(name, pa.array(["suppressed"] * rows.num_rows, pa.string()))
    sources = [c for measure in measures for c in context.counted(measure)]
    return _signed(rows, context, marker, sources)


def _without(rows: pa.Table | None, hidden: pa.Table | None) -> pa.Table | None:
    """Readings computed from what is left of a withheld figure are no readings: they are dropped."""
    if rows is None or hidden is None:
        return rows
    keys = ["area_level", "ref_area", "time_period", "counterpart_area"]
    return rows.join(hidden.select(keys), keys, join_type="left anti")


def _signed(rows: pa.Table, context: Context, marker: Marker, sources: list) -> pa.Table:
    """The rows with what every figure must carry: marker, version, method, source, vintage, licence."""
    ids = sorted({c.source_id for c in sources})
    cards = [context.cards[source_id] for source_id in ids]
    constants: dict[str, object] = {
        "marker": marker.id,
        "marker_version": marker.version,
        "method_version": f"{marker.aggregation}/{METHOD}",
        "source": ";".join(ids),
        "vintage": ";".join(dict.fromkeys(card.vintage or "" for card in cards)),
        "licence": ";".join(dict.fromkeys(card.licence.id if card.licence else "" for card in cards)),
        "geography_year": context.geography_year,
    }
    columns = []
    for field in READINGS:
        if field.name in constants:
            columns.append(pa.array([constants[field.name]] * rows.num_rows, field.type))
        else:
            columns.append(pc.cast(rows.column(field.name), field.type))
    return pa.table(columns, schema=READINGS)
