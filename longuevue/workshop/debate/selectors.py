"""Reads: rooms of an observatory, public rooms, posts with where they stand, the record as it stands today."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from longuevue.terms.refusal import Refusal
from longuevue.workshop.debate.documents import post_document, room_document
from longuevue.workshop.debate.kinds import ANSWER, KINDS
from longuevue.workshop.debate.models import Post, Record, Room
from longuevue.workshop.frame.words import say
from longuevue.workshop.moderation.models import APPROVED, REFUSED, Entry, Review
from longuevue.workshop.moderation.records import fingerprint
from longuevue.workshop.moderation.selectors import standing
from longuevue.workshop.observatories.models import Observatory
from longuevue.workshop.reasoning.answering import Delay, delay
from longuevue.workshop.reasoning.record import Post as Told

PUBLIC, WAITING, REMOVED, REFUSED_BEFORE = "public", "waiting", "removed", "refused"
#: reasons that nobody wrote: worded where they are shown, so that a record has the same words in every language
TAKEN_BACK, CHANGED = "@taken_back", "@changed"


@dataclass(frozen=True, slots=True)
class Placed:
    """A post with where it stands: `public`, `waiting`, `removed` (it was public) or `refused` (it never was)."""

    post: Post
    place: str
    published: dt.date | None
    removed: dt.date | None
    reason: str
    number: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A public question or request, its public answer if any, and the days it took or takes."""

    placed: Placed
    answer: Placed | None
    delay: Delay


def rooms(observatory: Any) -> QuerySet[Room]:
    return Room.objects.filter(observatory=observatory)


def room(observatory: Any, room_id: Any) -> Room:
    return get_object_or_404(rooms(observatory).select_related("observatory"), public_id=room_id)


def post_of(observatory: Any, post_id: Any) -> Post:
    posts = Post.objects.filter(room__observatory=observatory).select_related("room__observatory", "about")
    return get_object_or_404(posts, public_id=post_id)


def is_public(room: Room) -> bool:
    """True once the words of the room, as they are, were approved."""
    review = Review.objects.filter(kind="room", record=room.public_id).first()
    return standing(review, fingerprint(room_document(room)))[0] == APPROVED


def public_room(room_id: Any) -> Room:
    """The room of that id if anyone may read it. Not found otherwise."""
    found = get_object_or_404(Room.objects.select_related("observatory"), public_id=room_id)
    if not is_public(found):
        raise Http404
    return found


def why_closed_to_all(room: Room) -> str | None:
    """Why a room that was public no longer is; None for one that is public, or never was."""
    entries = Entry.objects.filter(kind="room", record=room.public_id).select_related("act").order_by("pk")
    decided = [(entry.after, entry.act.reason) for entry in entries]
    was_public = any(after == APPROVED for after, _ in decided)
    if not was_public or is_public(room):
        return None
    return decided[-1][1] if decided[-1][0] == REFUSED else CHANGED


def known_room(room_id: Any) -> Room:
    """The room of that id if anyone may read it, or once could. Not found otherwise."""
    found = get_object_or_404(Room.objects.select_related("observatory"), public_id=room_id)
    if not is_public(found) and why_closed_to_all(found) is None:
        raise Http404
    return found


def public_rooms(observatory: Any, *, area: str = "", marker: str = "") -> list[Room]:
    """The rooms that anyone may read, newest first; those of a territory or of a marker alone."""
    wanted = {name: value for name, value in (("area", area), ("marker", marker)) if value}
    return [one for one in rooms(observatory).filter(**wanted) if is_public(one)]


def served_observatory() -> Any:
    """The observatory whose pages are served here: that of the portal."""
    found = Observatory.objects.order_by("pk").filter(folder="").first()
    if found is None:
        raise Refusal(say("debate.no_edition"), say("debate.no_edition_remedy"))
    return found


def placed_posts(room: Room) -> list[Placed]:
    """Every post of the room with where it stands, in the order in which they were published, then sent. Never by votes."""
    posts = list(room.posts.select_related("about", "room"))
    ids = [post.public_id for post in posts]
    reviews = {r.record: r for r in Review.objects.filter(kind="post", record__in=ids)}
    first, last = _journal(ids)
    found = [_placed(post, reviews.get(post.public_id), first, last) for post in posts]
    found.sort(key=lambda one: (one.published or dt.date.max, one.post.sent_at, one.post.pk))
    return [replace(one, number=n) for n, one in enumerate(found, 1)]


def _placed(
    post: Post, review: Review | None, first: dict[Any, dt.date], last: dict[Any, tuple[dt.date, str]]
) -> Placed:
    published = first.get(post.public_id)
    if post.taken_back_at:
        gone = timezone.localtime(post.taken_back_at).date()
        return Placed(post, REMOVED if published else REFUSED_BEFORE, published, gone, TAKEN_BACK, 0)
    state, _ = standing(review, fingerprint(post_document(post)))
    if state == APPROVED:
        return Placed(post, PUBLIC, published, None, "", 0)
    if state == REFUSED:
        gone, reason = last.get(post.public_id, (None, review.reason if review else ""))
        return Placed(post, REMOVED if published else REFUSED_BEFORE, published, gone, reason, 0)
    return Placed(post, WAITING, published, None, "", 0)


