"""What is drawn once and shown on many pages: it must be what each page would have drawn for itself, and nothing stale."""

from __future__ import annotations

import gzip
import random
from dataclasses import replace
from typing import Any

import pytest
from django.http import HttpResponse
from django.template import engines
from django.test import Client, RequestFactory

from longuevue.portal import desk
from longuevue.portal.figures import figure
from longuevue.portal.kept import Kept
from longuevue.portal.routes import Links

GZIP = {"accept-encoding": "gzip, br"}
#: several communes of one département, so that what is lent to one is lent to the next
SEED = 20261125


def _fresh(starter: Any, address: str) -> bytes:
    """The page as a server that has drawn nothing yet gives it; the edition's own memory is new too."""
    from longuevue.edition.reader import Edition

    desk.lend(Edition.open(starter.path))
    return Client().get(address).content


def kept_page(address: str) -> HttpResponse | None:
    """The page of that address as this server keeps it for the next reader."""
    return desk.current().as_it_stands()[1].again(RequestFactory().get(address, headers=GZIP))


def test_a_card_kept_for_one_commune_is_shown_wrong_on_the_next(starter: Any, pages: Client) -> None:
    places = [p.key for p in starter.places.of_level("commune") if p.departement in ("42", "74")]
    drawn = [*random.Random(SEED).sample(places, 6), "com-42218", "com-42012", "dep-42", "epci-200011773"]
    addresses = [f"/{('fr/territoire', 'en/territory')[turn % 2]}/{area}/" for turn, area in enumerate(drawn)]
    after_others = {address: pages.get(address).content for address in addresses}
    for address in addresses[::3]:
        assert after_others[address] == _fresh(starter, address), address


def test_a_note_of_one_place_is_shown_under_the_figure_lent_to_another(pages: Client, starter: Any) -> None:
    library, links = desk.current(), Links("fr")
    own = figure(starter.reading("international-students-share", "com-42012"), library, links)
    template = engines["django"].from_string("{% card figure %}")
    cards = [
        template.render({"figure": replace(own, remarks=notes), "library": library, "links": links, "lang": "fr"})
        for notes in ((), ("Une note de Valmont.",), ())
    ]
    assert "Une note de Valmont." in cards[1] and "Une note de Valmont." not in cards[0] + cards[2]


def test_what_is_lent_or_absent_is_told_with_another_place_s_name(starter: Any) -> None:
    for area in ("com-42012", "com-42218", "com-98818", "dep-976", "epci-243400017", "per-grand-geneve/CH"):
        for reading in starter.portrait(area)["readings"]:
            place = starter.territory(area)
            assert (reading["ref_area"], reading["ref_area_name"]) == (place["code"], place["name"])
            assert f"/{place['ref']}/" in reading["address"] and reading["area_level"] == place["level"]
            if reading["value"] is None and reading["offered"]:
                larger = {parent["ref"] for parent in place["parents"]}
                assert reading["offered"]["address"].split("/")[2] in larger | {"FR"}


def test_a_kept_reading_is_changed_by_whoever_got_it(starter: Any) -> None:
    first = starter.reading("fdi-projects", "com-42012")
    first["status"] = "spoiled"
    assert starter.reading("fdi-projects", "com-42012")["status"] != "spoiled"


@pytest.mark.parametrize("address", ["/fr/territoire/dep-42/", "/fr/territoire/dep-42.csv"])
def test_a_compressed_page_says_something_else(pages: Client, address: str) -> None:
    plain = pages.get(address)
    first, again = pages.get(address, headers=GZIP), pages.get(address, headers=GZIP)
    for light in (first, again):
        assert light.headers["Content-Encoding"] == "gzip" and "Accept-Encoding" in light.headers["Vary"]
        assert gzip.decompress(light.content) == plain.content and len(light.content) < len(plain.content)
    for name in ("Content-Type", "ETag", "Cache-Control", "Content-Security-Policy", "X-Frame-Options"):
        assert plain.headers[name] == first.headers[name] == again.headers[name], name
    assert "Content-Encoding" not in pages.get(address).headers


def test_an_embedded_figure_sent_again_may_no_longer_be_framed(pages: Client) -> None:
    for _ in range(2):
        headers = pages.get("/fr/chiffre/twinnings/com-42218/integrer/", headers=GZIP).headers
        assert "frame-ancestors *" in headers["Content-Security-Policy"] and "X-Frame-Options" not in headers


def test_a_page_is_kept_for_each_word_that_someone_typed(pages: Client, starter: Any) -> None:
    desk.lend(starter)
    for word in ("annemase", "lyon", "nulle part"):
        assert word in gzip.decompress(pages.get("/fr/chercher/", {"q": word}, headers=GZIP).content).decode()
    for word in ("annemase", "lyon", "nulle part"):
        assert kept_page(f"/fr/chercher/?q={word}") is None
    assert kept_page("/fr/chercher/") is None


def test_an_error_is_kept_as_a_page(pages: Client) -> None:
    assert pages.get("/fr/territoire/com-99999/", headers=GZIP).status_code == 404
    assert kept_page("/fr/territoire/com-99999/") is None


def test_a_page_sent_is_drawn_again_for_the_next_reader(pages: Client, starter: Any) -> None:
    desk.lend(starter)
    assert kept_page("/fr/territoire/dep-42/") is None
    sent = pages.get("/fr/territoire/dep-42/", headers=GZIP)
    again = kept_page("/fr/territoire/dep-42/")
    assert again is not None and again.content == sent.content


def test_a_story_taken_back_stays_in_memory_until_somebody_asks(
    pages: Client, starter: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.lend(starter)
    assert pages.get("/fr/territoire/dep-42/", headers=GZIP).status_code == 200
    with monkeypatch.context() as taken_back:
        taken_back.setattr(starter, "state", lambda: "one-story-less")
        desk.look_again()
    assert kept_page("/fr/territoire/dep-42/") is None, "the words were only hidden"


def test_kept_things_grow_without_end() -> None:
    kept = Kept(3)
    for number in range(9):
        kept[number] = number
    assert list(kept) == [6, 7, 8]


def test_a_reader_who_has_the_page_by_way_of_a_proxy_gets_it_again(pages: Client) -> None:
    etag = pages.get("/fr/territoire/dep-42/").headers["ETag"]
    for said in (etag, etag.removeprefix("W/"), f'"other", {etag}'):
        assert pages.get("/fr/territoire/dep-42/", headers={"if-none-match": said}).status_code == 304
