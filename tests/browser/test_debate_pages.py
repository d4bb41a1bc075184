"""Pages of debate, meetings, decisions and calendar, seen by a real browser at both widths: no fault of accessibility, nothing cut
at 320 px; and what residents do there, done by the keyboard alone. The records are invented."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import shop_on
from tests.browser.desk import WIDTHS, looked_at, signed_in

pytestmark = pytest.mark.browser
MAIL, PASSWORD = "agente@valmont.example", "une longue phrase de passe"
MAKE = f"""
import datetime as dt, json, django
django.setup()
from longuevue.workshop.accounts.models import Membership, User
from longuevue.workshop.agenda.models import CouncilItem, Event, MagazineSpace, VenueYear
from longuevue.workshop.debate.models import Room
from longuevue.workshop.moderation import services as moderation
from longuevue.workshop.observatories.models import Observatory
from longuevue.workshop.policies import services as policies
from longuevue.workshop.policies.models import *
from longuevue.workshop.policies.parts import PARTS
from longuevue.workshop.tables import services as tables
from longuevue.workshop.tables.models import Meeting, Survey
from longuevue.workshop.frame.ballots import new_paper
from tests.workshop.rooms import ballot, of_tables, opened_room, post_in, remove, room_of
here = Observatory.objects.first()
by = User.objects.create_user("{MAIL}", "{PASSWORD}", name="agente")
Membership.objects.create(user=by, observatory=here, role="manager")
area, day, long = "epci-243400017", dt.date(2026, 12, 10), "Une phrase très longue, avec-un-mot-qui-ne-se-coupe-pas-" + "x" * 60
room = opened_room(here, by)
gone = post_in(room, "argument", long, by, side=1)
remove(here, gone, "Hors du sujet, dit deux fois " * 4, by)
waits = post_in(room, "question", long, by)
moderation.approve(here, "room_record", [room.records.first().public_id], by=by)
unread = post_in(room, "fact", long, approved=False, source="https://valmont.example/" + "y" * 80)
over = room_of(here, by, question="Et pour ce qui est fini ?", votes_until=dt.date(2099, 1, 1))
said = [post_in(over, "argument", f"Argument {{n}} : {{long}}", by, side=n % 2) for n in range(3)]
for n in range(60):
    assert ballot(over, {{str(p.public_id): ("agree", "disagree", "pass")[(n + k) % 3] for k, p in enumerate(said)}}, f"192.0.2.{{n}}")
pressed = room_of(here, by, question="Et pour ce qui arrive en masse ?", votes_until=dt.date(2099, 1, 1))
one = post_in(pressed, "option", "Un plafond", by)
for n in range(40):
    assert ballot(pressed, {{str(one.public_id): "agree" if n else "disagree"}}, "198.51.100.0/24")
Room.objects.filter(pk__in=(over.pk, pressed.pk)).update(votes_until=dt.date(2026, 1, 1))
places = of_tables(here, by)
meeting = Meeting.objects.get(public_id=places["meeting_id"])
for kind in ("vantage", "effect", "question"):
    tables.enter(meeting, kind=kind, text=long, kept=True)
quiet = Meeting.objects.create(observatory=here, title="Rien encore", made_by=by)
told = Meeting.objects.create(observatory=here, title="Finie", place="Halle", made_by=by)
poll = tables.open_poll(told, "Continuer ?", ["oui", "non", long])
for n in range(12):
    tables.vote(poll, new_paper(poll.public_id), str(n % 3))
tables.end(told)
survey = Survey.objects.create(observatory=here, statement=long, made_by=by)
for n in range(12):
    tables.guess(survey, new_paper(survey.guesses), str(5 * n), "50")
tables.next_phase(survey)
survey.refresh_from_db()
for n in range(40):
    tables.answer(survey, new_paper(survey.answers), "agree" if n % 3 else "disagree", "interested" if n % 2 else "indifferent")
tables.next_phase(survey)
guessing = Survey.objects.get(residents_code="ABCDEF")
policy = policies.save_policy(here, Policy(name=long, area=area, policy_area="jeunesse", consulted=False, decided_by="state"))
other = policies.save_policy(here, Policy(name="Logement pour tous", area=area, policy_area="logement", discreet=True))
policies.link_tension(Tension(first=policy, second=other, effect_name="Loyers près du campus", why=long))
act = policies.save_deliberation(here, Deliberation(area=area, policy=policy, number="M2026-1", title=long, date=day))
policies.cite(act, Citation(kind="figure", quote=long), marker="international-students-share", by=by)
made = policies.save_commitment(here, Commitment(policy=policy, text=long * 2, made_on=day, due=day, room=str(room.public_id),
    question=str(waits.public_id), marker="international-students-share"), [act])
policies.add_line(made, PARTS["money"], Money(year=2026, voted=1200000), by=by)
policies.add_line(made, PARTS["evidence"], Evidence(day=day, what=long, url="https://valmont.example/" + "y" * 90), by=by)
group = policies.save_group(here, WorkingGroup(name="Suivi", kind="mixed"), [policy])
events = [Event.objects.create(observatory=here, uid=f"{{n}}@v", title=title, starts=f"{{year}}-05-10T16:30:00Z", field="culture",
    place=long, text=long * 2) for n, (title, year) in enumerate((("Soirée", 2025), ("Fête", 2199)))]
