"""Every field of every form of the registers (actors, links, sheets, tables, members, settings…) and of what phones and private links
open takes hostile texts: no page breaks, nothing runs, nothing is kept in part. And no page of the workshop takes a text without
being tried by one of the sweeps. Texts and attacks are invented."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.workshop import hostile
from tests.workshop.addresses import patterns
from tests.workshop.hostile import SWEEPS, swept
from tests.workshop.test_matrix import values

HERE = "/atelier/o/valmont/"
#: `make proof` tries every kind of card; the others share their form
FULL = os.environ.get("LONGUEVUE_FULL") == "1"


@pytest.fixture
def parts(valmont: Any, roles: dict[str, Any]) -> dict[str, Any]:
    """Something of Valmont for each part of an address."""
    return values(valmont, roles["people"])


def test_an_address_takes_what_somebody_sends_and_no_sweep_tries_it() -> None:
    known = tuple(one for prefixes in SWEEPS.values() for one in prefixes) + hostile.OF_LIBRARIES
    apart = [
        route
        for route, pattern in patterns()
        if not route.removeprefix("atelier/").startswith(known)
        and "POST" in getattr(getattr(pattern.callback, "door", None), "methods", ("POST",))
    ]
    assert not apart


def test_a_text_that_is_cut_goes_unseen(valmont: Any) -> None:
    """The check itself: the beginning of a long text, kept without its end, is told."""
    from longuevue.workshop.actors.models import Actor

    Actor.objects.create(observatory=valmont, name="9" * 200, kind="health", countries=["9" * 50])
    assert hostile.cut("9" * 400) == [
        "Actor.name : 9999999999… cut after 200 signs",
        "Actor.countries : 9999999999… cut after 54 signs",
    ]
    assert hostile.cut("9" * 50 + " x") == []


def test_a_field_of_actors_breaks_runs_or_keeps_a_text_in_part(
    valmont: Any, roles: dict[str, Any], parts: dict[str, Any], visitor: Callable[..., Client]
) -> None:
    from longuevue.workshop.actors.models import Actor

    Actor.objects.create(observatory=valmont, name="Hôpital de Valmont", kind="health")
    tables = {
        "actors_in": "Nom;Type\nCroix de Valmont;association\n",
        "sights_in": "Acteur;Marqueur\nHôpital de Valmont;twinnings\n",
    }

    def good(form: hostile.Form) -> dict[str, Any]:
        return {"table": SimpleUploadedFile("table.csv", tables.get(form.name, "").encode()), "is_true": "yes"}

    came, untried, none = swept(roles["browsers"]["manager"], SWEEPS["actors"], parts, good, by_turns=True)
    assert not came.faults, came.faults[:20]
    assert untried == {"actors_take_back"}, "a table that came in leads to it: tried with links"
    assert came.barred == set() and len(came.seen) >= 10
    shaped = {"commune", "siren", "rna", "confirmed_on", "countries", "website"}
    assert {one for one in none if one.split()[1] not in shaped} == set()
    came, untried, none = swept(visitor(), SWEEPS["still true"], parts, good)
    assert not came.faults, came.faults[:20]
    assert (untried, came.barred, none) == (set(), set(), set())


def test_a_field_of_links_breaks_runs_or_keeps_a_text_in_part(
    valmont: Any, roles: dict[str, Any], parts: dict[str, Any]
) -> None:
    from longuevue.workshop.links import inventory_services
    from longuevue.workshop.links.cards import KINDS
    from longuevue.workshop.links.models import Inventory, InventoryRow, Link
    from longuevue.workshop.links.parts import PARTS

    Link.objects.create(observatory=valmont, area="com-34172", partner="Port-Vieux", kind="twinning")
    taken = Inventory.objects.create(
        observatory=valmont, file="pris.csv", head='{"above": [], "header": ["Partenaire", "INSEE", "Notes"]}',
        mapping={"partner": 0, "authority_code": 1}, made_by=roles["people"].manager,
    )  # fmt: skip
    for line, partner in ((2, "Port-Vieux"), (3, "Rive-Haute")):
        InventoryRow.objects.create(
            inventory=taken, line=line, sealed_cells=f'["{partner}", "34172", "Une fête par an"]'
        )
    inventory_services.take(taken, taken.mapping, "twinning", by=roles["people"].manager)
    given: dict[str, Any] = {
        "area": "com-34172", "partner": "Rive-Basse", "start": "1998", "end": "", "since": "1998", "signed": "1998-05-01",
        "year": "2024", "years": "2024", "day": "2024-05-01", "own": "12", "column-0": "partner", "parts": "Ici : 12\nLà : 13",
        "parties": "Ville de Valmont\nPort-Vieux", "number": "25",
    }  # fmt: skip

    def good(form: hostile.Form) -> dict[str, Any]:
        files = {
            "links_in": b"Partenaire;Territoire\nRive-Douce;34172\n",
            "networks_in": "Réseau;Piliers\nVilles du sel;Sel\n".encode(),
        }
        files |= {
            "members_in": b"Membre;Note\nPort-Vieux;Sel\n",
            "inventories": b"Partenaire;INSEE\nRive-Douce;34172\n",
        }
        return given | {"table": SimpleUploadedFile("table.csv", files.get(form.name, b""))}

    more = [f"{HERE}fiches/nouvelle/?type={kind}" for kind in (KINDS if FULL else ("tally", "joint_action"))]
    several = {"part": list(PARTS), "inventory_id": [parts["inventory_id"], taken.public_id]}
    manager = roles["browsers"]["manager"]
    came, untried, none = swept(manager, SWEEPS["links"], parts, good, more, by_turns=True, **several)
    cells = [one for one in came.faults if "/lignes/" in one and "cell-" in one]
    assert {one.rpartition(" : ")[2] for one in cells} <= {"kept, whole or not"}, (
        "the cells of a register come back whole"
    )
    assert not set(came.faults) - set(cells), sorted(set(came.faults) - set(cells))[:20]
    assert untried == set() and {one.split()[0] for one in came.barred} == {"links_starter"}, (
        "an edition has a register"
    )
    shaped = {
        "area",
        "start",
        "end",
        "since",
        "signed",
        "years",
        "languages",
        "partner_id",
        "parts",
        "parties",
        "ends",
        "country",
    }
    assert {one for one in none if one.split()[1] not in shaped} <= {"link_line_new day"}, "a date, as it is known"
    assert len(came.seen) >= 10


@pytest.mark.parametrize("parts_of", ["9" * 5_000, "9" * 400, "²", "-1"])
def test_a_total_that_no_machine_can_count_breaks_the_page(valmont: Any, roles: dict[str, Any], parts_of: str) -> None:
    from longuevue.workshop.links.models import Card

    said = {"area": "com-34172", "name": "Habitants", "number": "2", "parts": f"Ici : {parts_of}"}
    answer = roles["browsers"]["manager"].post(f"{HERE}fiches/nouvelle/?type=tally", said)
    assert answer.status_code == 400 and not Card.objects.exists()


def test_a_line_is_cut_to_fit(valmont: Any, roles: dict[str, Any], parts: dict[str, Any]) -> None:
    """Things said one a line: who took part, a part of a total, a choice of a vote, a side of a room."""
    long, manager = "9" * 201, roles["browsers"]["manager"]
    place = {"area": "com-34172", "name": "Fête", "what": "Une fête", "since": "1998"}
    sent = (
        ("fiches/nouvelle/?type=joint_action", {**place, "parties": f"Port-Vieux\n{long}"}),
        ("fiches/nouvelle/?type=tally", {**place, "number": "2", "parts": f"{long} : 2"}),
        (f"tables/{_quiet(valmont, roles).public_id}/vote/", {"question": "Qui ?", "choices": f"oui\n{long}"}),
        ("debats/ouvrir/", {"question": "Qui ?", "sides": f"oui\n{long}"}),
    )
    for where, said in sent:
        answer = manager.post(HERE + where, said)
        assert answer.status_code in (400, 404) and hostile.cut("9" * 400) == [], where
        if answer.status_code == 400:
            assert "trop long" in answer.content.decode(), where


def _quiet(valmont: Any, roles: dict[str, Any]) -> Any:
    """A meeting where no vote is open, and whose questions go to a room."""
    from longuevue.workshop.debate.models import Room
    from longuevue.workshop.tables.models import Meeting

    return Meeting.objects.create(
        observatory=valmont, title="Autre", made_by=roles["people"].manager, code="GHIJKL", room=Room.objects.first()
    )


def test_a_field_of_sheets_breaks_runs_or_keeps_a_text_in_part(
    valmont: Any, roles: dict[str, Any], parts: dict[str, Any], visitor: Callable[..., Client]
) -> None:
    from longuevue.sources.own.templates import template_of
    from longuevue.workshop.sheets.models import Sheet

    one = Sheet.objects.get(public_id=parts["sheet_id"])
    measure = next(iter(template_of(one.template).measures))
    given = {"area": "epci-243400017", "year": "2024", f"m_{measure}": "12", "reason": "Relisez le total."}
    came, untried, none = swept(visitor(), SWEEPS["sheet by link"], parts, given)
    assert not came.faults, came.faults[:20]
    assert (untried, came.barred, none) == (set(), set(), set())
    Sheet.objects.filter(pk=one.pk).update(counts={measure: 12}, state="filled", filled_at=dt.datetime.now(dt.UTC))
    came, untried, none = swept(roles["browsers"]["manager"], SWEEPS["sheets"], parts, given)
    assert not came.faults, came.faults[:20]
    assert (untried, came.barred) == (set(), set()) and len(came.seen) >= 10
    assert none == {"sheet_new area"}


def test_a_field_of_tables_breaks_runs_or_keeps_a_text_in_part(
    valmont: Any, roles: dict[str, Any], parts: dict[str, Any], visitor: Callable[..., Client]
) -> None:
    from longuevue.workshop.tables.models import Survey

    quiet = _quiet(valmont, roles)
    given = {"choices": "oui\nnon", "area": "", "text": "On entend trois langues."}
    meetings = [parts["meeting_id"], quiet.public_id]
    came, untried, none = swept(roles["browsers"]["manager"], SWEEPS["tables"], parts, given, meeting_id=meetings)
    assert not came.faults, came.faults[:20]
    assert (untried, came.barred) == (set(), set()) and len(came.seen) >= 10
    assert none == {"survey_new area"}
    came, untried, none = swept(visitor(), SWEEPS["phones"], parts, given, code=[parts["code"], quiet.code])
    assert not came.faults, came.faults[:20]
    assert (untried, came.barred, none) == ({"perceive"}, set(), set()), "residents answer once officials have guessed"
    Survey.objects.filter(public_id=parts["survey_id"]).update(phase=Survey.Phase.ANSWER)
    came, untried, _ = swept(visitor(), ("e/",), parts, given)
    assert not came.faults, came.faults[:20]
    assert (untried, came.barred) == (set(), set())


def test_a_field_of_the_desk_breaks_runs_or_keeps_a_text_in_part(
    valmont: Any, roles: dict[str, Any], parts: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Members, settings, markers, calendar, requests of data, moderation, Decidim, publication; then what a contributor proposes,
    and what the operator makes."""
    monkeypatch.setattr("longuevue.workshop.press.job.start", lambda _: True)
    file = SimpleUploadedFile("resultats.csv", b"id;title/fr\n1;Un guichet\n")
    given = {
        "perimeter": "com-34172",
        "name": "Observatoire de Valmont",
        "file": file,
        "reason": "Hors du sujet de Valmont.",
    }
    more = [f"{HERE}moderation/?etat=draft&type={kind}" for kind in ("actor", "link")]
    browsers = roles["browsers"]
    came, untried, none = swept(browsers["manager"], SWEEPS["desk"], parts, given, more, by_turns=True)
    assert not came.faults, came.faults[:20]
    assert came.barred <= {"decidim file policy", "end_membership ", "invitation code"}, (
        "the last manager; no such code"
    )
    assert none == {"observatory_settings perimeter", "invitation code"} and len(came.seen) >= 10
    proposed, by_nobody, _ = swept(browsers["contributor"], (f"{hostile.HERE}moderation",), parts, given, more)
    assert not proposed.faults, proposed.faults[:20]
    made, by_operator, shaped = swept(browsers["operator"], ("observatoires/",), parts, given)
    assert not made.faults, made.faults[:20]
    assert untried == {"observatory_new", "moderation_submit"} and untried & (by_nobody | by_operator) == set()
    assert shaped == {"observatory_new perimeter"} and not made.barred and not proposed.barred


