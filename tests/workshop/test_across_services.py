"""Effects and the services and policies that they concern: what an adversary writes there, what must not leave, what gets lost."""

from __future__ import annotations

import copy
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from longuevue.config.observatory import read_observatory
from longuevue.config.pipeline import build
from longuevue.config.records import records_of
from longuevue.edition.reader import LEARNT, Edition
from longuevue.publish.effects import SERVICE_COLUMNS, policy_rows, service_rows
from longuevue.publish.tables import table_bytes
from longuevue.terms.across import across_services
from longuevue.terms.refusal import Refusal
from longuevue.workshop.effects import selectors, services
from longuevue.workshop.effects.models import Effect, Service, Touch
from longuevue.workshop.effects.parts import PARTS
from longuevue.workshop.effects.public import document
from longuevue.workshop.links.models import Direction, Engagement, Link, Organisation
from longuevue.workshop.moderation import services as moderation
from longuevue.workshop.moderation.records import fingerprint
from longuevue.workshop.moderation.selectors import items
from longuevue.workshop.observatories.selectors import folder_of
from longuevue.workshop.policies.models import Policy, Tension
from longuevue.workshop.press import services as press
from longuevue.workshop.reasoning.effect_rules import faults

HERE = "/atelier/o/valmont/effets/"
SCHOOLS = {
    "name": "Écoles",
    "body": "authority",
    "tie": "feels",
    "what": "Deux postes de plus.",
    "stated_by": "Directrice",
}


@pytest.fixture
def classes(valmont: Any, person: Callable[..., Any]) -> Effect:
    """Three classes stay open: the tension of Valmont, with its two services."""
    services.play_valmont(valmont, by=person(valmont, "contributor"))
    return selectors.effects(valmont).get(template="classes")


def policy(observatory: Any, name: str, **more: Any) -> Policy:
    made: Policy = Policy.objects.create(
        observatory=observatory, name=name, area="epci-243400017", policy_area="culture", **more
    )
    return made


def touch(effect: Effect, one: Policy, how: str = "Elle l'accompagne.") -> Any:
    return services.add_line(effect, PARTS["policy"], Touch(policy=one.public_id, how=how, stated_by="Adjointe"))


def pressed(observatory: Any, effect: Effect) -> dict[str, Any]:
    """What the press hands over of an effect."""
    press.press(observatory)
    told = json.loads((folder_of(observatory) / press.FILE).read_text(encoding="utf-8"))["effects"]
    found: dict[str, Any] = next(one for one in told if one["id"] == str(effect.public_id))
    return found


def test_s20_concrete_effects_visible_or_not_reach_every_service_and_the_policies_from_form_to_edition(
    valmont: Any, classes: Effect, person: Callable[..., Any], visitor: Callable[..., Client], tmp_path: Path
) -> None:
    """Row S20: written with forms, approved, built; read back by service and by policy, in the edition and as tables."""
    manager = person(valmont, "manager")
    browser, welcome = visitor(manager), policy(valmont, "Accueil des jeunes")
    organisation = Organisation.objects.create(observatory=valmont, option="strands", service="Service monde")
    for name in ("direction de l’EDUCATION", "Voirie"):
        Direction.objects.create(organisation=organisation, name=name)
    page = f"{HERE}{classes.public_id}/"
    unseen = {"name": "Voirie et mobilités", "body": "authority", "tie": "acts", "what": "Un trottoir refait.", "stated_by": "Chef de la voirie"}  # fmt: skip
    for sheet, line in (
        ("service", unseen),
        ("policy", {"policy": str(welcome.public_id), "how": "Elle s'appuie dessus.", "stated_by": "Adjointe"}),
    ):
        assert browser.post(f"{page}{sheet}/", line).status_code == 302, sheet
    form = browser.get(f"{page}modifier/").content.decode()
    assert "personne ne le voyait avant" in form
    Effect.objects.filter(pk=classes.pk).update(visible="untold")
    ledger, one = browser.get(HERE).content.decode(), browser.get(page).content.decode()
    assert "À l&#x27;échelle de tous les services" in ledger and "Un trottoir refait." in ledger
    assert "Rien n&#x27;est encore dit pour" in ledger and "Service monde" in ledger
    assert "Accueil des jeunes" in one and str(welcome.public_id) not in one
    told = browser.get(reverse("policy", args=["valmont", welcome.public_id])).content.decode()
    assert "Trois classes restent ouvertes" in told and "s&#x27;appuie dessus." in told
    for kind, record in (("effect", classes), ("policy", welcome), ("organisation", organisation)):
        assert moderation.approve(valmont, kind, [record.public_id], by=manager).done == 1
    press.press(valmont)
    folder, _ = build(read_observatory(folder_of(valmont)))
    edition = Edition.open(folder)
    (effect,) = edition.effects("epci-243400017")
    assert effect["visible"] == "untold" and len(effect["services"]) == 3
    assert [(line["name"], line["how"]) for line in effect["policies"]] == [
        ("Accueil des jeunes", "Elle s'appuie dessus.")
    ]
    across = edition.across_services("epci-243400017")
    # two ways of writing one name are one service; of the two others nothing is said, and they are named, not counted
    assert [one.name for one in across.named] == ["Direction de l'éducation", "Transports du val", "Voirie et mobilités"]  # fmt: skip
    assert across.silent == ("Service monde", "Voirie")
    assert edition.policies("epci-243400017")[0]["effects"][0]["effect"]["id"] == str(classes.public_id)
    rows = [*service_rows([effect]), *policy_rows([effect])]
    assert [row.get("service") or row["policy_name"] for row in rows] == [
        "Direction de l'éducation", "Transports du val", "Voirie et mobilités", "Accueil des jeunes",
    ]  # fmt: skip

    # an edition made before any of this could be said still opens, and says that nothing is said
    before = [{k: v for k, v in row.items() if k not in LEARNT["effects"]} for row in edition.registers()["effects"]]
    copy_ = shutil.copytree(folder, tmp_path / folder.name)
    (copy_ / "effects.json").write_text(json.dumps(before), encoding="utf-8")
    (older,) = Edition.open(copy_).effects("epci-243400017")
    assert {name: older[name] for name in LEARNT["effects"]} == LEARNT["effects"]


