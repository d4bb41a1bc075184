"""Chapter 4: effects, testimonies and actors. Each part stays blank, and says so, until someone brings it in."""

from __future__ import annotations

from typing import Final

from longuevue.report.desk import Desk, enumeration
from longuevue.report.model import Blank, Block, Paragraph, Section, Table
from longuevue.report.parts.registers import registers
from longuevue.report.parts.seen import table_of_figures
from longuevue.report.parts.stories import told_stories
from longuevue.report.parts.told import told_effects
from longuevue.terms.countries import country_name

#: markers that already say something of each part
SPEAKING: Final[dict[str, tuple[str, ...]]] = {
    "effects": ("documented-return", "convivial-places-transfers", "short-term-rentals-pressure", "offshoring-events"),
    "testimonies": ("youth-skills-5-years", "outbound-volunteers", "company-staff-mobility"),
    "actors": ("international-actors-density", "international-organisations-hosted", "local-groups-abroad"),
}

#: named on paper; the others are on the page of the place
MOST_ACTORS = 40


def effects(desk: Desk) -> list[Section]:
    """The sections of the chapter."""
    say = desk.say
    sections = [Section(1, "effects", say("effects.title"), (Paragraph(say("effects.lead"), "lead"),))]
    for part, markers in SPEAKING.items():
        given = {"actors": _registered, "effects": told_effects, "testimonies": told_stories}.get(part)
        blocks: list[Block] = given(desk) if given else []
        if not blocks:
            blank = Blank(
                say("paper.blank_mark"),
                say(f"effects.{part}_text"),
                desk.lines(f"effects.{part}_fill"),
                say(f"effects.{part}_who"),
            )
            blocks = [blank]
        speaking = [r for r in desk.own() if r["marker"] in markers]
        if speaking:
            blocks.append(table_of_figures(desk, speaking, say("effects.markers_lead")))
        sections.append(Section(2, f"effects-{part}", say(f"effects.{part}"), tuple(blocks)))
    return [*sections, *registers(desk)]


def _registered(desk: Desk) -> list[Block]:
    """The actors that the edition holds here, in order of names, with what each sees; a closed source is said closed."""
    say, area = desk.say, desk.place["ref"]
    actors = desk.edition.actors(area)
    if not actors:
        return []
    seen: dict[str, list[str]] = {}
    for point in desk.edition.vantages(area):
        if marker := desk.markers.get(point["marker"]):
            words = f"{desk.text(marker['label'])} ({desk.text(point['access_name'])})"
            seen.setdefault(point["actor"]["id"], []).append(words)
    rows = tuple(
        (
            actor["name"],
            ", ".join([desk.text(actor["kind_name"]), *(country_name(c, desk.language) for c in actor["countries"])]),
            enumeration(seen.get(actor["id"], [])) or "—",
        )
        for actor in actors[:MOST_ACTORS]
    )
    head = (say("effects.actor"), say("effects.actor_about"), say("effects.actor_sees"))
    blocks: list[Block] = [Table(say("effects.actors_caption"), head, rows, widths=(36, 32, 32))]
    return blocks + desk.left_out("actors", len(actors[MOST_ACTORS:]), "actors")
