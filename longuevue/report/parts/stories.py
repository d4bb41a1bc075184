"""Stories told of the place, on paper, quoted as each author agreed. What is blank when there is none is `effects.py`'s."""

from __future__ import annotations

from longuevue.edition.reader import HIDDEN
from longuevue.report.desk import Desk
from longuevue.report.model import Block, Paragraph

#: told whole on paper; the others are on the page of the place
MOST_STORIES = 12


def told_stories(desk: Desk) -> list[Block]:
    """Each story in its own words, then who told it; nothing when the edition holds none."""
    found = desk.edition.voices(desk.place["ref"])
    if not found:
        return []
    blocks: list[Block] = [Paragraph(desk.say("effects.stories_lead"))]
    for one in found[:MOST_STORIES]:
        year = "" if one["year"] == HIDDEN else str(one["year"])
        who = (one["signed"] or desk.say("effects.somebody"), desk.text(one["kind_name"]), year)
        words = " ".join(part["text"] for part in one["words"])
        blocks.append(Paragraph(f"« {words} » ({', '.join(filter(None, who))})", "quote"))
    return blocks + desk.left_out("stories", len(found[MOST_STORIES:]), "stories")
