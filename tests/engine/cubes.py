"""Generated cubes of facts on Valmont, and the formulas played on them by every engine. No test lives here."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
from hypothesis import strategies as st

from longuevue.engine.backend import Backend
from longuevue.engine.context import Context
from longuevue.engine.measures.reach import Point
from longuevue.engine.nodes import evaluate
from longuevue.engine.shape import Asked
from longuevue.facts.cards import SourceCard
from longuevue.facts.table import SCHEMA
from longuevue.markers import valmont
from longuevue.markers.grammar import read_formula

SCALES = ("commune", "epci", "departement", "region", "perimeter", "country")
COUNTRIES = ("DE", "IT", "SN", "MA", "CH", "BR")
PERIODS = ("2020", "2025")

INBOUND, OUTBOUND = {"sum": {"measure": "arrivals"}}, {"sum": {"measure": "departures"}}
LINKS = {"distinct": {"measure": "twinning"}}
#: every kind of node of the grammar, at least once
FORMULAS: dict[str, Any] = {
    "sum": INBOUND,
    "sum of categories": {"sum": {"measure": "arrivals", "category": ["study"]}},
    "distinct": LINKS,
    "share": {"ratio": {"of": INBOUND, "to": {"sum": {"measure": "residents"}}, "per": 100}},
    "density": {"ratio": {"of": LINKS, "to": {"population": {}}, "per": 10_000}},
    "plus": {"plus": {"of": INBOUND, "and": OUTBOUND}},
    "minus": {"minus": {"of": INBOUND, "less": OUTBOUND}},
    "balance": {"balance": {"inbound": INBOUND, "outbound": OUTBOUND}},
    "first of": {"first_of": {"first": OUTBOUND, "then": INBOUND}},
    "countries present": {"effective_number": {"of": INBOUND, "over": "counterpart", "order": 0}},
    "effective number": {"effective_number": {"of": INBOUND, "over": "counterpart", "order": 1}},
    "inverse simpson": {"effective_number": {"of": INBOUND, "over": "counterpart", "order": 2}},
    "effective number of links": {"effective_number": {"of": LINKS, "over": "counterpart"}},
    "mean reach of links": {"mean_reach": {"of": LINKS}},
    "mean reach of flows": {"mean_reach": {"of": INBOUND}},
    "share in the union": {"share_in": {"of": INBOUND, "list": "eu"}},
    "share of links in aided countries": {"share_in": {"of": LINKS, "list": "dac_recipients"}},
    "location quotient": {
        "location_quotient": {"of": INBOUND, "to": {"sum": {"measure": "residents"}}, "by_origin": False}
    },
    "effective number of categories": {"effective_number": {"of": INBOUND, "over": "category"}},
}


@st.composite
def cubes(draw: st.DrawFn) -> pa.Table:
    """Facts of arrivals, departures, residents and twinnings; some rows are missing, estimated or withheld."""
    rows: list[dict[str, Any]] = []

    def row(measure: str, area: str, period: str, value: float | None, **more: Any) -> None:
        given = {
            "measure": measure,
            "ref_area": area,
            "area_level": "commune",
            "geography_year": 2026,
            "time_period": period,
            "counterpart_area": "W",
            "category": None,
            "item": None,
            "value": value,
            "obs_status": "A",
        }
        rows.append(given | more)

    for area in valmont.COMMUNES:
        for period in PERIODS:
            if draw(st.booleans()):
                row("residents", area, period, float(draw(st.integers(0, 50_000))))
            for measure in ("arrivals", "departures"):
                for country in draw(st.sets(st.sampled_from(COUNTRIES), min_size=1, max_size=4)):
                    row(
                        measure,
                        area,
                        period,
                        draw(st.one_of(st.integers(0, 900).map(float), st.floats(0, 500).map(lambda x: round(x, 3)))),
                        counterpart_area=country,
                        category=draw(st.sampled_from(["study", "work", None])),
                        obs_status=draw(st.sampled_from(["A", "A", "A", "E", "Q"])),
                    )
            for item in draw(st.sets(st.integers(1, 6), max_size=4)):
                row(
                    "twinning",
                    area,
                    period,
                    1.0,
                    item=f"Q{item}",
                    counterpart_area=COUNTRIES[item - 1] if item < 6 else None,
                )
    signed = [row | {"source_id": "valmont", "dataset": "invented", "vintage": "2026"} for row in rows]
    return pa.Table.from_pylist(signed, schema=SCHEMA)


def card() -> SourceCard:
    """How Valmont's invented publisher counts."""
    words = {"fr": "Valmont", "en": "Valmont"}

    def measure(**more: Any) -> dict[str, Any]:
        usual = {"label": words, "definition": words, "unit": "NUMBER", "levels": ["commune"], "absent": "zero"}
        return usual | {"register": "closed", "rollup": "additive", "world_total": "summed"} | more

    return SourceCard.model_validate(
        {
            "id": "valmont",
            "at_hand": True,
            "publisher": words,
            "title": words,
            "dataset": "invented",
            "licence": {"id": "own", "label": "invented"},
            "countries": ["FR"],
            "vintage": "2026",
            "measures": {
                "arrivals": measure(),
                "departures": measure(absent="unknown"),
                "residents": measure(absent="unknown", world_total="stated"),
                "twinning": measure(absent="unknown", register="open", rollup="union"),
            },
        }
    )


def context_on(backend: Backend, facts: pa.Table) -> Context:
    """Valmont's territories and these facts, on this engine."""
    people = [
        *(("commune", code, row[1], "metro") for code, row in valmont.COMMUNES.items()),
        *(("epci", code, None, "metro") for code in valmont.EPCI),
    ]
    populations = pa.table(
        {
            "area_level": pa.array([p[0] for p in people], pa.string()),
            "ref_area": pa.array([p[1] for p in people], pa.string()),
            "population": pa.array([p[2] for p in people], pa.int64()),
            "zone": pa.array([p[3] for p in people], pa.string()),
        }
    )
    return Context(
        backend,
        facts=facts,
        membership=pa.table(valmont.membership()),
        populations=populations,
        cards={"valmont": card()},
        geography_year=2026,
        centres={
            ("commune", "V0001"): Point(46.2, 6.2),
            ("commune", "V0002"): Point(46.3, 6.4),
            ("epci", "V-AGGLO"): Point(46.22, 6.25),
            ("country", "FR"): Point(46.5, 2.5),
        },
        item_places={"Q1": Point(47.4, 9.7), "Q2": Point(44.3, 8.4), "Q3": Point(14.7, -17.4), "Q4": Point(33.9, -6.8)},
    )


def answer(context: Context, formula: Any) -> dict[tuple[str, ...], dict[str, Any]]:
    """What this formula gives on every area, period and counterpart; nothing when no source feeds it."""
    rows = evaluate(Asked(context, SCALES), read_formula({"value": formula}, where="cube"))
    if rows is None:
        return {}
    found = {}
    for row in context.backend.collect(rows).to_pylist():
        key = (row["area_level"], row["ref_area"], row["time_period"], row["counterpart_area"])
        assert key not in found, f"two rows for {key}"
        found[key] = row
    return found