def test_a_list_that_comes_in_is_cut_without_a_word_or_holds_a_number_that_breaks(
    valmont: Any, roles: dict[str, Any]
) -> None:
    from longuevue.workshop.agenda.models import Event
    from longuevue.workshop.policies.models import Deliberation

    rows = f"1;2026-05-01;{'9' * 600};12\n2;2026-05-01;Un jumelage;{'9' * 400}\n3;2026-05-01;Un pacte;²\n"
    scdl = SimpleUploadedFile("actes.csv", f"DELIB_ID;DELIB_DATE;DELIB_OBJET;VOTE_POUR\n{rows}".encode())
    manager = roles["browsers"]["manager"]
    page = manager.post(f"{HERE}decisions/deliberations/apporter/", {"area": "com-34172", "file": scdl})
    assert page.status_code == 200 and len(Deliberation.objects.get().title) == 500
    body = page.content.decode()
    assert "objet ou organisme trop long" in body and "Ligne 2" in body and "Ligne 3" in body and "Ligne 4" in body
    event = f"BEGIN:VEVENT\nUID:1\nDTSTART:20270501T100000Z\nSUMMARY:{'9' * 400}\nSEQUENCE:{'9' * 400}\nEND:VEVENT\n"
    calendar = SimpleUploadedFile("a.ics", f"BEGIN:VCALENDAR\n{event}END:VCALENDAR\n".encode())
    page = manager.post(f"{HERE}agenda/apporter/", {"file": calendar})
    assert page.status_code == 200 and Event.objects.get().sequence == 0
    assert "SUMMARY de plus de 300 signes" in page.content.decode()
