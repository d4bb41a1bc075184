"""A resident tells a story on a small telephone, closes the page half-way, comes back, sends and takes it back: keyboard alone,
without JavaScript, no fault of accessibility. The server has a database of its own, made for this test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import shop_on

pytestmark = pytest.mark.browser
CAMPAIGN = """
import datetime, django
django.setup()
from longuevue.workshop.observatories.models import Observatory
from longuevue.workshop.testimonies.models import Campaign
one = Campaign.objects.create(observatory=Observatory.objects.first(), question="Qu'avez-vous vu changer ?",
    population="parents d'élèves", closes=datetime.date(2099, 1, 1))
print(one.public_id)
"""


@pytest.fixture(scope="module")
def workshop(starter_home: Path) -> Iterator[tuple[str, str]]:
    """(address of a server with the workshop, address of a campaign's first page)."""
    with shop_on(starter_home / "demo", CAMPAIGN) as shop:
        yield shop.address, f"{shop.address}/atelier/raconter/{shop.made}/"


def press(page: Any, words: str, most: int = 60) -> None:
    """Reach what says `words` by Tab, and press it."""
    for _ in range(most):
        page.keyboard.press("Tab")
        held = page.locator(":is(a, button):focus")
        if held.count() and words in held.inner_text():
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    raise AssertionError(f"« {words} » is not reached on {page.url}")


def reach(page: Any, selector: str, most: int = 40) -> None:
    """Press Tab until the field has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.locator(f"{selector}:focus").count():
            return
    raise AssertionError(f"{selector} is not reached on {page.url}")


def test_a_story_is_lost_or_cannot_be_taken_back(workshop: tuple[str, str], browser: Any) -> None:
    site, start = workshop
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640}, locale="fr-FR")
    page = context.new_page()
    page.goto(start)
    press(page, "Commencer")
    reach(page, "input[name=kind]")
    page.keyboard.press("Space")
    reach(page, "input[name=take_part]")
    page.keyboard.press("Space")
    press(page, "Continuer")
    reach(page, "textarea")
    page.keyboard.type("Ma classe a gardé son poste. Appelez Mme Martin au 06 12 34 56 78.")
    press(page, "Continuer")
    page.close()  # the tab is closed half-way; the draft is not

    page = context.new_page()
    page.goto(start)
    press(page, "Reprendre le récit")
    for _ in range(8):
        if page.locator("input[name=quote]").count():
            break
        press(page, "Continuer")
    assert page.url.endswith("/recit/8/")
    reach(page, "input[name=quote]")
    page.keyboard.press("ArrowDown")
    reach(page, "input[name=publish]")
    page.keyboard.press("Space")
    press(page, "Continuer")
    noticed = page.locator("div.notice").inner_text()
    assert "06 12 34 56 78" in noticed and "Mme Martin" in noticed, "told, never refused"
    press(page, "Envoyer mon récit")
    assert "Votre reçu" in page.locator("h1").inner_text()
    link = page.locator("p.mono").inner_text()
    context.close()

    other = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640}, locale="fr-FR")
    page = other.new_page()
    page.goto(link)
    assert link not in page.url
    press(page, "Retirer mon récit")
    press(page, "Oui, effacer mon récit")
    assert "est effacé" in page.locator("h1").inner_text()
    assert page.goto(link).status == 400
    other.close()
    assert site in start


@pytest.mark.parametrize("width", [320, 1280])
def test_a_screen_shuts_somebody_out(workshop: tuple[str, str], browser: Any, axe: str, width: int) -> None:
    _, start = workshop
    page = browser.new_page(viewport={"width": width, "height": 800}, bypass_csp=True, locale="fr-FR")
    faults: list[str] = []

    def look() -> None:
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wider > 0:
            faults.append(f"{page.url}: {wider} px too wide")
        page.evaluate(axe)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        faults.extend(f"{page.url}: {v['id']} {v['nodes'][0]['html'][:140]}" for v in found)

    page.goto(start)
    look()
    page.get_by_role("button", name="Commencer").click()
    look()
    page.get_by_role("button", name="Continuer").click()  # nothing chosen: the faults are said
    look()
    page.locator("input[name=kind]").first.check()
    page.locator("input[name=take_part]").check()
    for _ in range(8):
        page.get_by_role("button", name="Continuer").click()
        if page.locator("textarea").count():
            page.locator("textarea").fill("Un voisin m'a appris sa langue.")
        if page.locator("input[name=quote]").count():
            page.locator("input[name=quote]").nth(1).check()
        look()
        if page.url.endswith("/recit/9/"):
            break
    page.get_by_role("button", name="Envoyer mon récit").click()
    look()
    page.get_by_role("link", name="Retirer mon récit").click()
    look()
    page.close()
    assert not faults, "\n".join(faults)


SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 25_000}


def on_device(page: Any) -> str:
    """All that the page left on the telephone: its storage, and the screens kept for when there is no network."""
    return str(
        page.evaluate(
            """async () => {
                const kept = await (await caches.open("longuevue-recit")).keys();
                const texts = await Promise.all(kept.map(async (one) => (await caches.match(one)).text()));
                return JSON.stringify([Object.entries(localStorage), kept.map((one) => one.url), texts]);
            }"""
        )
    )


def until(page: Any, script: str) -> None:
    """Wait for what a script says: the page's own policy forbids a browser's test to make it wait by itself."""
    for _ in range(300):
        if page.evaluate(script):
            return
        page.wait_for_timeout(200)
    raise AssertionError(f"never so on {page.url}: {script}")


def test_a_network_that_comes_and_goes_loses_words_or_leaves_them_on_the_telephone(
    workshop: tuple[str, str], browser: Any
) -> None:
    """320 px, a slow telephone network; the tab is closed in the middle of a sentence, then three screens without any network."""
    _, start = workshop
    context = browser.new_context(viewport={"width": 320, "height": 640}, locale="fr-FR")
    page = context.new_page()
    context.new_cdp_session(page).send("Network.emulateNetworkConditions", SLOW)
    page.goto(start)
    page.get_by_role("button", name="Commencer").click()
    page.locator("input[name=kind]").first.check()
    page.locator("input[name=take_part]").check()
    page.get_by_role("button", name="Continuer").click()
    page.wait_for_url("**/recit/2/")
    page.locator("textarea").press_sequentially("Au marché, on")
    page.close()

    page = context.new_page()
    page.goto(start)
    page.get_by_role("link", name="Reprendre le récit").click()
    page.get_by_role("button", name="Continuer").click()
    page.wait_for_url("**/recit/2/")
    assert page.locator("textarea").input_value() == "Au marché, on"
    assert "retrouvé sur cet appareil" in page.locator("[data-story-told]").inner_text()
    page.locator("textarea").press_sequentially(" parle portugais.")
    until(
        page,
        "navigator.serviceWorker.controller && caches.match('/atelier/recit/8/', {ignoreVary: true}).then(Boolean)",
    )
    context.set_offline(True)
    page.get_by_role("button", name="Continuer").click()
    page.wait_for_url("**/recit/3/")
    page.locator("textarea").fill("Depuis 2019, place du lac.")
    page.get_by_role("button", name="Continuer").click()
    page.wait_for_url("**/recit/4/")
    page.locator("textarea").fill("Pour les commerçants.")
    page.locator("input[value=language]").check()
    page.get_by_role("button", name="Continuer").click()
    page.wait_for_url("**/recit/5/")
    assert "portugais" in on_device(page)
    context.set_offline(False)
    until(page, "document.querySelector('[data-story-told]').textContent.includes('Le réseau est revenu')")
    for _ in range(3):
        here = page.url
        page.get_by_role("button", name="Continuer").click()
        page.wait_for_url(lambda url, here=here: url != here)
    page.locator("input[name=quote]").nth(1).check()
    page.get_by_role("button", name="Continuer").click()
    page.wait_for_url("**/recit/9/")
    read = page.locator("dl.sheet").inner_text()
    assert "Au marché, on parle portugais." in read and "place du lac" in read and "commerçants" in read
    page.get_by_role("button", name="Envoyer mon récit").click()
    page.wait_for_url("**/recu/")
    until(page, "caches.has('longuevue-recit').then((there) => !there && localStorage.length === 0)")
    assert "portugais" not in on_device(page)
    context.close()


def test_a_draft_is_bound_to_one_telephone(workshop: tuple[str, str], browser: Any) -> None:
    """Without JavaScript: the link of a draft, taken half-way, goes on with it elsewhere."""
    _, start = workshop
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640}, locale="fr-FR")
    page = context.new_page()
    page.goto(start)
    press(page, "Commencer")
    page.locator("input[name=kind]").first.check()
    page.locator("input[name=take_part]").check()
    press(page, "Continuer")
    page.locator("textarea").fill("Un voisin m'a appris sa langue.")
    press(page, "Continuer")
    press(page, "Avoir mon lien")
    link = page.locator("p.mono").inner_text()
    context.close()
    other = browser.new_context(java_script_enabled=False, locale="fr-FR")
    page = other.new_page()
    page.goto(link)
    assert page.url.endswith("/recit/1/") and page.locator("input[name=kind]").first.is_checked()
    press(page, "Continuer")
    assert page.locator("textarea").input_value() == "Un voisin m'a appris sa langue."
    other.close()
