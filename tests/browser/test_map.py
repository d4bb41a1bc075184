"""The moving map in a real browser: it replaces the picture, is moved by keys alone, and asks nothing of another host."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.browser
PAGE = "/fr/marqueur/immigrant-residents-share/departements/"


def test_the_map_needs_a_mouse_or_another_host(browser: Any, site: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    asked: list[str] = []
    faults: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
    page.goto(site + PAGE)
    assert page.locator(".map-image").is_visible()
    button = page.get_by_role("button", name="Explorer la carte")
    button.focus()
    page.keyboard.press("Enter")
    page.locator(".map-here b").wait_for(timeout=30_000)
    assert not page.locator(".map-image").is_visible()
    first = page.locator(".map-here b").inner_text()
    for _ in range(3):
        page.keyboard.press("+")
        page.wait_for_timeout(700)
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(1500)
    assert page.locator(".map-here").inner_text() != first
    page.get_by_role("button", name="région", exact=True).click()
    page.get_by_text("par région").first.wait_for()
    assert {url.split("/")[2] for url in asked} == {site.split("/")[2]}
    assert any(url.endswith("departement.pmtiles") for url in asked)
    assert faults == []
    page.get_by_role("button", name="Revenir à l'image").click()
    assert page.locator(".map-image").is_visible()
    page.close()


def test_without_javascript_the_picture_and_its_legend_stand(browser: Any, site: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 800})
    page = context.new_page()
    page.goto(site + PAGE)
    assert page.locator(".map-image").get_attribute("alt").startswith("Carte\u00a0: Part des immigrés")
    assert page.locator(".map-legend li").count() >= 6
    assert not page.get_by_role("button", name="Explorer la carte").is_visible()
    context.close()
