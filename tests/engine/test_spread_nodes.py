"""The nodes of diversity, reach, lists and quotient give what the handbook's pure functions give on the same counts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from longuevue.engine.backend import open_backend
from longuevue.engine.clickhouse import exact_counts
from longuevue.engine.measures.diversity import effective_number
from longuevue.engine.measures.location import location_quotient
from longuevue.engine.measures.reach import Point, haversine_km, mean_reach
from longuevue.engine.measures.rings import capitals, share_in
from longuevue.engine.spread_nodes import last_day
from longuevue.facts.cards import SourceCard
from longuevue.facts.table import SCHEMA
from longuevue.markers.grammar import read_formula
from longuevue.terms.refusal import Refusal
from tests.engine.cubes import INBOUND, LINKS, answer, card, context_on

AGGLO = ("epci", "V-AGGLO", "2025", "W")


def facts(*rows: tuple[str, str, str | None, float] | tuple[str, str, str | None, float, str]) -> pa.Table:
    """(measure, commune, country, value[, item]) of 2025."""
    return pa.Table.from_pylist(
        [
            {
                "source_id": "valmont",
                "dataset": "invented",
                "measure": measure,
                "ref_area": area,
                "area_level": "commune",
                "geography_year": 2026,
                "time_period": "2025",
                "counterpart_area": country,
                "category": None,
                "item": item[0] if item else None,
                "value": value,
                "obs_status": "A",
                "vintage": "2026",
            }
            for measure, area, country, value, *item in rows
        ],
        schema=SCHEMA,
    )


def told(formula: Any, rows: pa.Table, key: tuple[str, ...] = AGGLO) -> dict[str, Any]:
    return answer(context_on(open_backend(), rows), formula)[key]


STUDENTS = facts(
    ("arrivals", "V0001", "IT", 30),
    ("arrivals", "V0001", "DE", 20),
    ("arrivals", "V0002", "DE", 10),
    ("arrivals", "V0002", "SN", 40),
    ("arrivals", "V0002", "FR", 900),
)


@pytest.mark.parametrize("order", [0, 1, 2])
def test_diversity_of_a_short_list_takes_the_corrected_formula(order: int) -> None:
    node = {"effective_number": {"of": INBOUND, "over": "counterpart", "order": order}}
    assert told(node, STUDENTS)["value"] == pytest.approx(effective_number([30, 30, 40], order).value)


def test_diversity_of_a_long_list_takes_the_plain_formula() -> None:
    rows = facts(("arrivals", "V0001", "IT", 300), ("arrivals", "V0002", "DE", 500))
    node = {"effective_number": {"of": INBOUND, "over": "counterpart", "order": 2}}
    assert told(node, rows)["value"] == pytest.approx(effective_number([300, 500], 2).value)


@pytest.mark.parametrize(
    "counts", [(100, 60, 39), (100, 60, 40), (1, 1, 1), (2, 1, 1), (9, 1, 1), (90, 6, 4), (3, 1, 0)]
)
@pytest.mark.parametrize("order", [1, 2])
def test_very_short_lists_agree_with_the_handbook(counts: tuple[int, ...], order: int) -> None:
    rows = facts(*(("arrivals", "V0001", country, n) for country, n in zip(("IT", "DE", "SN"), counts, strict=True)))
    node = {"effective_number": {"of": INBOUND, "over": "counterpart", "order": order}}
    expected = effective_number(counts, order).value
    assert told(node, rows)["value"] == (None if expected is None else pytest.approx(expected))


def test_a_list_of_singletons_has_no_inverse_simpson() -> None:
    rows = facts(("arrivals", "V0001", "IT", 1), ("arrivals", "V0002", "DE", 1))
    node = {"effective_number": {"of": INBOUND, "over": "counterpart", "order": 2}}
    assert told(node, rows)["value"] is None
    assert told(node, rows)["blocked"] == 1


def test_reach_of_a_flow_goes_to_the_capitals() -> None:
    centre = Point(46.22, 6.25)
    kilometres = haversine_km(
        centre, *zip(*((capitals()[c].lat, capitals()[c].lon) for c in ("IT", "DE", "SN")), strict=True)
    )
    expected = mean_reach([30, 30, 40], kilometres).value
    assert told({"mean_reach": {"of": INBOUND}}, STUDENTS)["value"] == pytest.approx(expected)


TWINS = facts(
    ("twinning", "V0001", "DE", 1, "Q1"),
    ("twinning", "V0002", "DE", 1, "Q1"),
    ("twinning", "V0002", "IT", 1, "Q2"),
    ("twinning", "V0002", None, 1, "Q9"),
)


def test_reach_of_links_goes_to_the_twin_towns_each_once() -> None:
    kilometres = haversine_km(Point(46.22, 6.25), [47.4, 44.3], [9.7, 8.4])
    row = told({"mean_reach": {"of": LINKS}}, TWINS)
    assert row["value"] == pytest.approx(kilometres.mean())
    assert row["denominator"] == 2  # the third twin town is nowhere to be found: an open register says what it knows


def test_without_a_centre_no_distance_is_given() -> None:
    row = told({"mean_reach": {"of": LINKS}}, TWINS, ("perimeter", "grand-valmont", "2025", "W"))
    assert (row["value"], row["blocked"]) == (None, 1)


def test_a_closed_register_with_many_unlocated_partners_gives_no_distance() -> None:
    rows = facts(("arrivals", "V0001", "IT", 90), ("arrivals", "V0001", "XX", 10))
    assert told({"mean_reach": {"of": INBOUND}}, rows)["blocked"] == 1


def test_share_in_a_dated_list_is_the_handbook_s() -> None:
    row = told({"share_in": {"of": INBOUND, "list": "eu"}}, STUDENTS)
    expected = share_in([30, 30, 40], ["IT", "DE", "SN"], "eu", date(2025, 12, 31))
    assert row["value"] == pytest.approx(100 * (expected or 0))
    assert (row["numerator"], row["denominator"]) == (60, 100)


@pytest.mark.parametrize(
    ("period", "day"),
    [
        ("2021", date(2021, 12, 31)),
        ("2016-09", date(2016, 9, 28)),
        ("2022-23", date(2023, 12, 31)),
        ("2011-12", date(2011, 12, 28)),
    ],
)
def test_a_period_is_dated_by_its_end(period: str, day: date) -> None:
    assert last_day(period) == day


RESIDENTS = [("residents", code, "W", 10_000.0) for code in ("V0001", "V0002", "V0003", "V0004")]
QUOTIENT = {"location_quotient": {"of": INBOUND, "to": {"sum": {"measure": "residents"}}, "by_origin": False}}


def test_quotient_compares_with_the_rest_of_the_reference() -> None:
    rows = facts(*RESIDENTS, ("arrivals", "V0001", "IT", 300), ("arrivals", "V0004", "IT", 100))
    row = told(QUOTIENT, rows, ("commune", "V0001", "2025", "IT"))
    assert row["value"] == pytest.approx(location_quotient(300, 10_000, 400, 40_000).value)
    assert row["numerator"] / row["denominator"] == pytest.approx(row["value"])


def test_quotient_is_refused_on_small_numbers() -> None:
    rows = facts(*RESIDENTS, ("arrivals", "V0001", "IT", 4), ("arrivals", "V0004", "IT", 100))
    assert told(QUOTIENT, rows, ("commune", "V0001", "2025", "IT"))["value"] is None


def test_quotient_is_refused_where_little_was_expected() -> None:
    # eight of 10,000 here, eight of 30,000 elsewhere: under three were expected
    rows = facts(*RESIDENTS, ("arrivals", "V0001", "IT", 8), ("arrivals", "V0004", "IT", 8))
    assert location_quotient(8, 10_000, 16, 40_000).value is None
    assert told(QUOTIENT, rows, ("commune", "V0001", "2025", "IT"))["value"] is None


def levels_told(by_origin: bool, sensitivity: str) -> set[str]:
    rows = facts(*RESIDENTS, ("arrivals", "V0001", "IT", 300), ("arrivals", "V0003", "IT", 100))
    context = context_on(open_backend(), rows)
    data = card().model_dump(mode="json", by_alias=True)
    data["measures"]["arrivals"]["sensitivity"] = sensitivity
    context.cards["valmont"] = SourceCard.model_validate(data)
    formula = {"location_quotient": QUOTIENT["location_quotient"] | {"by_origin": by_origin}}
    return {key[0] for key, row in answer(context, formula).items() if row["value"] is not None}


def test_no_quotient_by_origin_below_the_departement_whatever_the_page_says() -> None:
    assert "commune" in levels_told(by_origin=False, sensitivity="low")
    for refused in (levels_told(by_origin=True, sensitivity="low"), levels_told(by_origin=False, sensitivity="high")):
        assert refused <= {"departement", "region", "country"}
        assert "departement" in refused


def test_a_list_nobody_knows_or_a_quotient_without_its_word_on_origin_is_refused() -> None:
    with pytest.raises(Refusal, match="n'est pas admis"):
        read_formula({"value": {"share_in": {"of": INBOUND, "list": "g20"}}}, where="essai")
    with pytest.raises(Refusal, match="by_origin"):
        read_formula({"value": {"location_quotient": {"of": INBOUND, "to": INBOUND}}}, where="essai")
    with pytest.raises(Refusal, match="mean_reach"):
        read_formula({"value": {"mean_reach": {"of": {"population": {}}}}}, where="essai")


def test_clickhouse_never_counts_distinct_things_approximately() -> None:
    sql = exact_counts('SELECT uniq("a") AS "n", COUNT(*) AS "c" FROM "t"')
    assert "uniq(" not in sql
    assert "COUNT(DISTINCT" in sql.upper()
