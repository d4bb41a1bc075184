"""Row S21: a guided collection of six questions, on a telephone or on paper, with or without a network; a volunteer records a story in
less than five minutes.

This is a model, and no trial with people: the journey is played in a real browser, its gestures are counted, and each is given the
time of the keystroke-level model (Card, Moran and Newell, 1980): 0.28 s a key for somebody who types neither well nor badly, 1.1 s to
point, 1.35 s to look at each screen and decide. Answers of about 25 words are known beforehand (said, or read on a sheet): the time to
tell, to listen, to read handwriting, to wait for a slow network is not in it. Whoever wants to know how long people take has to watch
people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import shop_on
from tests.browser.desk import signed_in
from tests.browser.test_story_told_on_a_phone import CAMPAIGN, on_device, until

pytestmark = pytest.mark.browser
#: seconds: a key, a pointing, a screen
KEY, POINT, SCREEN = 0.28, 1.1, 1.35
FIVE_MINUTES = 300
#: invented; one for each question, in the words of everybody
ANSWERS = (
    "Au marché on parle trois langues à présent. Les gens du coin se disent bonjour, et il y a du monde sur la place le matin.",
    "Depuis la fin du premier confinement, place du lac, dans les deux rues du haut et près de la gare, surtout le samedi matin.",
    "Pour les commerces et pour nous : ma fille a appris à dire bonjour en trois langues, et le boulanger a pu garder son emploi.",
    "Pour ceux qui cherchent un logement au centre : il y en a moins qu'avant, et les loyers ont monté dans toute la rue du port.",
    "La mairie a aidé au début pour la fête des voisins, puis plus rien. C'est la maison de quartier qui tient tout à bout de bras.",
    "Que la fête revienne deux fois par an, avec un bus le soir, et que la mairie dise ce qu'elle fait des logements vides du centre.",
)
MANAGER = """
from longuevue.workshop.accounts.models import Membership, User
user = User.objects.create_user("resp@valmont.example", "une longue phrase de passe", name="Responsable")
Membership.objects.create(user=user, observatory=one.observatory, role="manager")
from allauth.account.models import EmailAddress
EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
print(one.observatory.slug, one.public_id)
"""


@pytest.fixture(scope="module")
def workshop(starter_home: Path) -> Iterator[tuple[str, str, str]]:
    """(address of a server with the workshop, name of its observatory, id of a campaign)."""
    with shop_on(starter_home / "demo", CAMPAIGN + MANAGER) as shop:
        yield shop.address, *shop.made.split()


@dataclass
class Volunteer:
    """Somebody whose gestures are counted as they are made."""

    page: Any
    keys: int = 0
    points: int = 0
    screens: int = 0

    def look(self) -> None:
        """A screen that was not there."""
        self.screens += 1

    def point(self, where: Any) -> None:
        """One pointing, and what it does."""
        self.points += 1
        where.click()

    def type(self, where: Any, text: str) -> None:
        """Into the field, then sign by sign."""
        self.point(where)
        self.keys += len(text)
        where.press_sequentially(text)

    def go_on(self, words: str = "Continuer") -> None:
        """The button at the foot of the screen; the next screen is looked at."""
        here = self.page.url
        self.point(self.page.get_by_role("button", name=words))
        self.page.wait_for_url(lambda url: url != here)
        self.look()

    @property
    def seconds(self) -> float:
        """The model's time, the answers as long as a French word is on average: six signs with its space."""
        written = max(self.keys, len(ANSWERS) * 25 * 6)
        return written * KEY + self.points * POINT + self.screens * SCREEN

    @property
    def counted(self) -> float:
        """The model's time of the very gestures that were made."""
        return self.keys * KEY + self.points * POINT + self.screens * SCREEN


def choices(who: Volunteer, uses: tuple[str, ...]) -> None:
    """The screen of uses: quoted without a name, and what was agreed to."""
    who.point(who.page.locator("input[name=quote]").nth(1))
    for use in uses:
        who.point(who.page.locator(f"input[name={use}]"))


def begun(page: Any, start: str) -> Volunteer:
    """The first page, the first screen."""
    who = Volunteer(page)
    page.goto(start)
    who.look()
    who.go_on("Commencer")
    who.point(page.locator("input[name=kind]").first)
    who.point(page.locator("input[name=take_part]"))
    who.go_on()
    return who