moderation.approve(here, "event", [e.public_id for e in events], by=by)
CouncilItem.objects.create(observatory=here, day=day, title="Pacte", rank=3, of=21)
MagazineSpace.objects.create(observatory=here, issue="12", day=day, unit="cm2", part=30.5, whole=1000)
VenueYear.objects.create(observatory=here, venue="Maison", year=2025, visits=30000)
mine, at = f"/atelier/o/{{here.slug}}/", lambda r: f"/atelier/debat/{{r.public_id}}/"
d, e, t = "decisions/", f"decisions/engagements/{{made.public_id}}/", f"tables/{{meeting.public_id}}/"
figure = f"/atelier/debat/chiffre/?marqueur=international-students-share&territoire={{area}}"
print(json.dumps({{"vote": at(room) + "voter/", "write": at(room) + "ecrire/", "phone": "/atelier/t/ABCDEF/", "public": [
    at(room), at(over), at(pressed), at(room) + "ecrire/", at(room) + "voter/", at(room) + "compte-rendu/", figure,
    "/atelier/debat/reprendre/", "/atelier/t/", "/atelier/t/ABCDEF/", f"/atelier/t/{{quiet.code}}/", f"/atelier/t/{{told.code}}/",
    f"/atelier/e/{{guessing.officials_code}}/", f"/atelier/e/{{guessing.residents_code}}/", f"/atelier/e/{{survey.residents_code}}/",
    f"/atelier/agenda/{{here.slug}}/",
], "members": [figure, at(room), *(mine + path for path in (
    "debats/", "debats/nouveau/", f"debats/{{room.public_id}}/", f"debats/{{over.public_id}}/",
    f"debats/contribution/{{unread.public_id}}/", f"debats/contribution/{{waits.public_id}}/repondre/",
    "tables/", "tables/nouvelle/", t, t + "ecran/?fixe", f"tables/{{told.public_id}}/ecran/?fixe", t + "compte-rendu/",
    f"tables/{{told.public_id}}/compte-rendu/", "perceptions/", "perceptions/nouvelle/", f"perceptions/{{survey.public_id}}/",
    f"perceptions/{{guessing.public_id}}/", d, d + "politiques/nouvelle/", f"{{d}}politiques/{{policy.public_id}}/",
    f"{{d}}politiques/{{policy.public_id}}/modifier/", f"{{d}}politiques/{{policy.public_id}}/contraire/",
    f"{{d}}politiques/{{policy.public_id}}/engagement/", d + "engagements/nouveau/", e, e + "modifier/", *(e + f"{{p}}/" for p in PARTS),
    d + "deliberations/", d + "deliberations/nouvelle/", d + "deliberations/apporter/", f"{{d}}deliberations/{{act.public_id}}/",
    f"{{d}}deliberations/{{act.public_id}}/modifier/", f"{{d}}deliberations/{{act.public_id}}/citer/", d + "reprises/",
    d + "groupes/", d + "groupes/nouveau/", f"{{d}}groupes/{{group.public_id}}/",
    "agenda/", "agenda/nouveau/", f"agenda/{{events[0].public_id}}/", "agenda/apporter/",
    "agenda/journal/council/", "agenda/journal/magazine/", "agenda/journal/venue/", "agenda/journal/readers/", "decidim/",
))]}}))
"""


@pytest.fixture(scope="module")
def shop(starter_home: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """(address of a server with the workshop, what was made in it)."""
    with shop_on(starter_home / "demo", MAKE) as one:
        yield one.address, json.loads(one.made)


def test_a_page_of_debates_meetings_decisions_or_calendar_shuts_somebody_out(
    shop: tuple[str, dict[str, Any]], browser: Any, axe: str
) -> None:
    site, made = shop
    whole = os.environ.get("LONGUEVUE_FULL") == "1"
    widths, every = (WIDTHS, 1) if whole else (WIDTHS[-1:], 2)  # `make test` looks at every other page, on a phone
    with signed_in(browser, site, MAIL, PASSWORD) as page:
        looked_at(browser, page, axe, [site + path for path in made["members"][::every]], widths)


def test_a_page_that_residents_open_without_an_account_shuts_somebody_out(
    shop: tuple[str, dict[str, Any]], browser: Any, axe: str
) -> None:
    site, made = shop
    context = browser.new_context(locale="fr-FR")
    looked_at(browser, context.new_page(), axe, [site + path for path in made["public"]])
    context.close()


def test_a_resident_without_a_mouse_cannot_vote_write_or_answer_the_hall(
    shop: tuple[str, dict[str, Any]], browser: Any
) -> None:
    site, made = shop
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640}, locale="fr-FR")
    page = context.new_page()
    page.goto(site + made["vote"])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    _reach(page, "input[type=radio]")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    _sent(page, "Votre bulletin est compté")
    page.goto(site + made["write"])
    _reach(page, "input[name=kind]")
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    _reach(page, "textarea[name=text]")
    page.keyboard.type("Combien, et quand ?")
    _sent(page, "Votre contribution est arrivée")
    page.goto(site + made["phone"])
    _reach(page, "input[name=choice]")
    page.keyboard.press("Space")
    _sent(page, "compté")
    context.close()


def _reach(page: Any, wanted: str) -> None:
    """Go on by the Tab key until that element has the focus, which is seen."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            seen = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert seen != "none", f"the focus is not seen on {wanted}"
            return
    raise AssertionError(f"the keyboard never reaches {wanted}")


def _sent(page: Any, words: str) -> None:
    _reach(page, "main [type=submit]")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert words in page.locator("main").inner_text()
