"""Figures pass from the codes of one year to those of another without a unit lost, and nothing is guessed."""

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from longuevue.terms.refusal import Refusal
from longuevue.territories.back_cast import back_cast
from longuevue.territories.catalogue import load_catalogue
from longuevue.territories.code_lists import codes_of_year, parts_of_year
from longuevue.territories.movements import Movement
from longuevue.territories.passage import Link, Passage, passage

WITHOUT_ANCESTOR = ("14666", "15031", "15035", "15047", "15171", "60694", "85165", "85212")
TROARN_SPLIT = (Movement("2020-01-01", 21, "14712", "14666"), Movement("2020-01-01", 21, "14712", "14712"))


def figures(**values):
    return pa.table({"code": [code.lstrip("_") for code in values], "value": list(values.values())})


def by_code(converted):
    return {row["code"]: row for row in converted.table.to_pylist()}


def valmont(*links, lost_parts=None, candidates=None):
    return Passage(2019, 2026, tuple(links), (), lost_parts or {}, candidates or {})


def test_the_107_vanished_codes_go_each_to_their_one_successor():
    vanished = codes_of_year(2019) - codes_of_year(2026)
    assert len(vanished) == 107
    for code in vanished:
        (link,) = passage(2019, 2026).links_of[code]
        assert link.new in codes_of_year(2026)
        assert (link.share, link.estimated) == (1.0, False)


def test_communes_that_appear_without_ancestor_are_never_guessed():
    step = passage(2019, 2026)
    assert step.without_ancestor == WITHOUT_ANCESTOR
    assert not {link.new for link in step.links} & set(WITHOUT_ANCESTOR)
    assert set(step.lost_parts) == {"14712", "15141", "60054", "85084"}


@pytest.mark.parametrize("years", [(2019, 2026), (2019, 2023), (2023, 2026)])
def test_populations_keep_their_total_to_the_unit(years):
    communes = load_catalogue(years[0]).of_level("commune")
    table = pa.table({"code": [c.code for c in communes], "value": [c.population for c in communes]})
    converted = passage(*years).convert(table)
    total, complete = converted.total_over(codes_of_year(years[1]))
    assert total == pc.sum(table["value"]).as_py()
    unknown = pc.sum(pc.is_null(table["value"])).as_py()
    assert complete == (unknown == 0)
    assert pc.sum(converted.table["value"]).as_py() + pc.sum(converted.set_aside["value"]).as_py() == total


def test_every_merged_commune_receives_the_sum_of_its_parts():
    population = {c.code: c.population for c in load_catalogue(2019).of_level("commune")}
    converted = by_code(passage(2019, 2026).convert(figures(**{f"_{c}": p for c, p in population.items()})))
    # Conques-en-Rouergue moved its seat, hence its code; La Moncelle joined Bazeilles
    assert converted["12218"]["value"] == population["12076"]
    assert converted["08053"]["value"] == population["08053"] + population["08294"]
    assert converted["08053"]["status"] == "ok"


def test_figure_of_a_commune_that_lost_parts_is_set_aside_for_the_larger_area():
    converted = passage(2019, 2026).convert(figures(_14712=5468, _14118=1000))
    row = by_code(converted)["14712"]
    assert (row["value"], row["status"], row["status_reason"]) == (None, "not_available", "scale_too_small")
    assert row["series_break"]
    (aside,) = converted.set_aside.to_pylist()
    assert (aside["value"], aside["within"]) == (5468, ["14666", "14712"])
    assert converted.total_over({"14666", "14712", "14118"}) == (6468, True)
    assert converted.total_over({"14712", "14118"}) == (1000, False)


def test_known_split_is_an_estimate_and_its_total_is_kept():
    step = passage(2019, 2026, TROARN_SPLIT)
    assert "14666" not in step.without_ancestor
    converted = by_code(step.convert(figures(_14712=5468)))
    assert {row["status"] for row in converted.values()} == {"estimated"}
    assert converted["14712"]["value"] + converted["14666"]["value"] == 5468
    assert converted["14712"]["value"] == round(5468 * 3439 / (3439 + 1905))


@pytest.mark.parametrize(("value", "sensitive"), [(5468, True), (150, False), (500, False)])
def test_split_of_a_sensitive_or_small_figure_is_withheld_not_guessed(value, sensitive):
    converted = passage(2019, 2026, TROARN_SPLIT).convert(figures(_14712=value), sensitive=sensitive)
    assert {row["status"] for row in by_code(converted).values()} == {"not_available"}
    assert converted.total_over({"14712", "14666"}) == (value, True)


def test_mergers_stay_known_when_only_splits_are_given_as_movements():
    kinds = {link.kind for link in passage(2019, 2026, TROARN_SPLIT).links}
    assert kinds == {"same", "merged", "renumbered", "wider", "split"}


