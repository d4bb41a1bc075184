"""Actors: a table that comes back as it left, duplicates left to people, « toujours vrai ? » in one gesture, contacts apart."""

from __future__ import annotations

import csv
import datetime as dt
import io
import tempfile
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, override_settings
from hypothesis import given, settings
from hypothesis import strategies as st

from longuevue.terms.flows import FIELDS
from longuevue.terms.refusal import Refusal
from longuevue.workshop.actors import selectors, services
from longuevue.workshop.actors.kinds import KINDS, STRANDS
from longuevue.workshop.actors.models import Actor, Contact, StillTrue
from longuevue.workshop.actors.table import COLUMNS, read_back
from longuevue.workshop.moderation.services import approve
from longuevue.workshop.reasoning.object_tables import written
from tests.workshop.test_duplicates import directory

LOCMEM = override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend")


def upload(browser: Client, content: bytes | str, name: str = "acteurs.csv") -> Any:
    data = content.encode() if isinstance(content, str) else content
    return browser.post("/atelier/o/valmont/acteurs/table/", {"table": SimpleUploadedFile(name, data)})


LINE = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=30).map(str.strip)
ACTORS = st.fixed_dictionaries(
    {
        "public_id": st.uuids().map(str),
        "name": st.one_of(LINE.filter(bool), st.sampled_from(["=1+1", "'=x", "+33", "@a", "-2", "''", 'a;b"c', "'"])),
        "acronym": LINE,
        "kind": st.sampled_from(sorted(KINDS)),
        "fields": st.lists(st.sampled_from(sorted(FIELDS)), unique=True).map(sorted),
        "countries": st.lists(st.sampled_from(["ML", "DE", "HT", "CI"]), unique=True).map(sorted),
        "strands": st.lists(st.sampled_from(sorted(STRANDS)), unique=True).map(sorted),
        "circle": st.sampled_from(["", "1", "2", "3"]),
        "siren": st.sampled_from(["", "243400017"]),
        "rna": st.sampled_from(["", "W343000001"]),
        "place": LINE,
        "commune": st.sampled_from(["", "34172", "2A004"]),
        "website": st.sampled_from(["", "https://valmont.example/a"]),
        "description": LINE,
        "confirmed_on": st.one_of(st.none(), st.dates(dt.date(1990, 1, 1), dt.date(2040, 1, 1))),
    }
)


