"""Measures read from the starter edition: what was withheld that comes back, a peer chosen by the outcome, a change where
windows overlap, a scale that hides what it needs."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from longuevue.diagnosis.competences import COMPETENCES
from longuevue.edition.measured.movement import _tested, _years
from longuevue.engine.measures import trend
from longuevue.engine.measures.partition import partition
from longuevue.markers.observers import policy_areas

Lv = Callable[..., tuple[int, str, str]]


def texts(document: Any) -> list[dict[str, Any]]:
    if isinstance(document, dict):
        mine = [document] if {"fr", "en"} <= set(document) else []
        return mine + [t for value in document.values() for t in texts(value)]
    return [t for value in document for t in texts(value)] if isinstance(document, list) else []


@pytest.mark.parametrize("area", ["com-42218", "epci-200046977", "dep-69", "reg-84", "FR", "com-55139", "lau-CH6621"])
def test_a_measure_is_null_without_a_sentence_or_says_it_in_one_language(starter: Any, area: str) -> None:
    for marker in ("twinnings", "international-students-share", "immigrant-residents-share"):
        found = starter.measures.of(marker, area)
        json.dumps(found)
        assert all(text["fr"] and text["en"] for text in texts(found))
        for part in ("precision", "specific_links", "partition"):
            assert texts(found[part]), part
        for name in ("change", "yearly_rate"):
            assert (found["trend"][name]["value"] is None) == (found["trend"][name]["note"] is not None)


def test_a_percentile_counts_the_place_twice_or_forgets_it(starter: Any) -> None:
    marker = "international-students-share"
    found = {s["zone"]: s for s in starter.measures.standings(marker, "dep-42")}["country"]
    french = {p.code for p in starter.places.of_level("departement") if p.zone in ("metro", "drom")}
    rows = [r for r in starter.table(marker, "departement") if r["status"] == "ok" and r["ref_area"] in french]
    values = [r["value"] for r in rows]
    mine = starter.reading(marker, "dep-42")["value"]
    below, equal = sum(v < mine for v in values), sum(v == mine for v in values)
    assert found["percentile"] == pytest.approx(100 * (below + equal / 2) / len(values))
    assert (found["side"], found["name"]) == ("lower" if mine < found["median"] else "higher", "France")


def test_a_census_share_within_its_interval_of_the_median_is_said_higher(starter: Any) -> None:
    """The percentage of immigrants is an estimate: beside a median that its interval holds, nothing is said to differ."""
    seen = set()
    for place in starter.places.of_level("departement"):
        reading = starter.reading("immigrant-residents-share", place.ref)
        found = starter.standing(reading, "peers")
        if found is None or found["low"] is None or found["median"] is None:
            continue
        inside = found["low"] <= found["median"] <= found["high"]
        assert inside == (found["side"] == "same"), place
        seen.add(inside)
    assert False in seen


def test_a_count_that_grows_with_the_place_has_a_percentile_of_france(starter: Any) -> None:
    reading = starter.reading("international-actors-density", "com-34172")
    assert starter.standing(reading, "country") is not None
    count = starter.reading("external-action-spending", "com-34172")
    found = starter.standing(count, "country")
    assert found is None or found["percentile"] is None


def test_a_partial_figure_is_compared_all_the_same(starter: Any) -> None:
    assert starter.reading("twinnings", "com-42218")["status"] != "ok"
    assert starter.measures.standings("twinnings", "com-42218") == []


def test_a_count_that_grows_with_the_place_has_a_percentile_or_a_range(starter: Any) -> None:
    around = starter.measures.zonings("twinnings", "com-42218")
    assert around["around"]["low"] is None
    assert "grandit" in around["around"]["words"]["fr"]
    assert around["companions"]["twinnings.countries"]["low"] is not None


def test_the_range_of_zonings_leaves_out_the_upper_bound_of_a_diversity(starter: Any) -> None:
    found = starter.measures.zonings("twinnings", "epci-200046977")["companions"]["twinnings.countries"]
    lyon = next(c for c in starter.companions("twinnings", "epci-200046977") if c["property"] == "diversity")
    assert lyon["between"]["high"] > max(v["value"] for v in found["values"])
    assert found["high"] == lyon["between"]["high"]
    assert f"{found['high']:.1f} at most (Métropole de Lyon)" in found["words"]["en"]


def test_the_range_of_zonings_is_not_that_of_the_readings(starter: Any) -> None:
    found = starter.measures.zonings("international-students-share", "com-42218")["around"]
    shown = {
        area: starter.reading("international-students-share", area)["value"]
        for area in ("com-42218", "epci-244200770", "dep-42", "reg-84", "FR")
    }
    assert {v["ref"]: v["value"] for v in found["values"]} == shown
    assert (found["low"], found["high"]) == (min(shown.values()), max(shown.values()))


def test_the_range_of_zonings_starts_from_the_place_itself(starter: Any) -> None:
    found = starter.measures.zonings("international-students-share", "com-67482")["around"]
    assert found["values"][0]["ref"] == "com-67482" and found["values"][0]["value"] == found["high"]
    assert found["low"] == starter.reading("international-students-share", "FR")["value"]


def test_a_composite_of_a_region_is_averaged_over_its_zones(starter: Any) -> None:
    inside = starter.measures.zonings("twinnings", "reg-84")["inside"]
    assert [v["level"] for v in inside["values"]] == ["commune", "epci", "departement"]
    flows = {}
    for code in ("01", "03", "07", "15", "26", "38", "42", "43", "63", "69", "73", "74"):
        rows = [r for r in starter.counterparts("twinnings", f"dep-{code}") if r["value"]]
        flows[code] = {r["counterpart_area"]: r["value"] for r in rows if r["counterpart_area"]}
    countries = sorted({c for f in flows.values() for c in f})
    found = partition([[f.get(c, 0.0) for c in countries] for f in flows.values() if f])
    by_departement = next(v["value"] for v in inside["values"] if v["level"] == "departement")
    assert by_departement == pytest.approx(found.alpha)
    parts = starter.measures.partition("twinnings", "reg-84")
    assert parts["alpha"] * parts["beta"] == pytest.approx(parts["gamma"])
    assert parts["alpha"] == pytest.approx(found.alpha)


def test_expected_links_do_not_add_up_to_what_was_observed(starter: Any) -> None:
    found = starter.measures.specific_links("twinnings", "dep-69")
    rows = {r["counterpart_area"]: r["value"] for r in starter.counterparts("twinnings", "dep-69")}
    for link in found["links"]:
        assert link["observed"] == rows.get(link["counterpart_area"], 0.0)
        assert link["ratio"] == pytest.approx(link["observed"] / link["expected"])
        assert link["notable"] == (abs(link["residual"]) > 2)
        assert (link["residual"] > 0) == (link["observed"] > link["expected"])
    codes = [link["counterpart_area"] for link in found["links"]]
    assert codes == sorted(codes), "countries in order of codes, never of residuals"
    assert "gravité" in found["method"]["fr"]
    assert {"ln_population", "ln_distance", "border", "language"} <= found["coefficients"].keys()


def test_a_withheld_figure_comes_back_by_a_measure(starter: Any) -> None:
    """Nothing that has no value of its own may be told by a zoning, a trend or a standing."""
    for marker in ("immigrant-residents-share", "foreign-residents-share"):
        found = starter.measures.of(marker, "com-42218")
        assert found["reading"]["value"] is None
        assert found["precision"]["low"] is None
        assert found["standings"] == []
        assert found["trend"]["points"] == []
        assert all(v["ref"] != "com-42218" for v in found["zonings"]["around"]["values"])


def test_a_census_share_is_said_to_be_sure(starter: Any) -> None:
    found = starter.measures.precision("immigrant-residents-share", "dep-74")
    value = starter.reading("immigrant-residents-share", "dep-74")["value"]
    assert found["class"] == "A"
    assert found["low"] < value < found["high"]
    assert "non par l'INSEE" in found["method"]["fr"]
    assert starter.measures.precision("international-students-share", "dep-69")["class"] is None


def test_two_census_vintages_that_share_years_are_called_a_change() -> None:
    def point(period: str, value: float) -> trend.Observation:
        years = _years(period, True)
        assert years is not None
        return trend.Observation(*years, value)

    assert _years("2021", True) == (2019, 2023)
    assert trend.change([point("2019", 1.0), point("2021", 2.0)]).value is None
    assert trend.change([point("2016", 1.0), point("2021", 2.0)]).value == 1.0
    yearly = _tested([point(str(year), float(year % 7)) for year in range(2006, 2020)])
    assert yearly["slope"] is None, "fourteen overlapping vintages are not fourteen observations"


def test_the_trend_is_not_that_of_the_series(starter: Any) -> None:
    found = starter.measures.trend("international-students-share", "dep-69")
    series = starter.series("international-students-share", "dep-69")
    assert [p["value"] for p in found["points"]] == [r["value"] for r in series]
    assert found["change"]["value"] == pytest.approx(series[-1]["value"] - series[0]["value"])
    assert found["test"]["slope"] is not None or found["test"]["points"] < 8


def test_a_scale_is_advised_that_withholds_more_than_a_fifth(starter: Any) -> None:
    for place in starter.places.of_level("departement")[::9]:
        for question in ("international-air-destinations", "twinnings", "international-students-share"):
            found = starter.measures.scale(question, place.ref)
            advised = found["advised"]
            if advised is None:
                continue
            chosen = next(s for s in found["scales"] if s["level"] == advised["level"])
            assert chosen["withheld"] <= 0.2 * chosen["needed"]
            assert chosen["honest"]


def test_france_is_advised_as_a_scale_of_action(starter: Any) -> None:
    for question in ("twinnings", "international-students-share", "cooperation"):
        levels = [scale["level"] for scale in starter.measures.scale(question, "com-74012")["scales"]]
        assert levels == ["commune", "epci", "departement", "region"], question


def test_the_airport_question_is_advised_where_no_airport_is_counted(starter: Any) -> None:
    found = starter.measures.scale("international-air-destinations", "com-69123")
    assert found["advised"]["ref"] == "dep-69"
    assert all(criterion["reason"]["fr"] for scale in found["scales"] for criterion in scale["criteria"])


def test_a_policy_area_has_no_competent_authority_or_no_law() -> None:
    assert set(COMPETENCES) == set(policy_areas())
    assert all(levels and law for levels, law in COMPETENCES.values())


def test_the_portrait_says_nothing_of_peers(starter: Any) -> None:
    portrait = starter.portrait("com-42218")
    assert len(portrait["peers"]["peers"]) == 10
    whole = {r["marker"] for r in portrait["readings"] if r["status"] == "ok"}
    assert whole and set(portrait["standings"]) == whole


@pytest.mark.parametrize(
    "command",
    [
        ("measures", "twinnings", "200046977"),
        ("measures", "immigrant-residents-share", "dep-74"),
        ("measures", "international-students-share", "FR"),
        ("peers", "com-42218"),
        ("scale", "international-air-destinations", "com-69123"),
        ("scale", "cooperation", "com-42218"),
        ("scale", "fdi-projects", "com-42218"),
    ],
)
def test_a_weighing_command_prints_words_where_json_is_asked(lv: Lv, command: tuple[str, ...]) -> None:
    code, out, err = lv(*command)
    assert code == 0, err
    assert "None" not in out
    code, out, _ = lv(*command, "--json")
    assert code == 0
    json.loads(out)


def test_the_command_says_that_a_lone_link_stands_out_though_the_page_does_not(lv: Lv) -> None:
    out = lv("measures", "twinnings", "com-42218")[1].replace("\xa0", " ")
    assert "trop peu pour conclure : Madagascar" in out
    assert "Madagascar (" not in out and "MG" not in out


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("scale", "twining", "com-42218"), "twinnings"),
        (("measures", "twinnings", "com-99999"), "inconnu"),
        (("peers", "93"), "dep-93"),
        (("measures", "asylum-accommodation", "dep-34"), "responsable"),
    ],
)
def test_a_weighing_command_takes_bad_input(lv: Lv, command: tuple[str, ...], said: str) -> None:
    code, out, err = lv(*command)
    assert (code, out) == (1, "")
    assert said in err


def test_two_roads_lead_to_two_standings(starter: Any) -> None:
    """`measures.standings` is `edition.standing` in each zone of `edition.zones`: computed in one place."""
    for marker, area in (("international-students-share", "com-42218"), ("immigrant-residents-share", "dep-74")):
        reading = starter.reading(marker, area)
        once = [starter.standing(reading, zone["zone"]) for zone in starter.zones(area)]
        told = starter.measures.standings(marker, area)
        assert [{k: v for k, v in s.items() if k not in ("area", "name")} for s in told] == [s for s in once if s]
        assert len(told) > 1
    assert starter.measures.of("twinnings", "com-42218")["peers"] == starter.peers("com-42218")


def test_a_portrait_leaves_out_how_much_how_spread_how_far(lv: Lv) -> None:
    code, out, _ = lv("portrait", "epci-200046977")
    assert code == 0
    block = out[out.index("Combien, entre combien de pays") :].replace("\xa0", " ")
    assert "Distance moyenne des villes jumelles : pas de valeur (" in block  # no outline in the starter: no centre
    assert "Destinations étrangères desservies par avion, Rhône" in block
    assert "10,4 pour 1 000 habitants" in block.replace("\u202f", " ")


def test_flows_of_a_portrait_do_not_say_whose_they_are(lv: Lv) -> None:
    flows = json.loads(lv("portrait", "epci-200046977", "--json")[1])["flows"]
    assert flows["twinnings"]["area"] == "epci-200046977" and not flows["twinnings"]["lent"]
    lent = flows["international-air-destinations"]
    assert (lent["area"], lent["lent"]) == ("dep-69", True)
    kinds = {companion["property"] for companion in flows["twinnings"]["companions"]}
    assert kinds == {"intensity", "diversity", "reach"}
    assert {one["about"] for one in flows["twinnings"]["told"]} == {"precision", "links", "members", "boundaries"}
