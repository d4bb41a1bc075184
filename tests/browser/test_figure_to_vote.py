"""From a figure of Montpellier to a council vote, in a browser without JavaScript: a room on the figure with a question answered,
then by hand a policy, a commitment, a decision that cites the figure; approved, published, and read on public pages and on paper."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import shop_on
from tests.browser.desk import fill, looked_at, signed_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(os.environ.get("LONGUEVUE_FULL") != "1", reason="walked whole by make proof (LONGUEVUE_FULL=1)"),
]
AREA, FIGURE = "epci-243400017", "international-students-share"
MAIL, PASSWORD = "responsable@valmont.example", "une longue phrase de passe"
ROOM = f"""
import django
django.setup()
from longuevue.workshop.accounts.models import Membership, User
from longuevue.workshop.debate import services as debate
from longuevue.workshop.debate.freezing import frozen_figure
from longuevue.workshop.moderation import services as moderation
from longuevue.workshop.observatories.models import Observatory
here = Observatory.objects.first()
by = User.objects.create_user("{MAIL}", "{PASSWORD}", name="Responsable")
Membership.objects.create(user=by, observatory=here, role="manager")
figure = frozen_figure(here, "{FIGURE}", "{AREA}")
room = debate.open_room(here, question="Comment loger ceux qui viennent étudier ici ?", origin="residents", opened_from="figure",
    frozen=figure, by=by, sides=("Ce que cela apporte", "Ce que cela coûte"))
posts = [debate.post(room, kind="argument", side=side, text=text)[0]
    for side, text in enumerate(("Des commerces en vivent.", "Les loyers montent."))]
question, _ = debate.post(room, kind="question", text="Combien de logements sont prévus ?")
posts += [question]
moderation.approve(here, "post", [one.public_id for one in posts], by=by)
answer = debate.answer(question, text="Deux cents logements, votés avant l'été.", by=by)
moderation.approve(here, "post", [answer.public_id], by=by)
record = debate.make_record(room, by=by)
moderation.approve(here, "room_record", [record.public_id], by=by)
print(here.slug, room.public_id)
"""


@pytest.fixture(scope="module")
def workshop(starter_home: Path) -> Iterator[tuple[str, str, str, Path]]:
    """(address of a server with the workshop, the observatory's name in addresses, a room's identifier, its folder)."""
    with shop_on(starter_home / "demo", ROOM) as shop:
        slug, room = shop.made.split()
        yield shop.address, slug, room, shop.folder


@pytest.fixture(scope="module")
def desk(workshop: tuple[str, str, str, Path], browser: Any) -> Iterator[Any]:
    """A small telephone where the manager has signed in."""
    with signed_in(browser, workshop[0], MAIL, PASSWORD) as page:
        yield page


def test_a_step_from_a_figure_to_the_vote_cannot_be_walked_or_is_not_told(
    workshop: tuple[str, str, str, Path], desk: Any, browser: Any, axe: str
) -> None:
    site, slug, room, folder = workshop
    here = f"{site}/atelier/o/{slug}/decisions/"
    marker = {"value": FIGURE}
    policy = fill(
        desk,
        f"{here}politiques/nouvelle/",
        name="Accueil des étudiants",
        area=AREA,
        policy_area="jeunesse",
        aims="Loger",
    )
    act = fill(desk, f"{here}deliberations/nouvelle/", title="Plan de logement étudiant", number="M2026-512",
                date="2026-12-10", area=AREA)  # fmt: skip
    fill(desk, f"{act}citer/", marker=marker, kind="un chiffre est repris", quote="près de 15 % d'étudiants")
    made = fill(
        desk, f"{policy}engagement/", text="Réserver deux cents logements", made_on="2026-12-01", marker=marker, room=room,
        deliberations="M2026-512",
    )  # fmt: skip
    fill(desk, f"{made}step/", day="2027-01-05", status="fait", reason="Les clés sont remises")
    fill(desk, f"{made}evidence/", day="2027-01-05", what="Constat d'huissier")
    desk.goto(f"{site}/atelier/o/{slug}/moderation/?etat=draft")
    with desk.expect_navigation():
        desk.locator("button[name=all]").click()
    assert "3" in desk.locator("[role=status]").inner_text()
    looked_at(browser, desk, axe, [here, policy, act, made, f"{act}citer/", f"{made}step/", f"{here}deliberations/",
                                    f"{here}deliberations/apporter/", f"{here}reprises/", f"{here}groupes/",
                                    f"{here}groupes/nouveau/", f"{policy}contraire/", f"{policy}modifier/",
                                    f"{site}/atelier/o/{slug}/agenda/", f"{site}/atelier/o/{slug}/agenda/nouveau/",
                                    f"{site}/atelier/o/{slug}/agenda/journal/council/",
                                    f"{site}/atelier/o/{slug}/agenda/apporter/", f"{site}/atelier/agenda/{slug}/",
                                    f"{site}/atelier/o/{slug}/decidim/"])  # fmt: skip
    fill(desk, f"{site}/atelier/o/{slug}/publier/")
    for _ in range(120):
        desk.wait_for_timeout(1000)
        desk.goto(f"{site}/atelier/o/{slug}/publier/")
        if "est en ligne" in desk.content() or "s'est arrêtée" in desk.content():
            break
    wanted = ("Comment loger ceux", "Combien de logements", "Deux cents logements", "répondu le jour même", "Réserver deux cents",
              "Plan de logement étudiant", "reprend ce chiffre", "Constat d'huissier")  # fmt: skip
    public = [f"{site}/fr/territoire/{AREA}/", f"{site}/fr/marqueur/{FIGURE}/"]
    for address in public:
        desk.goto(address)
        text = desk.locator("#decisions").inner_text()
        assert not [words for words in wanted if words not in text], (address, text)
        assert "Aucun" not in text  # nothing is missing
    looked_at(browser, desk, axe, public)
    _told_on_paper(folder, wanted)


def _told_on_paper(folder: Path, wanted: tuple[str, ...]) -> None:
    from longuevue.edition.reader import Edition
    from longuevue.report.desk import Desk
    from longuevue.report.diagnostic import diagnostic

    edition = Edition.open(folder / "editions" / (folder / "editions" / "current").read_text(encoding="utf-8").strip())
    words = "\n".join(diagnostic(Desk(edition, AREA)).text())
    assert not [one for one in wanted if one not in words]
