"""Pages of effects and of coding, seen by a real browser at both widths: no fault of accessibility, nothing cut at 320 px.
The database is made for this test, with the invented tensions of Valmont and two coders."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import shop_on

pytestmark = pytest.mark.browser
MAKE = """
import datetime, django, json, sys
django.setup()
from django.test import Client
from longuevue.workshop.accounts.models import Membership, User
from longuevue.workshop.coding import markers, selectors, services
from longuevue.workshop.coding.models import Code, Codebook, Proposal, Round
from longuevue.workshop.effects.services import play_valmont
from longuevue.workshop.effects.public import document
from longuevue.workshop.observatories.models import Observatory
from longuevue.workshop.reasoning.meter_sheet import Line
from longuevue.workshop.testimonies.models import Campaign, Consent, Status, Story
here = Observatory.objects.first()
here.slug = "valmont"
here.perimeter = here.perimeter or ["epci-243400017"]
here.save()
people = []
for name in ("Une personne", "Une autre"):
    user = User.objects.create_user(f"{len(people)}@valmont.example", "une longue phrase de passe", name=name)
    Membership.objects.create(user=user, observatory=here, role="manager")
    people.append(user)
from longuevue.workshop.moderation.told import organisation_document
from longuevue.workshop.policies.documents import policy_document
from longuevue.workshop.effects.models import Service, Touch
from longuevue.workshop.effects.parts import PARTS
from longuevue.workshop.effects.services import add_line
from longuevue.workshop.links.models import Direction, Organisation
from longuevue.workshop.policies.models import Policy
played = play_valmont(here, by=people[0])
owner = Organisation.objects.create(observatory=here, option="strands", service="Mission des relations internationales")
for name in ("Direction de l'éducation", "Direction de la voirie", "Un-service-au-nom-si-long-qu-il-ne-tient-sur-aucun-telephone-" + "x" * 40):
    Direction.objects.create(organisation=owner, name=name)
policies = [Policy.objects.create(observatory=here, name=name, area=here.perimeter[0], policy_area="jeunesse") for name in ("Carte scolaire", "Logement pour tous")]
add_line(played[1], PARTS["policy"], Touch(policy=policies[0].public_id, how="Elle en tient compte à chaque rentrée.", stated_by="Adjointe à l'éducation"))
add_line(played[1], PARTS["service"], Service(name="Bailleurs-du-val-" + "y" * 60, body="other", tie="both", what="Loue quarante logements.", stated_by="Directeur des bailleurs"))
told = [document(one) for one in played]
told[0]["discreet_policies"] = 2
told[1] |= {"evidence": told[1]["evidence"][:1], "grade": "D"}
campaign = Campaign.objects.create(observatory=here, question="Qu'avez-vous vu changer ?", population="tous", closes=datetime.date(2099, 1, 1))
for number in range(4):
    story = Story(campaign=campaign, status=Status.APPROVED, kind="came", quote="anonymous")
    story.save()
    story.seal({"what": f"J'apprends une langue, texte {number}, avec un-mot-si-long-qu-il-ne-tient-sur-aucun-telephone-" + "x" * 40})
    story.save()
    Consent.objects.create(story=story, purpose="take_part", given=True)
book = services.make_codebook(here, Codebook(title="Récits de Valmont", question="Ce qui change"))
parent = services.save_code(book, Code(label="Langue", definition="On parle ou on apprend une langue.", exclude="Les langages informatiques"))
services.save_code(book, Code(label="Apprise", parent=parent, definition="Elle s'apprend."))
version = selectors.version(book)
done = services.open_round(here, Round(title="Premier tour", kind="codes", version=version), people, campaign=campaign)
for index, person in enumerate(people):
    coder = selectors.coder_of(done, person)
    for unit in selectors.units_of(done):
        services.answer(done, unit, coder, {v: str(int(n == "Langue" or (unit.number + index) % 2)) for v, n in selectors.variables(done).items()})
    services.finish(done, coder)
going = services.open_round(here, Round(title="Deuxième tour", kind="codes", version=version), people, campaign=campaign)
meter = services.open_round(here, Round(title="Conseil de novembre", kind="meter"), people, lines=[Line("u1", "Le conseil accueille une délégation.", "d.pdf", "3")])
today = datetime.date.today()
proposal = markers.propose(done, Proposal(guid=parent.guid, label="Langues apprises", question="Combien d'habitants apprennent une langue ?",
    field="education", why="On en parle souvent.", closes=today + datetime.timedelta(days=9)), by=people[0], today=today)
