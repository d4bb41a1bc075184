"""Every field of every form of stories, rooms, policies and the agenda takes hostile texts: no page breaks, nothing runs, nothing is
kept in part. Texts and attacks are invented. Coding and effects, and what leaves of them, are tried apart."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.workshop import hostile
from tests.workshop.rooms import FIGURE, room_of
from tests.workshop.test_matrix import values


@pytest.fixture
def parts(valmont: Any, roles: dict[str, Any]) -> dict[str, Any]:
    """Something of Valmont for each part of an address; three stories alike, a room where nobody spoke."""
    from longuevue.workshop.testimonies.models import Campaign, Status, Story

    told = values(valmont, roles["people"])
    campaign = Campaign.objects.get(public_id=told["campaign_id"])
    for _ in range(3):
        one = Story.objects.create(campaign=campaign, status=Status.SENT, kind="came", sent_at="2026-05-01T00:00Z")
        one.seal({"what": "Ma classe a gardé son poste, et les parents en parlent encore au portail."})
        one.save()
    empty = room_of(valmont, roles["people"].manager, "Faut-il un bus de nuit ?")
    return told | {"rooms": [told["room_id"], empty.public_id]}


def asked_again(parts: dict[str, Any]) -> str:
    """The token of a message that asks somebody again, five years later."""
    from longuevue.workshop.accounts.codes import fingerprint
    from longuevue.workshop.testimonies.models import Campaign
    from longuevue.workshop.waves.models import Asked, Message
    from longuevue.workshop.waves.services import prepare

    wave = prepare(Campaign.objects.get(public_id=parts["campaign_id"]))
    one = Asked.objects.create(wave=wave, story_id=parts["story_id"])
    Message.objects.create(asked=one, kind="invitation", day="2031-05-01", token_hash=fingerprint("encore"))
    return "encore"


def test_a_field_of_stories_breaks_runs_or_keeps_a_text_in_part(
    valmont: Any, roles: dict[str, Any], parts: dict[str, Any], visitor: Callable[..., Client]
) -> None:
    from longuevue.workshop.testimonies import voice_notes
    from longuevue.workshop.testimonies.models import Story, VoiceNote

    given = {
        "opens": "2026-01-01",
        "closes": "2099-01-01",
        "marker": "",
        "verdict": "refuse",
        "do": "write",
        "text": "On entend cela.",
    }
    came, untried, none = hostile.swept(roles["browsers"]["manager"], hostile.SWEEPS["stories"], parts, given)
    assert not came.faults, came.faults[:20]
    assert untried == set() and came.barred <= {"story_decide verdict reveals reason"}
    assert none == {"campaign_new opens", "campaign_new closes"} and len(came.seen) >= 10

    teller, sender = visitor(), visitor()
    for browser in (teller, sender):
        browser.post(f"/atelier/raconter/{parts['campaign_id']}/")
        browser.post("/atelier/recit/1/", {"kind": "came", "take_part": "on"})
        browser.post("/atelier/recit/2/", {"answer": "Un bus de nuit passe enfin."})
    sender.post("/atelier/recit/8/", {"quote": "anonymous", "publish": "on"})
    sender.post("/atelier/recit/9/")
    note = VoiceNote.objects.create(story=Story.objects.latest("pk"), question="gained", kind="audio/ogg")
    voice_notes.write_down(note, "On entend cela.")
    said = {"kind": "came", "take_part": "on", "age": "", "quote": "name", "signed": "Zoé"}
    came, untried, none = hostile.swept(teller, hostile.SWEEPS["telling"], parts, said, screen=list(range(1, 10)))
    assert not came.faults, came.faults[:20]
    assert untried == {"story_receipt", "voice_agree", "wave_again"} and not came.barred and not none
    asked = visitor()
    asked.get(f"/atelier/recit/encore/lien/{asked_again(parts)}/")
    came, untried, none = hostile.swept(asked, ("recit/encore",), parts, said)
    assert not came.faults, came.faults[:20]
    assert (untried, came.barred, none) == (set(), set(), set())
    came, untried, none = hostile.swept(sender, ("recit/",), parts, {"text": "Ce que j'ai dit."}, screen=[1])
    assert not came.faults, came.faults[:20]
    assert not {"story_receipt", "voice_agree", "story_take_back"} & untried and not came.barred and not none


def test_a_field_of_rooms_breaks_runs_or_keeps_a_text_in_part(
    valmont: Any,
    roles: dict[str, Any],
    parts: dict[str, Any],
    visitor: Callable[..., Client],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("longuevue.workshop.debate.views.frozen_figure", lambda *_: dict(FIGURE))
    monkeypatch.setattr("longuevue.workshop.debate.selectors.served_observatory", lambda: valmont)
    monkeypatch.setattr("longuevue.workshop.debate.freezing.place_named", lambda *_: ("com-34172", "Valmont"))
    given = {"effect": str(parts["effect_id"]), "area": "com-34172", "sides": "Pour\nContre"}
    came, untried, none = hostile.swept(
        roles["browsers"]["manager"], hostile.SWEEPS["rooms"], parts, given, room_id=parts["rooms"]
    )
    assert not came.faults, came.faults[:20]
    assert (untried, came.barred) == (set(), {"record_make "}), "a side that nobody took has no record"
    assert none == {"room_new sides"}, "two lines are needed, and our only text of two holds an address"
    figure = "/atelier/debat/chiffre/?marqueur=short-term-rentals&territoire=com-34172&periode=2024"
    said = {"source": "Registre, 2024", "sides": "Pour\nContre"}
    came, untried, none = hostile.swept(
        visitor(), hostile.SWEEPS["debate"], parts, said, [figure], room_id=parts["rooms"]
    )
    assert not came.faults, came.faults[:20]
    assert (untried, came.barred) == (set(), {"post_take_back code"}), "a code is known by nobody here"
    assert none == {"post_take_back code"} and len(came.seen) >= 0


def test_a_field_of_policies_breaks_runs_or_keeps_a_text_in_part(
    valmont: Any, roles: dict[str, Any], parts: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from longuevue.workshop.policies import intake, selectors, services
    from longuevue.workshop.policies.models import Policy
    from longuevue.workshop.policies.parts import PARTS
    from tests.workshop.test_policies import InventedEdition

    edition = InventedEdition()
    for room in (selectors, services):
        monkeypatch.setattr(room, "edition_of", lambda _: edition)
    monkeypatch.setattr(services, "edition_on", lambda *_: edition)
    monkeypatch.setattr(intake, "read_now", services.read_now)
    Policy.objects.create(observatory=valmont, name="Logement", area="com-34172", policy_area="logement")

    scdl = "DELIB_ID;DELIB_DATE;DELIB_OBJET\n12;2026-05-01;Un jumelage avec Port-Vieux\n"
    given = {
        "area": "com-34172", "marker": "", "year": "2026", "start": "2021", "end": "2024", "since": "2021", "until": "2024",
        "effect_name": "Loyers près du campus", "day": "2026-12-30",
        "file": SimpleUploadedFile("actes.csv", scdl.encode()),
    }  # fmt: skip
    came, untried, none = hostile.swept(
        roles["browsers"]["manager"], hostile.SWEEPS["policies"], parts, given, line=list(PARTS)
    )
    assert not came.faults, came.faults[:20]
    assert (untried, came.barred) == (set(), set())
    shaped = {"area", "start", "end", "since", "until", "words"}
    assert {one for one in none if one.split()[1] not in shaped} == set()
    assert len(came.seen) >= 10


def test_a_field_of_the_agenda_breaks_runs_or_keeps_a_text_in_part(
    valmont: Any, roles: dict[str, Any], parts: dict[str, Any]
) -> None:
    from longuevue.workshop.agenda.logs import LOGS

    given = {"area": "com-34172", "year": "2026", "reads": "12"}
    came, untried, none = hostile.swept(
        roles["browsers"]["manager"], hostile.SWEEPS["agenda"], parts, given, log=list(LOGS)
    )
    assert not came.faults, came.faults[:20]
    assert (untried, came.barred) == (set(), set())
    assert none == {"event_new area", "event_edit area", "agenda_log area"} and len(came.seen) >= 10
