"""In chapter 7: the public events of the place, those to come on the day of the edition first. Absent where none was announced.
How many were held and how many came are readings, in the table of where the debate stands."""

from __future__ import annotations

from typing import Any

from longuevue.report.desk import Desk
from longuevue.report.model import Block, Entries, Paragraph, Section
from longuevue.terms.flows import FIELDS
from longuevue.terms.periods import day_words

#: told on paper, of those to come and of those held; the others are in the open data
MOST_EVENTS = 8


def events(desk: Desk) -> list[Section]:
    """One section, or none."""
    found = desk.edition.events(desk.place["ref"])
    if not found:
        return []
    say, today = desk.say, desk.date.isoformat()
    coming = [one for one in found if one["last_day"] >= today]
    held = [one for one in reversed(found) if one["last_day"] < today]
    blocks: list[Block] = [Paragraph(say("debate.events_lead", day=day_words(today, desk.language)), "lead")]
    for key, listed in (("coming", coming), ("held", held)):
        if listed:
            blocks.append(Entries(say(f"debate.events_{key}"), tuple(_one(desk, one) for one in listed[:MOST_EVENTS])))
        if more := len(listed[MOST_EVENTS:]):
            blocks.append(Paragraph(say("debate.events_more", count=desk.number(more)), "note"))
    if not coming:
        blocks.insert(1, Paragraph(say("debate.events_none_coming"), "note"))
    return [Section(2, "debate-events", say("debate.events"), tuple(blocks))]


def _one(desk: Desk, one: dict[str, Any]) -> tuple[str, str]:
    """What it is called, cancelled or not; when, where, of what kind and about what."""
    when = day_words(one["day"], desk.language)
    if one["last_day"] != one["day"]:
        when = desk.say("debate.events_until", first=when, last=day_words(one["last_day"], desk.language))
    elif one["hour"]:
        when = desk.say("debate.events_at", day=when, hour=one["hour"])
    field = desk.text(FIELDS[one["field"]]) if one["field"] in FIELDS else ""
    title = one["title"] + (f" ({desk.say('debate.events_cancelled')})" if one["cancelled"] else "")
    return title, " · ".join(text for text in (when, one["place"], desk.text(one["kind_name"]), field) if text)
