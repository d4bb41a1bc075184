"""One figure, one way of writing it: PDF, HTML, DOCX, ODT, JSON, CSV and the portal's page print the same."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import re
import zipfile
from collections.abc import Callable
from html import unescape
from typing import Any

import pypdfium2
import pytest

from longuevue.report.desk import Desk, has_value
from longuevue.report.diagnostic import diagnostic
from longuevue.report.model import Figure
from longuevue.report.papers import made
from longuevue.terms.numbers import number

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "longuevue.config.django_settings")

NAMED = ("epci-243400017", "per-grand-geneve", "com-42218", "com-34027", "reg-84", "dep-34", "FR", "com-98818")


def bare(text: str) -> str:
    """The text without spaces of any kind nor the marks that a form adds at line ends."""
    return re.sub(r"[\s\u00a0\u202f\u00ad\ufffe\ufeff\x00-\x1f]", "", text)


def text_of_pdf(data: bytes) -> str:
    return bare("".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)))


def text_of_office(data: bytes, inside: str) -> str:
    xml = zipfile.ZipFile(io.BytesIO(data)).read(inside).decode("utf-8")
    return bare(unescape(re.sub(r"<[^>]+>", "", xml)))


def printed_figures(desk: Desk) -> list[tuple[str, str]]:
    """(marker, value in words) of everything that the paper prints: told whole, in tables, lent."""
    paper = diagnostic(desk)
    whole = [(block.reading["marker"], block.value) for block in paper.blocks() if isinstance(block, Figure)]
    tables = [(r["marker"], desk.value(r)) for r in (*desk.own(), *(r["offered"] for r in desk.lent()))]
    return list(dict.fromkeys(whole + tables))


def assert_same(edition: Any, area: str, language: str, *, forms: tuple[str, ...], page: Callable[[str], str]) -> int:
    desk = Desk(edition, area, language)
    figures = printed_figures(desk)
    texts = {form: made(edition, area, "report", form, language) for form in forms}
    words = {
        "pdf": text_of_pdf(texts["pdf"]),
        "html": bare(unescape(re.sub(r"<style>.*?</style>|<[^>]+>", "", texts["html"].decode("utf-8"), flags=re.S))),
        "portal": page(area),
    }
    if "docx" in texts:
        words["docx"] = text_of_office(texts["docx"], "word/document.xml")
        words["odt"] = text_of_office(texts["odt"], "content.xml")
    for marker, value in figures:
        for form, text in words.items():
            assert bare(value) in text, f"{area}: {marker} « {value} » is not in {form}"
    _data_agree(edition, desk, texts["json"], texts["csv"])
    return len(figures)


def _data_agree(edition: Any, desk: Desk, as_json: bytes, as_csv: bytes) -> None:
    document = json.loads(as_json)
    rows = list(csv.DictReader(io.StringIO(as_csv.decode("utf-8-sig"))))
    for reading in document["readings"]:
        recorded = edition.reading(reading["marker"], desk.place["ref"])
        assert reading["value"] == recorded["value"] and reading["status"] == recorded["status"]
        assert (reading["value_text"] is not None) == has_value(recorded)
        for one in filter(None, (reading, reading["offered"])):
            mine = [
                r
                for r in rows
                if (r["marker"], r["ref_area"], r["area_level"]) == (one["marker"], one["ref_area"], one["area_level"])
            ]
            assert len(mine) == 1
            assert mine[0]["value"] == ("" if one["value"] is None else str(one["value"]))
            assert mine[0]["value_text"] == (one["value_text"] or "")
            if has_value(one) and one["status"] == "ok" and one["value"] >= 1:
                decimals = desk.markers[one["marker"]]["unit"]["decimals"]
                assert one["value_text"].startswith(number(one["value"], decimals, desk.language))


@pytest.fixture
def page(starter: Any) -> Callable[[str], str]:
    """The words of a territory's page of the portal, without spaces."""
    import django

    django.setup()
    from django.test import Client

    from longuevue.portal import desk as portal_desk

    portal_desk.lend(starter)

    def read(area: str) -> str:
        response = Client().get(f"/fr/territoire/{area}/")
        assert response.status_code == 200, (area, response.status_code)
        return bare(unescape(re.sub(r"<[^>]+>", "", response.content.decode("utf-8"))))

    return read


def test_a_figure_is_written_two_ways(starter: Any, page: Callable[[str], str]) -> None:
    every = ("pdf", "html", "docx", "odt", "json", "csv")
    told = [assert_same(starter, area, "fr", forms=every, page=page) for area in NAMED[:4]]
    assert sum(told) > 10


@pytest.mark.slow
def test_a_figure_is_written_two_ways_in_three_hundred_places(
    starter: Any, page: Callable[[str], str], prove: Callable[..., None]
) -> None:
    if os.environ.get("LONGUEVUE_FULL") != "1":
        pytest.skip("comptes entiers : make proof")
    from longuevue.terms.place_words import area_text

    drawn = random.Random(7)
    places = [*NAMED]
    for level, many in (("commune", 190), ("epci", 60), ("departement", 35), ("region", 7)):
        known = starter.places.of_level(level)
        places += [area_text(p.level, p.code) for p in drawn.sample(known, min(many, len(known)))]
    told = 0
    for area in places[:300]:
        told += assert_same(starter, area, "fr", forms=("pdf", "html", "docx", "odt", "json", "csv"), page=page)
    prove(
        "figures alike in PDF, page, DOCX, ODT, CSV and JSON",
        value=f"{told} in {len(places[:300])} places",
        bar="300 places, 0 difference",
        holds=len(places) >= 300,
    )
