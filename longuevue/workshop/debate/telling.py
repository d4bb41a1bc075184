"""Records of debates as the press hands them over: those that anyone may read, each code beside its words in both languages."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

from django.conf import settings
from django.utils import timezone

from longuevue.workshop.debate import selectors
from longuevue.workshop.frame.words import catalogue


def told_rooms(observatory: Any) -> list[dict[str, Any]]:
    """The approved record of each public room, as it stands, in order of identifiers."""
    found = []
    for room in selectors.public_rooms(observatory):
        record = selectors.approved_record(room)
        if record is None:
            continue
        told = selectors.record_as_it_stands(record)
        found.append(
            {
                **told,
                "salt": _salt(told["room"]),
                "origin_name": _words(f"origin_{room.origin}"),
                "opened_on": _day(room.made_at),
                "closed_on": _day(room.closed_at),
                "sections": [
                    {**section, "lines": [_line(line) for line in section["lines"]]} for section in told["sections"]
                ],
                "removed": [{**stone, "reason_name": _reason(stone["reason"])} for stone in told["removed"]],
            }
        )
    return sorted(found, key=lambda one: one["id"])


def _line(line: dict[str, Any]) -> dict[str, Any]:
    answer = line["answer"]
    return {
        **line,
        "salt": _salt(line["post"]),
        "removed_name": _reason(line["removed"]),
        "role_name": _words(f"origin_{line['role']}") if line["role"] else _texts(""),
        "answer": {**answer, "salt": _salt(answer["post"]), "removed_name": _reason(answer["removed"])}
        if answer
        else None,
    }


def _salt(post: str) -> str:
    """The same each time, known of nobody else: once the words are gone, their hash does not tell what they were."""
    return hmac.new(settings.SECRET_KEY.encode(), f"salt of a post {post}".encode(), hashlib.sha256).hexdigest()


def _day(moment: Any) -> str:
    return timezone.localtime(moment).date().isoformat() if moment else ""


def _reason(reason: str) -> dict[str, str]:
    coded = {selectors.TAKEN_BACK: "taken_back_reason", selectors.CHANGED: "read_again"}
    return _words(coded[reason]) if reason in coded else _texts(reason)


def _words(key: str) -> dict[str, str]:
    texts = catalogue()[f"debate.{key}"]
    return {"fr": texts["fr"], "en": texts["en"]}


def _texts(text: str) -> dict[str, str]:
    return {"fr": text, "en": text}
