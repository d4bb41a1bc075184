"""Every address of the workshop × seven roles × every method, against a table written by hand: a wrong cell is told by name.
The addresses are read from Django's own map, so that a new view without a line here fails."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import rules
import yaml
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from tests.workshop.addresses import filled, name_of, patterns
from tests.workshop.rooms import of_tables, opened_room

MATRIX: dict[str, dict[str, str]] = yaml.safe_load(
    (Path(__file__).parent / "matrix.yaml").read_text(encoding="utf-8")
)  # fmt: skip
ROLES = ("anonymous", "resident", "contributor", "moderator", "manager", "other_manager", "operator")
KNOWN = ("contributor", "moderator", "manager", "other_manager", "operator")
#: `make proof` tries every method
METHODS: tuple[str, ...] = ("GET", "POST", "DELETE")
if os.environ.get("LONGUEVUE_FULL") == "1":
    METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
NOON = dt.datetime(2030, 7, 1, 12, tzinfo=dt.UTC)
#: parts of an address that name a kind of thing, and nothing of an observatory
OF_NOBODY = ("<slug:marker_id>", "<slug:log>", "<slug:table>")
WIDE = {"all": ROLES, "known": KNOWN}


@pytest.fixture(autouse=True)
def no_build(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who may publish is tried here; that a build starts is tried in test_publication.py."""
    monkeypatch.setattr("longuevue.workshop.press.job.start", lambda _: True)


def expected(name: str, role: str, route: str) -> dict[str, str]:
    """Method → `yes`, `sign in`, `no`, `hidden` or `method`."""
    line = MATRIX[name]
    rights = {r: letters for who, letters in line.items() for r in WIDE.get(who, (who,))}
    offered = {letter for letters in line.values() for letter in letters}
    if not line:
        return dict.fromkeys(METHODS, "no")
    refusal = "sign in" if role == "anonymous" else "no"
    if role == "other_manager" and "<slug:observatory>" in route:
        refusal = "hidden"
    if role == "resident" and set(line) == {"known"}:
        refusal = "sign in"
    cells = {}
    for method in METHODS:
        letter = {"GET": "r", "HEAD": "r", "POST": "w"}.get(method)
        if letter is None or letter not in offered:
            cells[method] = "method"
        else:
            cells[method] = "yes" if letter in rights.get(role, "") else refusal
    return cells


def found(response: Any) -> str:
    """What an answer amounts to."""
    location = response.headers.get("Location", "")
    if response.status_code in (302, 303) and location.startswith("/atelier/compte/login/?next="):
        return "sign in"
    by_status = {403: "no", 404: "hidden", 405: "method", 200: "yes", 302: "yes", 400: "yes", 401: "yes"}
    return by_status.get(response.status_code, str(response.status_code))


