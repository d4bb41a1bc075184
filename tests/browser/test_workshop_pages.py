"""The pages of the workshop's first half, seen by a real browser at both widths: no fault of accessibility, nothing cut at
320 px. The records are invented; signing in, a refusal and a table with bad cells are looked at too."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import shop_on
from tests.browser.desk import WIDTHS, bring, looked_at, signed_in

pytestmark = pytest.mark.browser
PASSWORD = "une longue phrase de passe"
MAKE = f"""
import datetime, json, django
django.setup()
from longuevue.workshop.accounts.models import Membership, User
from longuevue.workshop.accounts.services import open_link
from longuevue.workshop.actors import services as actors
from longuevue.workshop.data_requests import services as requests
from longuevue.workshop.links import services as links
from longuevue.workshop.links.models import Agreement, Card, Change, Link, Membership as Seat, Money, Network, Proof
from longuevue.workshop.links.parts import PARTS
from longuevue.workshop.moderation import removal
from longuevue.workshop.observatories.models import Observatory
here = Observatory.objects.first()
people = []
for name in ("agente", "collegue"):
    user = User.objects.create_user(f"{{name}}@valmont.example", "{PASSWORD}", name=name, is_operator=name == "agente")
    Membership.objects.create(user=user, observatory=here, role="manager")
    people.append(user)
by = people[0]
long = "Comité-de-jumelage-et-d-amitié-entre-les-peuples-" + "x" * 40
made = [actors.write(here, None, {{"name": name, "kind": kind, "countries": "Mali | Allemagne", "fields": "culture",
    "website": "https://valmont.example/une/adresse/" + "y" * 60, "description": "Une description. " * 12}}, version=None)
    for name, kind in ((long, "twinning_committee"), ("Hôpital de Valmont", "health"), ("Hopital de Valmont", "health"),
                       ("Cabinet d'avocats", "law_firm"), ("Lycée", "school"))]
for actor in made[:2]:
    actors.see(actor, "international-students-share", data_held="Registre des inscriptions " * 4, access="closed")
actors.set_contact(made[0], person="Une personne", email="a@valmont.example", phone="")
area = here.perimeter[0]
kept = links.save_link(here, Link(area=area, partner="Bourg-la-Reine d'Essai " + "z" * 40, country="DE", kind="twinning", start="1961",
    aims="Apprendre l'un de l'autre.", field="culture", bearer=long))
links.save_link(here, Link(area=area, partner="Bourg la Reine d'Essai " + "z" * 40, country="DE", kind="twinning"))
ended = links.save_link(here, Link(area=area, partner="Port-Vieux", country="HT", kind="project"))
links.add_line(ended, PARTS["change"], Change(what="ended", day="2019", reason="Personne n'a repris le dossier.", debated=False), by=by)
links.add_line(kept, PARTS["money"], Money(year=2023, own=12000), by=by)
links.add_line(kept, PARTS["proof"], Proof(leg="political", day=datetime.date.today(), evidence="Vote à l'unanimité"), by=by)
links.add_line(kept, PARTS["agreement"], Agreement(title="Convention", parties="Valmont, Bourg", ends=datetime.date.today() + datetime.timedelta(days=30)), by=by)
network = links.save_network(here, Network(name="Villes du verre", founded=2014, ground="une verrerie", announced_members=50))
links.seat(network, Seat(name="Bourg", country="DE", ground="site"))
links.save_direction(here, name="Culture", strand="", referent="Directrice")
links.save_card(here, Card(kind="tally", area=area, name="Organismes", number=2500, parts=[{{"what": "villes", "count": 200}}]))
asked = requests.open_request(here, actor=made[1], marker="foreign-patients", data="Séjours par pays", day=datetime.date(2026, 1, 5), by=by)
removal.ask(here, "actor", made[4].public_id, reason="Écrit deux fois par erreur", by=people[1])
import pathlib, tempfile
from longuevue.workshop.links import inventory_services
from longuevue.workshop.links.models import Inventory
table = pathlib.Path(tempfile.mkdtemp()) / "registre.csv"
table.write_text("Collectivité française;Autorité locale étrangère;Pays;Nature du lien;Intitulé du projet;Date de début;Montant;"
    "Courriel-du-référent-de-la-collectivité-" + "w" * 50 + ";Zone\\n" + "".join(
    f"{{area.partition('-')[2]}};Ville d'Essai {{n}} {{'v' * n * 5}};{{country}};{{kind}};Eau potable;{{start}};12 000 €;a@valmont.example;{{'Texte long. ' * n}}\\n"
    for n, (country, kind, start) in enumerate([("Mali", "Jumelage", "1961"), ("Syldavie", "Projet", "hier"), ("Mali", "Zut", "2004"),
    ("Mali", "Convention", "12/05/1998")])) + "Lyon;Bamako;Mali;Jumelage;;1992;;;\\n" + f"{{area.partition('-')[2]}};Port-Vieux;Haïti;Projet;;;;;\\n", "utf-8")
