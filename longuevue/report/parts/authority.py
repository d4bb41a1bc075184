"""Chapter 5: the authority's own action, how it stands beside its territory, what it accounts for, how it is organised."""

from __future__ import annotations

from typing import Final

from longuevue.report import charts
from longuevue.report.desk import Desk, Reading, has_value
from longuevue.report.model import Blank, Block, Chart, Listing, Paragraph, Section, Table
from longuevue.terms.countries import country_name, in_order_of_names
from longuevue.terms.spoken import value_text

#: what the authority itself does, beside the whole field of cooperation
OWN_ACTION: Final = frozenset(
    {"city-networks", "international-capacity", "global-commitments", "eu-law-footprint", "public-engagement"}
)
#: markers whose partner countries are actions to account for
ACTIONS: Final = ("twinnings", "cooperation-agreements", "eu-projects")
MOST_ACTIONS = 18


def authority(desk: Desk) -> list[Section]:
    """The sections of the chapter."""
    say = desk.say
    return [
        Section(1, "authority", say("authority.title"), (Paragraph(say("authority.lead"), "lead"),)),
        Section(2, "authority-does", say("authority.does"), _does(desk)),
        Section(2, "authority-behind", say("authority.behind"), tuple(_behind(desk))),
        Section(2, "authority-account", say("authority.account"), tuple(_account(desk))),
        Section(2, "authority-organisation", say("authority.organisation"), tuple(_organisation(desk))),
    ]


def of_the_authority(desk: Desk, reading: Reading) -> bool:
    """True for a marker that looks at what the authority itself does."""
    return desk.marker(reading)["field"] == "cooperation" or reading["marker"] in OWN_ACTION


def _does(desk: Desk) -> tuple[Block, ...]:
    say = desk.say
    mine = [r for r in desk.readings if of_the_authority(desk, r)]
    if not mine:
        return (_nothing_known(desk),)
    rows = tuple((desk.text(desk.marker(r)["question"]), desk.value(r), desk.status(r)) for r in mine)
    head = (say("figure.question"), say("authority.figure"), say("authority.state"))
    return (Table(say("authority.does_caption"), head, rows, widths=(40, 20, 40)),)


def _behind(desk: Desk) -> list[Block]:
    say = desk.say
    asked = [r for r in desk.readings if r["status"] != "not_applicable"]
    mine = [r for r in asked if of_the_authority(desk, r)]
    others = [r for r in asked if not of_the_authority(desk, r)]
    blocks: list[Block] = [Paragraph(say("authority.behind_lead"))]
    if asked:
        counts = {
            "own": sum(has_value(r) for r in mine),
            "own_total": len(mine),
            "other": sum(has_value(r) for r in others),
            "other_total": len(others),
        }
        rows = [
            (say("authority.side_authority"), (counts["own"], 0, len(mine) - counts["own"])),
            (say("authority.side_territory"), (counts["other"], 0, len(others) - counts["other"])),
        ]
        names = (say("authority.with_figure"), "", say("authority.without_figure"))
        svg, height = charts.stacks(rows, names)
        alternative = say("authority.behind_alternative", **counts)
        blocks += [
            Paragraph(say("authority.behind_text", **counts)),
            Chart(svg, alternative, say("authority.behind_caption"), height=height),
        ]
    blocks.append(
        Blank(
            say("authority.lag"), say("authority.lag_text"), desk.lines("authority.lag_fill"), say("authority.lag_who")
        )
    )
    return blocks


def _account(desk: Desk) -> list[Block]:
    """One line per action; what nobody stated is written as missing (founding text, l. 107-108 and 442-443)."""
    say = desk.say
    blocks: list[Block] = [Paragraph(say("authority.account_lead"))]
    missing = say("authority.missing")
    named: list[tuple[str, str]] = []
    for marker in (m for m in ACTIONS if m in desk.markers):
        for reading in desk.edition.counterparts(marker, desk.place["ref"]):
            if has_value(reading):
                country = country_name(reading["counterpart_area"], desk.language)
                kind = desk.text(desk.markers[marker]["label"])
                line = say("authority.account_twin", kind=kind, country=country, value=_bare(desk, reading))
                named.append((in_order_of_names(f"{kind} {country}"), line))
    if not named:
        return [*blocks, _nothing_known(desk)]
    named.sort()
    head = tuple(say(f"authority.account_{key}") for key in ("action", "aim", "return", "money"))
    rows = tuple((line, missing, missing, missing) for _, line in named[:MOST_ACTIONS])
    blocks.append(Table(say("authority.account_caption"), head, rows, widths=(46, 18, 18, 18)))
    if len(named) > MOST_ACTIONS:
        blocks.append(Paragraph(say("authority.account_more", count=len(named) - MOST_ACTIONS), "note"))
    return blocks


def _bare(desk: Desk, reading: Reading) -> str:
    """The number alone: the action's name already says its unit."""
    return value_text(reading, desk.marker(reading), desk.language)


def _nothing_known(desk: Desk) -> Blank:
    say = desk.say
    fill = desk.lines("authority.account_none_fill")
    return Blank(
        say("authority.account_none"), say("authority.account_none_text"), fill, say("authority.account_none_who")
    )


def _organisation(desk: Desk) -> list[Block]:
    say = desk.say
    missing = say("authority.missing")
    rows = tuple(
        (say(f"authority.bearing_{who}"), say(f"authority.bearing_{who}_q"), missing)
        for who in ("political", "technical", "citizen", "told")
    )
    head = (say("authority.bearing"), say("authority.bearing_question"), say("authority.bearing_answer"))
    return [
        Paragraph(say("authority.organisation_lead")),
        Listing((say("authority.option_a"), say("authority.option_b"))),
        Table(say("authority.bearing_caption"), head, rows, widths=(20, 54, 26)),
    ]