for person in people:
    markers.vote(proposal, "yes", by=person, today=today)
markers.close(proposal, today=today)
client = Client()
client.force_login(people[0], backend="django.contrib.auth.backends.ModelBackend")
home = f"/atelier/o/{here.slug}/"
effect = played[0]
print(json.dumps({
    "session": client.cookies["longuevue_session"].value, "effects": told, "area": here.perimeter[0],
    "policies": [policy_document(one) | {"decided_by_name": {"fr": "la collectivité", "en": "the authority"}} for one in policies],
    "organisations": [organisation_document(owner) | {"option_name": {"fr": "un volet partout", "en": "a strand everywhere"}}],
    "pages": [home + path for path in (
        "effets/", "effets/nouveau/?modele=convivial-places", f"effets/{effect.public_id}/", f"effets/{effect.public_id}/modifier/",
        *(f"effets/{effect.public_id}/{sheet}/" for sheet in ("sign", "service", "policy", "explanation", "evidence", "reply")),
        f"decisions/politiques/{policies[0].public_id}/",
        "codage/", "codage/livres/nouveau/", f"codage/livres/{book.public_id}/", f"codage/livres/{book.public_id}/version/", "codage/tours/nouveau/",
        f"codage/tours/{done.public_id}/", f"codage/tours/{done.public_id}/trancher/1/", f"codage/tours/{going.public_id}/",
        f"codage/tours/{going.public_id}/coder/1/", f"codage/tours/{meter.public_id}/coder/1/", f"codage/propositions/{proposal.public_id}/",
        "moderation/?etat=draft&type=effect",
    )],
}))
"""


def _tell_effects(folder: Path, made: str) -> None:
    edition = folder / "editions" / (folder / "editions" / "current").read_text(encoding="utf-8").strip()
    for name in ("effects", "policies", "organisations"):
        (edition / f"{name}.json").write_text(json.dumps(json.loads(made)[name]), encoding="utf-8")


@pytest.fixture(scope="module")
def shop(starter_home: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """(address of a server with the workshop, what was made in it). Its edition tells Valmont's tensions of the demo's place."""
    with shop_on(starter_home / "demo", MAKE, _tell_effects) as one:
        yield one.address, json.loads(one.made)


@pytest.mark.parametrize("width", [320, 1280])
def test_a_page_of_effects_or_coding_shuts_somebody_out(
    shop: tuple[str, dict[str, Any]], browser: Any, axe: str, width: int
) -> None:
    address, made = shop
    context = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True, locale="fr-FR")
    context.add_cookies(
        [{"name": "longuevue_session", "value": made["session"], "domain": "127.0.0.1", "path": "/atelier/"}]
    )
    page = context.new_page()
    faults: list[str] = []
    keep = os.environ.get("LONGUEVUE_LOOK")
    public = [
        f"/fr/territoire/{made['area']}/",
        "/fr/marqueur/cross-border-commuters/",
        f"/fr/chiffre/international-nights/{made['area']}/",
    ]
    for number, path in enumerate([*public, *made["pages"]]):
        answer = page.goto(address + path)
        assert answer.status == 200, (path, answer.status)
        if width > 320 and number % 3 and os.environ.get("LONGUEVUE_FULL") != "1" and not keep:
            continue  # every page is looked at on a phone; all of them at both widths by `make proof`
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wider > 0:
            faults.append(f"{path}: {wider} px too wide")
        page.evaluate(axe)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        faults.extend(f"{path}: {v['id']} {v['nodes'][0]['html'][:140]}" for v in found)
        if path in public:
            assert page.locator("#effects .effect").count() >= 1, path
        if path == public[0]:
            assert page.locator("#effects ul.silent li").count() == 3 and page.locator("#across").count() == 1
            for anchor in page.locator(".across a").all():
                assert page.locator(str(anchor.get_attribute("href")).partition("#")[2].join(("#", ""))).count() == 1
            links = page.locator("#policies-effects ~ dl a")
            assert (
                links.count() == 1
                and page.locator(f'[id="{str(links.get_attribute("href")).partition("#")[2]}"]').count() == 1
            )
        if keep and path == public[0]:
            page.locator("#decisions").screenshot(path=f"{keep}/{width}-decisions.png")
        if keep:
            spot = page.locator("#effects").first if path in public else page
            spot.screenshot(path=f"{keep}/{width}-{number:02}.png", **({} if path in public else {"full_page": True}))
    context.close()
    assert not faults, "\n".join(faults)
