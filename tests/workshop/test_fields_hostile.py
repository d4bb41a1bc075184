"""Every field of every form of stories, rooms, policies and the agenda takes hostile texts: no page breaks, nothing runs, nothing is
kept in part. Texts and attacks are invented. Coding and effects, and what leaves of them, are tried apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable
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


def attacked(
    client: Client,
    prefixes: tuple[str, ...],
    parts: dict[str, Any],
    given: dict[str, Any],
    more: Iterable[str] = (),
    **many: Any,
) -> tuple[hostile.Came, set[str], set[str]]:
    """(what came of it, the addresses that no form led to, the fields that keep none of the texts)."""
    found = hostile.routes(prefixes)
    places = [*hostile.pages(found, parts, many), *(("", one) for one in more)]
    forms = hostile.forms_of(client, places, {name for name, *_ in found})
    came = hostile.attacked(client, forms, lambda form: given, lambda _: [])
    untried = {name for name, _, view in found if "POST" in view.door.methods} - {one.name for one in forms}
    return came, untried, {one for one, texts in came.kept.items() if not texts}


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
    came, untried, none = attacked(roles["browsers"]["manager"], ("o/<slug:observatory>/recits",), parts, given)
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
    came, untried, none = attacked(teller, ("recit", "raconter"), parts, said, screen=list(range(1, 10)))
    assert not came.faults, came.faults[:20]
    assert untried == {"story_receipt", "voice_agree", "wave_again"} and not came.barred and not none
    came, untried, none = attacked(sender, ("recit/",), parts, {"text": "Ce que j'ai dit."}, screen=[1])
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
    came, untried, none = attacked(
        roles["browsers"]["manager"], ("o/<slug:observatory>/debats",), parts, given, room_id=parts["rooms"]
    )
    assert not came.faults, came.faults[:20]
    assert (untried, came.barred) == (set(), {"record_make "}), "a side that nobody took has no record"
    assert none == {"room_new sides"}, "two lines are needed, and our only text of two holds an address"
    figure = "/atelier/debat/chiffre/?marqueur=short-term-rentals&territoire=com-34172&periode=2024"
    said = {"source": "Registre, 2024", "sides": "Pour\nContre"}
    came, untried, none = attacked(visitor(), ("debat",), parts, said, [figure], room_id=parts["rooms"])
    assert not came.faults, came.faults[:20]
    assert (untried, came.barred) == (set(), {"post_take_back code"}), "a code is known by nobody here"
    assert none == {"post_take_back code"} and len(came.seen) >= 0


def test_a_field_of_policies_breaks_runs_or_keeps_a_text_in_part(
    valmont: Any, roles: dict[str, Any], parts: dict[str, Any]
) -> None:
    from longuevue.workshop.policies.parts import PARTS

    scdl = "DELIB_ID;DELIB_DATE;DELIB_OBJET\n12;2026-05-01;Un jumelage avec Port-Vieux\n"
    given = {
        "area": "com-34172", "marker": "", "year": "2026", "start": "2021", "end": "2024", "since": "2021", "until": "2024",
        "file": SimpleUploadedFile("actes.csv", scdl.encode()),
    }  # fmt: skip
    came, untried, none = attacked(
        roles["browsers"]["manager"], ("o/<slug:observatory>/decisions",), parts, given, line=list(PARTS)
    )
    assert not came.faults, came.faults[:20]
    assert untried == {"uptakes"}, "a trace comes from an edition: its form has no free text"
    assert {one.split()[0] for one in came.barred} == {"deliberation_cite", "tension_new"}, (
        "an edition, a second policy"
    )
    tried = {one.split()[0] for one in came.kept} - {"deliberation_cite", "tension_new"}
    shaped = {"area", "start", "end", "since", "until", "words"}
    assert {one for one in none if one.split()[0] in tried and one.split()[1] not in shaped} == set()
    assert len(came.seen) >= 10


def test_a_field_of_the_agenda_breaks_runs_or_keeps_a_text_in_part(
    valmont: Any, roles: dict[str, Any], parts: dict[str, Any]
) -> None:
    from longuevue.workshop.agenda.logs import LOGS

    given = {"area": "com-34172", "year": "2026", "reads": "12"}
    came, untried, none = attacked(
        roles["browsers"]["manager"], ("o/<slug:observatory>/agenda",), parts, given, log=list(LOGS)
    )
    assert not came.faults, came.faults[:20]
    assert (untried, came.barred) == (set(), set())
    assert none == {"event_new area", "event_edit area", "agenda_log area"} and len(came.seen) >= 10