def test_the_policy_of_another_observatory_is_linked(
    valmont: Any, elsewhere: Any, classes: Effect, person: Callable[..., Any], visitor: Callable[..., Client]
) -> None:
    theirs = policy(elsewhere, "Leur politique à eux")
    with pytest.raises(Refusal, match="pas de cet observatoire"):
        touch(classes, theirs)
    browser, page = visitor(person(valmont, "moderator")), f"{HERE}{classes.public_id}/policy/"
    sent = {"policy": str(theirs.public_id), "how": "Elle le corrige.", "stated_by": "Adjointe"}
    assert browser.post(page, sent).status_code == 400
    assert "Leur politique" not in browser.get(page).content.decode()
    assert classes.touchs.count() == 0
    # written past the form, straight into the database: it is named nowhere, and the ledger says that it is not here
    Touch.objects.create(effect=classes, policy=theirs.public_id, how="Elle le corrige.", stated_by="Adjointe")
    shown = browser.get(f"{HERE}{classes.public_id}/").content.decode()
    assert "Leur politique" not in shown and "politique qui n&#x27;est plus ici" in shown
    manager = person(valmont, "manager")
    moderation.approve(valmont, "effect", [classes.public_id], by=manager)
    told = pressed(valmont, classes)
    assert (told["policies"], told["discreet_policies"]) == ([], 0)


def test_a_discreet_policy_is_named_outside(valmont: Any, classes: Effect, person: Callable[..., Any]) -> None:
    manager = person(valmont, "manager")
    shown, hidden, draft = (
        policy(valmont, "Accueil"),
        policy(valmont, "Sans bruit", discreet=True),
        policy(valmont, "Pas relue", discreet=True),
    )
    for one in (shown, hidden, draft):
        touch(classes, one, f"Ce que l'on dit de {one.name}.")
    moderation.approve(valmont, "effect", [classes.public_id], by=manager)
    moderation.approve(valmont, "policy", [shown.public_id, hidden.public_id], by=manager)
    told = pressed(valmont, classes)
    assert [line["policy"] for line in told["policies"]] == [str(shown.public_id)]
    assert told["discreet_policies"] == 1  # the one that nobody approved is not counted either
    text = (folder_of(valmont) / press.FILE).read_text(encoding="utf-8")
    for secret in ("Sans bruit", "Pas relue", str(hidden.public_id), str(draft.public_id)):
        assert secret not in text, secret
    # it becomes discreet after the effect was approved: it leaves at the next press, approved again or not
    Policy.objects.filter(pk=shown.pk).update(discreet=True)
    told = pressed(valmont, classes)
    assert told["policies"] == [] and "Accueil" not in json.dumps(told)


