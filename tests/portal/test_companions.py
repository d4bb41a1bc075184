"""Measures told beside a figure: diversity and reach of twinnings, intensity of students, and why one is missing."""

from __future__ import annotations

import html
import re
from collections.abc import Callable


def test_a_twinned_town_does_not_say_how_spread_and_how_far_its_links_are(text_of: Callable[[str], str]) -> None:
    page = re.sub(r"</?(?:button|span)[^>]*>", "", text_of("/fr/chiffre/twinnings/com-42218/"))
    assert "Pays partenaires (nombre équivalent)" in page
    assert "Distance moyenne des villes jumelles" in page
    assert "Jumelages pour 10 000 habitants" in page


def test_a_town_without_a_known_centre_is_given_a_distance(text_of: Callable[[str], str]) -> None:
    page = text_of("/fr/chiffre/twinnings/com-74012/")
    row = page.split("Distance moyenne des villes jumelles")[1].split("</tr>")[0]
    assert "km" not in row and "le centre de ce territoire n'est pas connu" in html.unescape(row)


def test_students_are_not_compared_with_the_country(text_of: Callable[[str], str]) -> None:
    page = text_of("/en/figure/international-students-share/com-42218/")
    assert "Share here over the share in France" in page
    assert "International students per 1,000 inhabitants" in page


def test_the_measures_of_a_lent_figure_pass_for_the_town_s_own(text_of: Callable[[str], str]) -> None:
    page = re.sub(r"<[^>]+>", "", text_of("/fr/chiffre/international-students-share/com-74012/"))
    caption = page[
        page.index("Combien, entre combien de pays") : page.index("Étudiants internationaux pour 1 000 habitants")
    ]
    assert "Chiffre de la région Auvergne-Rhône-Alpes, pas de cette commune." in caption


def test_a_place_without_any_of_them_shows_an_empty_table(text_of: Callable[[str], str]) -> None:
    assert "Étudiants internationaux pour 1 000 habitants" not in text_of(
        "/fr/chiffre/international-students-share/lau-CH6621/"
    )