for _ in (0, 1):
    (waiting,), _ = inventory_services.receive(here, table, by=by, name="registre-de-l-action-exterieure.csv")
    if not Inventory.objects.exclude(taken_at=None).exists():
        taken = inventory_services.take(waiting, waiting.mapping, "twinning", by=by)
inventories = [f"liens/inventaires/{{waiting.public_id}}/", f"liens/inventaires/{{taken.public_id}}/",
    *(f"liens/inventaires/{{taken.public_id}}/lignes/{{line}}/" for line in (2, 3)),
    f"liens/{{taken.rows.exclude(link=None).first().link.public_id}}/"]
_, token = open_link(here, "essai")
home = f"/atelier/o/{{here.slug}}/"
one, link, net = made[0].public_id, kept.public_id, network.public_id
print(json.dumps({{"home": home, "pages": [
    "/atelier/", "/atelier/moi/", "/atelier/observatoires/nouveau/", "/atelier/invitation/", home, *(home + path for path in (
        "acteurs/", "acteurs/?q=zzz", "acteurs/nouveau/", "acteurs/table/", "acteurs/doublons/", "acteurs/toujours-vrai/",
        f"acteurs/{{one}}/", f"acteurs/{{one}}/modifier/", f"acteurs/{{one}}/contact/", f"acteurs/{{one}}/voit/",
        "qui-voit-quoi/", "qui-voit-quoi/table/", "qui-voit-quoi/inviter/",
        "liens/", "liens/nouveau/", "liens/table/", "liens/inventaires/", *inventories, "liens/doublons/", f"liens/{{link}}/", f"liens/{{link}}/modifier/",
        *(f"liens/{{link}}/{{part}}/" for part in PARTS), "fiches/", "fiches/nouvelle/?type=tally", "reseaux/nouveau/",
        "reseaux/table/", f"reseaux/{{net}}/", f"reseaux/{{net}}/table/", "organisation/",
        "moderation/?etat=draft", "moderation/?etat=approved", "moderation/journal/", "moderation/suppressions/", "publier/",
        "demandes/", "demandes/nouvelle/", "feuilles/", "feuilles/nouvelle/", "membres/", "membres/inviter/", f"demandes/{{asked.public_id}}/",
        "reglages/", "marqueurs/", "marqueurs/twinnings/", "calendrier/",
    )),
]}}))
"""


@pytest.fixture(scope="module")
def shop(starter_home: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """(address of a server with the workshop, what was made in it)."""
    with shop_on(starter_home / "demo", MAKE) as one:
        yield one.address, json.loads(one.made)


def test_a_page_of_the_workshop_shuts_somebody_out(shop: tuple[str, dict[str, Any]], browser: Any, axe: str) -> None:
    site, made = shop
    widths = WIDTHS if os.environ.get("LONGUEVUE_FULL") == "1" else WIDTHS[-1:]  # `make test` looks on a phone
    with signed_in(browser, site, "agente@valmont.example", PASSWORD) as page:
        looked_at(browser, page, axe, [site + path for path in made["pages"]], widths)


def test_signing_in_or_being_refused_shuts_somebody_out(
    shop: tuple[str, dict[str, Any]], browser: Any, axe: str
) -> None:
    site, made = shop
    context = browser.new_context(locale="fr-FR")
    nobody = context.new_page()
    pages = ("compte/login/", "compte/password/reset/", "invitation/", "", "nulle-part/")
    looked_at(
        browser, nobody, axe, [f"{site}/atelier/{path}" for path in pages], refused=(f"{site}/atelier/nulle-part/",)
    )
    context.close()
    with signed_in(browser, site, "agente@valmont.example", PASSWORD) as page:
        page.goto(f"{site}{made['home']}acteurs/table/")
        page.set_input_files("main [name=table]", {"name": "a.csv", "mimeType": "text/csv", "buffer": b"Nom;Pays\nA;Syldavie\nB;Mali\n"})  # fmt: skip
        page.locator("main form [type=submit]").first.click()
        assert page.get_by_text("Lignes laissées de côté").is_visible()
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, "the list of bad cells is wider than a phone"
        assert "Aucun en-tête" not in bring(page, f"{site}{made['home']}liens/table/", "b.csv", b"Ville jumelle;Pays;Commune\nKozani;Gr\xe8ce;34172\n")  # fmt: skip
