"""Words of contributions inside records of debates, and a room's own: put apart from the lines that hold their place, put back, or
said to be gone. A room that is gone takes its whole record with it.
How they are kept on the disk is in `posts.py`."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

#: lists of records that hold words of contributions
SPOKEN: Final = ("room_records", "rooms")
#: said where the words stood
GONE: Final = {
    "fr": "retirée depuis cette édition ; la raison se lit dans la salle",
    "en": "taken away since this edition; the reason is read in the room",
}
POST: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def apart(
    records: Mapping[str, list[dict[str, Any]]],
) -> tuple[dict[str, list[dict[str, Any]]], dict[str, dict[str, str]]]:
    """(the lists without the words, contribution → its words): what an edition writes in two places."""
    bare = {**records, **{name: copy.deepcopy(records.get(name, [])) for name in SPOKEN}}
    words: dict[str, dict[str, str]] = {}
    for name in SPOKEN:
        for line, post, text in _said(name, bare[name]):
            salt = line.pop("salt", "")
            if line[text] and POST.fullmatch(post):
                said = {"id": post, "text": line[text], "source": line.get("source", ""), "salt": salt}
                words.setdefault(post, said)
                _emptied(line, text)
        for row in bare[name]:
            room, asks = _room_of(name, row)
            salt = row.pop("salt", "")
            if row[asks] and POST.fullmatch(room):
                said = {"id": room, "asks": row[asks], "sides": row.get("sides", []), "salt": salt}
                words.setdefault(room, said)
                _put_back(row, asks, {"asks": "", "sides": [""] * len(said["sides"])})
    return bare, words


def posts_in(records: Mapping[str, list[dict[str, Any]]]) -> frozenset[str]:
    """The contributions of which these lists say a word, and the rooms."""
    said = {post for name in SPOKEN for line, post, text in _said(name, records.get(name, ())) if line[text]}
    return frozenset(said | {_room_of(name, row)[0] for name in SPOKEN for row in records.get(name, ())})


def told(
    name: str,
    rows: Iterable[Mapping[str, Any]],
    gone: Iterable[str] | Mapping[str, str],
    words: Mapping[str, Any] | None = None,
) -> list[dict[str, Any]]:
    """The rows with the `words` of their contributions put back, and those that are `gone` said to be so (with the day, if known)."""
    days = dict(gone) if isinstance(gone, Mapping) else dict.fromkeys(gone, "")
    found = copy.deepcopy([dict(row) for row in rows if _room_of(name, row)[0] not in days])
    for line, post, text in _said(name, found):
        if post in days:
            _emptied(line, text)
            if name == "room_records":
                line.update({"removed": "@gone", "removed_name": GONE})
        elif words and post in words:
            line[text] = words[post]["text"]
            if text == "text" and "source" in line:
                line["source"] = words[post]["source"]
    for row in found:
        room, asks = _room_of(name, row)
        if words and room in words:
            _put_back(row, asks, words[room])
        if name == "rooms":
            row["questions"] = [_answered(one) for one in row["questions"] if one["text"]]
        else:
            row["removed"] = [*row["removed"], *_stones(row, days)]
    return found


def _room_of(name: str, row: Mapping[str, Any]) -> tuple[str, str]:
    """(the room of that record, under which name its question is)."""
    return (str(row["id"]), "question") if name == "rooms" else (str(row["room"]), "asks")


def _put_back(row: dict[str, Any], asks: str, said: Mapping[str, Any]) -> None:
    row[asks] = said["asks"]
    if "sides" in row:
        row["sides"] = said["sides"]


def _emptied(line: dict[str, Any], text: str) -> None:
    line[text] = ""
    if "source" in line:
        line["source"] = ""


def _answered(question: dict[str, Any]) -> dict[str, Any]:
    return question if question["answer"] else {**question, "answer_day": None}


def _stones(record: Mapping[str, Any], days: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    known = {one["post"] for one in record["removed"]}
    for line, post, _ in _said("room_records", [record]):
        if post in days and post not in known:
            kind = line.get("kind", "")
            yield {
                "post": post,
                "kind": kind,
                "published": line["day"],
                "on": days[post],
                "reason": "@gone",
                "reason_name": GONE,
            }


def _said(name: str, rows: Iterable[Mapping[str, Any]]) -> Iterator[tuple[dict[str, Any], str, str]]:
    """(what holds words, whose they are, under which name), line by line."""
    for row in rows:
        if name == "rooms":
            for one in row["questions"]:
                yield one, str(one.get("post", "")), "text"
                yield one, str(one.get("answer_post", "")), "answer"
        else:
            for line in (line for section in row["sections"] for line in section["lines"]):
                yield line, line["post"], "text"
                if line["answer"]:
                    yield line["answer"], line["answer"]["post"], "text"
