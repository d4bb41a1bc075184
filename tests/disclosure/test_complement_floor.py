"""INSEE's floors hold for what is left of a total too: no reading of ours makes a small place computable."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from longuevue.edition import layout
from longuevue.edition.audit import Audit, _floors
from longuevue.engine.backend import open_backend
from longuevue.engine.compute import compute
from longuevue.engine.context import Context
from longuevue.facts.cards import SourceCard
from longuevue.facts.table import facts_from_rows
from longuevue.markers.shelf import load_shelf

POPULATION = {"V0001": 900, "V0002": 2_500, "V0003": 8_000}
WORDS = {"fr": "Essai.", "en": "Trial."}


def context(*, times: int = 1, countries: tuple[str, ...] = ()) -> Context:
    """Three communes of one EPCI, one of them under the floor; `times` as large, foreigners counted by country too."""
    rows = [("commune", code, "commune", code, 1.0) for code in POPULATION]
    rows += [("epci", "200000001", "commune", code, 1.0) for code in POPULATION]
    rows.append(("epci", "200000001", "epci", "200000001", 1.0))
    names = ("area_level", "ref_area", "member_level", "member_code", "share")
    people = [
        *(("commune", code, size * times) for code, size in POPULATION.items()),
        ("epci", "200000001", 11_400 * times),
    ]
    facts = facts_from_rows(
        [
            {"measure": measure, "ref_area": code.replace("V", "9"), "value": size * times / share, "counterpart_area": country}
            for code, size in POPULATION.items()
            for measure, share, country in (
                ("foreign_residents", 20, "W"), ("residents", 1, "W"), *(("foreign_residents", 60, c) for c in countries)
            )
        ],
        source_id="valmont", dataset="x", area_level="commune", geography_year=2026, time_period="2022",
        category=None, item=None, obs_status="A", vintage="x",
    )  # fmt: skip
    measure = {
        "label": WORDS, "definition": WORDS, "unit": "personnes", "levels": ["commune"], "absent": "unknown",
        "register": "closed", "rollup": "additive", "world_total": "stated",
    }  # fmt: skip
    card = SourceCard.model_validate(
        {
            "id": "valmont", "at_hand": True, "publisher": WORDS, "title": WORDS, "dataset": "x", "vintage": "x",
            "licence": {"id": "own", "label": "x"}, "countries": ["FR"],
            "measures": {"foreign_residents": measure | {"sensitivity": "high"}, "residents": measure},
        }
    )  # fmt: skip
    fixed = [tuple(str(part).replace("V", "9") if isinstance(part, str) else part for part in row) for row in rows]
    return Context(
        open_backend(),
        facts=facts,
        membership=pa.table({name: [row[place] for row in fixed] for place, name in enumerate(names)}),
        populations=pa.table(
            {
                "area_level": [level for level, _, _ in people], "ref_area": [code.replace("V", "9") for _, code, _ in people],
                "population": pa.array([size for _, _, size in people], pa.int64()), "zone": ["metro"] * len(people),
            }
        ),
        cards={"valmont": card},
        geography_year=2026,
    )  # fmt: skip


def test_the_one_small_commune_of_an_epci_cannot_be_computed_by_difference():
    marker = load_shelf().get("foreign-residents-share")
    tree = marker.tree()
    assert set(tree.measures()) <= {"foreign_residents", "residents"}, "the marker reads other measures now"
    readings = compute(context(), [marker]).readings
    told = {row["ref_area"]: row for row in readings.to_pylist() if row["numerator"] is not None}
    assert "90001" not in told
    # the EPCI and both larger communes would leave the 900 inhabitants of the third
    assert len(told) == 2 and "90003" in told
    stepped_back = readings.filter(pc.equal(readings["ref_area"], "90002")).to_pylist()[0]
    assert (stepped_back["value"], stepped_back["status_reason"]) == (None, "scale_too_small")


def test_a_country_of_a_small_place_is_computed_by_difference_from_larger_ones():
    """By nationality the floor is 50,000: the EPCI less two communes would tell Italians among 22,500 inhabitants."""
    marker = load_shelf().get("foreign-residents-share")
    rows = compute(context(times=25, countries=("IT", "PT")), [marker]).readings.to_pylist()
    told = {(row["ref_area"], row["counterpart_area"]) for row in rows if row["numerator"] is not None}
    assert {area for area, country in told if country == "W"} == {"90001", "90002", "90003", "200000001"}
    by_country = {area for area, country in told if country == "IT"}
    assert "90001" not in by_country and len(by_country) == 2 and "90003" in by_country


def audited(folder: Path, made: Context, forged: set[tuple[str, str]]) -> list[str]:
    """The faults found where these (area, country) are published without care."""
    marker = load_shelf().get("foreign-residents-share")
    rows = compute(made, [marker]).readings.to_pylist()
    for row in rows:
        if (row["ref_area"], row["counterpart_area"]) in forged:
            row |= {"value": 5.0, "numerator": 125.0, "status": "ok", "status_reason": None}
    table = pa.Table.from_pylist(rows, schema=compute(made, [marker]).readings.schema)
    for name, content in (
        (layout.READINGS_BY_MARKER, table),
        (layout.TERRITORIES, made.backend.collect(made.populations)),
        (layout.MEMBERSHIP, made.backend.collect(made.membership)),
    ):
        layout.write_parquet(content, folder / name)
    audit = Audit("essai")
    _floors(folder, [json.loads(marker.model_dump_json(by_alias=True))], audit)
    return audit.faults


def test_the_auditor_sees_a_complement_under_the_floor(tmp_path: Path):
    """The same three places, published without care."""
    (fault,) = audited(tmp_path, context(), {(area, "W") for area in ("90002", "90003", "200000001")})
    assert "reste sous le seuil" in fault


def test_the_auditor_passes_a_nationality_under_50_000_inhabitants(tmp_path: Path):
    made = context(times=25, countries=("IT", "PT"))
    assert audited(tmp_path, made, set()) == []
    (fault,) = audited(tmp_path, made, {("90001", "IT")})
    assert "IT" in fault and "publiée sous le seuil" in fault
