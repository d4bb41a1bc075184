"""Addresses typed wrong, or to do harm: always a page with a sentence and a way on, never a trace of our code."""

from __future__ import annotations

import pytest
from django.test import Client

HOSTILE = (
    "/fr/nulle-part/",
    "/fr/territoire/93/",
    "/fr/territoire/com-99999/",
    "/fr/territoire/..%2f..%2fetc%2fpasswd/",
    "/fr/territoire/%00/",
    "/fr/territoire/com-42218'%20OR%201=1--/",
    "/fr/territoire/<script>alert(1)</script>/",
    "/fr/territoire/" + "a" * 5000 + "/",
    "/fr/territoire/%F0%9F%98%80/",
    "/fr/territoire/%ff%fe/",
    "/fr/marqueur/inconnu/",
    "/fr/marqueur/asylum-accommodation/",
    "/fr/marqueur/twinnings/galaxies/",
    "/fr/marqueur/twinnings/communes/page-9999/",
    "/fr/marqueur/twinnings/galaxies.csv",
    "/fr/chiffre/twinnings/zz-1/",
    "/fr/chiffre/__class__/com-42218/",
    "/fr/territoire/com-42218/pays/ZZ/",
    "/fr/territoire/com-42218/pays/FR/",
    "/fr/territoire/com-42218/pays/XYZ/",
    "/fr/visite/9/",
    "/edition/inconnue/fr/",
    "/edition/..%2f..%2f/fr/",
    "/en/nowhere/",
    "/.git/config",
    "/admin/",
    "/static/../../etc/passwd",
)


@pytest.mark.parametrize("address", HOSTILE)
def test_a_wrong_address_gets_a_sentence_and_a_way_on(pages: Client, address: str) -> None:
    response = pages.get(address)
    assert response.status_code in (400, 404), response.status_code
    if address.startswith("/static/"):
        return
    text = response.content.decode()
    assert "Traceback" not in text and "Exception" not in text and "longuevue/portal" not in text
    assert "<script>" not in text
    assert "<h1>" in text and 'name="q"' in text


def test_an_unknown_marker_names_its_neighbours(pages: Client) -> None:
    text = pages.get("/fr/marqueur/twining/").content.decode()
    assert "n&#x27;existe pas" in text and "twinnings" in text


def test_an_ambiguous_code_lists_its_readings(pages: Client) -> None:
    text = pages.get("/fr/territoire/93/").content.decode()
    assert "dep-93" in text and "reg-93" in text


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_nothing_can_be_written_here(pages: Client, method: str) -> None:
    response = getattr(pages, method)("/fr/")
    assert response.status_code == 405 and "<h1>" in response.content.decode()


@pytest.mark.parametrize("query", ["\x00", "'; DROP TABLE", "<b>gras</b>", "%", "é" * 500, "🙂", "  ", "-", "*" * 80])
def test_any_search_text_is_answered(pages: Client, query: str) -> None:
    response = pages.get("/fr/chercher/", {"q": query})
    assert response.status_code == 200 and "<b>gras</b>" not in response.content.decode()


def test_a_typo_still_finds_the_town(pages: Client) -> None:
    text = pages.get("/fr/chercher/", {"q": "annemase"}).content.decode()
    assert "Annemasse" in text and "/fr/territoire/" in text


def test_no_result_says_what_to_try(pages: Client) -> None:
    text = pages.get("/fr/chercher/", {"q": "zzzzzqqqqq"}).content.decode()
    assert "Aucun territoire" in text and "département" in text


def test_comparing_too_many_or_unknown_places_is_said(pages: Client) -> None:
    areas = ["com-42218", "dep-42", "dep-69", "dep-34", "reg-84", "FR", "epci-243400017", "nulle-part"]
    text = pages.get("/fr/comparer/", {"a": areas}).content.decode()
    assert "Six territoires au plus" in text and "nulle-part" in text
