"""What would leave a hole in a map, tear two neighbours apart, or pass a grid for an outline."""

from __future__ import annotations

import json

import numpy as np
import pytest
import shapely

from longuevue.terms.refusal import Refusal
from longuevue.territories.catalogue import load_catalogue
from longuevue.territories.outlines.coverage import dissolved, sealed, simplified
from longuevue.territories.outlines.files import outline_files, read_outlines
from longuevue.territories.outlines.shapes import DRAWN, Outlines, outlines_of
from longuevue.territories.outlines.squares import squares_inside
from longuevue.territories.outlines.store import write_outlines
from longuevue.territories.outlines.tiles import MAX_BYTES
from longuevue.territories.outlines.today import communes_of_today
from tests.maps import valmont
from tests.maps.archive import tiles_of


@pytest.fixture(scope="module")
def bare() -> Outlines:
    return outlines_of(load_catalogue(), [])


@pytest.fixture(scope="module")
def with_valmont(tmp_path_factory) -> Outlines:
    folder = valmont.write(
        tmp_path_factory.mktemp("observatory") / "outlines", valmont.collection(valmont.side_by_side())
    )
    return outlines_of(load_catalogue(), outline_files(folder))


@pytest.mark.parametrize("level", DRAWN)
def test_a_territory_is_neither_drawn_nor_said_undrawn(bare, level):
    catalogue = load_catalogue()
    drawn, said = set(bare.shapes[level]), set(bare.undrawn[level])
    assert drawn | said == {t.code for t in catalogue.of_level(level)}
    assert not drawn & said


def test_only_two_empty_overseas_lands_and_what_lies_abroad_are_undrawn(bare):
    assert bare.undrawn["departement"] == ["984", "989"]
    assert bare.undrawn["epci"] == []
    assert bare.undrawn["perimeter"] == ["grand-geneve/CH"]
    assert {code[:3] for code in bare.undrawn["commune"]} == {"984", "989"}


def test_a_grid_passes_for_outlines(bare):
    assert set(bare.kinds["commune"].values()) == {"square"}
    assert set(bare.kinds["epci"].values()) == {"square"}
    assert set(bare.kinds["departement"].values()) == {"outline"}
    assert {card["licence"] for card in bare.cards} == {"CC BY 4.0", "domaine public"}
    assert all(card["publisher"]["fr"] and card["url"] for card in bare.cards)


@pytest.mark.parametrize("level", ["departement", "region"])
def test_neighbours_are_torn_apart_or_overlap_after_simplification(bare, level):
    metropolitan = [
        s for code, s in bare.shapes[level].items() if len(code) == 2 and (level != "region" or code > "06")
    ]
    assert shapely.coverage_is_valid(np.array(metropolitan))
    whole = shapely.coverage_union_all(metropolitan)
    assert sum(shapely.get_num_interior_rings(part) for part in shapely.get_parts(whole)) == 0


def test_outlines_are_put_back_where_they_are_on_the_globe(bare):
    assert bare.shapes["departement"]["42"].contains(shapely.Point(4.39, 45.44))
    assert bare.shapes["departement"]["29"].contains(shapely.Point(-4.1, 48.0))
    assert bare.shapes["departement"]["2A"].contains(shapely.Point(9.0, 41.85))
    assert bare.shapes["departement"]["974"].contains(shapely.Point(55.5, -21.1))


def test_a_square_leaves_its_departement_or_touches_another(bare):
    loire = [c for c in bare.shapes["commune"] if c.startswith("42")]
    squares = np.array([bare.shapes["commune"][c] for c in loire])
    assert shapely.contains(bare.shapes["departement"]["42"], shapely.centroid(squares)).all()
    assert abs(shapely.union_all(squares).area - shapely.area(squares).sum()) < 1e-9


def test_squares_are_too_few_for_a_thin_outline():
    thin = shapely.Polygon([(0, 45), (1, 45.001), (1, 45.002), (0, 45.001)])
    codes = [f"{n:05d}" for n in range(300)]
    assert list(squares_inside(thin, codes)) == codes


