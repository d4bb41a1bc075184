"""What would make a drawn map lie: a place that is not there, a zero among the missing, a figure only the eye can read."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
import shapely

from longuevue.edition.maps import signs
from longuevue.edition.maps.choropleth import Asked, choropleth
from longuevue.edition.maps.classes import classes_of, natural_breaks
from longuevue.edition.maps.projection import equal_earth, lambert93
from longuevue.edition.maps.sheet import country_sheet
from longuevue.edition.maps.world import world_map
from longuevue.terms.statuses import STATUSES
from tests.maps import valmont


def test_lambert_93_is_not_the_official_projection():
    # IGN, NTG 71: the origin of the projection, then Paris to the metre
    assert lambert93(np.array([[3.0, 46.5]])) == pytest.approx(np.array([[700000.0, 6600000.0]]), abs=0.01)
    assert lambert93(np.array([[2.3522, 48.8566]])) == pytest.approx(np.array([[652469.0, 6862035.3]]), abs=1.5)


def test_equal_earth_gives_a_country_more_land_than_it_has():
    def area(south: float) -> float:
        box = shapely.segmentize(shapely.box(0, south, 10, south + 10), 0.1)
        return shapely.transform(box, equal_earth).area

    true = (np.sin(np.radians(70)) - np.sin(np.radians(60))) / np.sin(np.radians(10))
    assert area(60) / area(0) == pytest.approx(true, rel=1e-3)


def test_every_status_has_a_sign_and_zero_its_own():
    signed = {*signs.OVER_A_SHADE, *signs.ALONE, "ok"}
    assert set(STATUSES) | {"zero", "too_uncertain"} == signed
    drawn = re.findall(r'<pattern id="map-([a-z_]+)"', signs.patterns())
    assert set(drawn) == signed - {"ok"}


@pytest.mark.parametrize(
    ("values", "method", "highs"),
    [
        ([0, 0, 3], "values", (3,)),
        ([1, 1, 1, 2, 4], "values", (1, 2, 4)),
        (range(1, 101), "quantiles", (20, 40, 60, 80, 100)),
        ([1] * 80 + [2, 3, 4, 50, 51, 90], "natural", (1, 2, 4, 51, 90)),
    ],
)
def test_classes_leave_a_value_out_or_name_a_bound_that_nobody_has(values, method, highs):
    classes = classes_of(list(values))
    assert (classes.method, classes.highs) == (method, highs)
    for value in values:
        if value:
            index = classes.of(value)
            assert classes.lows[index] <= value <= classes.highs[index]
    assert set(classes.lows) | set(classes.highs) <= set(values)


def test_no_class_is_made_of_nothing():
    assert classes_of([0, 0]) is None
    assert classes_of([]) is None


def test_natural_breaks_part_what_belongs_together():
    assert natural_breaks([1, 1.1, 1.2, 9, 9.1, 30], 3) == [1.2, 9.1, 30]
    many = sorted([float(n) for n in range(900)] + [5000.0 + n for n in range(900)])
    assert natural_breaks(many, 2)[0] == pytest.approx(899, abs=5)


def test_a_place_smaller_than_a_tenth_of_a_pixel_is_a_hole():
    tiny = shapely.Polygon(valmont.square(4.3, 45.4, 0.0001))
    assert country_sheet({"42218": tiny}).paths["42218"].endswith("h6v6h-6z")


def test_lands_overseas_fall_off_the_sheet(starter: Any):
    for level in ("region", "departement", "epci", "commune"):
        sheet = starter.atlas.sheet(level)
        assert sheet.unplaced == [], level
        assert set(sheet.paths) == set(starter.outlines(level).column("ref_area").to_pylist())


def test_a_territory_is_missing_from_the_map_and_from_its_legend(starter: Any):
    drawing = starter.atlas.choropleth("immigrant-residents-share", "departement")
    listed = {p.code for p in starter.places.of_level("departement")}
    assert set(drawing.fills) | set(drawing.undrawn) == listed
    shaded = sum(line.count for line in drawing.legend if not line.pattern)
    table = {r["ref_area"] for r in starter.table("immigrant-residents-share", "departement") if r["value"] is not None}
    assert shaded == len(table & set(drawing.fills))
    assert sum(line.count for line in drawing.legend if line.pattern in signs.ALONE) + shaded == len(drawing.fills)
    for code in table:
        assert drawing.fills[code].startswith("#"), code


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("whole", [False, True])
def test_the_image_is_not_well_formed_or_calls_something_outside(starter: Any, language: str, whole: bool):
    drawing = starter.atlas.choropleth("immigrant-residents-share", "region", language=language)
    text = drawing.svg(whole=whole)
    root = ElementTree.fromstring(text)
    assert root.find("{http://www.w3.org/2000/svg}title").text == drawing.title
    assert root.find("{http://www.w3.org/2000/svg}desc").text == drawing.alt
    assert not re.search(r"<script|<style|style=|\bhref|https?://(?!www\.w3\.org)", text)
    if whole:
        said = "".join(root.itertext())
        assert all(line.text in said for line in drawing.legend)


def test_a_figure_too_uncertain_to_be_given_is_drawn_as_a_weak_one_or_as_no_partner(starter: Any):
    unsure = {"value": None, "status": "low_precision", "status_reason": "too_uncertain"}
    rows = {code: unsure | {"status": "not_available"} for code in starter.atlas.sheet("departement").paths}
    rows |= {r["ref_area"]: r for r in starter.table("immigrant-residents-share", "departement")} | {"42": unsure}
    asked = Asked(starter.marker("immigrant-residents-share"), "departement", "2021", "fr")
    drawing = choropleth(asked, rows, starter.atlas.sheet("departement"), [], [], "")
    assert drawing.fills["42"] == "too_uncertain"
    assert [line.text for line in drawing.legend if line.pattern == "too_uncertain"] == [
        "trop incertain pour être donné"
    ]
    partners = [dict(r) for r in starter.counterparts("twinnings", "com-42218")]
    (first,) = [r for r in partners if r["counterpart_area"] == "CA"]
    first |= unsure
    world = world_map(asked, "x", partners, starter.path / "outlines" / "world.parquet", "", "")
    assert [line.count for line in world.legend if line.pattern == "too_uncertain"] == [1]
    assert "Trop incertain pour être donné" in world.alt


def test_the_alternative_text_ranks_or_names_places(starter: Any):
    alt = starter.atlas.choropleth("immigrant-residents-share", "departement").alt
    names = [p.name for p in starter.places.of_level("departement")]
    assert "100 territoires sur 107" in alt
    assert not [name for name in names if re.search(rf"\b{re.escape(name)}\b", alt)]


def test_a_grid_is_shown_without_saying_that_it_is_one(starter: Any):
    country = starter.atlas.choropleth("twinnings", "epci")
    assert any("chacun est un carré" in note for note in country.notes)
    inside = starter.atlas.choropleth("twinnings", "commune", within="epci-243400017")
    assert any("rangés à part" in note for note in inside.notes)
    assert "Villeneuve-lès-Maguelone" in inside.svg()
    assert len(inside.fills) == 31


def test_partner_countries_are_lost_or_russia_crosses_the_sheet(starter: Any):
    drawing = starter.atlas.partners("twinnings", "com-42218")
    known = {
        r["counterpart_area"]
        for r in starter.counterparts("twinnings", "com-42218")
        if r["value"] is not None and r["counterpart_area"] not in ("ZZ", "_U", None)
    }
    assert known
    assert sum(line.count for line in drawing.legend[:-1]) == len(known)
    assert drawing.undrawn == []
    from longuevue.edition.maps.world import world_sheet

    sheet, _ = world_sheet(starter.path / "outlines" / "world.parquet")
    for code, path in sheet.paths.items():
        for steps in re.findall(r"l([^z]*)z", path):
            across = [abs(int(step)) for step in steps.split(" ")[::2]]
            assert max(across) < 3200, code
