"""Every field of every form of coding and of effects takes hostile texts: no page breaks, nothing runs, and what is kept leaves as
it was typed, escaped on pages, harmless in tables, valid in the files of other tools. Texts and attacks are invented."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from lxml import etree

from tests.workshop import hostile
from tests.workshop.test_matrix import values
from tests.workshop.test_refi import CODEBOOK_XSD

RUN_BY_A_SPREADSHEET = ("=", "+", "-", "@", "\t", "\r")


@pytest.fixture
def parts(valmont: Any, roles: dict[str, Any]) -> dict[str, Any]:
    """Something of Valmont for each part of an address; of coding, a round that is going on, one to settle, one to vote on."""
    from longuevue.workshop.coding import services
    from longuevue.workshop.coding.models import Answer, Code, Codebook, Coder, Proposal, Round, Version
    from longuevue.workshop.reasoning.meter_sheet import Line

    people = roles["people"]
    told = values(valmont, people)
    free = services.make_codebook(valmont, Codebook(title="Livre libre"), by=people.manager)
    code = services.save_code(free, Code(label="Fête"))
    used = Codebook.objects.get(public_id=told["book_id"])
    Version.objects.filter(codebook=used).update(frozen_at="2026-01-01T00:00Z")
    pair = [people.manager, people.moderator]
    closed = services.open_round(
        valmont, Round(title="À trancher", kind="meter"), pair, lines=[Line("u1", "Un texte.")]
    )
    for said, coder in zip(("1", "0"), closed.coders.all(), strict=True):
        Answer.objects.create(unit=closed.units.get(), coder=coder, variable="international", value=said)
    Coder.objects.filter(round=closed).update(finished_at="2026-01-02T00:00Z")
    coded = Round.objects.get(public_id=told["round_id"])
    done = [Round.objects.create(observatory=valmont, title=t, kind="codes", version=coded.version) for t in ("A", "B")]
    for one in done:
        units = [one.units.create(number=n, text=f"Deux langues, {n}.") for n in range(1, 6)]
        for person in pair:
            coder = Coder.objects.create(round=one, user=person, name=str(person), finished_at="2026-01-02T00:00Z")
            for unit in units:
                Answer.objects.create(unit=unit, coder=coder, variable=str(told["guid"]), value="1")
    Proposal.objects.filter(public_id=told["proposal_id"]).update(round=done[0], field="culture", why="Cela revient.")
    return told | {
        "free": {"book_id": free.public_id, "guid": code.guid},
        "rounds": [coded.public_id, closed.public_id, done[1].public_id],
        "coders": [one.pk for one in pair],
    }


def export_of_coding(observatory: Any) -> Callable[[str], list[str]]:
    """Each book as a .qdc: valid, and read back with the labels that it has here."""
    from longuevue.workshop.coding import exchange, selectors
    from longuevue.workshop.coding.models import Codebook
    from longuevue.workshop.reasoning import refi

    def look(text: str) -> list[str]:
        told = []
        for book in Codebook.objects.filter(observatory=observatory):
            if not (codes := exchange.codes_out(selectors.version(book))):
                continue
            content = refi.write_codebook(codes)
            if not CODEBOOK_XSD.validate(etree.fromstring(content)):
                told.append(f"{text[:30]!r} : {CODEBOOK_XSD.error_log.last_error}")
            back = [(one.name, one.description) for one in refi.walk(refi.read_codebook(content))]
            if back != [(refi.writable(c.name), refi.writable(c.description)) for c in refi.walk(codes)]:
                told.append(f"{text[:30]!r} : not what was written")
        return told

    return look


def export_of_effects(observatory: Any) -> Callable[[str], list[str]]:
    """Each effect as the press writes it, and as open data lay it out: words whole, no cell that runs."""
    from longuevue.publish.effects import (
        EFFECT_COLUMNS,
        POLICY_COLUMNS,
        SERVICE_COLUMNS,
        effect_rows,
        policy_rows,
        service_rows,
    )
    from longuevue.publish.tables import json_bytes, table_bytes
    from longuevue.workshop.effects.models import Effect
    from longuevue.workshop.effects.public import document

    def look(text: str) -> list[str]:
        told = []
        for one in Effect.objects.filter(observatory=observatory):
            said = document(one) | {"home": {"name": "Valmont"}, "counted": True, "visible": 1, "discreet_policies": 0}
            said["policies"] = [{"name": "Accueil"} | line for line in said["policies"]]
            if json.loads(json_bytes(said)) != json.loads(json.dumps(said, default=str)) or "\x00" in str(said):
                told.append(f"{text[:30]!r} : not what was written")
            for columns, rows in (
                (EFFECT_COLUMNS, effect_rows),
                (SERVICE_COLUMNS, service_rows),
                (POLICY_COLUMNS, policy_rows),
            ):
                read = csv.reader(io.StringIO(table_bytes(columns, rows([said])).decode("utf-8-sig"), newline=""))
                told += [f"{cell[:30]!r} runs" for row in read for cell in row if cell.startswith(RUN_BY_A_SPREADSHEET)]
        return told

    return look


def untried(found: list[Any], forms: list[hostile.Form]) -> set[str]:
    """The addresses that take what somebody sends, and that no form led to."""
    return {name for name, _, view in found if "POST" in view.door.methods} - {one.name for one in forms}


def test_a_field_of_coding_breaks_runs_or_keeps_a_text_wrong(
    valmont: Any, roles: dict[str, Any], parts: dict[str, Any]
) -> None:
    from longuevue.workshop.coding import exchange
    from longuevue.workshop.coding.models import Codebook, Round
    from longuevue.workshop.reasoning import refi

    manager = roles["browsers"]["manager"]
    found = hostile.routes(hostile.SWEEPS["coding"])
    places = [
        *hostile.pages(found, parts, {"round_id": parts["rounds"]}),
        *hostile.pages(found, parts | parts["free"], {}),
    ]
    forms = hostile.forms_of(manager, places, {name for name, *_ in found})
    book = Codebook.objects.get(public_id=parts["free"]["book_id"])
    codes = refi.write_codebook(exchange.codes_out(book.versions.get()))
    project = refi.write_project(refi.Project("P", (refi.User(str(book.public_id), "Zoé"),), refi.read_codebook(codes)))

    def given(form: hostile.Form) -> dict[str, Any]:
        files = {"codebook_in": ("livre.qdc", codes), "coding_round_in": ("projet.qdpx", project)}
        if form.name in files:
            return {"file": SimpleUploadedFile(*files[form.name])}
        if form.name == "coding_round_new":
            sheet = SimpleUploadedFile("feuille.csv", b"id,text\nu1,Un texte.\n")
            return {"coders": parts["coders"], "sheet": sheet, "codebook": "", "campaign": ""}
        return {}

    came = hostile.attacked(manager, forms, given, export_of_coding(valmont))
    assert not came.faults, came.faults[:20]
    assert not untried(found, forms)
    used = ("code_new label", "code_edit label", "coding_finish", "codebook_version", "marker_proposal_close")
    assert {one for one in came.barred if not one.startswith(used)} == {
        "marker_proposal_new label question field why closes"
    }
    assert {one for one, texts in came.kept.items() if not texts} == {"code_new colour", "code_edit colour"}
    assert len(came.seen) >= 12 and Round.objects.filter(observatory=valmont).count() == 4


def test_a_field_of_effects_breaks_runs_or_keeps_a_text_wrong(
    valmont: Any, roles: dict[str, Any], parts: dict[str, Any]
) -> None:
    from longuevue.workshop.effects.parts import PARTS

    manager = roles["browsers"]["manager"]
    found = hostile.routes(hostile.SWEEPS["effects"])
    places = list(hostile.pages(found, parts, {"sheet": list(PARTS)}))
    forms = hostile.forms_of(manager, places, {name for name, *_ in found})

    def given(form: hostile.Form) -> dict[str, Any]:
        return {"area": "com-34172", "since": "2021", "marker": "", "source": "Rectorat, 2026"}

    came = hostile.attacked(manager, forms, given, export_of_effects(valmont))
    assert not came.faults, came.faults[:20]
    assert not untried(found, forms) and not came.barred
    shaped = {
        "effect_new area",
        "effect_edit area",
        "effect_new since",
        "effect_edit since",
        "effect_line_new story_id",
    }
    assert {one for one, texts in came.kept.items() if not texts} == shaped
    assert len(came.seen) >= 12
