"""Criteria of the audit grid (portal/access.yaml) that a browser can check and that axe does not: spacing, tables, traps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.portal.kinds import ADDRESSES

pytestmark = pytest.mark.browser
#: RGAA 10.12 and WCAG 1.4.12: the spacing that a reader may ask for
SPACING = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }"
CUT = """() => [...document.querySelectorAll('main *, header *, footer *')].filter(e => e.children.length === 0
    && e.textContent.trim() && getComputedStyle(e).overflow !== 'visible'
    && (e.scrollWidth > e.clientWidth + 2 || e.scrollHeight > e.clientHeight + 2)
    && !e.closest('.sr, .sprite, svg') && getComputedStyle(e).clipPath === 'none').map(e => e.outerHTML.slice(0, 120))"""
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SIDEWAYS = """() => [...document.querySelectorAll('.table-frame')].filter(f => f.scrollWidth > f.clientWidth + 1)
    .map(f => f.querySelector('caption')?.textContent)"""
TABLES = "[...document.querySelectorAll('table')].filter(t => !t.caption?.textContent.trim()).length + document.querySelectorAll('th:not([scope])').length"


def test_wider_spacing_cuts_a_word_and_tables_lack_title_or_scope(
    site: str, browser: Any, counts: Callable[[int, int], int]
) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 800}, bypass_csp=True)
    faults: list[str] = []
    for address in ADDRESSES[:: counts(3, 1)]:
        page.goto(site + address)
        page.add_style_tag(content=SPACING)
        faults += [f"{address}: {cut}" for cut in page.evaluate(CUT)]
        if page.evaluate(WIDER) > 0:
            faults.append(f"{address}: wider than the screen")
        if page.evaluate(TABLES):
            faults.append(f"{address}: a table without caption, a header without scope")
    page.close()
    assert faults == []


@pytest.mark.parametrize("width", [320, 390, 430, 600, 760])
def test_a_column_of_a_table_is_off_the_screen(
    site: str, browser: Any, counts: Callable[[int, int], int], width: int
) -> None:
    """On a phone as on a tablet held upright, a table is read without moving it sideways."""
    page = browser.new_page(viewport={"width": width, "height": 800})
    faults: list[str] = []
    for address in ADDRESSES[:: counts(3, 1)]:
        page.goto(site + address)
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        faults += [f"{address}: {table}" for table in page.evaluate(SIDEWAYS)]
    page.close()
    assert faults == []


def test_the_keyboard_is_held_in_an_opened_word(site: str, browser: Any) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{site}/fr/territoire/epci-243400017/")
    word = page.locator("button.word").first
    word.focus()
    page.keyboard.press("Enter")
    card = page.locator(f"#{word.get_attribute('popovertarget')}")
    assert card.is_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.word-card') !== null"), "its link is reached by Tab"
    page.keyboard.press("Escape")
    assert not card.is_visible()
    page.close()
