"""What rooms, posts and records say in public, registered with moderation: nothing of them is shown before it is approved."""

from __future__ import annotations

import uuid
from typing import Any

from django.urls import reverse

from longuevue.workshop.debate.models import Post, Record, Room
from longuevue.workshop.moderation.records import KINDS, Kind

ROOM_TELLS = ("origin", "opened_from", "area", "marker", "frozen", "sides")
POST_TELLS = ("kind", "side", "way", "text", "source", "role")


def room_document(room: Room) -> dict[str, Any]:
    """The question, where it comes from, its sides."""
    # `question` is, in other records, the identifier of a post
    return {"id": str(room.public_id), "asks": room.question, **{name: getattr(room, name) for name in ROOM_TELLS}}


def post_document(post: Post) -> dict[str, Any]:
    """The words of a post, the role its author claims, the room and the post it answers."""
    about = str(post.about.public_id) if post.about else ""
    return {
        "id": str(post.public_id),
        "room": str(post.room.public_id),
        **{name: getattr(post, name) for name in POST_TELLS},
        "about": about,
    }


def record_document(record: Record) -> dict[str, Any]:
    """The record as it stands: a line whose post was since removed no longer says anything."""
    from longuevue.workshop.debate.selectors import record_as_it_stands

    return record_as_it_stands(record)


def _posts(observatory: Any) -> Any:
    return Post.objects.filter(room__observatory=observatory).select_related("room", "about")


def _records(observatory: Any) -> Any:
    """The latest record of each room: an older one is history."""
    latest: dict[int, Record] = {}
    for record in Record.objects.filter(room__observatory=observatory).select_related("room"):
        latest.setdefault(record.room_id, record)
    return list(latest.values())


def _spoken_in(room: uuid.UUID) -> list[uuid.UUID]:
    """A room's own words, and those of everybody in it."""
    return [room, *Post.objects.filter(room__public_id=room).values_list("public_id", flat=True)]


for _kind in (
    Kind(
        "room",
        lambda o: o.rooms.all(),
        room_document,
        lambda slug, r: reverse("room_lead", args=[slug, r.public_id]),
        spoken=_spoken_in,
    ),
    Kind(
        "post",
        _posts,
        post_document,
        lambda slug, p: reverse("post_read", args=[slug, p.public_id]),
        spoken=lambda post: [post],
    ),
    Kind("room_record", _records, record_document, lambda _, r: reverse("room_record", args=[r.room.public_id])),
):
    KINDS.setdefault(_kind.name, _kind)
