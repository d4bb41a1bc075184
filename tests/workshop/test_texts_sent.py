"""What a view reads of a request without a form goes past one gate, and a null character does not: SQLite keeps it, PostgreSQL
breaks on it. Run on both."""

from __future__ import annotations

import ast
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

HERE = Path(__file__).resolve().parents[2] / "longuevue/workshop"
#: the gate; the number of a page, which is a number or nothing; and what the library of accounts asks of us, outside our doors
APART = {"frame/texts.py", "frame/pages.py", "accounts/adapters.py"}
NULL = "mot\x00caché"


def read_alone(code: str) -> list[int]:
    """The lines where something of a request is read by itself: `request.POST[…]`, `request.GET.get(…)`, `.items()`."""
    found = []
    for node in ast.walk(ast.parse(code)):
        inner = node.value if isinstance(node, ast.Attribute | ast.Subscript) else None
        if isinstance(inner, ast.Attribute) and inner.attr in ("POST", "GET"):
            found.append(node.lineno)
    return found


def test_a_view_reads_a_text_beside_the_gate() -> None:
    assert read_alone('a = request.POST["x"]\nb = request.GET.get("y")\nfor c in request.POST.items(): ...') == [
        1,
        2,
        3,
    ]
    beside = {
        f"{path.relative_to(HERE)}:{line}"
        for path in HERE.rglob("*.py")
        if str(path.relative_to(HERE)) not in APART
        for line in read_alone(path.read_text(encoding="utf-8"))
    }
    assert not beside


def test_the_gate_lets_a_null_character_in() -> None:
    from longuevue.terms.refusal import Refusal
    from longuevue.workshop.frame.texts import text_of, texts_of, texts_under, whole_of

    sent = QueryDict(mutable=True)
    sent.setlist("a-1", ["oui", NULL])
    sent["a-\x00"] = "non"
    sent["b"] = "x" * 30
    for read in (text_of, texts_of):
        with pytest.raises(Refusal, match="caractère nul"):
            read(sent, "a-1")
    with pytest.raises(Refusal, match="caractère nul"):
        texts_under(sent, "a-")
    with pytest.raises(Refusal, match="trop long"):
        whole_of(sent, "b", 29)
    assert whole_of(sent, "b", 30) == "x" * 30
    assert text_of(sent, "b", 20) == "x" * 20 and text_of(sent, "rien") == "" and texts_of(sent, "b") == ["x" * 30]


@pytest.fixture
def story(valmont: Any) -> Any:
    from longuevue.workshop.testimonies.models import Campaign, Status, Story

    campaign = Campaign.objects.create(observatory=valmont, question="?", population="tous", closes="2099-01-01")
    one = Story(campaign=campaign, status=Status.SENT, kind="came")
    one.save()
    one.seal({"what": "Un récit."})
    one.save()
    return one


def test_a_ruling_keeps_a_null_character(
    valmont: Any, person: Callable[..., Any], visitor: Callable[..., Client]
) -> None:
    from longuevue.workshop.coding import selectors, services
    from longuevue.workshop.coding.models import Round, Ruling
    from longuevue.workshop.reasoning.meter_sheet import Line

    people = [person(valmont, "manager"), person(valmont, "contributor")]
    one = services.open_round(valmont, Round(title="Mètre", kind="meter"), people, lines=[Line("u1", "Un jumelage.")])
    for said, who in zip(("1", "0"), people, strict=True):
        coder = selectors.coder_of(one, who)
        answers = {"international": said, "theme": "none", "direction": "none", "ambiguous": "0"}
        services.answer(one, one.units.get(), coder, answers)
        services.finish(one, coder)
    at = f"/atelier/o/valmont/codage/tours/{one.public_id}/trancher/1/"
    manager = visitor(people[0])
    for wrong in (
        {"reason": NULL},
        {"reason": "Le mot y est.", "variable": NULL},
        {"reason": "Le mot y est.", "value": NULL},
    ):
        answer = manager.post(at, {"variable": "international", "value": "1", **wrong})
        assert answer.status_code == 400 and "caractère nul" in answer.content.decode(), wrong
    assert not Ruling.objects.exists()
    assert manager.post(at, {"variable": "international", "value": "1", "reason": "Le mot y est."}).status_code == 200


