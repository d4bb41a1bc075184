"""Links on paper: what is owed to residents about each, with missing lines written as missing; how the authority is organised.
Only what the edition holds is told."""

from __future__ import annotations

from typing import Any

from longuevue.report.desk import Desk
from longuevue.report.model import Block, Paragraph, Section, Table
from longuevue.terms.countries import country_name
from longuevue.terms.money import year_total
from longuevue.terms.numbers import number

#: told on paper; the others are on the page of the place
MOST_LINKS = 40


def registers(desk: Desk) -> list[Section]:
    """The section of links, and that of the organisation; neither where nothing is known."""
    say, area = desk.say, desk.place["ref"]
    sections = []
    if links := desk.edition.links(area):
        sections.append(Section(2, "effects-links", say("effects.links"), tuple(_links(desk, links))))
    if known := desk.edition.organisations(area):
        sections.append(
            Section(2, "effects-organisation", say("effects.organisation"), tuple(_organised(desk, known[0])))
        )
    return sections


def _links(desk: Desk, links: list[dict[str, Any]]) -> list[Block]:
    say = desk.say
    rows = tuple(
        (_partner(desk, one), _aims(desk, one), _money(desk, one), _returns(desk, one)) for one in links[:MOST_LINKS]
    )
    head = (say("effects.partner"), say("effects.aims"), say("effects.money"), say("effects.returns"))
    blocks: list[Block] = [
        Paragraph(say("effects.links_lead")),
        Table(say("effects.links_caption"), head, rows, widths=(28, 28, 22, 22)),
    ]
    blocks += desk.left_out("links", len(links[MOST_LINKS:]), "links")
    gap = desk.edition.authority_gap(desk.place["ref"])[0]
    if gap.total:
        blocks.append(Paragraph(say("effects.gap", total=gap.total, mine=gap.with_authority, others=gap.without)))
    return blocks


def _partner(desk: Desk, one: dict[str, Any]) -> str:
    country = country_name(one["country"], desk.language) if one["country"] else ""
    dates = " – ".join(filter(None, (one["start"], one["end"])))
    return ", ".join(
        filter(None, (one["partner"], country, desk.text(one["kind_name"]), dates, desk.text(one["status_name"])))
    )


def _aims(desk: Desk, one: dict[str, Any]) -> str:
    return one["aims"].strip() or desk.say("effects.missing")


def _money(desk: Desk, one: dict[str, Any]) -> str:
    told = []
    for row in one["money"]:
        total = year_total(row["own"], row["co_funded"])
        if total is not None:
            euros = number(total, language=desk.language)
            told.append(desk.say("effects.money_year", year=str(row["year"]), euros=euros))
    return " ; ".join(told) or desk.say("effects.missing")


def _returns(desk: Desk, one: dict[str, Any]) -> str:
    told = [
        desk.say("effects.return_for", kind=r["kind"], whom=r["beneficiary"], years=r["years"]) for r in one["returns"]
    ]
    return " ; ".join(told) or desk.say("effects.missing")


def _organised(desk: Desk, one: dict[str, Any]) -> list[Block]:
    say = desk.say
    lead = f"{desk.text(one['option_name'])} · {one['service'] or say('effects.missing')}"
    blocks: list[Block] = [Paragraph(lead)]
    if one["directions"]:
        rows = tuple((d["name"], d["strand"].strip() or say("effects.missing")) for d in one["directions"])
        head = (say("effects.direction"), say("effects.strand"))
        blocks.append(Table(say("effects.organisation"), head, rows, widths=(40, 60)))
    if one["gaps"]:
        blocks.append(Paragraph(say("effects.no_strand", names=", ".join(one["gaps"]))))
    return blocks
