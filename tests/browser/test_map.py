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


def test_a_screen_reader_is_told_nothing_of_the_moving_map(browser: Any, site: str) -> None:
    """What the browser gives to screen readers: a name and a role for each control, what is pressed, and what changes."""
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    page.goto(site + PAGE)
    page.get_by_role("button", name="Explorer la carte").press("Enter")
    page.locator(".map-here b").wait_for(timeout=30_000)
    told = page.context.new_cdp_session(page)
    nodes = told.send("Accessibility.getFullAXTree")["nodes"]
    shown = [node for node in nodes if not node["ignored"]]
    inside = {
        (node["role"]["value"], node["name"]["value"])
        for node in shown
        if node["role"]["value"] in ("button", "region", "application", "link")
    }
    assert {role for role, name in inside if not name} == set(), inside
    assert {("button", "Agrandir"), ("button", "Revenir à l'image")} <= inside, inside
    pressed = [p["value"]["value"] for node in shown for p in node.get("properties", []) if p["name"] == "pressed"]
    assert pressed.count("true") == 1 and pressed.count("false") >= 1
    assert [node for node in shown if node["role"]["value"] == "status"], "what changes is not announced"
    assert page.locator(".map-here").get_attribute("aria-live") in (None, "polite")
    canvas = page.locator(".map-canvas canvas")
    assert canvas.get_attribute("aria-label") or canvas.get_attribute("aria-hidden") == "true"
    before = page.locator("[role=status].map-here").inner_text()
    canvas.focus()
    for _ in range(3):
        page.keyboard.press("+")
        page.wait_for_timeout(600)
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(1200)
    assert page.locator("[role=status].map-here").inner_text() != before
    page.close()
