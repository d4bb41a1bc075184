"""Nothing becomes public unread: two moderators at once, older words, contacts in a text, a journal nobody rewrites, an undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from longuevue.terms.refusal import Refusal
from longuevue.workshop.actors.models import Actor, Contact, VantagePoint
from longuevue.workshop.links.models import Change, Link
from longuevue.workshop.moderation import selectors, services
from longuevue.workshop.moderation.journal import NeverChanges
from longuevue.workshop.moderation.models import Act, Entry, Review
from longuevue.workshop.moderation.records import contact_in

HERE = "/atelier/o/valmont/moderation/"


@pytest.fixture
def hospital(valmont: Any) -> Actor:
    return Actor.objects.create(observatory=valmont, name="Hôpital de Valmont", kind="health", countries=["ML"])


def item(observatory: Any, record: Any) -> selectors.Item:
    return next(one for one in selectors.items(observatory) if one.record == record.public_id)


def test_a_record_goes_from_draft_to_submitted_to_approved_each_step_in_the_journal(
    valmont: Any, hospital: Actor, person: Callable[..., Any]
) -> None:
    contributor, moderator = person(valmont, "contributor"), person(valmont, "moderator")
    assert item(valmont, hospital).state == "draft"
    assert services.submit(valmont, [item(valmont, hospital).token], by=contributor).done == 1
    assert item(valmont, hospital).state == "submitted"
    outcome = services.decide(valmont, [item(valmont, hospital).token], verdict="approved", by=moderator)
    assert outcome.done == 1 and item(valmont, hospital).state == "approved"
    steps = [(e.before, e.after, e.act.by) for e in Entry.objects.all()]
    assert steps == [("draft", "submitted", contributor), ("submitted", "approved", moderator)]


def test_the_second_of_two_moderators_is_told_by_whom_and_changes_nothing(
    valmont: Any, hospital: Actor, person: Callable[..., Any], visitor: Callable[..., Client]
) -> None:
    first, second = person(valmont, "moderator"), person(valmont, "moderator")
    read_by_both = item(valmont, hospital).token
    services.decide(valmont, [read_by_both], verdict="approved", by=first)
    answer = visitor(second).post(
        f"{HERE}decider/", {"record": read_by_both, "verdict": "refused", "reason": "Ce n'est pas ici."}
    )
    assert answer.status_code == 409 and str(first) in answer.content.decode()
    assert item(valmont, hospital).state == "approved" and Entry.objects.count() == 1


def test_a_decision_does_not_fall_on_words_that_were_not_read(
    valmont: Any, hospital: Actor, person: Callable[..., Any]
) -> None:
    read = item(valmont, hospital).token
    Actor.objects.filter(pk=hospital.pk).update(description="Autre chose")
    outcome = services.decide(valmont, [read], verdict="approved", by=person(valmont, "moderator"))
    assert outcome.done == 0 and "changé" in outcome.told[0] and item(valmont, hospital).state == "draft"


def test_what_changes_after_approval_waits_again_but_a_fresh_confirmation_takes_nothing_away(
    valmont: Any, hospital: Actor, person: Callable[..., Any]
) -> None:
    services.approve(valmont, "actor", [hospital.public_id], by=person(valmont, "moderator"))
    Actor.objects.filter(pk=hospital.pk).update(confirmed_on="2026-11-01")
    assert item(valmont, hospital).state == "approved"
    Actor.objects.filter(pk=hospital.pk).update(name="Hôpital transfrontalier")
    found = item(valmont, hospital)
    assert found.state == "submitted" and found.changed
    assert selectors.approved(valmont)["actor"] == []


def test_a_change_of_a_links_history_asks_for_a_new_reading(valmont: Any, person: Callable[..., Any]) -> None:
    link = Link.objects.create(observatory=valmont, area="com-34172", partner="Port-Vieux", kind="twinning")
    services.approve(valmont, "link", [link.public_id], by=person(valmont, "moderator"))
    Change.objects.create(link=link, what="ended", reason="Plus personne ne répond.")
    assert item(valmont, link).state == "submitted"


def test_a_refusal_without_a_reason_is_refused(valmont: Any, hospital: Actor, person: Callable[..., Any]) -> None:
    moderator = person(valmont, "moderator")
    with pytest.raises(Refusal, match="raison"):
        services.decide(valmont, [item(valmont, hospital).token], verdict="refused", reason=" ", by=moderator)
    services.decide(valmont, [item(valmont, hospital).token], verdict="refused", reason="Hors sujet.", by=moderator)
    assert item(valmont, hospital).review.reason == "Hors sujet."
    hospital.name = "Hôpital de Valmont-les-Bains"
    hospital.save()
    assert item(valmont, hospital).state == "draft"


@pytest.mark.parametrize(
    "words", ["Écrire à jeanne@exemple.fr", "Tél. 04 67 00 00 00", "+33 4 67 00 00 00", "0467000000"]
)
def test_a_text_that_holds_a_contact_is_not_approved(
    valmont: Any, hospital: Actor, person: Callable[..., Any], words: str
) -> None:
    Actor.objects.filter(pk=hospital.pk).update(description=words)
    outcome = services.decide(
        valmont, [item(valmont, hospital).token], verdict="approved", by=person(valmont, "moderator")
    )
    assert outcome.done == 0 and "coordonnée" in outcome.told[0]


def test_numbers_that_are_no_contact_pass() -> None:
    fine = {
        "siren": "243400017",
        "start": "1998-05-12",
        "aims": "De 1998 à 2005, 12 000 élèves, délibération 2019-0467",
    }
    assert contact_in(fine) == ""


def test_no_public_word_comes_from_the_contact(valmont: Any, hospital: Actor) -> None:
    Contact.objects.create(actor=hospital, person="Jeanne Aubrac", email="jeanne@exemple.fr", phone="0467000000")
    assert "Aubrac" not in str(item(valmont, hospital).document) and contact_in(item(valmont, hospital).document) == ""


def test_the_journal_can_be_neither_changed_nor_emptied(
    valmont: Any, hospital: Actor, person: Callable[..., Any]
) -> None:
    services.approve(valmont, "actor", [hospital.public_id], by=person(valmont, "moderator"))
    entry, act = Entry.objects.get(), Act.objects.get()
    for row in (entry, act):
        row.reason = "récrit"
        for forbidden in (
            row.save, row.delete, type(row).objects.all().delete, lambda r=row: type(r).objects.update(pk=0),
            lambda r=row: type(r).objects.bulk_update([r], ["id"]),
            lambda r=row: type(r).objects.update_or_create(pk=r.pk, defaults={"pk": r.pk}),
            lambda r=row: type(r)._base_manager.filter(pk=r.pk).delete(),
            lambda r=row: type(r).objects.bulk_create([r], update_conflicts=True, unique_fields=["id"], update_fields=["id"]),
            lambda r=row: type(r).objects.filter(pk=r.pk)._raw_delete("default"),
        ):  # fmt: skip
            with pytest.raises(NeverChanges):
                forbidden()
    assert Entry.objects.count() == Act.objects.count() == 1
    with pytest.raises(Exception, match=r"(?i)protected"):
        valmont.delete()


def test_a_bulk_decision_is_taken_back_at_once_except_what_was_decided_since(
    valmont: Any, person: Callable[..., Any], visitor: Callable[..., Client]
) -> None:
    moderator, manager = person(valmont, "moderator"), person(valmont, "manager")
    actors = [Actor.objects.create(observatory=valmont, name=f"Acteur {n:02}") for n in range(30)]
    act = services.approve(valmont, "actor", [a.public_id for a in actors], by=moderator).act
    services.decide(valmont, [item(valmont, actors[0]).token], verdict="refused", reason="Fermé en 2019.", by=manager)
    assert visitor(manager).post(f"{HERE}journal/{act.public_id}/reprendre/").status_code == 302
    states = [one.state for one in selectors.items(valmont, "actor")]
    assert states.count("draft") == 29 and states.count("refused") == 1
    assert Actor.objects.filter(approved_at=None).count() == 30
    assert visitor(manager).post(f"{HERE}journal/{act.public_id}/reprendre/").status_code == 400
    assert Act.objects.count() == 3 and Entry.objects.count() == 60


def test_a_whole_list_is_approved_only_if_it_is_the_one_that_was_shown(
    valmont: Any, person: Callable[..., Any], visitor: Callable[..., Client]
) -> None:
    for n in range(120):
        Actor.objects.create(observatory=valmont, name=f"Acteur {n:03}")
    browser = visitor(person(valmont, "moderator"))
    listed, counts = selectors.queue(valmont, "draft")
    assert counts["draft"] == 120
    sent = {"all": "1", "etat": "draft", "type": "", "verdict": "approved", "digest": selectors.digest(listed)}
    latecomer = Actor.objects.create(observatory=valmont, name="Arrivé entre-temps")
    assert browser.post(f"{HERE}decider/", sent).status_code == 400 and not Review.objects.exists()
    latecomer.delete()
    assert browser.post(f"{HERE}decider/", sent).status_code == 302
    assert len(selectors.approved(valmont)["actor"]) == 120


def test_what_an_actor_sees_is_not_public_before_the_actor_is(
    valmont: Any, hospital: Actor, person: Callable[..., Any]
) -> None:
    moderator = person(valmont, "moderator")
    point = VantagePoint.objects.create(actor=hospital, marker="twinnings", access="closed")
    services.approve(valmont, "vantage", [point.public_id], by=moderator)
    assert selectors.approved(valmont)["vantage"] == []
    services.approve(valmont, "actor", [hospital.public_id], by=moderator)
    assert [p["access"] for p in selectors.approved(valmont)["vantage"]] == ["closed"]


def test_a_record_of_another_observatory_cannot_be_decided(
    valmont: Any, elsewhere: Any, person: Callable[..., Any]
) -> None:
    theirs = Actor.objects.create(observatory=elsewhere, name="Chez eux")
    outcome = services.decide(
        valmont, [item(elsewhere, theirs).token], verdict="approved", by=person(valmont, "manager")
    )
    assert outcome.done == 0 and not Review.objects.exists()


def test_the_database_itself_holds_two_people_apart(valmont: Any, hospital: Actor, person: Callable[..., Any]) -> None:
    """Both read the same version, both have passed every check in memory: only one write goes through."""
    one, two = person(valmont, "moderator"), person(valmont, "moderator")
    read = item(valmont, hospital)
    acts = [Act.objects.create(observatory=valmont, verdict="approved", by=who) for who in (one, two)]
    told: list[str] = []
    done = [services._write(valmont, act, [(read, "approved", "", read.fingerprint)], told) for act in acts]
    assert done == [1, 0] and len(told) == 1 and Review.objects.get().by == one


def test_a_contributor_proposes_from_the_page_and_cannot_decide(
    valmont: Any, hospital: Actor, person: Callable[..., Any], visitor: Callable[..., Client]
) -> None:
    browser = visitor(person(valmont, "contributor"))
    page = browser.get(f"{HERE}?etat=draft").content.decode()
    assert "Hôpital de Valmont" in page and "decider" not in page
    token = item(valmont, hospital).token
    assert browser.post(f"{HERE}decider/", {"record": token, "verdict": "approved"}).status_code == 403
    assert browser.post(f"{HERE}proposer/", {"record": token, "etat": "draft"}).status_code == 302
    assert item(valmont, hospital).state == "submitted"
