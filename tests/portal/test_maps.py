"""Maps as pages send them: pieces of tiles by HTTP Range, images under the strict policy, the same figures as the table."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client


@pytest.fixture
def archive(starter: Any) -> tuple[str, bytes]:
    """The address of a tile archive, and its bytes."""
    return f"/tuiles/{starter.id}/departement.pmtiles", starter.atlas.tiles("departement").read_bytes()


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("bytes=0-126", 0, 126), ("bytes=100-", 100, None), ("bytes=-50", -50, None), ("bytes=7-99999999", 7, None)],
)
def test_a_piece_of_an_archive_is_not_the_one_asked_for(pages: Client, archive, asked, first, last):
    address, whole = archive
    answer = pages.get(address, headers={"Range": asked})
    start = first if first >= 0 else len(whole) + first
    end = len(whole) - 1 if last is None else last
    assert answer.status_code == 206
    assert answer.content == whole[start : end + 1]
    assert answer["Content-Range"] == f"bytes {start}-{end}/{len(whole)}"


@pytest.mark.parametrize("asked", ["bytes=99999999-", "bytes=5-2", "bytes=-", "lines=1-2", "bytes=0-1,4-5"])
def test_an_impossible_range_brings_the_server_down(pages: Client, archive, asked):
    address, whole = archive
    answer = pages.get(address, headers={"Range": asked})
    assert answer.status_code == 416
    assert answer["Content-Range"] == f"bytes */{len(whole)}"


def test_tiles_are_asked_again_although_they_never_change(pages: Client, archive):
    address, whole = archive
    answer = pages.get(address)
    assert b"".join(answer.streaming_content) == whole
    assert "immutable" in answer["Cache-Control"] and answer["Accept-Ranges"] == "bytes"
    assert pages.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    changed = pages.get(address, headers={"Range": "bytes=0-9", "If-Range": '"another"'})
    assert changed.status_code == 200


@pytest.mark.parametrize(
    "address",
    ["/tuiles/{id}/planete.pmtiles", "/tuiles/2001-01-01-none/region.pmtiles", "/tuiles/{id}/commune.pmtiles"],
)
def test_unknown_tiles_are_an_error_of_the_server(pages: Client, starter: Any, address: str):
    assert pages.get(address.format(id=starter.id)).status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/fr/marqueur/immigrant-residents-share/departements/carte.svg",
        "/en/marker/immigrant-residents-share/regions/whole-map.svg",
        "/fr/chiffre/twinnings/epci-243400017/carte.svg",
        "/en/figure/twinnings/com-42218/world.svg",
    ],
)
def test_a_map_has_no_address_of_its_own(pages: Client, address: str):
    answer = pages.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("image/svg+xml")
    assert answer.content.startswith(b"<svg") and answer["ETag"]
    assert "unsafe" not in answer["Content-Security-Policy"]


def test_the_moving_map_says_another_figure_than_the_table(pages: Client, starter: Any):
    said = json.loads(pages.get("/fr/marqueur/immigrant-residents-share/departements/carte.json").content)
    rows = json.loads(pages.get("/fr/marqueur/immigrant-residents-share/departements.json").content)
    readings = {r["ref_area"]: r for r in starter.table("immigrant-residents-share", "departement")}
    assert rows
    for code, (fill, name, text) in said["places"].items():
        if code in readings and readings[code]["value"] is not None:
            shown = f"{readings[code]['value']:.1f}".replace(".", ",")
            assert shown[:-1] in text and fill.startswith("#") and name == readings[code]["ref_area_name"]
        else:
            assert not fill.startswith("#"), code
    assert said["tiles"].endswith("/departement.pmtiles")


@pytest.mark.parametrize(
    ("address", "twin"),
    [
        ("/fr/marqueur/immigrant-residents-share/departements/", '<table class="readings stacked"'),
        ("/en/marker/twinnings/communes/", '<table class="readings stacked"'),
        ("/fr/chiffre/twinnings/com-42218/", 'id="partners-title"'),
    ],
)
def test_a_map_stands_without_words_or_without_its_table(text_of, address: str, twin: str):
    html = text_of(address)
    alt = html.split('class="map-image"', 1)[1].split('alt="', 1)[1].split('"', 1)[0]
    assert len(alt) > 60
    assert twin in html
    assert 'class="map-legend"' in html and ("Contours" in html or "Outlines" in html)


def test_the_policy_of_pages_lets_a_worker_or_a_picture_come_from_elsewhere(pages: Client):
    policy = pages.get("/fr/marqueur/immigrant-residents-share/departements/")["Content-Security-Policy"]
    for directive in ("worker-src 'self'", "script-src 'self'", "img-src 'self'", "connect-src 'self'"):
        assert directive in policy
    assert "blob:" not in policy and "data:" not in policy and "unsafe" not in policy