def test_merger_undone_backward_is_an_estimate_and_a_part_goes_back_to_its_whole():
    step = passage(2026, 2019)
    assert [(link.new, link.share) for link in step.links_of["14666"]] == [("14712", 1.0)]
    assert [(link.new, link.share) for link in step.links_of["12218"]] == [("12076", 1.0)]
    links = step.links_of["08053"]
    assert {link.kind for link in links} == {"split"}
    assert sum(link.share for link in links) == pytest.approx(1)
    for code, links in step.links_of.items():
        assert sum(link.share for link in links) == pytest.approx(1), code


def test_code_on_which_the_lists_disagree_is_set_aside_and_its_possible_heirs_are_partial():
    converted = passage(2018, 2026).convert(figures(_60455=300, _60054=400, _60694=250))
    assert converted.set_aside.to_pylist()[0]["why"] == "no_certain_successor"
    rows = by_code(converted)
    assert {rows[code]["status"] for code in ("60054", "60694")} == {"partial"}
    assert rows["60054"]["value"] == 400


def test_unknown_code_is_set_aside_not_dropped():
    converted = passage(2019, 2026).convert(figures(_99999=12))
    assert converted.table.num_rows == 0
    assert converted.set_aside.to_pylist() == [{"code": "99999", "value": 12, "why": "unknown_code", "within": []}]


def test_unknown_value_is_not_taken_for_zero():
    merged = valmont(Link("99001", "99001", 1.0, "same"), Link("99002", "99001", 1.0, "merged"))
    (row,) = merged.convert(figures(_99001=40, _99002=None)).table.to_pylist()
    assert (row["value"], row["status"], row["status_reason"]) == (40, "partial", "incomplete_members")
    (row,) = merged.convert(figures(_99001=None, _99002=None)).table.to_pylist()
    assert (row["value"], row["status"]) == (None, "not_available")
    (row,) = merged.convert(figures(_99001=0, _99002=0)).table.to_pylist()
    assert (row["value"], row["status"]) == (0, "ok")


def test_what_joins_a_commune_whose_figure_is_withheld_is_not_lost():
    step = valmont(
        Link("99001", "99001", 0.5, "split"),
        Link("99001", "99002", 0.5, "split"),
        Link("99003", "99002", 1.0, "merged"),
    )
    converted = step.convert(figures(_99001=100, _99003=700))
    assert by_code(converted)["99002"]["value"] is None
    assert converted.total_over({"99001", "99002"}) == (800, True)


def test_whole_numbers_stay_whole_when_a_commune_is_split_in_three():
    step = valmont(*(Link("99001", f"9900{n}", 1 / 3, "split") for n in (1, 2, 3)))
    values = [row["value"] for row in step.convert(figures(_99001=1000)).table.to_pylist()]
    assert sorted(values) == [333, 333, 334]


def test_older_lists_come_from_the_history_of_codes():
    assert len(codes_of_year(2018) - codes_of_year(2019)) > 0
    assert "14666" in codes_of_year(2016) and "14666" not in codes_of_year(2017)
    assert parts_of_year(2018)["14666"] == "14712"
    step = passage(2018, 2026)
    assert [link.old for link in step.links if link.new is None] == ["60455"]


def test_years_between_two_lists_are_served_and_others_refused():
    assert passage(2021, 2026).links_of["08294"][0].new == "08053"
    for years in ((1900, 2026), (2019, 2030), (2019, 2021), (2021, 2019)):
        with pytest.raises(Refusal):
            passage(*years)


def test_table_without_its_columns_is_refused():
    with pytest.raises(Refusal, match="value"):
        passage(2019, 2026).convert(pa.table({"code": ["01001"]}))
    with pytest.raises(Refusal, match="geography_year"):
        back_cast(figures(_01001=1).append_column("time_period", pa.array(["2019"])))


def test_matrix_has_one_row_per_cell_and_each_old_code_sums_to_one():
    table = passage(2019, 2026).to_table()
    sums = table.group_by("old_code").aggregate([("share", "sum")])
    assert sums.num_rows == 35064
    assert pc.min_max(sums["share_sum"]).as_py() == {"min": 1.0, "max": 1.0}


def test_series_is_told_in_one_geography_and_its_breaks_are_shown():
    table = pa.table(
        {
            "geography_year": [2019, 2019, 2019, 2026, 2026],
            "time_period": ["2016", "2016", "2016", "2023", "2023"],
            "code": ["14712", "08053", "08294", "14712", "08053"],
            "value": [5468, 100, 50, 3439, 170],
        }
    )
    done = back_cast(table)
    points = {(row["time_period"], row["code"]): row for row in done.table.to_pylist()}
    assert points["2016", "08053"]["value"] == 150
    assert points["2016", "08053"]["geography_year"] == 2019
    assert not points["2016", "08053"]["series_break"]
    before = points["2016", "14712"]
    assert (before["series_break"], before["break_codes"], before["value"]) == (True, ["14666"], None)
    assert points["2023", "14712"]["series_break"] is False
    assert done.set_aside.to_pylist()[0]["time_period"] == "2016"
