"""Rooms of Valmont, our invented conurbation, ready for tests: opened, filled, approved. No test here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from longuevue.workshop.moderation import services as moderation

#: a figure as a room keeps it, without an edition
FIGURE: dict[str, Any] = {
    "marker": "short-term-rentals", "marker_version": 1, "ref_area": "34172", "ref_area_name": "Valmont",
    "area_level": "commune", "area": "com-34172", "geography_year": 2025, "time_period": "2024", "value": 14.9, "unit": "%",
    "numerator": 149, "denominator": 1000, "coverage": 1.0, "status": "ok", "status_reason": "", "precision": "",
    "source": "registre", "vintage": "2024", "licence": "Licence Ouverte", "edition": "valmont-2025",
    "address": "short-term-rentals@1/valmont-2025/com-34172/2024/W", "edition_date": "2025-06-01",
    "label": {"fr": "Meublés de tourisme", "en": "Short-term rentals"},
    "question": {"fr": "Combien de logements sont loués à la nuit ?", "en": "How many homes are let by the night?"},
    "caveat": {"fr": "", "en": ""}, "value_text": {"fr": "14,9 %", "en": "14.9%"},
    "aloud": {"fr": "149 logements sur 1 000.", "en": "149 homes out of 1,000."},
    "parts_text": {"fr": "149 sur 1 000", "en": "149 out of 1,000"}, "period_text": {"fr": "2024", "en": "2024"},
    "status_text": {"fr": "publié", "en": "published"}, "reason_text": {"fr": "", "en": ""},
    "source_text": {"fr": "Valmont, registre", "en": "Valmont, register"}, "borrowed_from": "", "borrowed_address": "",
}  # fmt: skip
SIDES = ("Ce que cela apporte", "Ce que cela coûte")


def room_of(observatory: Any, by: Any, question: str = "Faut-il limiter les meublés de tourisme ?", **more: Any) -> Any:
    """An empty public room."""
    from longuevue.workshop.debate.services import open_room

    return open_room(
        observatory, question=question, origin="residents", opened_from="figure", frozen=dict(FIGURE), by=by,
        sides=more.pop("sides", SIDES), **more,
    )  # fmt: skip


def post_in(room: Any, kind: str, text: str, by: Any = None, *, approved: bool = True, **more: Any) -> Any:
    """A post, read and published by `by`."""
    from longuevue.workshop.debate.services import post

    if kind in ("fact", "argument"):
        more.setdefault("side", 0)
    if kind == "fact":
        more.setdefault("source", "Registre de Valmont, 2024")
    if kind == "option":
        more.setdefault("way", "regulate")
    made, code = post(room, kind=kind, text=text, **more)
    made.said_code = code
    if approved:
        publish(room.observatory, made, by)
    return made


def publish(observatory: Any, post: Any, by: Any) -> None:
    """A moderator approves it."""
    outcome = moderation.approve(observatory, "post", [post.public_id], by=by)
    assert outcome.done == 1, outcome.told


def remove(observatory: Any, post: Any, reason: str, by: Any) -> None:
    """A moderator takes a public post away, with a reason."""
    from longuevue.workshop.moderation.selectors import items

    token = next(item.token for item in items(observatory, "post") if item.record == post.public_id)
    assert moderation.decide(observatory, [token], verdict="refused", reason=reason, by=by).done == 1


def opened_room(observatory: Any, by: Any) -> Any:
    """A room with something of each kind, a vote open, a record approved."""
    from longuevue.workshop.debate.services import make_record

    room = room_of(observatory, by, votes_until=dt.date(2099, 1, 1))
    for side, text in enumerate(("Des ménages complètent leur revenu.", "Des familles ne trouvent plus à se loger.")):
        post_in(room, "fact", text, by, side=side)
        post_in(room, "argument", f"Selon nous : {text}", by, side=side)
    for kind in ("contested", "question", "option"):
        post_in(room, kind, f"Ceci est à voir ({kind}).", by)
    record = make_record(room, by=by)
    assert moderation.approve(observatory, "room_record", [record.public_id], by=by).done == 1
    return room


def ballot(room: Any, answers: Mapping[str, str], network: str = "192.0.2.0/24") -> bool:
    """One ballot with a paper of its own."""
    from longuevue.workshop.debate.voting import cast
    from longuevue.workshop.frame.ballots import new_paper

    return cast(room, new_paper(room.public_id), answers, network)


def of_tables(observatory: Any, by: Any) -> dict[str, Any]:
    """A meeting with a word and a vote, and a survey: what the addresses of tables are filled with."""
    from longuevue.workshop.tables import services
    from longuevue.workshop.tables.models import Meeting, Survey

    meeting = Meeting.objects.create(observatory=observatory, title="Réunion", made_by=by, code="ABCDEF")
    # one code for the two kinds of address that hold one
    survey = Survey.objects.create(observatory=observatory, statement="Oui ?", made_by=by, residents_code="ABCDEF")
    return {
        "code": meeting.code,
        "meeting_id": meeting.public_id,
        "word_id": services.enter(meeting, kind="question", text="Et alors ?", kept=False).public_id,
        "poll_id": services.open_poll(meeting, "Continuer ?", ["oui", "non"]).public_id,
        "survey_id": survey.public_id,
    }
