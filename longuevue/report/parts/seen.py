"""Chapter 2: what is seen, inbound, outbound and both ways; figures lent by larger areas; each side of a border."""

from __future__ import annotations

from longuevue.report.desk import Desk, Reading, enumeration, has_value
from longuevue.report.drawings import coverage_rows, drawings_of
from longuevue.report.model import Blank, Block, Paragraph, Section, Table
from longuevue.terms.countries import country_name
from longuevue.terms.numbers import with_unit

DIRECTIONS = ("inbound", "outbound", "both")
#: figures told whole in each direction; the others are in a table, so that the paper stays under twenty pages
MOST_WHOLE = 3


def seen(desk: Desk) -> list[Section]:
    """The sections of the chapter."""
    sections = [Section(1, "seen", desk.say("seen.title"), ()), _overview(desk)]
    for direction in DIRECTIONS:
        sections.append(
            Section(2, f"seen-{direction}", desk.say(f"seen.{direction}"), tuple(_direction(desk, direction)))
        )
    if desk.portrait["parts"]:
        sections.append(_cross(desk))
    return sections


def _overview(desk: Desk) -> Section:
    say, coverage = desk.say, desk.portrait["coverage"]
    own, lent = len(desk.own()), len(desk.lent())
    lead = say("seen.overview_lead", asked=coverage["asked"], seen=own, lent=lent, unseen=len(desk.unanswered()))
    outside = coverage["not_applicable"]
    if outside:
        lead += " " + say("seen.not_applicable_one" if outside == 1 else "seen.not_applicable", count=outside)
    blocks: list[Block] = [Paragraph(lead, "lead")]
    if coverage["share"] is not None:
        share = with_unit(desk.number(100 * coverage["share"]), "%", desk.language)
        blocks.append(Paragraph(say("seen.share", share=share)))
    if coverage_rows(desk):
        head = (say("seen.field"), *(say(f"seen.{k}") for k in ("own", "lent", "nothing")), say("seen.total"))
        rows = tuple((f, str(o), str(le), str(n), str(o + le + n)) for f, o, le, n in coverage_rows(desk))
        numbers = frozenset({1, 2, 3, 4})
        blocks.append(Table(say("seen.coverage_caption"), head, rows, numbers, (44, 14, 14, 14, 14)))
    return Section(2, "seen-overview", say("seen.overview"), tuple(blocks))


def _direction(desk: Desk, direction: str) -> list[Block]:
    say = desk.say
    blocks: list[Block] = [Paragraph(say(f"seen.{direction}_lead"), "lead")]
    own, lent = desk.own(direction), desk.lent(direction)
    # recent figures first; inside, the order of fields
    own.sort(key=desk.is_old)
    for reading in own[:MOST_WHOLE]:
        blocks.append(desk.figure(reading))
        blocks += drawings_of(desk, reading)
    if own[MOST_WHOLE:]:
        caption = say("seen.also", direction=say(f"seen.{direction}").lower())
        blocks.append(table_of_figures(desk, own[MOST_WHOLE:], caption))
    if not own:
        blocks.append(_no_figure(desk, direction))
    if lent:
        blocks.append(_lent_table(desk, direction, [r["offered"] for r in lent]))
    return blocks


def _no_figure(desk: Desk, direction: str) -> Blank:
    """Nothing from here in this direction: how many questions wait, the first of them, and who could answer."""
    waiting = desk.missing(direction)
    key = {0: "seen.no_own_text_zero", 1: "seen.no_own_text_one"}.get(len(waiting), "seen.no_own_text")
    fillers = tuple(desk.text(desk.marker(r)["question"]) for r in waiting[:4])
    named = enumeration(name for r in waiting[:4] for name in desk.witnesses(desk.marker(r))[:2])
    return Blank(desk.say("seen.no_own"), desk.say(key, count=len(waiting)), fillers, named)


def table_of_figures(desk: Desk, readings: list[Reading], caption: str) -> Table:
    """Question, value and source of several figures."""
    say = desk.say
    rows = tuple(
        (desk.text(desk.marker(r)["question"]), desk.value(r), f"{desk.source_line(r)}. {desk.status(r)}")
        for r in readings
    )
    return Table(
        caption, (say("figure.question"), say("figure.value"), say("figure.source")), rows, widths=(42, 16, 42)
    )


def _lent_table(desk: Desk, direction: str, lent: list[Reading]) -> Table:
    say = desk.say
    rows = tuple(
        (
            desk.text(desk.marker(r)["question"]),
            desk.value(r),
            f"{desk.borrowed(r)} {desk.source_line(r)}. {desk.status(r)}",
        )
        for r in lent
    )
    head = (say("figure.question"), say("figure.value"), say("seen.lent_from"))
    caption = say("seen.lent_caption", direction=say(f"seen.{direction}").lower())
    return Table(caption, head, rows, widths=(34, 18, 48))


def _cross(desk: Desk) -> Section:
    say, parts = desk.say, desk.portrait["parts"]
    by_part = [{r["marker"]: r for r in part["readings"]} for part in parts]
    shown = [r["marker"] for r in desk.readings if any(has_value(of[r["marker"]]) for of in by_part)]
    blocks: list[Block] = [Paragraph(say("seen.cross_lead"), "lead")]
    if not shown:
        return Section(2, "seen-cross", say("seen.cross"), (*blocks, Blank(say("seen.no_own"), say("seen.cross_none"))))
    head = (say("figure.question"), *(country_name(part["country"], desk.language) for part in parts))
    rows = tuple((desk.text(desk.markers[m]["question"]), *(_side(desk, of[m]) for of in by_part)) for m in shown)
    blocks.append(Table(say("seen.cross_caption"), head, rows))
    return Section(2, "seen-cross", say("seen.cross"), tuple(blocks))


def _side(desk: Desk, reading: Reading) -> str:
    if not has_value(reading):
        return f"{desk.say('figure.no_value')} ({desk.status(reading)})"
    return f"{desk.value(reading)} ({reading['time_period']} ; {desk.status(reading)})"
