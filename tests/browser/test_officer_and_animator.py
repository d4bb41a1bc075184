"""Two long gestures in a browser without JavaScript. The officer: a directory with planted duplicates and a spreadsheet of
twinnings come in, are approved in bulk, published, and read by anybody. The animator: « toujours vrai ? » of everyone at once."""

from __future__ import annotations

import csv
import io
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from email import policy
from email.parser import BytesParser
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.browser.conftest import Shop, shop_on
from tests.browser.desk import bring, fill, plain, send, signed_in
from tests.workshop.test_duplicates import directory

pytestmark = [pytest.mark.browser, pytest.mark.slow]
AREA, MARKER = "epci-243400017", "international-students-share"
PASSWORD = "une longue phrase de passe"
FULL = os.environ.get("LONGUEVUE_FULL") == "1"
#: actors of the network, all grown old
ASKED = 450 if FULL else 40
PEOPLE = f"""
import django
django.setup()
from longuevue.workshop.accounts.models import Membership, User
from longuevue.workshop.actors.models import Actor
from longuevue.workshop.actors.services import set_contact
from longuevue.workshop.observatories.models import Observatory
from longuevue.workshop.observatories.services import make
here = Observatory.objects.first()
network = make(name="Réseau des acteurs de Valmont", codes=["dep-34"], slug="reseau")
for name, role, of in (("agente", "manager", here), ("relit", "moderator", here), ("anime", "manager", network)):
    user = User.objects.create_user(f"{{name}}@valmont.example", "{PASSWORD}", name=name)
    Membership.objects.create(user=user, observatory=of, role=role)
for n in range({ASKED}):
    actor = Actor.objects.create(observatory=network, name=f"Acteur {{n:03}}")
    set_contact(actor, person="", email=f"a{{n}}@valmont.example", phone="")
print(here.slug)
"""
TWINS = (
    ("Ville jumelle", "Pays", "Commune", "Signature"),
    ("Bourg-la-Reine d'Essai", "Allemagne", "Montpellier", "1961"),
    ("Port-Vieux", "Haïti", "34172", "12/05/1998"),
    ("Roche-Haute", "Mali", "Montpellier", "2003"),
)


@pytest.fixture(scope="module")
def shop(starter_home: Path) -> Iterator[Shop]:
    with shop_on(starter_home / "demo", PEOPLE) as one:
        yield one


def _directory(size: int, planted: int) -> tuple[bytes, set[frozenset[str]], str]:
    """A directory as a network would hand it over, the pairs of names planted in it, and a name that stands there once."""
    entries, twice = directory(7, size, planted)
    out = io.StringIO(newline="")
    rows = csv.writer(out, delimiter=";")
    rows.writerow(("Nom de la structure", "Ville", "N° SIREN", "Site web", "Pays d'intervention"))
    rows.writerows((e.name, e.place, e.siren, e.website, "Mali") for e in entries)
    names = {e.id: " ".join(e.name.split()) for e in entries}
    pairs = {frozenset(names[i] for i in pair) for pair in twice}
    once = next(name for name in names.values() if not any(name in pair for pair in pairs))
    return out.getvalue().encode("utf-8-sig"), pairs, once


def _workbook() -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in TWINS:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def _pairs(page: Any) -> set[frozenset[str]]:
    """The pairs that the page of duplicates proposes, by names."""
    rows = page.locator("main tbody tr")
    cells = rows.evaluate_all("rows => rows.map(r => [...r.querySelectorAll('td > a')].map(a => a.textContent))")
    return {frozenset(" ".join(name.split()) for name in names) for names in cells}


