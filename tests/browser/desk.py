"""A person at the workshop's desk, in a browser: signing in, filling a form, sending a file; and pages looked at by axe. No test."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

#: the two widths at which every page is looked at
WIDTHS = (1280, 320)


@contextmanager
def signed_in(browser: Any, site: str, mail: str, password: str, width: int = 320) -> Iterator[Any]:
    """A page where that person has signed in by the form, without JavaScript; a small telephone unless told otherwise."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 640}, locale="fr-FR")
    page = context.new_page()
    page.goto(f"{site}/atelier/compte/login/")
    page.fill("[name=login]", mail)
    page.fill("[name=password]", password)
    send(page)
    yield page
    context.close()


def send(page: Any) -> None:
    """Send the first form of the page; what was refused is a fault."""
    with page.expect_navigation():
        page.locator("main form [type=submit]").first.click()
    assert not page.locator(".fault, .faults").count(), page.locator(".fault, .faults").all_inner_texts()


def fill(page: Any, address: str, **values: Any) -> str:
    """The form at `address`, filled and sent; where one is led to."""
    page.goto(address)
    for name, value in values.items():
        field = page.locator(f"main [name={name}]").first
        kind = field.evaluate("e => e.tagName + (e.type || '')")
        if kind.startswith("SELECT"):
            field.select_option(label=value) if isinstance(value, str) else field.select_option(value["value"])
        elif "checkbox" in kind:
            page.get_by_label(re.compile(value)).check()
        else:
            field.fill(value)
    send(page)
    return str(page.url)


def bring(page: Any, address: str, name: str, content: bytes) -> str:
    """The table sent through the form at `address`; what the page then says, with plain spaces."""
    page.goto(address)
    page.set_input_files("main [name=table]", {"name": name, "mimeType": "application/octet-stream", "buffer": content})
    send(page)
    return plain(page.locator("main").inner_text())


def plain(text: str) -> str:
    """The text with ordinary spaces only."""
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def looked_at(
    browser: Any,
    signed_in_page: Any,
    axe: str,
    addresses: Iterable[str],
    widths: Iterable[int] = WIDTHS,
    refused: Collection[str] = (),
) -> None:
    """Each page at these widths: no fault of accessibility, nothing wider than the screen; those `refused` may say no."""
    cookies = signed_in_page.context.cookies()
    faults: list[str] = []
    for width in widths:
        context = browser.new_context(viewport={"width": width, "height": 800}, locale="fr-FR", bypass_csp=True)
        context.add_cookies(cookies)
        page = context.new_page()
        for number, address in enumerate(addresses):
            answer = page.goto(address)
            if answer.status != 200 and address not in refused:
                faults.append(f"{width} {address}: {answer.status}")
            page.evaluate(axe)
            found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
            faults += [f"{width} {address}: {one['id']} {one['nodes'][0]['html'][:160]}" for one in found["violations"]]
            if page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") > 0:
                faults.append(f"{width} {address}: wider than the screen")
            if keep := os.environ.get("LONGUEVUE_LOOK"):
                page.screenshot(path=f"{keep}/{width}-{number:02}.png", full_page=True)
        context.close()
    assert faults == [], "\n".join(faults)
