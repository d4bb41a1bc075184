"""The example observatory: loaded by one command, labelled, its odd totals warned; cards without what they need are refused."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from longuevue.terms.refusal import Refusal
from longuevue.workshop.links import selectors, services
from longuevue.workshop.links.models import Card, Membership, Network
from longuevue.workshop.links.seed import load_example
from longuevue.workshop.moderation.selectors import items
from longuevue.workshop.observatories.selectors import folder_of


@pytest.fixture
def loaded(db: None) -> Any:
    return load_example()


def test_the_example_is_not_labelled_or_comes_in_twice(loaded: Any) -> None:
    before = (loaded.world_links.count(), loaded.cards.count(), loaded.actors.count(), loaded.networks.count())
    assert load_example() == loaded and before == (7, 9, 9, 1)
    assert (loaded.world_links.count(), loaded.cards.count(), loaded.actors.count(), loaded.networks.count()) == before
    assert "Exemple" in loaded.name
    assert all("Exemple" in link.origin_note for link in loaded.world_links.all())
    assert all("Exemple" in card.origin_note for card in loaded.cards.all())
    assert {item.state for item in items(loaded)} == {"approved"}


def test_the_parts_of_auvergne_rhone_alpes_are_taken_for_their_total(
    loaded: Any, person: Callable[..., Any], visitor: Callable[..., Client]
) -> None:
    card = loaded.cards.get(kind="tally")
    assert (card.number, card.sum_of_parts, card.disagrees) == (2500, 2300, True)
    page = visitor(person(loaded, "manager")).get("/atelier/o/exemple/fiches/").content.decode()
    assert "total annoncé 2500, somme des parts 2300" in page
    told = json.loads((folder_of(loaded) / "workshop" / "records.json").read_text(encoding="utf-8"))
    assert [row["disagrees"] for row in told["cards"] if row["kind"] == "tally"] == [True]


def test_a_national_body_of_the_text_has_no_line_of_what_it_sees(loaded: Any) -> None:
    """S39: each of the bodies, with what it sees; S33: each with its circle."""
    assert all(actor.sees.exists() and actor.circle == "3" for actor in loaded.actors.all())


def test_missions_with_and_without_a_lesson_are_counted_alike(loaded: Any) -> None:
    """S28: a mission whose lesson nobody told is counted beside the others."""
    from longuevue.workshop.links.models import Mission

    link = loaded.world_links.get(partner="Cap-Haïtien")
    Mission.objects.create(link=link, what="Une autre mission")
    assert selectors.lessons(loaded) == (1, 1)


def test_a_card_without_its_proof_or_with_parts_that_do_not_read_goes_in(
    valmont: Any, person: Callable[..., Any], visitor: Callable[..., Client]
) -> None:
    with pytest.raises(Refusal, match="Il manque"):
        services.save_card(
            valmont, Card(kind="practice", area="com-34172", name="Vélorues", origin="Bâle", since="2017")
        )
    browser = visitor(person(valmont, "contributor"))
    new = "/atelier/o/valmont/fiches/nouvelle/?type="
    said = {"area": "com-34172", "name": "Vélorues", "origin": "Bâle", "since": "2017", "evidence": ""}
    assert browser.post(f"{new}practice", said).status_code == 400
    assert browser.post(f"{new}practice", {**said, "evidence": "Délibération"}).status_code == 302
    total = {"area": "com-34172", "name": "Organismes", "number": "2500", "parts": "associations 1500"}
    assert browser.post(f"{new}tally", total).status_code == 400
    assert browser.post(f"{new}tally", {**total, "parts": "associations : 1 500\nvilles : 200"}).status_code == 302
    assert valmont.cards.get(kind="tally").sum_of_parts == 1700
    assert browser.get(f"{new}nulle-part").status_code == 400


def test_what_was_decided_elsewhere_does_not_say_by_whom(valmont: Any) -> None:
    for name, who in (("Accueil d'un centre", "l'État"), ("Fermeture d'un guichet", "l'État"), ("Ligne", "la région")):
        services.save_card(valmont, Card(kind="endured", area="com-34172", name=name, decided_by=who))
    assert {who: len(cards) for who, cards in selectors.decided_elsewhere(valmont).items()} == {
        "l'État": 2,
        "la région": 1,
    }


def test_a_network_of_fifty_does_not_load_or_hides_the_twin(
    valmont: Any, person: Callable[..., Any], visitor: Callable[..., Client]
) -> None:
    network = Network.objects.create(observatory=valmont, name="Villes du verre", announced_members=50)
    for n in range(50):
        ground = "guest" if n > 44 else "site"
        services.seat(
            network, Membership(name=f"Ville {n}", country="FR", ground=ground, area="com-34172" if not n else "")
        )
    assert network.missing_members() == 0
    page = (
        visitor(person(valmont, "contributor")).get(f"/atelier/o/valmont/reseaux/{network.public_id}/").content.decode()
    )
    assert page.count("Ville ") >= 50
    with pytest.raises(Refusal):
        services.seat(network, Membership(name="Ville 3", country="FR"))


@pytest.mark.skipif(os.environ.get("LONGUEVUE_FULL") != "1", reason="two more editions: `make proof` builds them")
def test_the_example_is_read_on_the_public_pages(loaded: Any) -> None:
    from longuevue.config.observatory import read_observatory
    from longuevue.config.pipeline import build
    from longuevue.edition.reader import Edition
    from longuevue.portal import desk

    edition = Edition.open(build(read_observatory(folder_of(loaded)))[0])
    desk.lend(edition)
    try:
        wanted = {
            "com-92073": ("Cap-Haïtien", "1998", "40\u202f000\u202f000", "revu ses propres pratiques"),
            "per-grand-geneve": ("Forum d&#x27;agglomération", "Léman Express", "660\u202f000"),
            "com-63113": ("Réseau international des Villes Michelin",),
            "com-38185": ("Maison de l&#x27;international", "30\u202f000"),
            "reg-84": ("n&#x27;est pas la somme des parts (2\u202f300)",),
            "reg-32": ("arrêt décidé",),
        }
        for area, words in wanted.items():
            page = Client().get(f"/fr/territoire/{area}/").content.decode()
            assert "Exemple" in page and not [word for word in words if word not in page], area
    finally:
        desk.lend(None)