@settings(max_examples=120, deadline=None)
@given(st.lists(ACTORS, min_size=1, max_size=4))
def test_actors_come_back_as_they_left(actors: list[dict[str, Any]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "acteurs.csv"
        path.write_bytes(written(COLUMNS, actors).encode())
        back, refused = read_back(path)
    assert refused == []
    assert [{c: one[c] for c in COLUMNS} for one in back] == actors


def test_no_cell_that_leaves_is_a_formula(valmont: Any, browser: Client) -> None:
    for name in ("=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "\t=1", "'=1"):
        Actor.objects.create(observatory=valmont, name=name, description=name)
    table = browser.get("/atelier/o/valmont/acteurs/acteurs.csv").content.decode("utf-8-sig")
    cells = [cell for row in list(csv.reader(io.StringIO(table), delimiter=";"))[1:] for cell in row]
    assert cells and not [cell for cell in cells if cell[:1] in set("=+-@\t\r")]


def test_contacts_leave_by_no_file_and_are_sealed_in_the_database(valmont: Any, browser: Client) -> None:
    actor = Actor.objects.create(observatory=valmont, name="Hôpital")
    services.set_contact(actor, person="Zoé Quidam", email="zoe@valmont.example", phone="0102030405")
    assert Contact.objects.get().person == "Zoé Quidam"
    with connection.cursor() as cursor:
        cursor.execute("SELECT person, email, phone FROM actors_contact")
        assert not any(word in str(cursor.fetchall()) for word in ("Zoé", "zoe@", "0102"))
    table = browser.get("/atelier/o/valmont/acteurs/acteurs.csv").content.decode()
    assert "Hôpital" in table and "Zo" not in table and "0102030405" not in table


def test_officer_brings_1200_actors_in_and_finds_the_planted_duplicates(valmont: Any, browser: Client) -> None:
    entries, planted = directory(7)
    out = io.StringIO()
    rows = csv.writer(out, delimiter=";")
    rows.writerow(("Nom de la structure", "Ville", "N° SIREN", "Site web"))
    rows.writerows((e.name, e.place, e.siren, e.website) for e in entries)
    page = upload(browser, out.getvalue()).content.decode()
    assert "1200 lignes ajoutées" in page.replace("\u202f", "").replace("\xa0", "")
    assert valmont.actors.count() == 1_200 and Actor.history.count() == 1_200
    proposed = {frozenset((p["first"].name, p["second"].name)) for p in selectors.likely_duplicates(valmont)}
    names = {e.id: e.name for e in entries}
    wanted = {frozenset(names[i] for i in pair) for pair in planted}
    assert len(wanted & proposed) >= 0.95 * len(wanted) and len(proposed - wanted) < 12
    assert browser.get("/atelier/o/valmont/acteurs/doublons/").status_code == 200


def test_refused_rows_are_told_with_their_place_and_the_others_kept(valmont: Any, browser: Client) -> None:
    page = upload(browser, "Nom;Pays;SIREN\nBon;Mali;\nFaux pays;Syldavie;\nFaux numéro;;12\n;Mali;\n").content.decode()
    assert valmont.actors.get().countries == ["ML"]
    for told in ("B3 : « Syldavie »", "C4 : « 12 »", "A5 : Il n&#x27;y a pas de nom"):
        assert told in page


def test_a_table_brought_by_mistake_is_taken_back_except_what_was_approved(
    valmont: Any, browser: Client, moderator: Any
) -> None:
    upload(browser, "Nom;Lieu\nUn;Valmont\nDeux;Valmont\nTrois;Valmont\n")
    approve(valmont, "actor", [valmont.actors.get(name="Deux").public_id], by=moderator)
    batch = valmont.batches.get()
    assert browser.post(f"/atelier/o/valmont/acteurs/table/{batch.pk}/reprendre/").status_code == 302
    assert [a.name for a in valmont.actors.all()] == ["Deux"]
    assert browser.post(f"/atelier/o/valmont/acteurs/table/{batch.pk}/reprendre/").status_code == 404


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", b"<script>alert(1)</script>"),
        ("../../evil.csv.exe", b"MZ"),
        ("acteurs.xlsx", b"PK\x03\x04 not a workbook"),
        ("acteurs.csv", b"\x00\x01\x02\xff\xfe"),
        ("acteurs.csv", b""),
        ("acteurs.csv", b"rien;de;connu\n1;2;3\n"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_words(valmont: Any, browser: Client, name: str, content: bytes) -> None:
    answer = upload(browser, content, name)
    assert answer.status_code == 400 and 'class="fault"' in answer.content.decode()
    assert not valmont.actors.exists() and not valmont.batches.exists()


def test_a_table_cannot_touch_an_actor_of_another_observatory(valmont: Any, elsewhere: Any, browser: Client) -> None:
    theirs = Actor.objects.create(observatory=elsewhere, name="Chez eux")
    upload(browser, f"Identifiant Longuevue;Nom\n{theirs.public_id};Volé\n")
    theirs.refresh_from_db()
    assert theirs.name == "Chez eux" and valmont.actors.get().public_id != theirs.public_id


def test_nothing_of_another_observatory_answers_to_list_filter_export_or_bulk_gesture(
    valmont: Any, elsewhere: Any, browser: Client, moderator: Any
) -> None:
    theirs = Actor.objects.create(observatory=elsewhere, name="Secret ailleurs", place="Ailleurs")
    mine = Actor.objects.create(observatory=valmont, name="Le nôtre")
    for address in ("acteurs/", "acteurs/?q=Secret", "acteurs/acteurs.csv", "acteurs/toujours-vrai/", "qui-voit-quoi/"):
        assert "Secret ailleurs" not in browser.get(f"/atelier/o/valmont/{address}").content.decode(), address
    both = {"actor": [str(theirs.public_id), str(mine.public_id), "pas-un-uuid"]}
    browser.post("/atelier/o/valmont/acteurs/approuver/", both)
    browser.post("/atelier/o/valmont/acteurs/toujours-vrai/", both)
    pair = {"answer": "same", "first": str(mine.public_id), "second": str(theirs.public_id)}
    assert browser.post("/atelier/o/valmont/acteurs/doublons/", pair).status_code == 404
    theirs.refresh_from_db()
    mine.refresh_from_db()
    assert theirs.approved_at is None and theirs.merged_into is None and not theirs.asked.exists()
    assert mine.approved_by == moderator


def test_animator_asks_still_true_of_450_in_one_gesture(valmont: Any, browser: Client) -> None:
    for n in range(450):
        actor = Actor.objects.create(observatory=valmont, name=f"Acteur {n:03}")
        if n >= 30:
            services.set_contact(actor, person="", email=f"a{n}@valmont.example", phone="")
    page = browser.get("/atelier/o/valmont/acteurs/toujours-vrai/").content.decode()
    assert page.count('type="checkbox"') == 450
    ids = [str(a.public_id) for a in valmont.actors.all()]
    with LOCMEM:
        mail.outbox = []
        answer = browser.post("/atelier/o/valmont/acteurs/toujours-vrai/", {"actor": ids})
    assert len(mail.outbox) == 420 and "420 courriels" in answer.content.decode().replace("\xa0", " ")
    assert answer.content.decode().count("/atelier/o/valmont/acteurs/") >= 30
    link = next(line for line in mail.outbox[0].body.splitlines() if "/vrai/" in line)
    path = "/" + link.split("/", 3)[3]
    nobody = Client()
    assert nobody.get(path).status_code == 200 and nobody.post(path, {"is_true": "yes"}).status_code == 200
    asked = StillTrue.objects.get(is_true=True)
    assert asked.actor.confirmed_on == dt.datetime.now(dt.UTC).date()
    assert nobody.get(path).status_code == 404, "a link answers once"


def test_two_who_write_at_once_are_told_and_nothing_is_lost(valmont: Any) -> None:
    actor = services.write(valmont, None, {"name": "Hôpital"}, version=None)
    services.write(valmont, actor, {"name": "Hôpital nord"}, version=1)
    with pytest.raises(Refusal, match="pendant que vous écriviez"):
        services.write(valmont, actor, {"name": "Hôpital sud"}, version=1)
    actor.refresh_from_db()
    assert (actor.name, actor.version, actor.history.count()) == ("Hôpital nord", 2, 2)


def test_one_body_of_two_entries_keeps_what_each_knew(valmont: Any, moderator: Any) -> None:
    a = Actor.objects.create(observatory=valmont, name="CHU", countries=["ML"])
    b = Actor.objects.create(observatory=valmont, name="Centre hospitalier", siren="243400017", countries=["DE"])
    services.see(b, "foreign-patients", data_held="séjours")
    services.set_contact(b, person="X", email="x@valmont.example", phone="")
    services.decide(valmont, a.public_id, b.public_id, same=True, by=moderator)
    a = selectors.actors(valmont).get()
    assert (a.name, a.siren, a.countries) == ("CHU", "243400017", ["DE", "ML"])
    assert a.sees.get().marker == "foreign-patients" and a.contact.email == "x@valmont.example"
    two = (
        Actor.objects.create(observatory=valmont, name="Verrerie"),
        Actor.objects.create(observatory=valmont, name="Verrerie"),
    )
    assert len(selectors.likely_duplicates(valmont)) == 1
    services.decide(valmont, two[0].public_id, two[1].public_id, same=False, by=moderator)
    assert selectors.likely_duplicates(valmont) == [] and selectors.actors(valmont).count() == 3


def test_who_sees_mixed_divorces_leads_to_lawyers_or_courts(valmont: Any) -> None:
    for kind in ("law_firm", "court", "sport", "school", "artists"):
        Actor.objects.create(observatory=valmont, name=f"Un {kind}", kind=kind)
    made = selectors.whom_to_invite(valmont)
    legal = [one for one in made if any(r["marker"].id == "cross-border-legal-cases" for r in one["reveals"])]
    assert {one["actor"].kind for one in legal} >= {"law_firm"} and {o["actor"].kind for o in legal} <= {
        "law_firm",
        "court",
    }


def test_an_actor_to_invite_has_no_letter_ready(
    valmont: Any, person: Callable[..., Any], visitor: Callable[..., Client]
) -> None:
    firm = Actor.objects.create(observatory=valmont, name="Cabinet Dorlan", kind="law_firm")
    browser, here = visitor(person(valmont, "manager")), "/atelier/o/valmont/"
    page = browser.get(f"{here}qui-voit-quoi/inviter/").content.decode()
    letter = f"{here}membres/inviter/?acteur={firm.public_id}"
    request = f"{here}demandes/nouvelle/?acteur={firm.public_id}&amp;question="
    assert letter in page and request in page
    assert 'value="Cabinet Dorlan"' in browser.get(letter).content.decode()
    made = {"addressee": "Cabinet Dorlan", "role": "contributor", "actor": str(firm.public_id)}
    printed = browser.post(letter, made).content.decode()
    assert 'class="letter"' in printed and 'class="code"' in printed and "Cabinet Dorlan" in printed


def test_what_an_actor_says_it_sees_leaves_the_blind_spots_at_once(valmont: Any, browser: Client) -> None:
    actor = Actor.objects.create(observatory=valmont, name="Cabinet Dorlan", kind="law_firm")
    before = sum(1 for row in selectors.matrix(valmont) if not row["seers"])
    sent = {
        "marker": "cross-border-legal-cases",
        "access": "agreement",
        "data_held": "dossiers par an",
        "frequency": "annuel",
    }
    assert browser.post(f"/atelier/o/valmont/acteurs/{actor.public_id}/voit/", sent).status_code == 302
    assert sum(1 for row in selectors.matrix(valmont) if not row["seers"]) == before - 1


def test_markup_in_a_table_is_shown_as_typed_and_a_script_is_no_address(valmont: Any, browser: Client) -> None:
    page = upload(browser, "Nom;Site web;Objet\n<img src=x onerror=alert(1)>;;<b>gras</b>\nX;javascript:alert(1);\n")
    assert "javascript" in page.content.decode(), "the refused row is told"
    actor = valmont.actors.get()
    for address in ("", f"{actor.public_id}/", f"{actor.public_id}/modifier/"):
        html = browser.get(f"/atelier/o/valmont/acteurs/{address}").content.decode()
        assert "<img src=x" not in html and "<b>gras" not in html and 'href="javascript' not in html


def test_a_form_of_actor_sets_no_state(valmont: Any, elsewhere: Any, browser: Client) -> None:
    sly = {"name": "Neuf", "kind": "firm", "approved_at": "2026-01-01", "approved_by": "1", "observatory": str(elsewhere.pk),
           "public_id": str(uuid.uuid4()), "merged_into": "1"}  # fmt: skip
    assert browser.post("/atelier/o/valmont/acteurs/nouveau/", sly).status_code == 302
    actor = Actor.objects.get(name="Neuf")
    assert actor.observatory == valmont and actor.approved_at is None and str(actor.public_id) != sly["public_id"]
