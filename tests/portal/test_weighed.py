"""What a figure is worth, on its page and on the place's: measures in words, refusals with why, nothing told twice."""

from __future__ import annotations

import re
from collections.abc import Callable

Text = Callable[[str], str]


def _section(page: str, name: str) -> str:
    found = page[page.index(f'id="{name}"') :]
    return re.sub(r"<[^>]+>", " ", re.sub(r"</?(?:button|span)[^>]*>", "", found[: found.index("</section>")]))


def test_a_lone_link_stands_out(text_of: Text) -> None:
    """Saint-Étienne has two twins in Canada and in Greece, one in Madagascar: three countries beyond 2 units of deviance."""
    worth = _section(text_of("/fr/chiffre/twinnings/com-42218/"), "worth")
    assert "Canada (2 pour 0,1 attendu)" in worth and "Grèce (2 pour" in worth
    assert re.search(r"trop peu pour conclure\s: Madagascar", worth)
    assert "pas une conclusion" in worth
    assert re.search(r"villes jumelles\s: de 1[^ ]812 \(Auvergne-Rhône-Alpes\) à 3[^ ]123 \(Saint-Étienne\)", worth)


def test_a_diversity_with_two_bounds_looks_exact(text_of: Text) -> None:
    """Nineteen twins of known country in sixteen, two in three of them: the plain number is 15.26 and the usual correction
    22.7, more than sixteen. Where all weigh the same (Annemasse town: three in three) there is one number, and where the
    correction holds as well."""
    said = "Nombre équivalent de pays : entre 15,3 et 16"
    page = text_of("/fr/chiffre/twinnings/com-42218/")
    assert said in _section(page, "worth").replace("\xa0:", " :")
    assert "entre 15,3 et 16\xa0pays" in page[page.index('id="beside-title"') :]
    for single in ("com-74012", "dep-69"):
        assert "Nombre équivalent de pays" not in _section(text_of(f"/fr/chiffre/twinnings/{single}/"), "worth")


def test_a_refused_measure_is_passed_over(text_of: Text) -> None:
    worth = _section(text_of("/en/figure/international-students-share/com-42218/"), "worth")
    assert "No figure by partner country here." in worth
    assert "no sampling error" in worth


def test_a_lent_figure_is_weighed_as_if_it_were_the_place_s_own(text_of: Text) -> None:
    page = text_of("/fr/chiffre/international-air-destinations/epci-200046977/")
    assert "Chiffre du département du Rhône" in _section(page, "worth")
    table = page[page.index('id="beside-title"') :]
    assert "Chiffre du département du Rhône" in re.sub(r"<[^>]+>", "", table[: table.index("</table>")])
    assert re.search(r"1[^ ]246\xa0km", table)


def test_a_distance_to_capitals_passes_for_the_distance_of_airports(text_of: Text) -> None:
    """The starter counts destinations by country: what is measured to capitals says so where it is read."""
    flows = _section(text_of("/fr/territoire/dep-69/"), "flows")
    assert re.search(r"1[^ ]246\xa0km\s+jusqu&#x27;aux capitales", flows)
    assert re.search(r"2,8\xa0pour 100.000\s+habitants du\s+département", flows)  # an airport serves more than that
    assert "jusqu&#x27;aux capitales" not in flows[: flows.index("envoler")]  # twin towns are at their own place


def test_a_place_hides_how_much_how_spread_how_far(text_of: Text) -> None:
    flows = _section(text_of("/fr/territoire/com-42218/"), "flows")
    assert "1,16\xa0pour 10 000 habitants" in flows.replace("\u202f000", " 000")
    assert "entre 15,3 et 16\xa0pays" in flows and re.search(r"3[^ ]123\xa0km", flows)
    assert "la source ne donne pas le détail par pays" in flows  # students
    assert re.search(
        "Chiffre du département de la Loire, pas de cette commune. 2014 · donnée ancienne", flows
    )  # flights
    assert "Ce que vaut ce chiffre" in flows


def test_a_place_with_nothing_measured_gets_an_empty_table(text_of: Text) -> None:
    page = text_of("/fr/territoire/lau-CH6621/")
    assert 'id="flows"' not in page or "<td" in page[page.index('id="flows"') :].split("</section>")[0]


def test_flights_are_passed_over_where_no_airport_is_listed(text_of: Text) -> None:
    """Annemasse flies from Geneva: no figure of its own nor of its département, and the page says why."""
    flows = _section(text_of("/fr/territoire/epci-200011773/"), "flows")
    left = flows[flows.index("Pas encore mesuré ici") :]
    assert "Destinations étrangères desservies par avion" in left and "territoires plus grands" in left


def test_companions_are_told_twice_on_a_figure_page(text_of: Text) -> None:
    page = text_of("/fr/chiffre/twinnings/com-42218/")
    assert 'id="flows"' not in page and page.count('id="beside-title"') == 1