def test_a_directory_of_actors_loses_a_row_on_its_way_to_the_public_page(
    shop: Shop, browser: Any, counts: Callable[[int, int], int], prove: Callable[..., None]
) -> None:
    size, planted = counts(120, 1_200), counts(7, 71)
    table, wanted, seer = _directory(size, planted)
    site, home = shop.address, f"{shop.address}/atelier/o/{shop.made}/"
    with signed_in(browser, site, "agente@valmont.example", PASSWORD) as officer:
        said = bring(officer, f"{home}acteurs/table/", "annuaire.csv", table)
        assert f"{size} lignes ajoutées" in said and "Lignes laissées de côté" not in said
        officer.get_by_role("link", name="Voir les doublons probables").click()
        proposed = _pairs(officer)
        share, false = len(wanted & proposed) / len(wanted), len(proposed - wanted) / size
        prove(f"browser: {size:,} actors brought in, {planted} planted duplicates: proposed", value=f"{share:.1%}", bar="≥ 95 %", holds=share >= 0.95)  # fmt: skip
        prove(f"browser: {size:,} actors brought in: false proposals per actor", value=f"{false:.2%}", bar="< 1 %", holds=false < 0.01)  # fmt: skip
        send(officer)  # « c'est le même », of the first pair
        assert len(_pairs(officer)) == len(proposed) - 1
        said = bring(officer, f"{home}liens/table/", "jumelages.xlsx", _workbook())
        assert "3 lignes ajoutées" in said, said
        officer.goto(f"{home}acteurs/?q={'+'.join(seer.split())}")
        officer.locator("main tbody th a").first.click()
        fill(officer, f"{officer.url}voit/", marker={"value": MARKER}, data_held="Liste des inscrits")
    with signed_in(browser, site, "relit@valmont.example", PASSWORD) as moderator:
        moderator.goto(f"{home}moderation/?etat=draft")
        with moderator.expect_navigation():
            moderator.locator("button[name=all]").click()
        said = plain(moderator.locator("[role=status]").first.inner_text())
        approved = int(re.sub(r"\D", "", said))
        assert approved == size - 1 + len(TWINS) - 1 + 1, said
    if not FULL:
        return  # the edition is built by `make proof`
    with signed_in(browser, site, "agente@valmont.example", PASSWORD) as officer:
        _published(officer, f"{home}publier/")
        shown = _public(officer, site, seer)
    prove(f"browser: {approved:,} records approved in bulk and published: actors and links on the public page", value=f"{shown[0]} and {shown[1]}", bar=f"{size - 1} and 3", holds=shown == (size - 1, 3))  # fmt: skip


def _published(page: Any, address: str) -> None:
    """The button is pressed; the page says when the edition is online."""
    fill(page, address)
    for _ in range(300):
        page.wait_for_timeout(1000)
        page.goto(address)
        if "est en ligne" in page.content() or "s'est arrêtée" in page.content():
            break
    assert "est en ligne" in page.content(), plain(page.locator("main").inner_text())


def _public(page: Any, site: str, seer: str) -> tuple[int, int]:
    """(actors, links) that anybody reads on the territory's page; the country's and the blind spots' have theirs."""
    here = f"{site}/fr/territoire/{AREA}/"
    page.goto(here)
    names = page.locator("#actors li b").all_text_contents()
    links = [name for name, *_ in TWINS[1:] if name in page.locator("#links").text_content()]
    page.goto(f"{here}pays/HT/")
    assert "Port-Vieux" in page.content() and "Roche-Haute" not in page.content()
    page.goto(f"{here}pays/ML/")
    assert "Roche-Haute" in page.content() and seer in page.locator("main").text_content()
    page.goto(f"{here}angles-morts/")
    told = page.locator("main").text_content()
    assert seer in told and "Liste des inscrits" in told
    return len(names), len(links)


def test_an_organisation_is_asked_twice_or_never(shop: Shop, browser: Any, prove: Callable[..., None]) -> None:
    site, here = shop.address, f"{shop.address}/atelier/o/reseau/acteurs/"
    with signed_in(browser, site, "anime@valmont.example", PASSWORD) as animator:
        animator.goto(f"{here}toujours-vrai/")
        assert animator.locator("input[name=actor]:checked").count() == ASKED
        with animator.expect_navigation():
            animator.locator("main form [type=submit]").first.dblclick()  # as an impatient hand does
        animator.wait_for_selector("[role=status]")
        animator.goto(f"{here}toujours-vrai/")
        assert "vient d'être demandé" in animator.content()
    outbox = _outbox(shop.folder / "private" / "outbox")
    to = Counter(str(mail["To"]) for mail in outbox)
    expected = {f"a{n}@valmont.example" for n in range(ASKED)}
    held = set(to) == expected and set(to.values()) == {1}
    prove(f"browser: « toujours vrai ? » asked of {ASKED} organisations in one gesture, pressed twice: messages in the outbox", value=f"{len(outbox)}, the most for one: {max(to.values(), default=0)}", bar=f"{ASKED}, one each", holds=held)  # fmt: skip
    letter = outbox[0].get_content()
    (private,) = re.findall(r"http\S+/vrai/\S+", letter)
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640}, locale="fr-FR")
    page = context.new_page()
    page.goto(private)
    page.get_by_label("Oui, toujours").check()
    send(page)
    assert "votre réponse est enregistrée" in page.content()
    context.close()


def _outbox(folder: Path) -> list[Any]:
    """Every mail that waits there: a file holds as many as were sent together, with a line of dashes after each."""
    found = []
    for path in sorted(folder.glob("*.log")):
        for text in re.split(rb"\n-{79}\n", path.read_bytes()):
            if text.strip():
                found.append(BytesParser(policy=policy.default).parsebytes(text.lstrip()))
    return found
