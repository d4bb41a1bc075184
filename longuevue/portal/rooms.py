"""Debates in the words of a page: where a figure's room is opened, and the record of a room. Which is public was decided before."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings

from longuevue.portal.pages import Visit
from longuevue.terms.periods import day_words

SECTIONS = ("fact", "argument", "contested", "question", "request", "option")


def open_url(marker: str, area: str) -> str:
    """Where a debate on this figure is asked for; empty where no workshop is plugged beside the pages."""
    workshop = getattr(settings, "LONGUEVUE_WORKSHOP", "")
    return f"{workshop}debat/chiffre/?{urlencode({'marqueur': marker, 'territoire': area})}" if workshop else ""


def live_url(room: str) -> str:
    """Where the room itself is; empty where no workshop is plugged."""
    workshop = getattr(settings, "LONGUEVUE_WORKSHOP", "")
    return f"{workshop}debat/{room}/" if workshop else ""


def of_place(visit: Visit, area: str, marker: str = "") -> list[dict[str, Any]]:
    """The debates of a place, all or those that started from a figure of that marker."""
    found = visit.library.edition.rooms(area)
    return [_listed(visit, one, area) for one in found if not marker or one["marker"] == marker]


def of_marker(visit: Visit, marker: str) -> list[dict[str, Any]]:
    """The debates that started from a figure of that marker, wherever."""
    return [_listed(visit, one, "") for one in visit.library.edition.rooms_of_marker(marker)]


def _listed(visit: Visit, record: dict[str, Any], area: str) -> dict[str, Any]:
    frozen = record["frozen"]
    about = visit.text(frozen["aloud"]) or visit.text(frozen["label"]) if record["marker"] else frozen["words"]
    answered = [line for line in _lines(record, "question", "request") if line["answer"]]
    return {
        "asks": record["asks"],
        "url": visit.links.to("room", room=record["room"]),
        "place": frozen["ref_area_name"] if record["area"] != area else "",
        "raised": visit.text(record["origin_name"]),
        "day": day_words(record["made_on"], visit.language),
        "about": about,
        "posts": visit.say(
            "rooms.counts",
            lines=len(_lines(record, *SECTIONS)),
            asked=len(_lines(record, "question", "request")),
            answered=len(answered),
        ),
    }


def _lines(record: dict[str, Any], *kinds: str) -> list[dict[str, Any]]:
    return [line for section in record["sections"] if section["kind"] in kinds for line in section["lines"]]


def told(visit: Visit, record: dict[str, Any]) -> dict[str, Any]:
    """The whole record: the figure as it was, then each line with the way to its contribution."""
    frozen, live = record["frozen"], live_url(record["room"])
    return {
        "asks": record["asks"],
        "raised": visit.text(record["origin_name"]),
        "place": frozen["ref_area_name"],
        "place_url": visit.links.to("territory", area=record["area"]),
        "figure_url": visit.links.to("figure", marker=record["marker"], area=record["area"])
        if record["marker"]
        else "",
        "day": day_words(record["made_on"], visit.language),
        "live": live,
        "frozen": _frozen(visit, frozen) if record["marker"] else None,
        "words": frozen.get("words", ""),
        "sections": [part for kind in SECTIONS if (part := _section(visit, record, kind, live))],
        "sought": [{"side": _side(record, one["side"]), "where": one["where"]} for one in record["sought"]],
        "stones": [
            {
                "id": one["post"],
                "reason": visit.text(one["reason_name"]),
                "on": day_words(one["on"] or None, visit.language),
            }
            for one in record["removed"]
        ],
        "votes": _votes(visit, record),
    }


def _frozen(visit: Visit, frozen: dict[str, Any]) -> dict[str, Any]:
    names = ("value_text", "aloud", "parts_text", "period_text", "status_text", "reason_text", "source_text")
    return {name: visit.text(frozen[name]) for name in names} | {
        "unit": frozen["unit"], "edition": frozen["edition"], "address": frozen["address"],
        "day": day_words(frozen["edition_date"], visit.language),
    }  # fmt: skip


def _section(visit: Visit, record: dict[str, Any], kind: str, live: str) -> dict[str, Any] | None:
    parts = [
        {
            "side": _side(record, section["side"]),
            "left": section["left"],
            "lines": [_line(visit, line, live) for line in section["lines"]],
        }
        for section in record["sections"]
        if section["kind"] == kind
    ]
    return {"title": visit.say(f"rooms.section_{kind}"), "parts": parts} if parts else None


def _line(visit: Visit, line: dict[str, Any], live: str) -> dict[str, Any]:
    answer = line["answer"]
    return {
        **line,
        "url": f"{live}#p-{line['post']}" if live else "",
        "removed": visit.text(line["removed_name"]),
        "role": visit.text(line["role_name"]),
        "day": day_words(line["day"], visit.language),
        "answer": {
            **answer,
            "removed": visit.text(answer["removed_name"]),
            "day": day_words(answer["day"], visit.language),
        }
        if answer
        else None,
    }


def _side(record: dict[str, Any], side: int | None) -> str:
    return record["sides"][side] if side is not None and side < len(record["sides"]) else ""


def _votes(visit: Visit, record: dict[str, Any]) -> list[str]:
    """Whole sentences: grouped votes told as such, else how many took part; counts are read in the room."""
    votes = record["votes"]
    grouped = [
        visit.say("rooms.grouped", votes=one["votes"], few=one["from_few"], networks=one["networks"])
        for one in votes.get("grouped", [])
    ]
    people = votes.get("people")
    return grouped or ([visit.say("rooms.people", count=people)] if people else [])
