"""Whole ways of people through the pages, on a phone, with the keyboard alone, with JavaScript and without: none may stop half-way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture(params=[True, False], ids=["with-javascript", "without-javascript"])
def phone(request: pytest.FixtureRequest, browser: Any) -> Iterator[Any]:
    context = browser.new_context(java_script_enabled=request.param, viewport={"width": 375, "height": 740})
    yield context.new_page()
    context.close()


def tab_to(page: Any, words: str, inside: str = "", most: int = 160) -> Any:
    """Press Tab until what has the focus says `words` (`inside` a part of the page); nothing is touched by other means."""
    for _ in range(most):
        page.keyboard.press("Tab")
        held = page.locator(f"{inside} :is(a, button, summary, input):focus".strip())  # not a frame that scrolls
        if held.count() and words in held.inner_text():
            return held
    raise AssertionError(f"« {words} » is not reached with {most} Tabs on {page.url}")


def test_a_deputy_mayor_before_a_public_meeting_loses_her_place(site: str, phone: Any) -> None:
    phone.goto(f"{site}/fr/territoire/epci-243400017/")
    assert phone.locator(".sentences p").count() == 3
    assert "À comparer" in phone.locator(".figures").first.inner_text()
    tab_to(phone, "Comparer")
    phone.keyboard.press("Enter")
    tab_to(phone, "Occitanie")  # another zone, then back at the same part of the page
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/parmi/region/**")
    assert phone.url.endswith("#compare")
    compared = phone.locator("#compare")
    assert "médiane" in compared.inner_text() and "classement" in compared.inner_text()
    tab_to(phone, "Combien d'étudiants viennent de l'étranger", inside="#compare")
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/chiffre/international-students-share/epci-243400017/**")
    assert "14,9" in phone.locator("main").inner_text()
    assert "Ministère de l'Enseignement supérieur" in phone.locator("main").inner_text()


def test_a_resident_who_starts_from_a_question_never_reaches_her_town(site: str, phone: Any) -> None:
    phone.goto(f"{site}/fr/")
    tab_to(phone, "Avec quelles villes du monde est-on jumelé")
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/marqueur/twinnings/**")
    main = phone.locator("main").inner_text()
    assert "En France" in main or "France" in main
    phone.locator("#q-small").focus()
    phone.keyboard.type("saint etiene")
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/chercher/**")
    tab_to(phone, "Saint-Étienne")
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/territoire/com-42218/**")
    assert "20" in phone.locator(".figures").filter(has_text="jumelé").first.inner_text()
    tab_to(phone, "Pas encore vu")
    phone.keyboard.press("Enter")
    unseen = phone.locator("#unseen").inner_text()
    assert "Un trou n'est pas un zéro" in unseen and "sans chiffre" in unseen
    tab_to(phone, "Habitants et arrivées")  # opens without a script
    phone.keyboard.press("Enter")
    assert phone.locator("#unseen details[open]").first.is_visible()


def test_a_reader_of_english_falls_back_into_french(site: str, phone: Any) -> None:
    phone.goto(f"{site}/fr/territoire/com-42218/")
    tab_to(phone, "English")
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/en/territory/com-42218/**")
    for _ in range(3):
        tab_to(phone, "What nobody sees" if phone.locator("text=What nobody sees").count() else "Sources")
        phone.keyboard.press("Enter")
        phone.wait_for_load_state()
        assert "/en/" in phone.url and phone.locator("html").get_attribute("lang") == "en"
