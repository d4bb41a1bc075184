"""Absent files are refused with the command that makes them; made twice, they are the same bytes."""

import importlib.util
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import shapely

from longuevue.terms.refusal import Refusal
from longuevue.territories import assets

HOME = Path(__file__).resolve().parents[2]


def test_absent_asset_says_to_run_make_assets(monkeypatch, tmp_path):
    monkeypatch.setattr(assets, "assets_folder", lambda: tmp_path)
    with pytest.raises(Refusal, match="make assets"):
        assets.asset("units-2026.parquet")


@pytest.fixture(scope="module")
def gathering():
    if not (HOME / "node_modules" / "cog-2026").exists():
        pytest.skip("paquets npm absents : lancez « npm ci »")
    spec = importlib.util.spec_from_file_location("gather_assets", HOME / "tools" / "gather_assets.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_gathered_files_are_those_installed_byte_for_byte(gathering, tmp_path):
    assert "écrits" in gathering.gather(tmp_path)
    for path in sorted(tmp_path.glob("*.parquet")):
        assert path.read_bytes() == assets.asset(path.name).read_bytes(), path.name
    assert "à jour" in gathering.gather(tmp_path)
    (tmp_path / "units-2026.parquet").unlink()
    (tmp_path / "units-1999.parquet").write_bytes(b"")
    assert "écrits" in gathering.gather(tmp_path)
    assert {path.stem for path in tmp_path.glob("*.parquet")} == set(gathering.NAMES)


def test_missing_package_stops_with_the_command_to_run(gathering, monkeypatch, tmp_path):
    monkeypatch.setattr(gathering, "PACKAGES", tmp_path)
    with pytest.raises(SystemExit, match="npm ci"):
        gathering.gather(tmp_path / "out")


@pytest.mark.parametrize("scale", ["110m", "50m"])
def test_country_outlines_are_valid_and_france_holds_lyon(scale):
    rows = pq.read_table(assets.asset(f"countries-{scale}.parquet")).to_pylist()
    outlines = {row["country"]: shapely.from_wkb(row["wkb"]) for row in rows}
    assert all(shapely.is_valid(outline) for outline in outlines.values())
    assert outlines["FR"].contains(shapely.Point(4.83, 45.76))
    assert not outlines["CH"].contains(shapely.Point(4.83, 45.76))
    # Russia straddles the 180th meridian: it holds Chukotka, and no strip of Scandinavia or of Alaska
    assert outlines["RU"].contains(shapely.Point(-172.8, 64.6)) and outlines["RU"].contains(shapely.Point(100, 60))
    assert not outlines["RU"].intersects(shapely.Point(20, 67)) and not outlines["RU"].intersects(
        shapely.Point(-150, 67)
    )
