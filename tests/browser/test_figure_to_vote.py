"""From a figure on Montpellier's page to a council vote, by the screens alone, in a browser without JavaScript: each page is
reached by a link of the page before. Only accounts and the demonstration's edition are there when it begins."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import HOME, Shop, shop_on
from tests.browser.desk import looked_at

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(os.environ.get("LONGUEVUE_FULL") != "1", reason="walked whole by make proof (LONGUEVUE_FULL=1)"),
]
AREA, FIGURE = "epci-243400017", "international-students-share"
MAIL, PASSWORD = "responsable@valmont.example", "une longue phrase de passe"
ACCOUNT = f"""
import django
django.setup()
from longuevue.workshop.accounts.models import Membership, User
from longuevue.workshop.observatories.models import Observatory
by = User.objects.create_user("{MAIL}", "{PASSWORD}", name="Chargée des relations internationales")
Membership.objects.create(user=by, observatory=Observatory.objects.first(), role="manager")
print(Observatory.objects.first().slug)
"""
ASKED = "Comment loger ceux qui viennent étudier ici ?"
TOLD = (
    ASKED, "Combien de logements sont prévus ?", "Deux cents logements, votés avant l'été.", "répondu le jour même",
    "Réserver deux cents logements", "Plan de logement étudiant", "reprend ce chiffre", "Constat d'huissier",
)  # fmt: skip
REFUSED = "Ces mots seront refusés."


@pytest.fixture(scope="module")
def workshop(starter_home: Path) -> Iterator[Shop]:
    """A server with the workshop on the demonstration, and one account."""
    with shop_on(starter_home / "demo", ACCOUNT) as shop:
        yield shop


class Telephone:
    """A small telephone, without JavaScript: it follows links by their words and sends forms."""

    def __init__(self, browser: Any, site: str) -> None:
        context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640}, locale="fr-FR")
        self.page, self.site = context.new_page(), site
        self.page.set_default_timeout(60_000)

    @property
    def address(self) -> str:
        return str(self.page.url)

    def opens(self, address: str) -> None:
        assert self.page.goto(address if "//" in address else f"{self.site}{address}").status == 200

    def follows(self, words: str) -> None:
        """The first visible link of the page that says these words, or leads to that address."""
        by_address = self.page.locator(f'main a[href*="{words}"]:visible')
        by_words = self.page.locator("main a:visible").filter(has_text=words)
        with self.page.expect_navigation():
            (by_address if set(words) & set("/=") else by_words).first.click()

    def sends(self, button: str = "", **values: str) -> None:
        """Fill the form of the page and send it by that button (the first one, else)."""
        for name, value in values.items():
            field = self.page.locator(f"main [name={name}]").first
            kind = field.evaluate("e => e.tagName + (e.type || '')")
            if kind.startswith("SELECT"):
                field.select_option(label=value)
            elif "radio" in kind or "checkbox" in kind:
                self.page.locator(f"main [name={name}][value={value}]").check()
            else:
                field.fill(value)
        self.presses(button)

    def presses(self, button: str = "") -> None:
        buttons = self.page.locator("main form [type=submit]")
        with self.page.expect_navigation():
            (buttons.filter(has_text=button) if button else buttons).first.click()
        faults = self.page.locator(".fault, .faults")
        assert not faults.count(), faults.all_inner_texts()

    def reads(self) -> str:
        return str(self.page.locator("main").inner_text())

    def signs_in(self) -> None:
        self.opens("/atelier/compte/login/")
        self.sends(login=MAIL, password=PASSWORD)

    def decides(self, verdict: str, *labels: str, reason: str = "") -> None:
        """Tick the records so named in the queue of moderation and decide on them."""
        for label in labels:
            self.page.locator("main tbody tr").filter(has_text=label).locator("input[type=checkbox]").check()
        if reason:
            self.page.fill("[name=reason]", reason)
        self.presses(verdict)


def test_a_step_from_a_figure_to_the_vote_needs_more_than_the_screens_or_is_not_told(
    workshop: Shop, browser: Any, axe: str
) -> None:
    site, visited = workshop.address, []
    officer, resident = Telephone(browser, site), Telephone(browser, site)
    officer.signs_in()
    room, lead = _opened(officer, visited)
    code = _written(resident, room)
    assert "Combien de logements" not in resident.reads()
    officer.opens(lead)
    _read_and_answered(officer, lead, visited)
    resident.opens(room)
    assert "Deux cents logements" in resident.reads() and REFUSED not in resident.reads()
    _undertaken_and_voted(officer, lead, visited)
    _recorded_and_published(officer, lead, visited)
    public = [f"{site}/fr/territoire/{AREA}/", f"{site}/fr/marqueur/{FIGURE}/"]
    for address in public:
        resident.opens(address)
        thread = resident.page.locator("#decisions").inner_text()
        assert not [words for words in TOLD if words not in thread], (address, thread)
        assert f"{FIGURE}@" in thread  # the figure, by its address
        assert not resident.page.locator("#decisions .thread-gaps").count(), "nothing is said to be missing"
        assert REFUSED not in resident.page.content()
    looked_at(browser, officer.page, axe, [*dict.fromkeys(visited), room, lead, *public])
    _told_on_paper(workshop.folder)
    _taken_back(resident, public[0], code)


def _opened(officer: Telephone, visited: list[str]) -> tuple[str, str]:
    """From the territory's page to its figure, then the room; the addresses of the room and of its members' page."""
    officer.opens(f"/fr/territoire/{AREA}/")
    officer.follows(f"/fr/chiffre/{FIGURE}/{AREA}/")
    officer.follows("Débattre de ce chiffre")
    visited.append(officer.address)
    officer.sends(question=ASKED)
    room = officer.address
    officer.follows("Conduire ce débat")
    return room, officer.address


def _written(resident: Telephone, room: str) -> str:
    """A question, an argument on each side and words that will be refused, without an account; the code of the second argument."""
    resident.opens(room)
    resident.follows("Poser une question")
    resident.sends(kind="question", text="Combien de logements sont prévus ?")
    codes = []
    for side, text in (("Ce que cela apporte", "Des commerces en vivent."), ("Ce que cela coûte", "Les loyers montent."),
                       ("Ce que cela coûte", REFUSED)):  # fmt: skip
        resident.opens(room)
        resident.follows("Contribuer")
        resident.sends(kind="argument", side=side, text=text)
        codes.append(resident.page.locator("main .code").inner_text())
    resident.opens(room)
    return codes[1]


def _read_and_answered(officer: Telephone, lead: str, visited: list[str]) -> None:
    """Three contributions published, one refused with its reason; the question answered, and the answer read."""
    officer.follows("Relecture")
    visited.append(officer.address)
    officer.decides("Refuser", REFUSED, reason="Hors du sujet.")
    officer.decides("Approuver", "Combien de logements", "Des commerces", "Les loyers")
    officer.opens(lead)
    officer.follows("Répondre")
    visited.append(officer.address)
    officer.sends(text="Deux cents logements, votés avant l'été.")
    officer.follows("Relecture")
    officer.decides("Approuver", "Deux cents logements")


def _undertaken_and_voted(officer: Telephone, lead: str, visited: list[str]) -> None:
    """No policy yet: one is written; then a commitment that answers the question, and the decision that carries it."""
    officer.opens(lead)
    officer.follows("S'engager")
    assert "Écrivez-la d'abord" in officer.reads()
    visited.append(officer.address)
    officer.sends(name="Accueil des étudiants", policy_area="jeunesse", aims="Loger")
    visited.append(officer.address)
    officer.opens(lead)
    officer.follows("S'engager")
    visited.append(officer.address)
    officer.sends(policy="Accueil des étudiants", text="Réserver deux cents logements", made_on="2026-12-01")
    made = officer.address
    assert "Combien de logements sont prévus" in officer.reads() and "14,9" in officer.reads()
    officer.follows("Écrire la délibération")
    visited.append(officer.address)
    officer.sends(title="Plan de logement étudiant", number="M2026-512", date="2026-12-10")
    officer.follows("Dire quel chiffre elle reprend")
    visited.append(officer.address)
    officer.sends(kind="un chiffre est repris", quote="près de 15 % d'étudiants")
    assert f"{FIGURE}@" in officer.reads()
    visited.append(officer.address)
    for part, values in (("step", {"status": "fait", "reason": "Les clés sont remises"}),
                         ("evidence", {"what": "Constat d'huissier"})):  # fmt: skip
        officer.opens(made)
        officer.follows(f"/{part}/")
        visited.append(officer.address)
        officer.sends(day="2027-01-05", **values)
    visited.append(made)


def _recorded_and_published(officer: Telephone, lead: str, visited: list[str]) -> None:
    """The record of the debate; everything that waits approved; then the edition, built from the page."""
    officer.opens(lead)
    officer.presses("Faire le compte rendu")
    visited.append(officer.address)
    officer.opens(lead)
    officer.follows("Relecture")
    officer.decides("Approuver", ASKED)
    officer.follows("etat=draft")
    officer.presses("Approuver toute la liste")
    with officer.page.expect_navigation():
        officer.page.locator("header a", has_text="Longuevue, démonstration").click()
    officer.follows("Publier")
    officer.presses("Publier")
    for _ in range(120):
        officer.page.wait_for_timeout(1000)
        officer.opens(officer.address)
        if "est en ligne" in officer.reads() or "s'est arrêtée" in officer.reads():
            break
    assert "est en ligne" in officer.reads(), officer.reads()


def _taken_back(resident: Telephone, territory: str, code: str) -> None:
    """The code erases the words of an argument: the edition that is served, which was not built again, no longer holds them."""
    resident.opens(territory)
    resident.follows(ASKED)
    record = resident.address
    assert "/fr/debats/" in record and "Les loyers montent." in resident.reads()
    resident.opens("/atelier/debat/reprendre/")
    resident.sends(code=code)
    resident.opens(record)
    assert "Les loyers montent." not in resident.reads() and "Des commerces en vivent." in resident.reads()
    assert "retirée depuis cette" in resident.reads()


def _told_on_paper(folder: Path) -> None:
    """The report of the territory, as a page and as a PDF, written by the command that anyone types."""
    import pypdfium2

    for form in ("html", "pdf"):
        out = folder.parent / f"rapport.{form}"
        command = [sys.executable, "-m", "longuevue.cli", "report", AREA, "--out", str(out)]
        environment = {**os.environ, "LONGUEVUE_OBSERVATORY": str(folder)}
        subprocess.run(command, check=True, cwd=HOME, env=environment, stdout=subprocess.DEVNULL)
        if form == "pdf":
            paper = pypdfium2.PdfDocument(out)
            words = " ".join(page.get_textpage().get_text_bounded() for page in paper)
        else:
            words = re.sub(r"<[^>]+>", "", out.read_text(encoding="utf-8"))
        flat = re.sub(r"\W+", "", words.replace("&#x27;", "'").replace("&#39;", "'"))
        assert not [one for one in TOLD if re.sub(r"\W+", "", one) not in flat], form
