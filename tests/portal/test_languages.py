"""RGAA 8.7: on an English page, a French sentence says that it is French, so that a screen reader reads it in French.
Names of places, bodies, licences and files are proper names, which the criterion leaves aside."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.portal.kinds import ADDRESSES

#: words that an English sentence does not hold; a name holds up to three of them, a sentence more
FRENCH = re.compile(r"\b(les|des|dans|une|aux|pour|avec|est|sont|qui|que|sur|par|pas|ces|leur|être|du|au|et)\b")
MARKED = re.compile(r'<(\w+)[^>]*\slang="fr"[^>]*>.*?</\1>', re.DOTALL)
UNSPOKEN = re.compile(r"<(script|style)[^>]*>.*?</\1>", re.DOTALL)


def french_sentences(page: str) -> list[str]:
    """The visible pieces of an English page that are French sentences and do not say so."""
    body = MARKED.sub(" ", UNSPOKEN.sub(" ", page.partition("<body")[2]))
    pieces = (" ".join(piece.split()) for piece in re.split(r"<[^>]*>", body))
    return [p for p in pieces if len(set(FRENCH.findall(p))) >= 4]


@pytest.mark.parametrize("address", [a for a in ADDRESSES if a.startswith("/en/")])
def test_a_french_sentence_on_an_english_page_is_read_with_english_sounds(
    address: str, text_of: Callable[[str], str]
) -> None:
    assert french_sentences(text_of(address)) == []


def test_the_search_for_french_sentences_finds_nothing_anywhere() -> None:
    said = "<body><p>Les chiffres des communes sont dans une table.</p><p lang='x'>CC des Quatre Rivières</p></body>"
    assert french_sentences(said) == ["Les chiffres des communes sont dans une table."]
    assert french_sentences(said.replace("<p>", '<p lang="fr">')) == []
