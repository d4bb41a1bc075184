"""Vector tiles opened one by one, feature by feature: a count hidden in one as a number is found; ours hold outlines only."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyogrio.raw
import pytest
import shapely

from longuevue.edition.exits import leaks_in
from longuevue.edition.reader import Edition
from longuevue.edition.vector_tiles import features_of
from longuevue.engine.disclosure.cells import CellKey
from tests.maps.archive import tiles_of

SECRET = 1_234_567
KEY = CellKey("actor-valmont", "care_abroad", "com-V0001", "2025", "W")


def archive(path: Path, value: np.ndarray) -> Path:
    """A map of one place whose tiles carry a column more, written by GDAL."""
    square = shapely.to_wkb(np.array([shapely.MultiPolygon([shapely.box(3.8, 43.5, 3.9, 43.6)])], dtype=object))
    pyogrio.raw.write(
        path, square, [np.array(["V0001"], dtype=object), value], ["code", "n"], layer="commune", driver="PMTiles",
        geometry_type="MultiPolygon", crs="EPSG:4326", dataset_options={"MINZOOM": "5", "MAXZOOM": "6"},
    )  # fmt: skip
    return path


@pytest.mark.parametrize(
    "value",
    [np.array([SECRET]), np.array([float(SECRET)]), np.array([f"{SECRET}"], dtype=object)],
    ids=["whole number", "decimal", "words"],
)
def test_a_count_carried_by_a_tile_passes_the_auditor(value, tmp_path: Path):
    path = archive(tmp_path / "carte.pmtiles", value)
    leaks, _ = leaks_in(tmp_path, {KEY: float(SECRET)})
    assert [leak.where for leak in leaks] == [path.name]
    assert leaks_in(tmp_path, {KEY: float(SECRET + 1)})[0] == []


def test_a_feature_of_a_tile_says_more_than_the_code_of_its_place(guarded, prove):
    edition = Edition.open(guarded[1])
    seen, strange = 0, []
    for level in edition.atlas.tiled_levels():
        codes = set(edition.atlas.sheet(level).paths)
        path = edition.atlas.tiles(level)
        assert path is not None
        met = set()
        for tile in tiles_of(path):
            for feature in features_of(tile.raw):
                seen += 1
                met.add(feature.properties.get("code"))
                if feature.layer != level or feature.properties.keys() != {"code"}:
                    strange.append(feature)
        assert met and met <= codes, (level, sorted(met - codes)[:3])
    prove(
        f"features of vector tiles that say more than a code, of {seen}",
        value=len(strange), bar="0", holds=seen > 1_000 and not strange,
    )  # fmt: skip


@pytest.mark.parametrize("bytes_", [b"\x1a\x80\x01a", b"\x1a", b"\xff" * 40, b"\x1b\x00", b"\x08\x01"])
def test_bytes_that_are_no_tile_stop_the_auditor_without_a_word(bytes_):
    with pytest.raises(ValueError):
        list(features_of(bytes_))
