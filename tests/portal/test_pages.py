"""Every kind of page, in both languages: it opens, it is well formed, it sends nobody elsewhere, and it says its papers."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable

import pytest
from django.test import Client

from tests.portal.kinds import ADDRESSES
from tests.portal.reading_html import read_html

Text = Callable[[str], str]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_opens_whole_and_well_formed(text_of: Text, address: str) -> None:
    root, faults = read_html(text_of(address))
    assert faults == []
    html = root.all("html")[0]
    assert html.attributes["lang"] == address[1:3]
    assert len(root.all("h1")) == 1 and len(root.all("main")) == 1
    assert root.all("title")[0].text.strip()
    ids = [t.attributes["id"] for name in _names(root) for t in root.all(name) if "id" in t.attributes]
    assert len(ids) == len(set(ids)), sorted(i for i in ids if ids.count(i) > 1)[:5]


@pytest.mark.parametrize("address", ADDRESSES)
def test_headings_never_skip_a_rank(text_of: Text, address: str) -> None:
    text = text_of(address)
    ranks = [int(rank) for rank in re.findall(r"<h([1-6])[ >]", text)]
    assert ranks[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(ranks)), ranks


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_asks_nothing_of_another_site_and_has_no_inline_code(text_of: Text, address: str) -> None:
    text = text_of(address)
    assert not re.search(
        r"<script(?! type=\"module\" src=\"/static/portal/map\.mjs)|\son[a-z]+=|\sstyle=|javascript:", text
    )
    for attribute in re.findall(r'(?:src|srcset|action)="([^"]+)"', text):
        assert attribute.startswith("/"), attribute
    for link in re.findall(r"<link [^>]*>", text):
        assert 'href="/' in link


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_text_is_left_half_made(text_of: Text, address: str) -> None:
    root, _ = read_html(text_of(address))
    words = root.all("body")[0].text
    assert "None" not in words and "{" not in words and "nan" not in words.split()
    if address.startswith("/en/"):
        assert "not translated yet" not in words and "[in French]" not in words


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_figure_shows_its_papers(text_of: Text, address: str) -> None:
    root, _ = read_html(text_of(address))
    fr = address.startswith("/fr/")
    for figure in root.all("article", "figure"):
        if "is-absent" in figure.attributes["class"]:
            assert not figure.all("span", "value")
            continue
        papers = {dt.text.strip(): dd.text.strip() for dt, dd in zip(figure.all("dt"), figure.all("dd"), strict=True)}
        for paper in ("Source", "Période" if fr else "Period", "Échelle" if fr else "Scale", "Licence"):
            assert papers[paper], (paper, figure.text[:80])
        assert figure.all("span", "value")[0].text.strip()
        assert figure.all("span", "status")[0].text.strip()
        assert "unit" in figure.all("span")[-1].attributes.get("class", "") or figure.all("span", "unit")


def test_both_languages_of_a_page_lead_to_each_other(pages: Client, text_of: Text) -> None:
    for address in ADDRESSES:
        found = re.search(r'<link rel="alternate" hreflang="(..)" href="([^"]+)"', text_of(address))
        assert found and found[1] != address[1:3]
        assert pages.get(found[2].replace("&amp;", "&")).status_code == 200, (address, found[2])


def test_the_root_follows_the_browser_and_speaks_french_otherwise(pages: Client) -> None:
    assert pages.get("/").headers["Location"] == "/fr/"
    assert pages.get("/", headers={"accept-language": "en-GB,en;q=0.9"}).headers["Location"] == "/en/"
    assert pages.get("/", headers={"accept-language": "de"}).headers["Location"] == "/fr/"


def test_no_link_of_a_page_is_broken(pages: Client, text_of: Text) -> None:
    seen: set[str] = set()
    for address in ADDRESSES:
        for href in re.findall(r'href="(/[^"]*)"', text_of(address)):
            path = href.split("#")[0].replace("&amp;", "&")
            if path.startswith(("/static/", "/atelier/")):  # the workshop answers for its own addresses
                continue
            seen.add(path)
    sample = sorted(seen)[:: max(1, len(seen) // 250)]
    broken = [path for path in sample if pages.get(path).status_code != 200]
    assert len(sample) > 100
    assert broken == []


def test_a_bare_code_leads_to_the_full_address(pages: Client) -> None:
    response = pages.get("/fr/territoire/42218/")
    assert response.status_code == 301 and response.headers["Location"] == "/fr/territoire/com-42218/"


def _names(root: object) -> set[str]:
    found: set[str] = set()

    def walk(tag: object) -> None:
        for inner in tag.inside:  # type: ignore[attr-defined]
            found.add(inner.name)
            walk(inner)

    walk(root)
    return found
