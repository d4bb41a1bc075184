"""Events of a place or of a field, in the words of a page: those to come on the day of the edition, then those that were held.
Which may be read was decided in the workshop."""

from __future__ import annotations

from typing import Any

from longuevue.portal.pages import Visit
from longuevue.terms.flows import FIELDS
from longuevue.terms.periods import day_words

#: held ones that a page still lists; the others are in the open data
MOST_PAST = 12


def of_place(visit: Visit, area: str) -> dict[str, Any]:
    """The events of a place and of those inside it; nothing when none was announced."""
    return _told(visit, visit.library.edition.events(area), name_field=True)


def of_field(visit: Visit, field: str) -> dict[str, Any]:
    """The events of a field, wherever they are."""
    return _told(visit, visit.library.edition.events_of_field(field), name_field=False)


def _told(visit: Visit, found: list[dict[str, Any]], *, name_field: bool) -> dict[str, Any]:
    if not found:
        return {}
    today = str(visit.library.date)[:10]
    coming = [one for one in found if one["last_day"] >= today]
    past = [one for one in reversed(found) if one["last_day"] < today]
    return {
        "title": visit.say("events.title"),
        "lead": visit.say("events.lead", day=day_words(today, visit.language)),
        "coming": [_one(visit, one, name_field=name_field) for one in coming],
        "past": [_one(visit, one, name_field=name_field) for one in past[:MOST_PAST]],
        "more": len(past[MOST_PAST:]),
    }


def _one(visit: Visit, one: dict[str, Any], *, name_field: bool) -> dict[str, Any]:
    language = visit.language
    when = day_words(one["day"], language)
    if one["last_day"] != one["day"]:
        when = visit.say("events.until", first=when, last=day_words(one["last_day"], language))
    elif one["hour"]:
        when = visit.say("events.at", day=when, hour=one["hour"])
    about = [one["place"], visit.text(one["kind_name"])]
    if name_field and one["field"] in FIELDS:
        about.append(visit.text(FIELDS[one["field"]]))
    return {
        "title": one["title"],
        "url": one["url"],
        "when": when,
        "about": " · ".join(text for text in about if text),
        "text": one["text"],
        "cancelled": one["cancelled"],
    }
