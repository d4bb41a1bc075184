"""Links told by origin under the département, a change told across a break: what no starter figure is there to show."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from longuevue.edition import layout
from longuevue.edition.breaks import breaks_of
from longuevue.edition.measured.links import Links
from longuevue.edition.measured.movement import Movement
from longuevue.edition.measured.rows import Rows
from longuevue.edition.measured.told import links_told
from longuevue.edition.places import Place
from longuevue.edition.rows import SortedRows

MARKER = {"id": "valmont", "formula": {"value": {"sum": {"measure": "arrivals"}}}}
BOTH = {"fr": "", "en": ""}
FLOWS = {f"V{n:03}": {"IT": 10.0 + n, "DE": 30.0, "MA": 5.0 if n else 90.0} for n in range(12)}


def place(level: str, code: str = "V000") -> Place:
    return Place(level, code, "Valmont", 2026, "metro", 20_000, None, None, None)


def links(flows: dict[str, dict[str, float]], *, by_origin: bool = False) -> Links:
    measures: Any = SimpleNamespace(
        edition=SimpleNamespace(date="2026-11-01"),
        rows=SimpleNamespace(latest=lambda marker, level: "2021", flows=lambda marker, level, period: flows),
        sureness=SimpleNamespace(by_origin=lambda marker: by_origin),
        members=lambda place, level: list(flows),
    )
    found = Links(measures)
    found.__dict__["_centres"] = {}
    return found


@pytest.mark.parametrize("level", ["commune", "epci", "perimeter", "arrondissement"])
def test_a_link_by_nationality_is_told_below_the_departement(level: str) -> None:
    refused = links(FLOWS, by_origin=True).specific(MARKER, place(level), None)
    assert refused["links"] == [] and "à partir du département" in refused["method"]["fr"]
    assert links(FLOWS).specific(MARKER, place(level), None)["links"]


@pytest.mark.parametrize("level", ["departement", "region"])
def test_a_link_by_nationality_is_refused_from_the_departement_up(level: str) -> None:
    found = links(FLOWS, by_origin=True).specific(MARKER, place(level), None)
    assert [link["counterpart_area"] for link in found["links"] if link["notable"]] == ["DE", "IT", "MA"]


def test_a_lone_link_is_said_to_be_more_than_expected() -> None:
    flows = {code: {"DE": 40.0, "IT": 40.0} for code in FLOWS} | {"V000": {"DE": 20.0, "IT": 20.0, "MG": 1.0}}
    found = links(flows).specific(MARKER, place("epci"), None)
    (lone,) = [link for link in found["links"] if link["counterpart_area"] == "MG"]
    assert lone["notable"] and lone["words"]["fr"] == "un seul lien, trop peu pour conclure"
    assert "Plus qu'attendu" not in " ".join(sentence["fr"] for sentence in links_told(found))


@pytest.mark.parametrize(("expected", "said"), [(20.0, False), (19.0, True), (45.0, False), (46.0, True)])
def test_a_place_with_few_links_is_said_to_lack_each_country(expected: float, said: bool) -> None:
    """Thirty links: from two thirds to once and a half what was expected, nothing is said of the whole."""
    link = {"counterpart_area": "GB", "observed": 0.0, "expected": 2.5, "residual": -2.2, "notable": True}
    found = {"links": [link], "observed": 30.0, "expected": expected, "method": BOTH, "note": BOTH}
    words = [sentence["fr"] for sentence in links_told(found)]
    assert any(word.startswith("Tous pays connus ensemble : 30 pour") for word in words) == said
    assert words[0].startswith("Moins qu'attendu")


def test_nine_places_make_an_expectation() -> None:
    few = dict(list(FLOWS.items())[:9])
    assert links(few).specific(MARKER, place("epci"), None)["links"] == []
    assert links(dict(list(FLOWS.items())[:10])).specific(MARKER, place("epci"), None)["links"]


def test_diversity_inside_members_is_said_to_lie_between_them() -> None:
    same = {"A": {"IT": 5.0, "DE": 5.0}, "B": {"IT": 9.0, "DE": 9.0}}
    apart = {"A": {"IT": 5.0}, "B": {"DE": 9.0}}
    assert "à l'intérieur" in links(same).partition(MARKER, place("epci"), None)["words"]["fr"]
    assert "d'un membre à l'autre" in links(apart).partition(MARKER, place("epci"), None)["words"]["fr"]


def test_france_is_one_of_the_partner_countries() -> None:
    names = ("ref_area", "time_period", "counterpart_area", "value", "numerator", "denominator", "status")
    rows = [("V001", "2021", c, n, None, None, "ok") for c, n in (("W", 912.0), ("FR", 900.0), ("IT", 12.0))]
    table = pa.Table.from_pylist(
        [dict(zip(names, row, strict=True)) for row in rows],
        schema=pa.schema([(n, pa.float64() if n in names[3:6] else pa.string()) for n in names]),
    )
    found = Rows(SimpleNamespace(rows_of_marker=lambda marker, level: table))  # type: ignore[arg-type]
    assert found.flows("valmont", "commune", "2021") == {"V001": {"IT": 12.0}}
    assert found.partners("valmont", "commune", "2021", "V001") == {"IT": 12.0}


def moved(folder: Path, *, broken: str = "", collected: str = "counted", **last: Any) -> dict[str, Any]:
    """Two points of Valmont, ten then twelve; `last` changes the second, `broken` is a period the publisher marks B, on the
    facts of a commune of the EPCI that is read."""
    facts = pa.Table.from_pylist(
        [
            {
                "area_key": "com-V001",
                "measure": "arrivals",
                "time_period": period,
                "obs_status": "B" if period == broken else "A",
            }
            for period in ("2015", "2021")
        ]
    )
    path = folder / layout.FACTS_BY_TERRITORY
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(facts, path)
    first = {
        "time_period": "2015",
        "value": 10.0,
        "status": "ok",
        "marker_version": 1,
        "source": "valmont",
        "method_version": "sum/2",
        "status_reason": None,
    }
    series = [first, first | {"time_period": "2021", "value": 12.0} | last]
    edition: Any = SimpleNamespace(
        series=lambda marker, ref: series,
        members=lambda ref: [{"ref": "com-V001"}],
        facts_by_territory=SortedRows(path, "area_key"),
    )
    edition.breaks = lambda marker, ref: breaks_of(edition, MARKER, place("epci"), series)
    measures: Any = SimpleNamespace(edition=edition, sureness=SimpleNamespace(collected=lambda marker: collected))
    return Movement(measures).of(MARKER, place("epci"))


@pytest.mark.parametrize(
    ("turned", "said"),
    [
        ({"status": "estimated"}, "estimation"),
        ({"marker_version": 2}, "définition"),
        ({"source": "another"}, "source"),
        ({"method_version": "sum/3"}, "calcul"),
        ({"status": "estimated", "status_reason": "estimated_split"}, "limites"),
        ({"broken": "2021"}, "dite par le producteur"),
    ],
)
def test_a_change_is_told_across_a_break(tmp_path: Path, turned: dict[str, Any], said: str) -> None:
    assert moved(tmp_path)["change"]["value"] == 2.0
    found = moved(tmp_path, **turned)
    assert found["change"]["value"] is None and found["change"]["note"]
    assert [point["break_before"] for point in found["points"]] == [False, True]
    assert said in found["points"][1]["break_why"]["fr"]
