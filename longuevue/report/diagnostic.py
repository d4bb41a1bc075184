"""The whole diagnostic as a paper: chapters in the founding text's order, from one territory of one edition."""

from __future__ import annotations

from longuevue.report.desk import LONGEST_NAME, Desk
from longuevue.report.drawings import coverage_chart
from longuevue.report.frame import paper_of
from longuevue.report.model import Block, Listing, Paper, Paragraph, Section
from longuevue.report.parts.authority import authority
from longuevue.report.parts.debate import debate
from longuevue.report.parts.effects import effects
from longuevue.report.parts.levers import levers
from longuevue.report.parts.method import method
from longuevue.report.parts.opening import opening
from longuevue.report.parts.seen import seen
from longuevue.report.parts.unseen import unseen
from longuevue.report.telling import three_sentences

CHAPTERS = (opening, seen, unseen, effects, authority, levers, debate, method)


def diagnostic(desk: Desk) -> Paper:
    """The diagnostic of the desk's territory."""
    sections = [section for chapter in CHAPTERS for section in chapter(desk)]
    return paper_of(desk, "report", tuple(_cover(desk)), tuple(numbered(sections)))


def _cover(desk: Desk) -> list[Block]:
    say = desk.say
    blocks: list[Block] = [
        Paragraph(say("paper.for_council", council=say(f"paper.council.{desk.place['level']}")), "lead"),
        Paragraph(say("paper.in_three"), "kicker"),
        Listing(tuple(three_sentences(desk))),
    ]
    chart = coverage_chart(desk)
    if chart:
        blocks.append(chart)
    if len(desk.place["name"]) > LONGEST_NAME:
        blocks.append(Paragraph(say("paper.short_name", count=desk.number(len(desk.place["name"]))), "note"))
    return blocks


def numbered(sections: list[Section]) -> list[Section]:
    """The sections with « 2 » and « 2.1 » before their titles."""
    chapter = part = 0
    found = []
    for section in sections:
        if section.level == 1:
            chapter, part = chapter + 1, 0
            number = f"{chapter}"
        else:
            part += 1
            number = f"{chapter}.{part}"
        found.append(Section(section.level, section.anchor, f"{number} {section.title}", section.blocks))
    return found