def test_a_page_without_a_form_keeps_or_breaks_on_a_null_character(
    valmont: Any, story: Any, person: Callable[..., Any], visitor: Callable[..., Client]
) -> None:
    from longuevue.workshop.policies.models import Trace
    from longuevue.workshop.testimonies.models import Status, Story, VoiceNote

    note = VoiceNote.objects.create(story=story, question="what", kind="audio/webm")
    manager = visitor(person(valmont, "manager"))
    sent = (
        ("stories_refuse", {"stories": str(story.public_id), "reason": NULL}),
        ("stories_refuse", {"stories": NULL, "reason": "Une raison."}),
        ("voice_note", {"text": NULL}),
        ("voice_note", {"text": NULL, "do": "agree"}),
        ("uptakes", {"trace": NULL, "answer": "confirmed"}),
        ("uptakes", {"trace": str(uuid.uuid4()), "deliberation": NULL, "day": NULL}),
        ("deliberations_in", {"act": NULL}),
        ("moderation_decide", {"record": NULL, "verdict": "approved"}),
        ("moderation_decide", {"verdict": "refused", "reason": NULL}),
        ("removals", {"record": NULL, "reason": NULL}),
    )
    for where, said in sent:
        more = [story.public_id, note.public_id] if where == "voice_note" else []
        answer = manager.post(reverse(where, args=["valmont", *more]), said)
        assert answer.status_code == 400 and "caractère nul" in answer.content.decode(), (where, said)
    read = (
        ("moderation", "etat"), ("moderation", "type"), ("actors", "q"), ("actors", "type"), ("policies", "decide"),
        ("policies", "souleve"), ("policy_new", "territoire"), ("deliberation_new", "engagement"), ("room_new", "effet"),
        ("commitment_from_debate", "repond"), ("effect_new", "modele"), ("campaign_new", "population"),
    )  # fmt: skip
    for where, name in read:
        answer = manager.get(reverse(where, args=["valmont"]), {name: NULL})
        assert answer.status_code == 400 and "caractère nul" in answer.content.decode(), where
    assert Story.objects.get().status == Status.SENT and not Trace.objects.exists() and VoiceNote.objects.exists()


def test_a_sheet_or_a_list_that_comes_in_holds_a_null_character() -> None:
    from longuevue.terms.refusal import Refusal
    from longuevue.workshop.reasoning.csv_rows import table_of
    from longuevue.workshop.reasoning.meter_sheet import read_sheet

    rows = "id,text\n" + "".join(f"u{n},Un jumelage de plus.\n" for n in range(400))
    assert len(read_sheet(rows.encode())) == 400
    for late in (f"{rows}z,{NULL}\n", f'{rows}z,"{"x" * 300_000}"\n'):
        with pytest.raises(Refusal):
            read_sheet(late.encode())
        with pytest.raises(Refusal):
            table_of(late.encode(), "liste.csv", ("id",))


def test_the_meters_sheet_goes_back_with_a_cell_that_runs() -> None:
    from longuevue.workshop.reasoning.meter_sheet import Line, read_sheet, write_sheet

    lines = [Line(f"{sign}id{n}", f"{sign}cmd|'/C calc'!A0", f"{sign}doc", f"{sign}1", f"{sign}2")
             for n, sign in enumerate(("=", "+", "-", "@"))]  # fmt: skip
    text = write_sheet(lines, {})
    assert not [
        cell for row in text.splitlines()[1:] for cell in row.split(",") if cell.startswith(("=", "+", "-", "@"))
    ]
    assert read_sheet(text.encode()) == lines
