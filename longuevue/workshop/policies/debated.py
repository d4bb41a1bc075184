"""The questions and requests of public rooms of debate, as a commitment may answer them: by their identifiers, with no foreign
key. What a room says is the debate's to tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from longuevue.workshop.debate import selectors as debate
from longuevue.workshop.frame.words import say
from longuevue.workshop.policies.models import Commitment

SHOWN = 120


@dataclass(frozen=True, slots=True)
class Answered:
    """The room where a commitment was taken, and its question when one is named."""

    room: Any
    question: str


def key(room: str, question: str) -> str:
    """How a form names a room and one of its questions; `parts` reads it back."""
    return f"{room}:{question}" if room else ""


def parts(chosen: str) -> tuple[str, str]:
    """(the room's identifier, the question's); empty ones for nothing."""
    room, _, question = chosen.partition(":")
    return room, question


def answerable(observatory: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    """Room by room: the room as a whole, then each of its public questions and requests."""
    found = []
    for room in debate.public_rooms(observatory):
        asked = debate.asked(room, debate.placed_posts(room), timezone.localdate())
        here = str(room.public_id)
        questions = [(key(here, str(one.placed.post.public_id)), one.placed.post.text[:SHOWN]) for one in asked]
        found.append((room.question, [(key(here, ""), say("policies.room_whole")), *questions]))
    return found


def answered(observatory: Any, commitment: Commitment) -> Answered | None:
    """What the commitment answers, if it may still be read by anyone."""
    room = room_of(observatory, commitment.room) if commitment.room else None
    if room is None:
        return None
    asked = debate.asked(room, debate.placed_posts(room), timezone.localdate())
    posts = {str(one.placed.post.public_id): one.placed.post.text for one in asked}
    return Answered(room, posts.get(commitment.question, ""))


def room_of(observatory: Any, room_id: str) -> Any | None:
    """The room of that identifier, if anyone may read it."""
    return next((room for room in debate.public_rooms(observatory) if str(room.public_id) == room_id), None)
