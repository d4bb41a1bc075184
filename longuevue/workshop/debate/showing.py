"""A room, a record and a list of rooms as their pages need them. Order is that of publication: nothing is ranked by votes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from longuevue.terms.numbers import number, with_unit
from longuevue.terms.periods import day_words
from longuevue.workshop.debate import selectors, voting
from longuevue.workshop.debate.forms import SoughtForm
from longuevue.workshop.debate.kinds import ANSWER, FIGURE
from longuevue.workshop.debate.models import Record, Room
from longuevue.workshop.debate.selectors import CHANGED, PUBLIC, REFUSED_BEFORE, REMOVED, TAKEN_BACK, WAITING, Placed
from longuevue.workshop.frame.words import both, language, say
from longuevue.workshop.reasoning.answering import median_days
from longuevue.workshop.reasoning.record import SECTIONS, SIDED, unheard
from longuevue.workshop.reasoning.respondents import Told

#: kinds of which the order on the page is written here: facts first, then what people make of them
SHOWN = ("fact", "argument", "contested")


def reason_words(reason: str) -> str:
    """Why a post is gone: what the moderator wrote, or what nobody had to write."""
    coded = {TAKEN_BACK: "debate.taken_back_reason", CHANGED: "debate.read_again"}
    return say(coded[reason]) if reason in coded else reason


def figure_lines(frozen: dict[str, Any]) -> list[tuple[str, str]]:
    """(what, words) of a frozen figure: unit, parts, period, status, source, edition, address."""
    rows = [
        ("unit", frozen["unit"]),
        ("parts", both(frozen["parts_text"])),
        ("period", both(frozen["period_text"])),
        ("status", both(frozen["status_text"])),
        ("why", both(frozen["reason_text"])),
        ("source", both(frozen["source_text"])),
        ("vintage", frozen["vintage"] or ""),
        ("edition", say("debate.edition_of", edition=frozen["edition"], day=day_words(frozen["edition_date"], language()))),
        ("address", frozen["address"] or ""),
    ]  # fmt: skip
    return [(say(f"debate.fig_{name}"), text) for name, text in rows if text]


def room_context(room: Room) -> dict[str, Any]:
    """The whole room."""
    placed = selectors.placed_posts(room)
    today = timezone.localdate()
    asked = selectors.asked(room, placed, today)
    results = voting.told_of(room)
    public = [one for one in placed if one.place == PUBLIC]
    sought = list(room.sought.all())
    return {
        "room": room,
        "observatory": room.observatory,
        "figure": figure_lines(room.frozen) if room.opened_from == FIGURE else [],
        "sections": [_section(room, kind, public, sought) for kind in SHOWN],
        "options": [one for one in public if one.post.kind == "option"],
        "asked": asked,
        "median": _days(median_days(one.delay for one in asked)),
        "unanswered": sum(not one.delay.answered for one in asked),
        "late": sum(one.delay.late and not one.delay.answered for one in asked),
        "stones": [_stone(one) for one in placed if one.place == REMOVED],
        "refused": sum(one.place == REFUSED_BEFORE for one in placed),
        "waiting": sum(one.place == WAITING for one in placed),
        "results": _results(room, results, public),
        "record": selectors.approved_record(room),
    }


def _section(room: Room, kind: str, public: Iterable[Placed], sought: list[Any]) -> dict[str, Any]:
    mine = [one for one in public if one.post.kind == kind]
    if kind not in SIDED:
        return {"kind": kind, "title": say(f"debate.section_{kind}"), "sides": [], "posts": mine}
    sides = []
    for index, name in enumerate(room.sides):
        where = [one.where for one in sought if one.side == index] if kind == "fact" else []
        sides.append({"name": name, "posts": [one for one in mine if one.post.side == index], "sought": where})
    return {"kind": kind, "title": say(f"debate.section_{kind}"), "sides": sides, "posts": mine}


def _stone(one: Placed) -> dict[str, Any]:
    return {
        "number": one.number,
        "id": one.post.public_id,
        "kind": one.post.get_kind_display(),
        "published": one.published,
        "removed": one.removed,
        "reason": reason_words(one.reason),
    }


def _results(room: Room, results: voting.Results, public: Iterable[Placed]) -> dict[str, Any]:
    numbers = {str(one.post.public_id): one for one in public}
    rows = [
        {"placed": numbers[post], "cells": told_cells(told), "why": say(f"debate.told_{told.why}") if told.why else ""}
        for post, told in results.by_post.items()
        if post in numbers
    ]
    return {
        "asked": room.votes_until is not None,
        "open": room.votes_open,
        "closed": results.closed,
        "people": results.people,
        "grouped": results.grouped,
        "rows": [] if results.grouped else rows,
        "clusters": _clusters(results, numbers),
        "no_clusters": say(f"debate.clusters_{results.groups.refused}", declared=room.clusters_from)
        if results.closed and results.groups.refused
        else "",
    }


def _clusters(results: voting.Results, numbers: dict[str, Placed]) -> list[dict[str, Any]]:
    return [
        {
            "name": say("debate.cluster", number=n, size=group.size),
            "rows": [
                {"placed": numbers[post], "cells": told_cells(told), "why": say(f"debate.told_{told.why}") if told.why else ""}
                for post, told in group.answers.items()
                if post in numbers
            ],
        }
        for n, group in enumerate(results.groups.groups, 1)
    ]  # fmt: skip


def told_cells(told: Told) -> list[str]:
    """« 12 (40,0 %) » for agree, disagree and pass; nothing where nothing may be said."""
    if not told.shown:
        return []
    return [f"{told.counts.get(one, 0)} ({percent(told.share(one))})" for one in ("agree", "disagree", "pass")]


def percent(value: float | None) -> str:
    """« 40,0 % »."""
    return with_unit(number(value, 1, language()), "%", language()) if value is not None else ""


def _days(value: float | None) -> str:
    return number(value, 0 if value is None or value.is_integer() else 1, language()) if value is not None else ""


def lead_context(room: Room) -> dict[str, Any]:
    """What members see of a room besides."""
    placed = selectors.placed_posts(room)
    told = selectors.told_posts(room, placed)
    sought = {one.side for one in room.sought.all()}
    return {
        "room": room,
        "public": selectors.is_public(room),
        "asked": selectors.asked(room, placed, timezone.localdate()),
        "answers_waiting": [one for one in placed if one.place == WAITING and one.post.kind == ANSWER],
        "waiting": [one for one in placed if one.place == WAITING and one.post.kind != ANSWER],
        "missing": [room.sides[side] for side in unheard(told, room.sides) if side not in sought],
        "sought_form": SoughtForm(room=room),
        "latest": room.records.first(),
        "record": selectors.approved_record(room),
    }


def rooms_rows(observatory: Any) -> list[dict[str, Any]]:
    """The rooms of an observatory, with what is late in each."""
    rows = []
    for room in selectors.rooms(observatory):
        placed = selectors.placed_posts(room)
        asked = selectors.asked(room, placed, timezone.localdate())
        rows.append(
            {
                "room": room,
                "public": selectors.is_public(room),
                "posts": sum(one.place == PUBLIC for one in placed),
                "waiting": sum(one.place == WAITING for one in placed),
                "unanswered": sum(not one.delay.answered for one in asked),
                "late": sum(one.delay.late and not one.delay.answered for one in asked),
            }
        )
    return rows


def record_context(record: Record) -> dict[str, Any]:
    """A record as its page and its paper need it: each line with the number and address of its post."""
    told = selectors.record_as_it_stands(record)
    numbers = {str(one.post.public_id): one for one in selectors.placed_posts(record.room)}
    sides = record.room.sides
    sections = []
    for kind in SECTIONS:
        mine = [section for section in told["sections"] if section["kind"] == kind]
        parts = [
            {
                "side": sides[section["side"]] if section["side"] is not None and section["side"] < len(sides) else "",
                "left": section["left"],
                "lines": [_line(line, numbers) for line in section["lines"]],
            }
            for section in mine
        ]
        if parts:
            sections.append({"kind": kind, "title": say(f"debate.section_{kind}"), "parts": parts})
    stones = [
        {
            **stone,
            "number": _number(stone["post"], numbers),
            "reason": reason_words(stone["reason"]),
            "published": day_words(stone["published"] or None, language()),
            "on": day_words(stone["on"] or None, language()),
        }
        for stone in told["removed"]
    ]
    return {
        "record": record,
        "room": record.room,
        "room_address": settings.LONGUEVUE_ADDRESS + reverse("room", args=[record.room.public_id]),
        "observatory": record.room.observatory,
        "figure": figure_lines(record.room.frozen) if record.room.opened_from == FIGURE else [],
        "sections": sections,
        "stones": stones,
        "sought": [
            {"side": sides[one["side"]] if one["side"] < len(sides) else "", "where": one["where"]}
            for one in told["sought"]
        ],
        "votes": _votes(told["votes"], numbers),
    }


def _line(line: dict[str, Any], numbers: dict[str, Placed]) -> dict[str, Any]:
    answer = line["answer"]
    return {
        **line,
        "number": _number(line["post"], numbers),
        "day": day_words(line["day"] or None, language()),
        "removed": reason_words(line["removed"]),
        "role": say(f"debate.origin_{line['role']}") if line["role"] else "",
        "answer": {
            **answer,
            "number": _number(answer["post"], numbers),
            "day": day_words(answer["day"] or None, language()),
            "removed": reason_words(answer["removed"]),
        }
        if answer
        else None,
    }


def _number(post: str, numbers: dict[str, Placed]) -> int:
    return numbers[post].number if post in numbers else 0


def _votes(votes: dict[str, Any], numbers: dict[str, Placed]) -> dict[str, Any]:
    rows = []
    for post, counts in sorted(votes.get("by_post", {}).items(), key=lambda row: _number(row[0], numbers)):
        if post in numbers and numbers[post].place == PUBLIC:
            told = Told("", sum(counts.values()), counts)
            rows.append({"number": _number(post, numbers), "post": post, "cells": told_cells(told)})
    return {"people": votes.get("people"), "rows": rows, "grouped": votes.get("grouped", [])}
