"""Chapter 4: effects, testimonies and actors. Each part stays blank, and says so, until someone brings it in."""

from __future__ import annotations

from typing import Final

from longuevue.report.desk import Desk
from longuevue.report.model import Blank, Block, Paragraph, Section
from longuevue.report.parts.seen import table_of_figures

#: markers that already say something of each part
SPEAKING: Final[dict[str, tuple[str, ...]]] = {
    "effects": ("documented-return", "convivial-places-transfers", "short-term-rentals-pressure", "offshoring-events"),
    "testimonies": ("youth-skills-5-years", "outbound-volunteers", "company-staff-mobility"),
    "actors": ("international-actors-density", "international-organisations-hosted", "local-groups-abroad"),
}


def effects(desk: Desk) -> list[Section]:
    """The sections of the chapter."""
    say = desk.say
    sections = [Section(1, "effects", say("effects.title"), (Paragraph(say("effects.lead"), "lead"),))]
    for part, markers in SPEAKING.items():
        blocks: list[Block] = [
            Blank(
                say("paper.blank_mark"),
                say(f"effects.{part}_text"),
                desk.lines(f"effects.{part}_fill"),
                say(f"effects.{part}_who"),
            )
        ]
        speaking = [r for r in desk.own() if r["marker"] in markers]
        if speaking:
            blocks.append(table_of_figures(desk, speaking, say("effects.markers_lead")))
        sections.append(Section(2, f"effects-{part}", say(f"effects.{part}"), tuple(blocks)))
    return sections