#: what an adversary writes beside an effect, and the rule that stops it
ATTACKS: dict[str, tuple[Callable[[dict[str, Any]], Any], str]] = {
    "a service that nobody states": (lambda d: d["services"][0].update(stated_by="les gens"), "no_author"),
    "a policy that nobody states": (lambda d: d["policies"][0].update(stated_by=""), "no_author"),
    "a service without a name": (lambda d: d["services"][0].update(name=" "), "no_service"),
    "a service that says nothing": (lambda d: d["services"][0].update(what=""), "no_service"),
    "a policy without how": (lambda d: d["policies"][0].update(how=" "), "no_how"),
    "a cause in what a service sees": (lambda d: d["services"][0].update(what="Elle a causé la hausse."), "claim"),
    "a proof in how a policy touches it": (lambda d: d["policies"][0].update(how="C'est prouvé."), "claim"),
    "an origin in what a service sees": (lambda d: d["services"][0].update(what="Des Marocains au guichet."), "origin"),
    "an origin as a service": (lambda d: d["services"][0].update(name="Service des étrangers"), "origin"),
    "an origin in how a policy touches it": (lambda d: d["policies"][0].update(how="Pour les Roms."), "origin"),
    "a tie out of the list": (lambda d: d["services"][0].update(tie="nuit"), "unknown_word"),
    "a body out of the list": (lambda d: d["services"][0].update(body="eux"), "unknown_word"),
    "a visibility out of the list": (lambda d: d.update(visible="partout"), "unknown_word"),
}


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda name: name.replace(" ", "-"))
def test_an_adversary_publishes_beside_an_effect(attack: str, valmont: Any, classes: Effect) -> None:
    touch(classes, policy(valmont, "Accueil"))
    before = document(selectors.effect(valmont, classes.public_id))
    assert faults(before) == []
    spoil, rule = ATTACKS[attack]
    spoilt = copy.deepcopy(before)
    spoil(spoilt)
    assert rule in [fault.code for fault in faults(spoilt)]
    press.press(valmont)
    path = folder_of(valmont) / press.FILE
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {"effects": [spoilt]}), encoding="utf-8")
    with pytest.raises(Refusal, match="Publiez de nouveau"):
        records_of(read_observatory(folder_of(valmont)))


@pytest.mark.parametrize("by", ["link", "tension"])
def test_the_name_of_a_policy_tells_an_origin_beside_a_complaint(
    valmont: Any, classes: Effect, person: Callable[..., Any], by: str
) -> None:
    """Written in no text of the effect, but a page shows it there: refused at the link, at the press and by the build."""
    manager, hers = person(valmont, "manager"), policy(valmont, "Accueil")
    if by == "link":
        touch(classes, hers)
    else:
        other = policy(valmont, "Écoles")
        Tension.objects.create(first=hers, second=other, effect=str(classes.public_id), effect_name="x", why="y")
        moderation.approve(valmont, "policy", [other.public_id], by=manager)
    moderation.approve(valmont, "effect", [classes.public_id], by=manager)
    moderation.approve(valmont, "policy", [hers.public_id], by=manager)
    kept = pressed(valmont, classes)
    records_of(read_observatory(folder_of(valmont)))
    Policy.objects.update(name="Accueil des Marocains")
    moderation.approve(valmont, "policy", Policy.objects.values_list("public_id", flat=True), by=manager)
    press.press(valmont)
    path = folder_of(valmont) / press.FILE
    document_ = json.loads(path.read_text(encoding="utf-8"))
    assert document_["effects"] == [] and len(document_["policies"]) >= 1
    assert "origine de personnes" in " ".join(
        services.lacking(valmont, selectors.effect(valmont, classes.public_id))
    ).replace("\xa0", " ")
    path.write_text(json.dumps(document_ | {"effects": [kept]}), encoding="utf-8")
    with pytest.raises(Refusal, match="origin"):
        records_of(read_observatory(folder_of(valmont)))
    if by == "link":
        with pytest.raises(Refusal, match="origine de personnes"):
            touch(selectors.effects(valmont).get(template="public-space"), hers)


@pytest.mark.parametrize("name", ["name", "what", "stated_by"])
def test_a_null_byte_reaches_the_database(
    valmont: Any, classes: Effect, person: Callable[..., Any], visitor: Callable[..., Client], name: str
) -> None:
    browser, page = visitor(person(valmont, "moderator")), f"{HERE}{classes.public_id}/service/"
    assert browser.post(page, SCHOOLS | {name: "Éco\x00les"}).status_code == 400
    long = browser.post(page, SCHOOLS | {name: "É" * 1001})
    assert long.status_code == 400 and classes.services.count() == 2


