"""The ledger obeyed by a database that does not know it: what was taken back is taken back again, by the room that holds it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from longuevue.workshop.debate import services as debate
from longuevue.workshop.testimonies import services as testimonies
from longuevue.workshop.withdrawals import ledger
from longuevue.workshop.withdrawals.lines import POST, REMOVED, ROOM, STORY, Line, line


@transaction.atomic
def replay(texts: Iterable[str]) -> dict[str, int]:
    """After a restore. How many stories, contributions and rooms were still there, by kind."""
    told = {line(text) for text in texts}
    ledger.write(told)
    rooms, posts = _whose(told, ROOM), _whose(told, POST)
    removed = [one.record for one in posts if one.purpose == REMOVED]
    erased = {
        STORY: testimonies.take_back_again(_whose(told, STORY)),
        POST: debate.erase_words(one.record for one in posts if not one.purpose),
    }
    erased[POST] += debate.remove_again(POST, removed)
    erased[ROOM] = debate.remove_again(ROOM, [one.record for one in rooms])
    return erased


def _whose(told: Iterable[Line], kind: str) -> list[Line]:
    return sorted(one for one in told if one.kind == kind)
