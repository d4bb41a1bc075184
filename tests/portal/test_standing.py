"""Comparing from a place's page: context first, the zone changes and the place does not, higher is never better."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.test import Client, RequestFactory

from longuevue.portal.library import Library
from longuevue.portal.pages import Visit
from longuevue.portal.routes import Links
from longuevue.portal.standing import standing_row

Text = Callable[[str], str]


def test_a_comparison_comes_before_its_context(text_of: Text) -> None:
    page = text_of("/fr/territoire/epci-243400017/")
    section = page[page.index('id="compare"') : page.index('id="fields"')]
    assert section.index("capitale régionale") < section.index("<table")
    assert "À vol d&#x27;oiseau, depuis Montpellier" in re.sub(r"<[^>]+>", "", section)


def test_changing_the_zone_loses_the_place(text_of: Text, pages: Client) -> None:
    page = text_of("/fr/territoire/epci-243400017/")
    links = re.findall(r'href="(/fr/territoire/epci-243400017/parmi/[a-z]+/#compare)"', page)
    assert len(links) == 4
    region = text_of(links[2].split("#")[0])
    assert "<h1>" in region and "Montpellier Méditerranée" in region
    assert re.search(r'aria-current="page">Occitanie', region)
    assert "9,4\u202f%" in region  # the median of the region's groups of communes, not that of the peers
    assert pages.get("/fr/territoire/epci-243400017/parmi/galaxie/").status_code == 404


def test_a_lone_village_gets_an_empty_table(text_of: Text) -> None:
    page = text_of("/fr/territoire/com-42012/")
    section = page[page.index('id="compare"') : page.index('id="fields"')]
    assert "<table" not in section and "Aucun chiffre de ce territoire" in section


def test_higher_is_said_to_be_better(text_of: Text) -> None:
    for address in (
        "/fr/territoire/epci-243400017/",
        "/fr/chiffre/international-students-share/com-42218/parmi/france/",
    ):
        page = text_of(address)
        assert "ne veut pas dire mieux" in page
        assert not re.search(r"\b(meilleure?s?|mieux placé|classée?|rang \d)", page)


def test_peers_are_listed_by_value(text_of: Text) -> None:
    page = text_of("/fr/territoire/com-42218/")
    names = re.findall(r'<p class="peers">.*?</p>', page, re.S)[0]
    listed = re.findall(r'href="/fr/territoire/[^"]+">([^<]+)<', names)
    assert len(listed) == 10 and listed == sorted(listed)


def test_a_figure_written_like_the_median_is_said_lower_than_it(starter: Any) -> None:
    """One festival of twenty-two is 4.5 %, the median 4.8 %: both are written 5 %, and « plus bas » looks like a fault."""
    visit = Visit(RequestFactory().get("/"), Library(starter), Links("fr"), "territory", {})
    reading = starter.reading("international-students-share", "com-42218")
    found = starter.standing(reading, "peers") | {"side": "lower"}
    close, apart = (standing_row(visit, reading, found | {"median": reading["value"] + gap}) for gap in (0.01, 2.0))
    assert close["words"].startswith("à peu près comme la médiane (9,9") and "plus bas" in apart["words"]
