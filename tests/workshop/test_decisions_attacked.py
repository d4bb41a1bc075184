"""Whoever wants to change the past of a decision without a word, or to learn what a discreet policy is. Played in Valmont; names are
invented, and each is a word that nothing else holds."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import get_resolver

from longuevue.edition.threads import MAY_SAY
from longuevue.terms.refusal import Refusal
from longuevue.workshop.decidim import exchange
from longuevue.workshop.effects.models import Effect, Touch
from longuevue.workshop.moderation import services as moderation
from longuevue.workshop.observatories.selectors import folder_of
from longuevue.workshop.policies import services
from longuevue.workshop.policies.models import (
    Commitment,
    Deliberation,
    Evidence,
    Money,
    Policy,
    Step,
    Tension,
    WorkingGroup,
)
from longuevue.workshop.policies.parts import PARTS
from longuevue.workshop.press import services as press
from tests.workshop import rooms

HOME = "/atelier/o/valmont/decisions/"
DAY = dt.date(2026, 12, 10)


@pytest.fixture
def made(valmont: Any) -> dict[str, Any]:
    """A policy, a decision, a commitment, a group."""
    policy = services.save_policy(valmont, Policy(name="Accueil", area="epci-243400017", policy_area="jeunesse"))
    act = services.save_deliberation(valmont, Deliberation(area="epci-243400017", title="Guichets", date=DAY))
    kept = services.save_commitment(valmont, Commitment(policy=policy, text="Trois guichets", made_on=DAY), [act])
    group = services.save_group(valmont, WorkingGroup(name="Suivi", kind="mixed"), [policy])
    return {"policy": policy, "act": act, "commitment": kept, "group": group}


def histories() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every history of policies."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_app_config("policies").get_models():
            if "historical" in model._meta.model_name:
                table = model._meta.db_table
                cursor.execute(f"select * from {table} order by 1")
                found[table] = cursor.fetchall()
    return found


def test_a_correction_passes_without_a_reason_or_moves_what_was_written_before(
    made: dict[str, Any], person: Callable[..., Any], visitor: Callable[..., Client]
) -> None:
    browser = visitor(person(made["policy"].observatory, "manager"))
    sent = {
        f"politiques/{made['policy'].public_id}/modifier/": {
            "name": "Autre", "area": "epci-243400017", "policy_area": "jeunesse", "decided_by": "authority"},
        f"deliberations/{made['act'].public_id}/modifier/": {
            "title": "Autre", "date": "2026-12-10", "area": "epci-243400017"},
        f"engagements/{made['commitment'].public_id}/modifier/": {
            "policy": made["policy"].pk, "text": "Autre", "made_on": "2026-12-10"},
        f"groupes/{made['group'].public_id}/": {"name": "Autre", "kind": "mixed"},
        f"engagements/{made['commitment'].public_id}/step/": {"day": "2026-12-11", "status": "done"},
    }  # fmt: skip
    before = histories()
    for path, said in sent.items():
        for reason in ({}, {"reason": ""}, {"reason": "  "}, {"reason": "ok"}):
            assert browser.post(HOME + path, {**said, **reason}).status_code == 400, (path, reason)
    assert histories() == before, "what is refused leaves no line"
    for path, said in sent.items():
        assert browser.post(HOME + path, {**said, "reason": "Le conseil l'a redit"}).status_code == 302, path
    after = histories()
    for table, rows in before.items():
        assert after[table][: len(rows)] == rows, f"{table}: a line of the past moved"
    assert sum(map(len, after.values())) > sum(map(len, before.values()))
    routes = [name for name in get_resolver().reverse_dict if isinstance(name, str) and "histor" in name]
    assert routes == [], "nothing writes in a history but the records themselves"


def test_a_proof_or_a_sum_changes_a_commitment_without_a_line_of_its_history(
    made: dict[str, Any], person: Callable[..., Any], visitor: Callable[..., Client]
) -> None:
    """What was voted is known in one year, what was spent in another: the year is completed, for a reason, and not lost."""
    one = made["commitment"]
    browser, here = visitor(person(one.policy.observatory, "manager")), f"{HOME}engagements/{one.public_id}/"
    assert browser.post(f"{here}evidence/", {"day": "2026-12-12", "what": "Photo du guichet"}).status_code == 302
    assert browser.post(f"{here}money/", {"year": 2026, "voted": "1000"}).status_code == 302
    again = {"year": 2026, "spent": "750"}
    for wrong in (again, {**again, "reason": " x "}, {"year": 2026, "voted": "1000", "reason": "La même chose"}):
        assert browser.post(f"{here}money/", wrong).status_code == 400
    assert browser.post(f"{here}money/", {**again, "reason": "Compte administratif"}).status_code == 302
    (year,) = one.moneys.all()
    assert (year.voted, year.spent) == (1000, 750)
    assert (
        browser.post(f"{here}money/", {"year": 2026, "voted": "1200", "reason": "Budget rectifié"}).status_code == 302
    )
    page = browser.get(here).content.decode()
    for words in ("Photo du guichet", "Argent de 2026", "de 1000.00 / — € à 1000.00 / 750.00 €. Compte administratif",
                  "de 1000.00 / 750.00 € à 1200.00 / 750.00 €. Budget rectifié"):  # fmt: skip
        assert words in page, words
    assert all(line.history_user for line in one.history.all()[:4])


def test_a_history_leaves_with_the_records(made: dict[str, Any], person: Callable[..., Any]) -> None:
    """Former names and reasons are for members: only what a record says now is pressed."""
    here, manager = made["policy"].observatory, person(made["policy"].observatory, "manager")
    policy = made["policy"]
    for name, reason in (("Zinnia ancienne", "Zéphyr interne"), ("Accueil des étudiants", "Zizanie réglée")):
        policy.name = name
        services.save_policy(here, policy, reason=reason)
    moderation.approve(here, "policy", [policy.public_id], by=manager)
    press.press(here)
    told = _everything_pressed(here)
    assert "Accueil des étudiants" in told and not [w for w in ("Zinnia", "Zéphyr", "Zizanie") if w in told]


#: what each place may let slip of the discreet policy
SECRET = "Xyste"


@pytest.fixture
def discreet(valmont: Any, person: Callable[..., Any]) -> Any:
    """A discreet policy with everything that can hang on it, all approved; a public one beside."""
    manager = person(valmont, "manager")
    here = {"area": "epci-243400017"}
    hidden = services.save_policy(
        valmont,
        Policy(name=f"{SECRET} nom", policy_area="sport", discreet=True, aims=f"{SECRET} buts",
               expected_return=f"{SECRET} retour", **here),
    )  # fmt: skip
    shown = services.save_policy(valmont, Policy(name="Accueil", policy_area="jeunesse", **here))
    services.link_tension(Tension(first=shown, second=hidden, effect_name=f"{SECRET} loyers", why=f"{SECRET} raison"))
    services.save_group(valmont, WorkingGroup(name=f"{SECRET} groupe", kind="mixed"), [hidden])
    act = services.save_deliberation(valmont, Deliberation(policy=hidden, title="Marché public", date=DAY, **here))
    room = rooms.opened_room(valmont, manager)
    question = room.posts.get(kind="question")
    secret = Commitment(
        policy=hidden, text=f"{SECRET} promesse", made_on=DAY, bearer=f"{SECRET} porteur", room=str(room.public_id),
        question=str(question.public_id),
    )  # fmt: skip
    services.save_commitment(valmont, secret, [act])
    services.add_line(secret, PARTS["step"], Step(day=DAY, status="done", reason=f"{SECRET} étape"), by=manager)
    services.add_line(secret, PARTS["evidence"], Evidence(day=DAY, what=f"{SECRET} preuve"), by=manager)
    services.add_line(secret, PARTS["money"], Money(year=2026, voted=424242), by=manager)
    effect = Effect.objects.create(observatory=valmont, what="Les loyers montent", since="2021", **here)
    Touch.objects.create(effect=effect, policy=str(hidden.public_id), how=f"{SECRET} effet", stated_by=f"{SECRET} dit")
    moderation.approve(valmont, "policy", [hidden.public_id, shown.public_id], by=manager)
    moderation.approve(valmont, "deliberation", [act.public_id], by=manager)
    moderation.approve(valmont, "commitment", [secret.public_id], by=manager)
    moderation.approve(valmont, "effect", [effect.public_id], by=manager)
    hidden.room = room
    return hidden


def _everything_pressed(observatory: Any) -> str:
    return "".join(p.read_text(encoding="utf-8") for p in folder_of(observatory).rglob("*") if p.is_file())


def test_a_discreet_policy_is_named_somewhere_anyone_reads(
    valmont: Any, discreet: Any, visitor: Callable[..., Client], person: Callable[..., Any]
) -> None:
    """S53: counted, never named: in what the press hands over, in the room, the calendar and Decidim's table."""
    press.press(valmont)
    told = _everything_pressed(valmont)
    assert SECRET not in told and "424242" not in told and str(discreet.public_id) not in told
    document = json.loads((folder_of(valmont) / press.FILE).read_text(encoding="utf-8"))
    assert [(one["followed"], one["discreet"]) for one in document["policy_counts"]] == [(2, 1)]
    assert [one["name"] for one in document["policies"]] == ["Accueil"] and document["commitments"] == []
    assert document["policies"][0]["tensions"] == [] and "discreet" not in MAY_SAY["policies"]
    assert [one["policy"] for one in document["deliberations"]] == [None]
    nobody, at = visitor(), f"/atelier/debat/{discreet.room.public_id}/"
    for path in (at, f"{at}compte-rendu/", "/atelier/agenda/valmont/", "/atelier/agenda/valmont/agenda.ics"):
        answer = nobody.get(path)
        assert answer.status_code == 200 and SECRET not in answer.content.decode(), path
    for path in ("", f"politiques/{discreet.public_id}/", f"engagements/{discreet.commitments.get().public_id}/"):
        assert SECRET not in nobody.get(HOME + path, follow=True).content.decode(), path
    assert SECRET not in exchange.taken_out(valmont, "results")


