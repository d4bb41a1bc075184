"""The real outlines of 2018 under today's codes: five départements of communes, their groups, the whole country."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import shapely

from longuevue.territories.catalogue import load_catalogue
from longuevue.territories.outlines.files import MIRROR_ORIGIN, outline_files
from longuevue.territories.outlines.shapes import Outlines, outlines_of

pytestmark = pytest.mark.mirror
PILOTS = ("34", "42", "67", "69", "74")


@pytest.fixture(scope="module")
def real() -> Outlines:
    mirror = Path(os.environ.get("LONGUEVUE_MIRROR", "/nonexistent")) / "geometries"
    if not mirror.is_dir():
        pytest.skip("LONGUEVUE_MIRROR ne donne pas de contours (dossier geometries/)")
    return outlines_of(load_catalogue(), outline_files(mirror, MIRROR_ORIGIN))


def test_a_commune_of_the_pilot_departements_is_lost_in_the_passage_from_2018(real):
    communes = [t for t in load_catalogue().of_level("commune") if t.departement and t.departement.code in PILOTS]
    assert {real.kinds["commune"].get(t.code) for t in communes} == {"outline"}


def test_real_neighbours_are_torn_apart(real):
    for departement in PILOTS:
        shapes = [s for code, s in real.of_kind("commune", "outline").items() if code.startswith(departement)]
        assert shapely.coverage_is_valid(np.array(shapes)), departement


def test_an_epci_half_outside_the_outlines_passes_for_whole(real):
    kinds = Counter(real.kinds["epci"].values())
    assert real.kinds["epci"]["243400017"] == "outline"  # Montpellier Méditerranée Métropole
    assert real.kinds["epci"]["240100750"] == "square"  # Pays de Gex: no outline of the Ain at hand
    assert kinds["outline"] > 70 and kinds["approximate"] >= 1
    assert real.undrawn["epci"] == []


def test_the_metropolis_has_the_area_it_has(real):
    shape = real.shapes["epci"]["243400017"]
    square_km = shape.area * 111.2**2 * np.cos(np.radians(shape.centroid.y))
    assert square_km == pytest.approx(435, rel=0.03)
