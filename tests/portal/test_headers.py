"""What travels with a page: a strict policy, an ETag by edition, no cookie; and permanent addresses that never change."""

from __future__ import annotations

from typing import Any

from django.test import Client


def test_the_policy_lets_nothing_in_from_elsewhere(pages: Client) -> None:
    headers = pages.get("/fr/").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy and "http" not in policy and "*" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff" and headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin" and "Set-Cookie" not in headers


def test_a_page_already_read_is_not_sent_again(pages: Client, starter: Any) -> None:
    first = pages.get("/fr/territoire/dep-42/")
    assert starter.id in first.headers["ETag"]
    again = pages.get("/fr/territoire/dep-42/", headers={"if-none-match": first.headers["ETag"]})
    assert again.status_code == 304 and not again.content
    other = pages.get("/fr/territoire/dep-42/", headers={"if-none-match": '"another-edition"'})
    assert other.status_code == 200


def test_an_error_is_never_taken_for_a_page_of_the_edition(pages: Client) -> None:
    assert "ETag" not in pages.get("/fr/territoire/com-99999/").headers


def test_a_permanent_address_stays_in_its_edition(pages: Client, starter: Any) -> None:
    response = pages.get(f"/edition/{starter.id}/fr/territoire/dep-42/")
    assert response.status_code == 200 and "immutable" in response.headers["Cache-Control"]
    text = response.content.decode()
    assert f'href="/edition/{starter.id}/fr/marqueur/' in text and 'href="/fr/marqueur/' not in text


def test_only_a_figure_made_for_it_may_be_framed(pages: Client) -> None:
    headers = pages.get("/fr/chiffre/twinnings/com-42218/integrer/").headers
    assert "frame-ancestors *" in headers["Content-Security-Policy"] and "X-Frame-Options" not in headers


def test_a_phone_is_sent_the_map_viewer_uncompressed(pages: Client) -> None:
    viewer = pages.get("/static/maps/maplibre-gl.mjs", headers={"Accept-Encoding": "gzip"})
    assert viewer["Content-Encoding"] == "gzip"
    assert int(viewer["Content-Length"]) < 400_000