def test_a_policy_that_becomes_discreet_stays_named_at_the_next_publication(
    valmont: Any, discreet: Any, person: Callable[..., Any]
) -> None:
    manager = person(valmont, "manager")
    discreet.discreet = False
    services.save_policy(valmont, discreet, reason="On en parle enfin")
    moderation.approve(valmont, "policy", [discreet.public_id], by=manager)
    press.press(valmont)
    assert SECRET in _everything_pressed(valmont)
    discreet.discreet = True
    services.save_policy(valmont, discreet, reason="Erreur de saisie")
    press.press(valmont)
    assert SECRET not in _everything_pressed(valmont), "not read again yet: it says nothing at all"
    moderation.approve(valmont, "policy", [discreet.public_id], by=manager)
    press.press(valmont)
    assert SECRET not in _everything_pressed(valmont)


def test_two_policies_on_one_effect_of_the_ledger_say_two_different_effects(valmont: Any) -> None:
    """S10: the founding text's example, tourism and residents: one alert, on the effect that both touch."""
    here = {"area": "com-34172"}
    tourism = services.save_policy(valmont, Policy(name="Tourisme", policy_area="tourisme", **here))
    homes = services.save_policy(valmont, Policy(name="Logement", policy_area="logement", **here))
    effect = Effect.objects.create(observatory=valmont, what="Les loyers montent au centre", since="2021", **here)
    shared = {"effect": str(effect.public_id), "effect_name": effect.what, "why": "L'une attire, l'autre freine."}
    services.link_tension(Tension(first=tourism, second=homes, **shared))
    with pytest.raises(Refusal, match="déjà reliées"):
        services.link_tension(Tension(first=homes, second=tourism, **shared))
    assert Tension.objects.count() == 1
