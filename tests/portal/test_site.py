"""A site without a server: every link of every page leads to a file that was written, in any folder of any host."""

from __future__ import annotations

import json
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.http import HttpResponse

from longuevue.portal.site import _fetch, export
from longuevue.terms.refusal import Refusal

PLACES = ["epci-243400017", "com-34172", "dep-34", "reg-76", "FR", "per-grand-geneve", "per-grand-geneve/CH"]


@pytest.fixture(scope="module")
def site(starter: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site") / "out"
    done = export(starter.path, out, places=PLACES)
    assert done["pages"] > 100 and done["places"] == len(PLACES)
    return out


def test_no_link_leads_nowhere(site: Path) -> None:
    broken = []
    for page in site.rglob("*.html"):
        for href in re.findall(r'\s(?:href|src|action)="([^"]*)"', page.read_text(encoding="utf-8")):
            bare = re.split(r"[?#]", href)[0]
            if not bare or bare.startswith(("https://", "http://")):
                continue
            assert not bare.startswith("/"), (page, href)
            if not (page.parent / bare).resolve().is_file():
                broken.append((str(page.relative_to(site)), href))
    assert broken == []


def test_a_page_of_files_hides_what_stands_behind_a_question_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    """A view that gives a long list page by page is told that its page is a file: tests/workshop/test_long_lists.py."""
    told: list[bool] = []

    def view(request: Any) -> HttpResponse:
        told.append(request.to_a_file)
        return HttpResponse(b"entier")

    monkeypatch.setattr("django.urls.resolve", lambda _: SimpleNamespace(func=view, args=(), kwargs={}))
    assert (_fetch("/fr/"), told) == (b"entier", [True])


def test_figures_are_the_same_as_on_the_server(site: Path, starter: Any) -> None:
    document = json.loads((site / "fr/chiffre/international-students-share/com-34172.json").read_text(encoding="utf-8"))
    assert document["value"] == starter.reading("international-students-share", "com-34172")["value"]
    assert "14,9" in (site / "fr/territoire/epci-243400017/index.html").read_text(encoding="utf-8")


def test_a_place_is_found_without_a_server_nor_script(site: Path) -> None:
    page = (site / "fr/chercher/index.html").read_text(encoding="utf-8")
    assert "Montpellier Méditerranée Métropole" in page and "../../fr/territoire/epci-243400017/index.html" in page
    index = json.loads((site / "fr/chercher/places.json").read_text(encoding="utf-8"))
    assert {row[1] for row in index} == set(PLACES)


def test_pages_carry_their_own_policy(site: Path) -> None:
    for page in list(site.rglob("*.html"))[:40]:
        if page != site / "index.html":
            assert "Content-Security-Policy" in page.read_text(encoding="utf-8"), page


def test_a_folder_with_something_in_it_is_left_alone(starter: Any, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("à moi", encoding="utf-8")
    with pytest.raises(Refusal, match="n'est pas vide"):
        export(starter.path, tmp_path)