def public_ids(room: Room, kinds: Iterable[str]) -> set[str]:
    """The identifiers of the room's public posts of these kinds."""
    posts = list(room.posts.filter(kind__in=list(kinds), taken_back_at=None).select_related("about", "room"))
    reviews = {r.record: r for r in Review.objects.filter(kind="post", record__in=[p.public_id for p in posts])}
    now = {post.public_id: fingerprint(post_document(post)) for post in posts}
    return {str(one) for one, words in now.items() if standing(reviews.get(one), words)[0] == APPROVED}


def _journal(ids: Iterable[uuid.UUID]) -> tuple[dict[Any, dt.date], dict[Any, tuple[dt.date, str]]]:
    """(post → the day it was first approved, post → the last refusal's day and reason), as the journal has them."""
    first: dict[Any, dt.date] = {}
    last: dict[Any, tuple[dt.date, str]] = {}
    for entry in Entry.objects.filter(kind="post", record__in=list(ids)).select_related("act").order_by("pk"):
        day = timezone.localtime(entry.act.at).date()
        if entry.after == APPROVED:
            first.setdefault(entry.record, day)
        elif entry.after == REFUSED:
            last[entry.record] = (day, entry.act.reason)
    return first, last


def asked(room: Room, placed: Iterable[Placed], today: dt.date) -> list[Asked]:
    """Questions and requests that are public, each with its first public answer and the delay."""
    everything = list(placed)
    answers: dict[int, Placed] = {}
    for one in everything:
        if one.post.kind == ANSWER and one.place == PUBLIC and one.post.about_id:
            answers.setdefault(one.post.about_id, one)
    found = []
    for one in everything:
        if one.post.waits_for_answer and one.place == PUBLIC and one.published:
            answer = answers.get(one.post.pk)
            waited = delay(one.published, answer.published if answer else None, today, room.answer_days)
            found.append(Asked(one, answer, waited))
    return found


def told_posts(room: Room, placed: Iterable[Placed]) -> list[Told]:
    """The public posts as the record needs them."""
    everything = list(placed)
    answers = {one.placed.post.pk: one for one in asked(room, everything, timezone.localdate())}
    found = []
    for one in everything:
        if one.place != PUBLIC or one.post.kind not in KINDS:
            continue
        question = answers.get(one.post.pk)
        answer = question.answer if question else None
        found.append(
            Told(
                str(one.post.public_id), one.post.kind, one.post.side, one.post.text, _day(one), one.post.role,
                one.post.source,
                Told(str(answer.post.public_id), ANSWER, None, answer.post.text, _day(answer)) if answer else None,
                question.delay.days if question else None,
            )
        )  # fmt: skip
    return found


def _day(one: Placed) -> str:
    return one.published.isoformat() if one.published else ""


def record_as_it_stands(record: Record) -> dict[str, Any]:
    """The record's words. A line whose post is no longer public keeps its place, and says why it is empty."""
    room = record.room
    placed = {str(one.post.public_id): one for one in placed_posts(room)}
    return {
        "id": str(record.public_id),
        **{k: v for k, v in room_document(room).items() if k != "id"},
        "room": str(room.public_id),
        "made_on": timezone.localtime(record.made_at).date().isoformat(),
        "sections": [
            {**section, "lines": [_line(line, placed) for line in section["lines"]]} for section in record.sections
        ],
        "removed": [_stone(one) for one in placed.values() if one.place == REMOVED],
        "sought": [{"side": s.side, "where": s.where} for s in room.sought.all()],
        "votes": record.votes,
    }


def _line(line: dict[str, Any], placed: dict[str, Placed]) -> dict[str, Any]:
    kept = {**line, "removed": ""}
    if line["answer"] is not None:
        kept["answer"] = {**line["answer"], "removed": ""}
        if gone := _gone(placed.get(line["answer"]["post"])):
            kept["answer"] |= {"text": "", "removed": gone}
    if gone := _gone(placed.get(line["post"])):
        kept |= {"text": "", "source": "", "removed": gone}
    return kept


def _gone(one: Placed | None) -> str:
    if one is None:
        return CHANGED
    return "" if one.place == PUBLIC else one.reason or CHANGED


def _stone(one: Placed) -> dict[str, Any]:
    return {
        "post": str(one.post.public_id),
        "kind": one.post.kind,
        "published": _day(one),
        "on": one.removed.isoformat() if one.removed else "",
        "reason": one.reason,
    }


def approved_record(room: Room) -> Record | None:
    """The room's record that anyone may read: the last one made whose words, as they stand, were approved."""
    from longuevue.workshop.debate.documents import record_document

    for record in room.records.all():
        review = Review.objects.filter(kind="room_record", record=record.public_id).first()
        if standing(review, fingerprint(record_document(record)))[0] == APPROVED:
            return record
    return None