def sent(who: Volunteer) -> None:
    """Read again, with every answer, and sent."""
    who.page.wait_for_url("**/recit/9/")
    read = who.page.locator("dl.sheet").inner_text()
    assert all(answer in read for answer in ANSWERS), "an answer is lost"
    who.go_on("Envoyer mon récit")
    assert "Votre reçu" in who.page.locator("h1").inner_text()
    assert "/recit/lien/" in who.page.locator("p.mono").inner_text(), "nothing to take the story back with"


def test_the_answers_are_shorter_than_people_s() -> None:
    """S21: six answers of about 25 words each, as the model says."""
    assert len(ANSWERS) == 6 and all(23 <= len(one.replace("'", " ").split()) <= 28 for one in ANSWERS), [
        len(one.replace("'", " ").split()) for one in ANSWERS
    ]


@pytest.mark.parametrize("network", ["with a network", "without one"])
def test_a_story_takes_more_than_five_minutes_on_a_telephone(
    workshop: tuple[str, str, str], browser: Any, network: str
) -> None:
    """S21: the six answers are typed with no network at all; it is needed to open the page before, and to send afterwards."""
    site, _, campaign = workshop
    context = browser.new_context(viewport={"width": 360, "height": 720}, locale="fr-FR")
    page = context.new_page()
    who = begun(page, f"{site}/atelier/raconter/{campaign}/")
    page.wait_for_url("**/recit/2/")
    if network == "without one":
        ready = (
            "navigator.serviceWorker.controller && caches.match('/atelier/recit/8/', {ignoreVary: true}).then(Boolean)"
        )
        until(page, ready)
        context.set_offline(True)
    for answer in ANSWERS:
        who.type(page.locator("textarea"), answer)
        who.go_on()
    page.wait_for_url("**/recit/8/")
    choices(who, ("publish",))
    if network == "without one":
        assert "revienne" in on_device(page), "the words are nowhere while there is no network"
        context.set_offline(False)
        until(page, "document.querySelector('[data-story-told]').textContent.includes('Le réseau est revenu')")
    who.go_on()
    sent(who)
    context.close()
    print(
        f"S21, {network}: {who.keys} keys, {who.points} pointings, {who.screens} screens, {who.counted:.0f} s, {who.seconds:.0f} s with words of six signs"
    )
    assert who.screens == 11 and who.seconds < FIVE_MINUTES, who


def test_a_sheet_filled_by_hand_takes_more_than_five_minutes_to_type(
    workshop: tuple[str, str, str], browser: Any
) -> None:
    """S21: everything that the screens ask is on the printed sheet, and what is on it is typed in at its address."""
    site, observatory, campaign = workshop
    with signed_in(browser, site, "resp@valmont.example", "une longue phrase de passe", 1280) as page:
        page.goto(f"{site}/atelier/o/{observatory}/recits/")
        page.get_by_role("link", name="Feuille à imprimer").first.click()
        sheet = page.locator("article.letter").inner_text()
        start = page.locator("article.letter .mono").inner_text()
    assert start == f"{site}/atelier/raconter/{campaign}/"
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="fr-FR")
    page = context.new_page()
    who = Volunteer(page)
    page.goto(start)
    who.look()
    who.go_on("Commencer")
    asked: list[str] = []

    def labels() -> list[str]:
        """What the screen asks and does not leave out: each choice of a compulsory question, each box."""
        found = page.locator(
            "main form :is(fieldset:has(.required) legend ~ * label, .field > label)"
        ).all_inner_texts()
        return [one.replace("(obligatoire)", "").strip() for one in found]

    asked += labels()
    who.point(page.locator("input[name=kind]").first)
    who.point(page.locator("input[name=take_part]"))
    who.go_on()
    for answer in ANSWERS:
        asked += [one for one in labels() if "?" in one]
        who.type(page.locator("textarea"), answer)
        who.go_on()
    asked += [one for one in labels() if page.get_by_label(one, exact=True).first.get_attribute("name") in
              ("quote", "publish", "sensitive", "researchers", "ask_again", "signed")]  # fmt: skip
    missing = [one for one in asked if one and one not in sheet]
    assert len(asked) >= 15 and not missing, missing
    choices(who, ("publish", "researchers"))
    who.go_on()
    sent(who)
    context.close()
    print(
        f"S21, paper: {who.keys} keys, {who.points} pointings, {who.screens} screens, {who.counted:.0f} s, {who.seconds:.0f} s with words of six signs"
    )
    assert who.screens == 11 and who.seconds < FIVE_MINUTES, who
