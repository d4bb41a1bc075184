"""Words explained where they are met: nowhere left bare, nothing broken by a button, and a vocabulary others can read."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from longuevue.portal.glossary import explained, found_in, terms, words
from tests.portal.kinds import ADDRESSES
from tests.portal.reading_html import read_html

Text = Callable[[str], str]


@pytest.mark.parametrize("address", [a for a in ADDRESSES if "vocabul" not in a])
def test_a_word_of_the_trade_is_left_unexplained(text_of: Text, address: str) -> None:
    page = text_of(address)
    root, _ = read_html(page)
    cards = {tag.attributes["id"].removeprefix("w-") for tag in root.all("div", "word-card")}
    main = page[page.find("<main") : page.rfind("</main>")].split('<section class="wide words-of-page')[0]
    body = re.sub(r"<(script|svg|template)\b.*?</\1>", "", main, flags=re.S)
    for text in re.split(r"<[^>]*>", body):
        for start, end, word in found_in(text, address[1:3]):
            assert word in cards, (word, text[max(0, start - 40) : end + 40])
    opened = set(re.findall(r'popovertarget="w-([a-z0-9-]+)"', page))
    assert opened == cards
    for card in root.all("div", "word-card"):
        assert len(card.text.split()) > 5 and card.all("a")


def test_a_button_falls_inside_a_link_or_twice_in_a_section() -> None:
    page = "<main><p><a href='/'>EPCI</a> EPCI et EPCI</p><section><p>EPCI</p></section></main>"
    made = explained(page, "fr", "/fr/vocabulaire/")
    body = made[: made.find("words-of-page")]
    assert "<a href='/'>EPCI</a>" in made
    assert body.count('popovertarget="w-intercommunalite"') == 2
    assert made.count('id="w-intercommunalite"') == 1


def test_a_button_falls_where_a_screen_reader_is_not_led() -> None:
    page = '<main><p aria-hidden="true"><span><span>EPCI</span> EPCI</span> EPCI</p><p>EPCI</p></main>'
    body = explained(page, "fr", "/fr/vocabulaire/").split("words-of-page")[0]
    assert '<p aria-hidden="true"><span><span>EPCI</span> EPCI</span> EPCI</p>' in body
    assert body.count("popovertarget") == 1


def test_a_line_ends_with_a_bracket_or_an_elision_before_its_word() -> None:
    page = "<main><p>Le recensement (INSEE), lu par l&#x27;EPCI.</p></main>"
    body = explained(page, "fr", "/fr/vocabulaire/").split("words-of-page")[0]
    assert re.search(r'<span class="held">\(<button[^>]*>INSEE</button>\)</span>', body)
    assert re.search(r'lu par <span class="held">l&#x27;<button[^>]*>EPCI</button>\.</span>', body)
    assert re.sub(r"</?(?:button|span)[^>]*>", "", body).startswith(page[: -len("</main>")].rsplit("<", 1)[0])


def test_a_page_without_jargon_is_changed() -> None:
    page = "<main><p>Bonjour.</p></main>"
    assert explained(page, "fr", "/fr/vocabulaire/") == page


def test_an_acronym_is_seen_in_a_common_word() -> None:
    assert found_in("le cci de la carsat", "fr") == () and found_in("MACCION", "fr") == ()
    assert [w for _, _, w in found_in("la CCI et l&#x27;INSEE", "fr")] == ["organismes-locaux", "insee"]


def test_every_word_is_named_and_meant_in_both_languages() -> None:
    assert len(words()) > 50
    for word in words().values():
        for language in ("fr", "en"):
            assert word.name[language] and word.means[language].endswith((".", "…")) and word.written[language]
            for form in word.written[language]:
                re.compile(form)


def test_the_thirteen_terms_are_each_linked_from_a_page(text_of: Text) -> None:
    for term in terms():
        page = text_of(f"/fr/marqueur/{term['markers'][0]}/")
        assert f'/fr/vocabulaire/#{term["id"]}"' in page, term["id"]


def test_the_skos_file_is_whole(text_of: Text) -> None:
    """Each concept has one name and one definition a language; kinship goes both ways; every line is closed."""
    turtle = text_of("/fr/vocabulaire.ttl")
    blocks = {b.split("> a ")[0].rsplit(":", 1)[1]: b for b in turtle.split("\n\n") if "a skos:Concept ;" in b}
    assert set(blocks) == set(words())
    related = set()
    for name, block in blocks.items():
        for language in ("fr", "en"):
            assert len(re.findall(rf'skos:prefLabel "[^"]+"@{language}', block)) == 1
            assert len(re.findall(rf'skos:definition "(?:[^"\\]|\\.)+"@{language}', block)) == 1
        assert block.rstrip().endswith(" .") and "skos:inScheme <urn:longuevue:vocabulary>" in block
        related |= {(name, other) for other in re.findall(r"skos:related <urn:longuevue:vocabulary:([a-z-]+)>", block)}
    assert related and {(b, a) for a, b in related} == related
    assert "ne le faisait pas non plus" in turtle and len(re.findall("topConceptOf", turtle)) == 13
    assert turtle == text_of("/en/vocabulary.ttl")


def test_reading_a_page_again_costs_little(text_of: Text) -> None:
    import time

    page = re.sub(
        r'<section class="wide words-of-page.*?</section>(?=</main>)',
        "",
        text_of("/fr/territoire/epci-243400017/"),
        flags=re.S,
    )
    page = re.sub(r'<button type="button" class="word"[^>]*>(.*?)</button>', r"\1", page)
    explained(page, "fr", "/fr/vocabulaire/")
    start = time.process_time()
    for _ in range(20):
        explained(page, "fr", "/fr/vocabulaire/")
    assert (time.process_time() - start) / 20 < 0.015
