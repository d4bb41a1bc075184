"""Counts that only actors hold: who may write them, what a blank means, what a link opens, what leaves and what does not."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client, override_settings
from django.utils import timezone

from longuevue.sources.own.templates import template_of
from longuevue.terms.refusal import Refusal
from longuevue.workshop.actors import services as actors
from longuevue.workshop.actors.models import Actor, Contact
from longuevue.workshop.sheets import selectors, services
from longuevue.workshop.sheets.models import Sheet
from longuevue.workshop.sheets.tables import written

TABLE = "cross-border-legal-cases"


@pytest.fixture
def court(valmont: Any) -> Actor:
    return Actor.objects.create(observatory=valmont, name="Greffe de Valmont", kind="court")


@pytest.fixture
def sheet(valmont: Any, court: Actor) -> Sheet:
    return services.open_sheet(valmont, actor=court, template=TABLE, year=2025, area="243400017")


def test_an_organisation_fills_the_sheet_of_another_one(
    valmont: Any, court: Actor, sheet: Sheet, person: Callable[..., Any], visitor: Callable[..., Client]
) -> None:
    club = Actor.objects.create(observatory=valmont, name="Club d'aviron", kind="sport")
    theirs = services.open_sheet(valmont, actor=club, template=TABLE, year=2025, area="243400017")
    browser = visitor(person(valmont, "contributor", actor=court))
    mine, other = (f"/atelier/o/valmont/feuilles/{one.public_id}/" for one in (sheet, theirs))
    listed = browser.get("/atelier/o/valmont/feuilles/").content.decode()
    assert str(sheet.public_id) in listed and str(theirs.public_id) not in listed
    assert browser.get(mine).status_code == 200 and browser.get(other).status_code == 403
    said = {"m_legal_cases": "180", "m_legal_cases_foreign_element": "30"}
    assert browser.post(f"{mine}remplir/", said).status_code == 302
    assert browser.post(f"{other}remplir/", said).status_code == 403
    assert browser.post(f"{mine}decider/", {"verdict": "accept"}).status_code == 403
    assert [Sheet.objects.get(pk=s.pk).state for s in (sheet, theirs)] == ["filled", "open"]


def test_a_contributor_of_nobody_writes_for_an_actor(
    valmont: Any, court: Actor, person: Callable[..., Any], visitor: Callable[..., Client]
) -> None:
    address = f"/atelier/o/valmont/acteurs/{court.public_id}/modifier/"
    assert visitor(person(valmont, "contributor")).get(address).status_code == 403
    own = visitor(person(valmont, "contributor", actor=court))
    assert own.get(address).status_code == 200
    for page in ("contact", "voit"):
        assert own.get(f"/atelier/o/valmont/acteurs/{court.public_id}/{page}/").status_code == 200
    other = Actor.objects.create(observatory=valmont, name="Club d'aviron", kind="sport")
    assert own.get(f"/atelier/o/valmont/acteurs/{other.public_id}/modifier/").status_code == 403
    assert own.get("/atelier/o/valmont/acteurs/nouveau/").status_code == 403


def test_the_invitation_forgets_for_whom_one_speaks(
    valmont: Any, court: Actor, person: Callable[..., Any], visitor: Callable[..., Client]
) -> None:
    from longuevue.workshop.accounts.services import accept, invite

    manager = person(valmont, "manager")
    _, code = invite(valmont, by=manager, role="contributor", addressee="Greffe", actor=court)
    member = accept(code, person())
    assert member.actor == court
    browser = visitor(manager)
    wrong = {"addressee": "X", "role": "moderator", "actor": str(court.public_id)}
    assert browser.post("/atelier/o/valmont/membres/inviter/", wrong).status_code == 400
    assert "parle pour Greffe de Valmont" in browser.get("/atelier/o/valmont/membres/").content.decode()
    # merged into another entry, the organisation keeps its people, its sheets and its requests
    same = Actor.objects.create(observatory=valmont, name="Greffe du tribunal de Valmont", kind="court")
    actors.decide(valmont, same.public_id, court.public_id, same=True, by=manager)
    member.refresh_from_db()
    assert member.actor == same


def test_the_operator_reads_the_directory_in_the_list_of_the_form(
    valmont: Any, court: Actor, person: Callable[..., Any], visitor: Callable[..., Client]
) -> None:
    page = visitor(person(operator=True)).get("/atelier/o/valmont/membres/inviter/").content.decode()
    assert "Greffe de Valmont" not in page


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({}, "vide"),
        ({"legal_cases": 20, "legal_cases_foreign_element": 21}, "dépasse"),
        ({"salaires": 3}, "pas dans cette table"),
    ],
)
def test_a_sheet_that_cannot_be_true_goes_in(sheet: Sheet, counts: dict[str, int], said: str) -> None:
    with pytest.raises(Refusal, match=said):
        services.fill(sheet, counts, "")
    assert Sheet.objects.get(pk=sheet.pk).state == "open"


def test_a_blank_is_written_zero_or_a_zero_blank(sheet: Sheet, valmont: Any, person: Callable[..., Any]) -> None:
    filled = services.fill(sheet, {"legal_cases": None, "legal_cases_foreign_element": 0}, "")
    services.decide(filled, accept=True, reason="", read=filled.counts, by=person(valmont, "moderator"))
    (text,) = selectors.files(valmont).values()
    header, row = csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";")
    measures = template_of(TABLE).measures
    cells = dict(zip(header, row, strict=True))
    assert cells[measures["legal_cases_foreign_element"].fr] == "0" and cells[measures["legal_cases"].fr] == ""


def test_what_changed_after_it_was_read_is_accepted(sheet: Sheet, valmont: Any, person: Callable[..., Any]) -> None:
    moderator = person(valmont, "moderator")
    read = services.fill(sheet, {"legal_cases": 180}, "").counts
    services.fill(sheet, {"legal_cases": 1800}, "")
    with pytest.raises(Refusal, match="changé"):
        services.decide(sheet, accept=True, reason="", read=read, by=moderator)
    assert selectors.files(valmont) == {}
    accepted = services.decide(sheet, accept=True, reason="", read={"legal_cases": 1800}, by=moderator)
    assert accepted.state == "accepted" and list(selectors.files(valmont)) == [TABLE]
    services.fill(sheet, {"legal_cases": 190}, "")
    assert selectors.files(valmont) == {}


def test_a_private_link_opens_more_than_its_sheet_or_opens_for_ever(
    valmont: Any, sheet: Sheet, visitor: Callable[..., Client], person: Callable[..., Any]
) -> None:
    Contact.objects.create(actor=sheet.actor, email="greffe@exemple.fr")
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        mail.outbox = []
        address, sent = services.open_link(sheet)
    assert sent and address in mail.outbox[0].body
    path = address.partition("8600")[2] if "8600" in address else "/" + address.split("/", 3)[3]
    browser = visitor()
    assert TABLE not in browser.get(path).content.decode() and browser.get(path).status_code == 200
    answer = browser.post(path, {"m_legal_cases": "180", "note": "", "state": "accepted"})
    assert answer.status_code == 200 and "Merci" in answer.content.decode()
    assert Sheet.objects.get(pk=sheet.pk).state == "filled"
    assert browser.get(f"/atelier/o/valmont/feuilles/{sheet.public_id}/").status_code == 302  # to sign in
    services.open_link(sheet)
    assert browser.get(path).status_code == 404
    again, _ = services.open_link(sheet)
    Sheet.objects.filter(pk=sheet.pk).update(token_until=timezone.now() - dt.timedelta(seconds=1))
    assert browser.get("/" + again.split("/", 3)[3]).status_code == 404


def test_next_years_sheets_are_opened_twice(valmont: Any, sheet: Sheet) -> None:
    assert services.renew(valmont, 2026) == 1 and services.renew(valmont, 2026) == 0
    assert sorted(valmont.sheets.values_list("year", flat=True)) == [2025, 2026]


def test_a_table_that_no_actor_fills_or_a_wrong_scale_is_opened(valmont: Any, court: Actor) -> None:
    for table in ("foreign-residents-share", "refugees-welcomed", "nulle-part"):
        with pytest.raises(Refusal):
            services.open_sheet(valmont, actor=court, template=table, year=2025, area="243400017")
    with pytest.raises(Refusal, match="ne se compte pas"):
        services.open_sheet(valmont, actor=court, template="company-staff-mobility", year=2025, area="34172")


def test_a_line_says_which_organisation_counted(sheet: Sheet) -> None:
    services.fill(sheet, {"legal_cases": 180}, "remarque secrète")
    said = {"area": "com-34172", "year": 2025, "counts": {"legal_cases": 180}, "contributor": "1"}
    text = written(template_of(TABLE), [said])
    assert "Greffe" not in text and "secrète" not in text and "180" in text


def test_the_gate_cannot_tell_on_whom_a_total_rests(
    valmont: Any, court: Actor, sheet: Sheet, person: Callable[..., Any], visitor: Callable[..., Client]
) -> None:
    """Each line bears the number of its contributor, the same over years and places, and whether it agreed to be read."""
    moderator = person(valmont, "moderator")
    bar = Actor.objects.create(observatory=valmont, name="Barreau de Valmont", kind="court")
    others = [
        services.open_sheet(valmont, actor=who, template=TABLE, year=year, area="243400017")
        for who, year in ((court, 2024), (bar, 2025))
    ]
    for one, more in zip((sheet, *others), (180, 170, 90), strict=True):
        browser = visitor(moderator)
        address = f"/atelier/o/valmont/feuilles/{one.public_id}/"
        said = {"m_legal_cases": str(more), **({"agreed": "on"} if one.actor == bar else {})}
        assert browser.post(f"{address}remplir/", said).status_code == 302
        shown = browser.get(address).content.decode()
        assert ("accepte que son propre nombre" if one.actor == bar else "ne sera pas publié") in shown
        one.refresh_from_db()
        services.decide(one, accept=True, reason="", read=one.counts, by=moderator)
    (text,) = selectors.files(valmont).values()
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    numbers = {(row["Année"], row["Contributeur n°"].rstrip("+")) for row in rows}
    ours = {number for year, number in numbers if year == "2024"}
    assert len(numbers) == 3 and len(ours) == 1 and ("2025", *ours) in numbers
    assert [row["Contributeur n°"].endswith("+") for row in rows].count(True) == 1
    assert "Barreau" not in text and str(bar.public_id) not in text
    # what was agreed for one answer is asked again for the next
    services.fill(others[1], {"legal_cases": 95}, "")
    assert not Sheet.objects.get(pk=others[1].pk).agreed
