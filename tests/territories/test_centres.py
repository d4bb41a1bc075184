"""Centres of territories: seats of prefectures known everywhere, no centre invented where too few are located."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path

import pyarrow as pa
import pytest

from longuevue.territories import centres
from longuevue.territories.catalogue import load_catalogue
from longuevue.territories.centres import outline_files, outlines_fingerprint, with_centres


def located(outlines: dict[str, Path]) -> dict[tuple[str, str], tuple[float, float] | None]:
    catalogue = load_catalogue()
    table = with_centres(catalogue.territories(), catalogue.membership(), outlines)
    rows = zip(*(table[n].to_pylist() for n in ("area_level", "ref_area", "latitude", "longitude")), strict=True)
    return {(level, code): None if lat is None else (lat, lon) for level, code, lat, lon in rows}


def test_every_departement_has_one_seat_and_it_is_a_commune_of_its_own() -> None:
    catalogue = load_catalogue()
    with (Path(centres.__file__).parent / "prefectures.csv").open(encoding="utf-8", newline="") as handle:
        seats = list(csv.DictReader(handle))
    assert len(seats) == 101
    for seat in seats:
        commune = catalogue.get("commune", seat["commune"])
        assert commune.departement is not None
        assert commune.departement.code == seat["departement"]


def test_on_a_fresh_machine_departements_have_a_centre_and_most_communes_none() -> None:
    found = located({})
    assert found["commune", "42218"] == (45.434, 4.390)
    assert found["commune", "74012"] is None
    assert all(found["departement", code] is not None for code in ("42", "67", "974", "2A"))
    france = found["country", "FR"]
    assert france is not None
    assert 45 < france[0] < 48
    assert 1 < france[1] < 4
    assert found["epci", "200011773"] is None


def test_a_commune_outline_gives_its_commune_a_centre(tmp_path: Path) -> None:
    folder = tmp_path / "geometries"
    folder.mkdir()
    square = [[[6.2, 46.1], [6.3, 46.1], [6.3, 46.2], [6.2, 46.2], [6.2, 46.1]]]
    feature = {
        "type": "Feature",
        "properties": {"code": "74012"},
        "geometry": {"type": "Polygon", "coordinates": square},
    }
    (folder / "communes-74.geojson").write_text(json.dumps({"features": [feature]}), encoding="utf-8")
    files = outline_files(tmp_path)
    centre = located(files)["commune", "74012"]
    assert centre == (pytest.approx(46.15), pytest.approx(6.25))
    assert list(outlines_fingerprint(files)) == ["communes-74.geojson"]
    assert outline_files(None) == {}


def test_the_table_keeps_its_rows_and_order() -> None:
    catalogue = load_catalogue()
    before = catalogue.territories()
    after = with_centres(before, catalogue.membership(), {})
    assert after.select(before.column_names).equals(before)
    assert after.schema.field("latitude").type == pa.float64()


@pytest.mark.mirror
@pytest.mark.skipif(
    not os.environ.get("LONGUEVUE_MIRROR"), reason="les contours ne sont pas là : donnez LONGUEVUE_MIRROR"
)
def test_prefectures_lie_inside_the_outline_of_their_departement() -> None:
    from shapely.geometry import Point, shape

    folder = Path(os.environ["LONGUEVUE_MIRROR"]) / "geometries"
    features = json.loads((folder / "departements-version-simplifiee.geojson").read_text(encoding="utf-8"))["features"]
    outlines = {f["properties"]["code"]: shape(f["geometry"]) for f in features}
    with (Path(centres.__file__).parent / "prefectures.csv").open(encoding="utf-8", newline="") as handle:
        for seat in csv.DictReader(handle):
            if seat["departement"] in outlines:
                point = Point(float(seat["lon"]), float(seat["lat"]))
                assert outlines[seat["departement"]].distance(point) < 0.03, seat["departement"]
    assert located(outline_files(Path(os.environ["LONGUEVUE_MIRROR"])))["epci", "200011773"] is not None
