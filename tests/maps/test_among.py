"""A place shown among others: surrounded where it is, never on another, and its map opens from the page of any territory."""

from __future__ import annotations

import os
import re
from typing import Any

import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "longuevue.config.django_settings")

import django

django.setup()

from django.test import Client  # noqa: E402

from longuevue.portal import desk  # noqa: E402


@pytest.fixture
def pages(starter: Any) -> Any:
    desk.lend(starter)
    yield Client()
    desk.lend(None)


def test_the_thick_line_surrounds_another_place(starter: Any) -> None:
    plain = starter.atlas.choropleth("immigrant-residents-share", "departement")
    marked = starter.atlas.choropleth("immigrant-residents-share", "departement", mark="42")
    path = starter.atlas.sheet("departement").paths["42"]
    assert marked.body.startswith(plain.body)
    added = marked.body.removeprefix(plain.body)
    assert set(re.findall(r' d="([^"]+)"', added)) == {path}
    assert marked.legend == plain.legend


@pytest.mark.parametrize(
    ("area", "src", "surrounded"),
    [
        ("dep-42", "immigrant-residents-share/dep-42", "Loire"),
        ("com-34152", "immigrant-residents-share/dep-34", "Hérault"),  # no figure of its own: the département's
        ("com-75056", "international-students-share/com-75056", "Paris"),
    ],
)
def test_a_lent_figure_s_map_passes_for_the_place_s_own(pages: Client, area: str, src: str, surrounded: str) -> None:
    page = pages.get(f"/fr/territoire/{area}/").content.decode()
    assert f'src="/fr/chiffre/{src}/situation.svg"' in page
    assert f"Entouré d&#x27;un trait épais\u00a0: {surrounded}." in page
    drawn = pages.get(f"/fr/chiffre/{src}/situation.svg")
    assert drawn.status_code == 200 and drawn["Content-Type"].startswith("image/svg+xml")


def test_a_commune_on_no_sheet_ends_in_a_stack_trace(pages: Client) -> None:
    for area in ("com-98818", "FR", "per-grand-geneve", "com-00000"):
        assert pages.get(f"/fr/chiffre/twinnings/{area}/situation.svg").status_code == 404
        page = pages.get(f"/fr/territoire/{area}/")
        assert page.status_code == 404 or 'id="map"' not in page.content.decode()