def test_own_outlines_win_and_the_rest_of_the_departement_is_said_undrawn(with_valmont):
    assert {with_valmont.kinds["commune"][c] for c in valmont.CODES} == {"outline"}
    assert "42001" in with_valmont.undrawn["commune"]
    assert with_valmont.kinds["commune"]["01001"] == "square"
    assert with_valmont.cards[-1]["publisher"]["fr"] == "Service du plan de Valmont"


def test_a_merged_commune_keeps_only_one_of_its_parts():
    from longuevue.territories.passage import passage

    merged = next(k for k in passage(2018, 2026).links if k.kind == "merged")
    today = communes_of_today(
        {code: shapely.Polygon(ring) for code, ring in valmont.side_by_side((merged.old, merged.new)).items()},
        2018,
    )
    assert set(today.shapes) == {merged.new}
    assert today.shapes[merged.new].area == pytest.approx(0.02)


def test_seams_between_neighbours_stay_open():
    left = shapely.Polygon(valmont.square(0, 45))
    right = shapely.Polygon([(0.1, 45), (0.2, 45), (0.2, 45.1), (0.1, 45.1), (0.1003, 45.05)])
    whole = dissolved(sealed({"a": left, "b": right}), {"ab": ["a", "b"]})["ab"]
    assert shapely.get_num_geometries(whole) == 1
    assert shapely.get_num_interior_rings(shapely.get_parts(whole)[0]) == 0


def test_simplified_neighbours_no_longer_share_their_border():
    jagged = [(0.1 + (0.01 if n % 2 else 0), 45 + n / 100) for n in range(11)]
    left = shapely.Polygon([(0, 45), *jagged, (0, 45.1)])
    right = shapely.Polygon([(0.2, 45), (0.2, 45.1), *reversed(jagged)])
    lighter = simplified({"a": left, "b": right}, 0.05)
    assert shapely.coverage_is_valid(np.array(list(lighter.values())))
    assert shapely.get_num_coordinates(lighter["a"]) < shapely.get_num_coordinates(left)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda f: (f / "origin.yaml").unlink(), "On ne sait pas de qui sont"),
        (lambda f: (f / "communes-2026.geojson").rename(f / "communes.geojson"), "de quelle année"),
        (lambda f: (f / "communes-2026.geojson").write_text("{"), "ne se lit pas"),
        (lambda f: valmont.write(f, valmont.collection(valmont.side_by_side(), "nom")), "colonne de codes"),
        (
            lambda f: valmont.write(f, valmont.collection({"1004": valmont.square(5, 46)})),
            "un zéro s'est sans doute perdu",
        ),
        (
            lambda f: valmont.write(
                f,
                {
                    "type": "FeatureCollection",
                    "features": [
                        {
                            "type": "Feature",
                            "properties": {"code": "42218"},
                            "geometry": {"type": "Point", "coordinates": [4.4, 45.4]},
                        }
                    ],
                },
            ),
            "n'est pas un polygone",
        ),
    ],
)
def test_a_bad_file_of_outlines_is_refused_with_its_reason(tmp_path, change, sentence):
    folder = valmont.write(tmp_path / "outlines", valmont.collection(valmont.side_by_side()))
    change(folder)
    with pytest.raises(Refusal, match=sentence):
        for file in outline_files(folder):
            read_outlines(file)


def test_tiles_are_heavier_than_a_browser_may_load_or_change_from_one_run_to_the_next(with_valmont, tmp_path):
    write_outlines(tmp_path / "a", with_valmont)
    write_outlines(tmp_path / "b", with_valmont)
    files = sorted(p.name for p in (tmp_path / "a").iterdir())
    assert "departement.pmtiles" in files and "commune.pmtiles" in files
    for name in files:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name
    for path in (tmp_path / "a").glob("*.pmtiles"):
        tiles = tiles_of(path)
        assert tiles and max(tile.bytes for tile in tiles) < MAX_BYTES
    about = json.loads((tmp_path / "a" / "outlines.json").read_text("utf-8"))
    assert about["levels"]["commune"]["in_tiles"] == len(valmont.CODES)
    # every département is in the first tiles: at low zoom nothing is left out
    first = [tile.raw for tile in tiles_of(tmp_path / "a" / "departement.pmtiles") if tile.zoom == 3]
    assert all(any(code.encode() in raw for raw in first) for code in with_valmont.shapes["departement"])
