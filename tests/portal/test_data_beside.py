"""Data beside the pages: same values as on screen, the same contract as the command line, nothing a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from longuevue.portal.views.data import COLUMNS, cell

CONTRACT = {
    "marker", "marker_version", "ref_area", "ref_area_name", "area_level", "geography_year", "time_period",
    "counterpart_area", "value", "unit", "numerator", "denominator", "coverage", "status", "status_reason", "precision",
    "method_version", "source", "vintage", "licence", "edition", "address", "offered",
}  # fmt: skip


def test_the_json_of_a_figure_is_the_reading_of_the_edition(pages: Client, starter: Any) -> None:
    response = pages.get("/fr/chiffre/international-students-share/com-42218.json")
    document = json.loads(response.content)
    assert set(document) >= CONTRACT
    assert document == json.loads(json.dumps(starter.reading("international-students-share", "com-42218")))


def test_the_csv_says_what_the_page_says(pages: Client) -> None:
    rows = _rows(pages.get("/fr/territoire/com-42218.csv"))
    page = pages.get("/fr/territoire/com-42218/").content.decode()
    with_value = [row for row in rows if row["value"]]
    assert with_value
    for row in with_value:
        number = row["shown_as"].removesuffix("\u202f%").split("\u00a0")[0]
        assert f'<span class="value">{number}' in page, row["marker"]
        assert row["source"] and row["status"] and row["licence"] and row["time_period"] and row["edition"]


def test_two_views_never_disagree(pages: Client, starter: Any) -> None:
    for area in ("com-42218", "com-69123", "dep-69", "reg-84", "epci-200046977"):
        exact = starter.reading("international-students-share", area)["value"]
        documents = [
            json.loads(pages.get(f"/fr/chiffre/international-students-share/{area}.json").content)["value"],
            next(
                r["value"]
                for r in json.loads(pages.get(f"/fr/territoire/{area}.json").content)["readings"]
                if r["marker"] == "international-students-share"
            ),
        ]
        assert documents == [exact, exact]
    table = json.loads(pages.get("/fr/marqueur/international-students-share/departements.json").content)
    values = {row["ref_area"]: row["value"] for row in table["readings"]}
    assert values["69"] == starter.reading("international-students-share", "dep-69")["value"]


def test_a_table_is_in_order_of_names_never_of_values(pages: Client) -> None:
    rows = _rows(pages.get("/fr/marqueur/international-students-share/departements.csv"))
    names = [row["ref_area_name"] for row in rows]
    values = [float(row["value"]) for row in rows if row["value"]]
    assert names == sorted(names)
    assert values != sorted(values) and values != sorted(values, reverse=True)


@given(st.text(max_size=40))
def test_no_text_becomes_a_formula(text: str) -> None:
    assert not str(cell(text)).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_numbers_stay_numbers() -> None:
    assert cell(-3.5) == -3.5 and cell(None) == "" and cell("=1+1") == "'=1+1"


def _rows(response: Any) -> list[dict[str, str]]:
    text = response.content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert rows and set(rows[0]) == set(COLUMNS)
    return rows
