"""Writes: opening a room, posting, answering, taking back, saying that a side was sought in vain, making the record.
Everything waits for moderation; ballots are in `voting.py`."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from longuevue.terms.refusal import Refusal
from longuevue.workshop.accounts import codes
from longuevue.workshop.debate import selectors, voting
from longuevue.workshop.debate.kinds import ANSWER, LONGEST, MOST_SIDES
from longuevue.workshop.debate.models import Post, Record, Room, SoughtSide
from longuevue.workshop.frame.words import say
from longuevue.workshop.moderation import removal
from longuevue.workshop.moderation import services as moderation
from longuevue.workshop.reasoning import record as recording
from longuevue.workshop.reasoning.record import SIDED
from longuevue.workshop.withdrawals import ledger
from longuevue.workshop.withdrawals.lines import POST, Line

#: contributions of one network in an hour; counted in memory, and forgotten with it
A_NETWORK_AN_HOUR = 20


@transaction.atomic
def open_room(
    observatory: Any, *, question: str, origin: str, opened_from: str, frozen: dict[str, Any], by: Any = None,
    sides: Sequence[str] = (), **more: Any,
) -> Room:  # fmt: skip
    """A room on a frozen figure or effect. Asked by someone without a role, it waits; opened by a moderator, it is public."""
    named = [side.strip() for side in sides if side.strip()]
    if sides and not 2 <= len(dict.fromkeys(named)) <= MOST_SIDES:
        raise Refusal(say("debate.sides_wrong"), say("debate.sides_wrong_remedy", most=MOST_SIDES))
    room = Room(
        observatory=observatory,
        question=question.strip(),
        origin=origin,
        opened_from=opened_from,
        area=frozen["area"],
        marker=frozen.get("marker", ""),
        frozen=frozen,
        made_by=by,
        **({"sides": list(dict.fromkeys(named))} if sides else {}),
        **more,
    )
    room.save()
    moderation.received(observatory, "room", room)
    if by is not None:
        outcome = moderation.approve(observatory, "room", [room.public_id], by=by)
        if not outcome.done:
            raise Refusal(" ".join(outcome.told), say("debate.contact_remedy"))
    return room


def sent_too_often(network: str) -> None:
    """Raises `Refusal` when one network floods the moderators; nothing of it is written anywhere."""
    key = f"posts:{codes.fingerprint(network)}"
    cache.add(key, 0, timeout=3600)
    if cache.incr(key) > A_NETWORK_AN_HOUR:
        raise Refusal(say("debate.too_many"), say("debate.too_many_remedy"))


@transaction.atomic
def post(
    room: Room, *, kind: str, text: str, side: int | None = None, way: str = "", source: str = "", role: str = "",
    by: Any = None,
) -> tuple[Post, str]:  # fmt: skip
    """A contribution that waits to be read, and the code by which its author alone may take it back (said once)."""
    if room.is_closed:
        raise Refusal(say("debate.closed"), say("debate.closed_remedy"))
    _check_words(text)
    if kind in SIDED and (side is None or not 0 <= side < len(room.sides)):
        raise Refusal(say("debate.no_side"), say("debate.no_side_remedy"))
    if kind == "fact" and not source.strip():
        raise Refusal(say("debate.no_source"), say("debate.no_source_remedy"))
    if kind == "option" and not way:
        raise Refusal(say("debate.no_way"), say("debate.no_way_remedy"))
    code = codes.new_code()
    made = Post.objects.create(
        room=room, kind=kind, text=text.strip(), side=side if kind in SIDED else None,
        way=way if kind == "option" else "", source=source.strip(), role=role, written_by=by,
        code_hash=codes.fingerprint(codes.plain(code)),
    )  # fmt: skip
    moderation.received(room.observatory, "post", made)
    return made, code


@transaction.atomic
def answer(question: Post, *, text: str, source: str = "", by: Any) -> Post:
    """The authority's answer to a question or a request, which waits to be read like anything else."""
    if not question.waits_for_answer:
        raise Refusal(say("debate.no_question"), say("debate.no_question_remedy"))
    _check_words(text)
    made = Post.objects.create(
        room=question.room, kind=ANSWER, text=text.strip(), source=source.strip(), about=question, written_by=by
    )
    moderation.received(question.room.observatory, "post", made)
    return made


def _check_words(text: str) -> None:
    if not text.strip():
        raise Refusal(say("debate.nothing_said"), say("debate.nothing_said_remedy"))
    if len(text) > LONGEST:
        raise Refusal(say("debate.too_long", most=LONGEST), say("debate.too_long_remedy"))


@transaction.atomic
def take_back(code: str) -> Post:
    """Whoever holds the code erases the words; that something was taken back stays written."""
    mark = codes.fingerprint(codes.plain(code))
    made = Post.objects.select_for_update().select_related("room").filter(code_hash=mark).first()
    if made is None:
        raise Refusal(say("debate.code_wrong"), say("debate.code_wrong_remedy"))
    ledger.write([Line(POST, made.public_id)])
    erase_words([made.public_id])
    made.refresh_from_db()
    return made


@transaction.atomic
def erase_words(posts: Iterable[uuid.UUID]) -> int:
    """These contributions say nothing any more, here nor in what is served; how many still said something."""
    ids = list(posts)
    found = Post.objects.select_for_update().select_related("room").filter(public_id__in=ids, taken_back_at=None)
    erased = 0
    for one in found:
        one.text, one.source, one.role, one.code_hash = "", "", "", None
        one.taken_back_at = timezone.now()
        one.save()
        moderation.forget_words(one.public_id, str(one))
        one.leave_records()
        erased += 1
    moderation.leave_editions(ids)  # one that is no longer here may be told there
    return erased


@transaction.atomic
def remove_again(kind: str, records: Iterable[uuid.UUID]) -> int:
    """After a restore: the contributions or rooms that two managers had removed for good. How many were still there."""
    ids = list(records)
    found = list((Post if kind == POST else Room).objects.filter(public_id__in=ids))
    removal.erase(found)
    moderation.leave_editions(ids)
    return len(found)


def seek(room: Room, *, side: int, where: str, by: Any) -> SoughtSide:
    """Nothing was found for that side, though it was looked for there."""
    if not 0 <= side < len(room.sides):
        raise Refusal(say("debate.no_side"), say("debate.no_side_remedy"))
    if len(where.strip()) < 10:
        raise Refusal(say("debate.sought_short"), say("debate.sought_short_remedy"))
    return SoughtSide.objects.create(room=room, side=side, where=where.strip(), by=by)


def close(room: Room) -> None:
    """Nothing is written or voted there any more."""
    Room.objects.filter(pk=room.pk, closed_at=None).update(closed_at=timezone.now())


@transaction.atomic
def make_record(room: Room, *, by: Any) -> Record:
    """Two pages from what is public now. Raises `Refusal` while a side is neither heard nor sought."""
    posts = selectors.told_posts(room, selectors.placed_posts(room))
    if not posts:
        raise Refusal(say("debate.record_empty"), say("debate.record_empty_remedy"))
    sought = {one.side for one in room.sought.all()}
    missing = [room.sides[side] for side in recording.unheard(posts, room.sides) if side not in sought]
    if missing:
        raise Refusal(say("debate.side_missing", side=", ".join(missing)), say("debate.side_missing_remedy"))
    sections = recording.document(recording.compose(posts, room.sides))
    made = Record.objects.create(room=room, sections=sections, votes=voting.told_of(room).document(), made_by=by)
    moderation.received(room.observatory, "room_record", made)
    return made