def test_hostile_words_are_run_by_a_page_or_a_spreadsheet(
    valmont: Any, classes: Effect, person: Callable[..., Any], visitor: Callable[..., Client]
) -> None:
    browser, page = visitor(person(valmont, "moderator")), f"{HERE}{classes.public_id}/service/"
    hostile = '=HYPERLINK("https://x")</option><script>alert(1)</script>'
    assert browser.post(page, SCHOOLS | {"name": hostile}).status_code == 302
    for address in (page, f"{HERE}{classes.public_id}/", HERE):  # the list of names to choose, the record, the ledger
        shown = browser.get(address).content.decode()
        assert "<script>alert" not in shown and "&lt;script&gt;alert" in shown, address
    told = {**document(selectors.effect(valmont, classes.public_id)), "counted": True}
    table = table_bytes(SERVICE_COLUMNS, service_rows([told])).decode("utf-8-sig")
    assert "\"'=HYPERLINK" in table and ',"=HYPERLINK' not in table


def test_names_known_here_are_not_offered_or_those_of_another_observatory_are(
    valmont: Any, elsewhere: Any, classes: Effect, person: Callable[..., Any], visitor: Callable[..., Client]
) -> None:
    for here, name in ((valmont, "Voirie"), (elsewhere, "Archives d'Ailleurs")):
        organisation = Organisation.objects.create(observatory=here, option="strands", service=f"{name} et monde")
        Direction.objects.create(organisation=organisation, name=name)
    link = Link.objects.create(observatory=valmont, area="com-34172", partner="Port-Vieux", kind="twinning")
    Engagement.objects.create(link=link, service="Eau", what="une pompe")
    browser = visitor(person(valmont, "moderator"))
    page = browser.get(f"{HERE}{classes.public_id}/service/").content.decode()
    for name in ("Voirie", "Voirie et monde", "Eau", "Transports du val"):
        assert f'<option value="{name}">' in page, name
    assert "Ailleurs" not in page and 'list="services-known"' in page
    assert browser.post(f"{HERE}{classes.public_id}/service/", SCHOOLS).status_code == 302  # another name is written


def test_what_was_approved_before_services_could_be_said_waits_again(
    valmont: Any, classes: Effect, person: Callable[..., Any]
) -> None:
    Service.objects.all().delete()
    Effect.objects.update(visible="")
    told = document(selectors.effect(valmont, classes.public_id))
    before = {name: value for name, value in told.items() if name not in LEARNT["effects"]}
    assert set(told) - set(before) == set(LEARNT["effects"]) and fingerprint(told) == fingerprint(before)
    manager = person(valmont, "manager")
    moderation.approve(valmont, "effect", [classes.public_id], by=manager)
    # a file of the press written before still builds, and says nothing of services
    pressed(valmont, classes)
    path = folder_of(valmont) / press.FILE
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {"effects": [before]}), encoding="utf-8")
    (read,) = records_of(read_observatory(folder_of(valmont)))["effects"]
    assert {name: read[name] for name in LEARNT["effects"]} == LEARNT["effects"]
    # and a service said since makes the approved words others: somebody reads them again
    services.add_line(classes, PARTS["service"], Service(**SCHOOLS))
    assert next(i.state for i in items(valmont, "effect") if i.record == classes.public_id) == "submitted"


def test_an_effect_removed_for_good_leaves_what_a_service_said_in_a_version(
    valmont: Any, classes: Effect, person: Callable[..., Any]
) -> None:
    from django.apps import apps

    from longuevue.workshop.moderation import removal

    touch(classes, policy(valmont, "Accueil"), "Un mot qui doit partir.")
    asked = removal.ask(valmont, "effect", classes.public_id, reason="Demandé par le service.", by=person(valmont, "manager"))  # fmt: skip
    removal.confirm(asked, by=person(valmont, "manager"))
    for model in apps.get_app_config("effects").get_models():
        for row in model.objects.values():
            assert not {"Un mot qui doit partir.", "Transports du val"} & set(map(str, row.values())), model


def test_another_member_or_a_stranger_writes_a_service_on_an_effect(
    valmont: Any, elsewhere: Any, classes: Effect, person: Callable[..., Any], visitor: Callable[..., Client]
) -> None:
    page = f"{HERE}{classes.public_id}/service/"
    assert visitor(person(valmont, "contributor")).post(page, SCHOOLS).status_code == 403
    assert visitor(person(elsewhere, "manager")).post(page, SCHOOLS).status_code == 404
    assert classes.services.count() == 2


def test_a_service_of_which_nothing_is_said_becomes_a_zero_or_vanishes() -> None:
    none: dict[str, Any] = {"what": "x", "services": []}
    other = {"what": "y", "services": [{**SCHOOLS, "name": "Voirie", "body": "other"}]}
    own = {"service": " ", "directions": [{"name": "Voirie"}, {"name": "VOIRIE"}]}
    assert (
        across_services([none], []).described is False
    )  # nobody described the authority: who is silent cannot be told
    found = across_services([none, other], [own])
    # the roads office of another body is not the authority's
    assert found.silent == ("Voirie",) and [(one.name, one.body) for one in found.named] == [("Voirie", "other")]
