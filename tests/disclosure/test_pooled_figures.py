"""A figure over all partner countries is withheld with any one of them: what is left of a secret is not a figure."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest
import yaml

from longuevue.engine.backend import open_backend
from longuevue.engine.compute import compute
from longuevue.engine.context import Context
from longuevue.engine.measures.reach import Point
from longuevue.facts.cards import SourceCard
from longuevue.facts.table import facts_from_rows
from longuevue.markers import shelf as shelf_room
from longuevue.markers.marker import read_marker

COUNT = {"sum": {"measure": "care_abroad"}}
POOLED = {
    "diversity": {"effective_number": {"of": COUNT, "over": "counterpart"}},
    "share of a list": {"share_in": {"of": COUNT, "list": "eu"}},
    "mean reach": {"mean_reach": {"of": COUNT}},
}
WORDS = {"fr": "Essai.", "en": "Trial."}
AREAS = {"90001": "Q", "90002": "A"}


def context() -> Context:
    """Two communes alike; of the first, one country is withheld as the gate withholds it."""
    rows = []
    for area, status in AREAS.items():
        for country, value in {"W": 600.0, "IT": 300.0, "CH": 296.0, "RO": 4.0}.items():
            hidden = status == "Q" and country in ("RO", "CH")
            row = {"measure": "care_abroad", "ref_area": area, "counterpart_area": country}
            rows.append(row | {"value": None if hidden else value, "obs_status": "Q" if hidden else "A"})
    facts = facts_from_rows(
        rows, source_id="actor-valmont", dataset="x", area_level="commune", geography_year=2026, time_period="2025",
        category=None, item=None, vintage="x",
    )  # fmt: skip
    measure = {
        "label": WORDS, "definition": WORDS, "unit": "personnes", "levels": ["commune"], "absent": "unknown",
        "register": "closed", "rollup": "none", "world_total": "stated", "sensitivity": "high",
    }  # fmt: skip
    card = {
        "id": "actor-valmont", "at_hand": True, "publisher": WORDS, "title": WORDS, "dataset": "x", "vintage": "x",
        "licence": {"id": "own", "label": "x"}, "countries": ["FR"], "measures": {"care_abroad": measure},
    }  # fmt: skip
    membership = [("commune", area, "commune", area, 1.0) for area in AREAS]
    names = ("area_level", "ref_area", "member_level", "member_code", "share")
    return Context(
        open_backend(),
        facts=facts,
        membership=pa.table({name: [row[place] for row in membership] for place, name in enumerate(names)}),
        populations=pa.table(
            {
                "area_level": ["commune"] * 2, "ref_area": list(AREAS),
                "population": pa.array([9_000, 9_000], pa.int64()), "zone": ["metro"] * 2,
            }
        ),
        cards={"actor-valmont": SourceCard.model_validate(card)},
        geography_year=2026,
        centres={("commune", area): Point(46.2, 6.2) for area in AREAS},
    )  # fmt: skip


@pytest.mark.parametrize("name", POOLED)
def test_a_figure_over_countries_is_told_without_the_withheld_ones(name, tmp_path: Path):
    shipped = next(Path(shelf_room.__file__).parent.rglob("outbound-volunteers.yaml"))
    text = yaml.safe_load(shipped.read_text(encoding="utf-8"))
    text |= {"id": "essai", "formula": {"value": POOLED[name]}, "by_partner_country": "no", "aggregation": "none"}
    text |= {"sources": ["actor-valmont"], "scales": ["commune"]}
    text.pop("companions", None)
    path = tmp_path / "essai.yaml"
    path.write_text(yaml.safe_dump(text, allow_unicode=True), encoding="utf-8")
    readings = {r["ref_area"]: r for r in compute(context(), [read_marker(path)]).readings.to_pylist()}
    hidden, open_ = readings["90001"], readings["90002"]
    assert (hidden["value"], hidden["numerator"], hidden["denominator"]) == (None, None, None)
    assert hidden["status"] == "suppressed"
    assert open_["value"] is not None  # the same figure is told where nothing is withheld