def values(observatory: Any, people: Any) -> dict[str, Any]:
    """Something of Valmont for each part of an address."""
    from longuevue.workshop.accounts.codes import fingerprint
    from longuevue.workshop.accounts.services import invite, open_link
    from longuevue.workshop.actors.models import Actor, Batch, StillTrue
    from longuevue.workshop.agenda.models import Event
    from longuevue.workshop.coding.models import Code, Codebook, Coder, Proposal, Round, Unit, Version
    from longuevue.workshop.data_requests.models import DataRequest
    from longuevue.workshop.effects.models import Effect, Sign
    from longuevue.workshop.links.models import Card, Inventory, InventoryRow, Link, Milestone, Network
    from longuevue.workshop.moderation.models import Act, Removal
    from longuevue.workshop.observatories.models import Occasion
    from longuevue.workshop.policies.models import Commitment, Deliberation, Policy, WorkingGroup
    from longuevue.workshop.sheets.models import Sheet
    from longuevue.workshop.testimonies.models import Campaign, Story, VoiceNote

    invitation, _ = invite(observatory, by=people.manager, role="contributor", addressee="Une personne")
    link = Link.objects.create(observatory=observatory, area="com-34172", partner="Port-Vieux", kind="twinning")
    line = Milestone.objects.create(link=link, what="gère seul ses déchets")
    network = Network.objects.create(observatory=observatory, name="Villes du verre")
    occasion = Occasion.objects.create(observatory=observatory, day="2027-01-01", kind="review", what="Relire")
    actor = Actor.objects.create(observatory=observatory, name="Hôpital de Valmont", kind="health")
    question = StillTrue.objects.create(actor=actor, token_hash=fingerprint("jeton"))
    asked = DataRequest.objects.create(observatory=observatory, actor=actor, marker="twinnings", data="le registre")
    sheet = Sheet.objects.create(
        observatory=observatory, actor=actor, template="public-engagement", year=2025, area="epci-243400017",
        token_hash=fingerprint("feuille"), token_until="2099-01-01T00:00Z",
    )  # fmt: skip
    card = Card.objects.create(observatory=observatory, kind="body", area="com-34172", name="Forum")
    inventory = Inventory.objects.create(
        observatory=observatory, file="registre.csv", head='{"above": [], "header": ["Partenaire"]}', mapping={"partner": 0},
        made_by=people.manager,
    )  # fmt: skip
    InventoryRow.objects.create(inventory=inventory, line=2, sealed_cells='["Port-Vieux"]')
    removal = Removal.objects.create(
        observatory=observatory,
        kind="card",
        record=card.public_id,
        label="Forum",
        reason="essai",
        asked_by=people.manager,
    )
    campaign = Campaign.objects.create(
        observatory=observatory, question="Qu'avez-vous vu changer ?", population="tous", closes="2099-01-01"
    )
    story = Story.objects.create(campaign=campaign, status="sent", kind="came")
    effect = Effect.objects.create(
        observatory=observatory, what="Trois classes restent ouvertes", area="com-34172", since="2021"
    )
    sign = Sign.objects.create(effect=effect, group="parents", sign="positive", stated_by="Association des parents")
    policy = Policy.objects.create(observatory=observatory, name="Accueil", area="com-34172", policy_area="culture")
    act = Deliberation.objects.create(observatory=observatory, area="com-34172", title="Pacte", date="2026-12-01")
    group = WorkingGroup.objects.create(observatory=observatory, name="Suivi", kind="political")
    room = opened_room(observatory, people.manager)
    version = Version.objects.create(codebook=Codebook.objects.create(observatory=observatory, title="Récits"))
    code = Code.objects.create(version=version, label="Langue")
    turn = Round.objects.create(observatory=observatory, title="Un tour", kind="codes", version=version)
    Unit.objects.create(round=turn, number=1, text="On y parle deux langues.")
    for coder in (people.moderator, people.manager):
        Coder.objects.create(round=turn, user=coder, name=str(coder))
    return {
        **of_tables(observatory, people.manager),
        "room_id": room.public_id,
        "post_id": room.posts.get(kind="question").public_id,
        "book_id": version.codebook.public_id,
        "guid": code.guid,
        "round_id": turn.public_id,
        "number": 1,
        "proposal_id": Proposal.objects.create(
            observatory=observatory,
            round=turn,
            guid=code.guid,
            label="Langues",
            question="Combien ?",
            seen=3,
            out_of=4,
            closes="2099-01-01",
        ).public_id,
        "policy_id": policy.public_id,
        "deliberation_id": act.public_id,
        "commitment_id": Commitment.objects.create(policy=policy, text="Ouvrir", made_on="2026-12-01").public_id,
        "group_id": group.public_id,
        "event_id": Event.objects.create(observatory=observatory, uid="1@v", title="Fête", starts=NOON).public_id,
        "log": "venue",
        "calendar": observatory.slug,
        "table": "results",
        "line": "step",
        "effect_id": effect.public_id,
        "sheet": "sign",
        "entry_id": sign.pk,
        "card_id": card.public_id,
        "removal_id": removal.public_id,
        "request_id": asked.public_id,
        "letter": "demande",
        "sheet_id": sheet.public_id,
        "sheet_token": "feuille",
        "campaign_id": campaign.public_id,
        "story_id": story.public_id,
        "note_id": VoiceNote.objects.create(story=story, question="what", kind="audio/ogg").public_id,
        "screen": 1,
        "actor_id": actor.public_id,
        "act_id": Act.objects.create(observatory=observatory, verdict="approved", by=people.manager).public_id,
        "batch_id": Batch.objects.create(observatory=observatory, file="t.csv", made_by=people.manager).pk,
        "question": "jeton" if question else "",
        "observatory": observatory.slug,
        "invitation_id": invitation.public_id,
        "member_id": people.contributor.memberships.get().pk,
        "marker_id": "twinnings",
        "occasion_id": occasion.pk,
        "link_id": link.public_id,
        "network_id": network.public_id,
        "inventory_id": inventory.public_id,
        "row_line": 2,
        "part": "milestone",
        "line_id": line.pk,
        "token": lambda: open_link(observatory, "test")[1],
        "provider_id": "oidc",
        "uidb36": "1",
        "key": "set-password",
    }


