"""The table of facts refuses what would lie: wrong types, unknown levels, a secret with a figure, a row twice."""

import pyarrow as pa
import pytest

from longuevue.facts.table import checked, empty_facts, facts_from_rows, in_order
from longuevue.terms.refusal import Refusal

VALMONT = {
    "source_id": "valmont-bureau",
    "dataset": "recensement",
    "measure": "residents",
    "ref_area": "99001",
    "area_level": "commune",
    "geography_year": 2026,
    "time_period": "2021",
    "counterpart_area": "W",
    "value": 1200.0,
    "obs_status": "A",
    "vintage": "2021",
}


def refused(**changes) -> str:
    with pytest.raises(Refusal) as caught:
        facts_from_rows([VALMONT | changes])
    return str(caught.value)


def test_a_correct_row_goes_through():
    assert facts_from_rows([VALMONT]).num_rows == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"area_level": "canton"}, "« canton » inconnu dans area_level"),
        ({"obs_status": "Z"}, "« Z » inconnu dans obs_status"),
        ({"value": None}, "Valeur None avec le statut A"),
        ({"obs_status": "Q"}, "secret du producteur"),
        ({"value": float("nan")}, "ce n'est pas un nombre"),
        ({"value": float("inf")}, "ce n'est pas un nombre"),
        ({"ref_area": "1001"}, "n'a pas la forme d'un code de niveau commune"),
        ({"counterpart_area": "DEU"}, "n'est pas un pays"),
        ({"vintage": None}, "« vintage » est vide"),
        ({"geography_year": "deux mille"}, "geography_year"),
    ],
)
def test_a_row_that_would_lie_is_refused_with_its_reason(changes, said):
    assert said in refused(**changes)


def test_a_missing_value_is_null_under_its_status():
    assert facts_from_rows([VALMONT | {"value": None, "obs_status": "Q"}])["value"].null_count == 1


def test_the_same_row_twice_is_refused_not_summed():
    with pytest.raises(Refusal, match="deux fois"):
        facts_from_rows([VALMONT, VALMONT | {"value": 3.0}])


def test_two_items_of_one_place_are_two_rows():
    assert facts_from_rows([VALMONT | {"item": "Q1"}, VALMONT | {"item": "Q2"}]).num_rows == 2


def test_an_empty_category_is_not_an_absent_one():
    assert facts_from_rows([VALMONT | {"category": ""}, VALMONT | {"category": None}]).num_rows == 2


def test_order_of_arrival_leaves_no_trace():
    rows = [VALMONT | {"ref_area": f"990{n:02}", "item": item} for n in range(9) for item in ("b", None, "a")]
    assert facts_from_rows(rows).equals(facts_from_rows(rows[::-1]))


def test_a_column_missing_or_of_another_type_is_refused():
    with pytest.raises(Refusal, match="Colonnes attendues"):
        checked(empty_facts().drop_columns(["vintage"]))
    with pytest.raises(Refusal, match="Colonnes attendues"):
        checked(pa.table({"source_id": [1]}))


def test_sorting_an_empty_table_is_empty():
    assert in_order(checked(empty_facts())).num_rows == 0