def answer(browser: Client, method: str, address: str) -> Any:
    """One request that leaves nothing behind, in the browser or in the database."""
    cookies = browser.cookies.copy()
    try:
        with transaction.atomic():
            response = browser.generic(method, address)
            transaction.set_rollback(True)
        return response
    finally:
        browser.cookies = cookies


def test_every_address_has_its_line_and_every_line_its_address() -> None:
    assert {name_of(route, pattern) for route, pattern in patterns()} == set(MATRIX)


def test_no_cell_of_the_matrix_is_wrong(
    roles: dict[str, Any], valmont: Any, prove: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    parts = values(valmont, roles["people"])
    wrong, cells = [], 0
    for route, pattern in patterns():
        name = name_of(route, pattern)
        address = filled(route, parts)
        for role in ROLES:
            wanted = expected(name, role, route)
            for method in METHODS:
                got = found(answer(roles["browsers"][role], method, address))
                cells += 1
                if name.startswith(("mfa_", "openid_connect", "account_", "socialaccount")) and wanted[method] == "yes":
                    # the library itself may find nothing to do: no code to view, no such directory
                    got = "yes" if got in ("yes", "hidden", "no", "sign in", "method") else got
                if got != wanted[method]:
                    wrong.append(f"{name} {role} {method}: {got}, wanted {wanted[method]}")
    assert not wrong, "\n".join(wrong)
    prove("role matrix: wrong cells among every address × 7 roles × method", value=f"0 of {cells}", bar="0", holds=True)


def test_every_door_names_a_permission_that_has_a_rule() -> None:
    doors = [(name_of(r, p), p.callback.door) for r, p in patterns() if hasattr(p.callback, "door")]
    assert len(doors) > 10
    without = [
        n for n, d in doors if d.permission not in ("everyone", "signed_in") and not rules.perm_exists(d.permission)
    ]
    assert without == []


def naked(request: HttpRequest) -> HttpResponse:
    """A view whose author forgot the door."""
    return HttpResponse("secret")


class Forgotten:
    """An URL map with that view in it."""

    urlpatterns = (path("atelier/oubli/", naked),)


def test_a_view_without_a_door_stays_shut_even_for_the_operator(roles: dict[str, Any]) -> None:
    from longuevue.config.workshop_urls import urlpatterns

    Forgotten.urlpatterns = (*urlpatterns, path("atelier/oubli/", naked))  # type: ignore[assignment]
    with override_settings(ROOT_URLCONF=Forgotten):
        for browser in roles["browsers"].values():
            response = browser.get("/atelier/oubli/")
            assert response.status_code == 403 and b"secret" not in response.content


def test_an_observatory_one_has_no_business_in_answers_as_one_that_does_not_exist(roles: dict[str, Any]) -> None:
    stranger = roles["browsers"]["other_manager"]
    real, invented = stranger.get("/atelier/o/valmont/membres/"), stranger.get("/atelier/o/nulle-part/membres/")
    assert real.status_code == invented.status_code == 404
    assert _said(real).replace("valmont", "x") == _said(invented).replace("nulle-part", "x")
    nobody = roles["browsers"]["anonymous"]
    real, invented = nobody.get("/atelier/o/valmont/membres/"), nobody.get("/atelier/o/nulle-part/membres/")
    assert real.status_code == invented.status_code == 302


def _said(response: Any) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", response.content.decode())


def test_an_object_of_another_observatory_is_not_found_under_ones_own(roles: dict[str, Any], valmont: Any) -> None:
    parts = values(valmont, roles["people"])
    stranger = roles["browsers"]["other_manager"]
    for route, pattern in patterns():
        if "<slug:observatory>" not in route or route.count("<") < 2 or any(part in route for part in OF_NOBODY):
            continue
        address = filled(route, parts | {"observatory": "ailleurs"})
        for method in ("GET", "POST"):
            assert found(answer(stranger, method, address)) in ("hidden", "method"), (name_of(route, pattern), method)
