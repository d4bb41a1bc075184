"""The brief for elected members: two pages, three sentences, three figures « compared with what », three questions."""

from __future__ import annotations

from longuevue.report.desk import Desk, Reading
from longuevue.report.drawings import compared_chart
from longuevue.report.frame import paper_of
from longuevue.report.model import Blank, Block, Chart, Entries, Figure, Listing, Paper, Paragraph, Section
from longuevue.report.telling import council_questions, first_gaps, put_forward, said_of, three_sentences
from longuevue.terms.periods import day_words


def brief(desk: Desk) -> Paper:
    """The two pages."""
    say = desk.say
    chosen = put_forward(desk)
    opening: tuple[Block, ...] = (
        Paragraph(say("paper.in_three"), "kicker"),
        Listing(tuple(three_sentences(desk))),
    )
    title = say("brief.figures" if len(chosen) == 3 else "brief.figures_fewer")
    sections = (
        Section(1, "figures", title, tuple(_figures(desk, chosen))),
        Section(1, "missing", say("brief.missing"), (_missing(desk),)),
        Section(1, "questions", say("brief.questions"), (Listing(tuple(council_questions(desk)), ordered=True),)),
        Section(1, "reserve", say("brief.reserve"), tuple(_reserve(desk, chosen))),
    )
    return paper_of(desk, "brief", opening, sections, contents=False)


def _figures(desk: Desk, chosen: list[Reading]) -> list[Block]:
    say = desk.say
    if not chosen:
        return [Blank(say("brief.no_figure"), say("brief.no_figure_text"))]
    blocks: list[Block] = []
    drawn: Chart | None = None
    for reading in chosen:
        figure = desk.figure(reading, whole=False)
        kept = (say("figure.source"), say("figure.remarks"), say("figure.caveat"))
        details = tuple(pair for pair in figure.details if pair[0] in kept)
        if not figure.compared:
            details = ((say("paper.compared_mark").rstrip(" :\u00a0"), say("brief.compared_none")), *details)
        blocks.append(
            Figure(
                figure.name,
                figure.question,
                figure.value,
                said_of(desk, reading),
                figure.status,
                details,
                figure.reading,
                figure.borrowed,
                figure.compared,
            )
        )
        # one drawing is enough for two pages
        if drawn is None and (drawn := compared_chart(desk, reading) if desk.is_own(reading) else None):
            blocks.append(drawn)
    return blocks


def _missing(desk: Desk) -> Block:
    say = desk.say
    gaps = first_gaps(desk)
    if not gaps:
        return Blank(say("unseen.all_seen"), say("unseen.all_seen_text"), (say("unseen.all_seen_fill"),))
    items = []
    for reading in gaps:
        marker = desk.marker(reading)
        who = desk.names(marker, 3)
        could = f" {say('unseen.who_could', who=who)}" if who else ""
        items.append((desk.text(marker["question"]), desk.why(reading) + could))
    return Entries(say("brief.missing_caption"), tuple(items))


def _reserve(desk: Desk, chosen: list[Reading]) -> list[Block]:
    say = desk.say
    return [
        Paragraph(say("brief.reserve_text", pages=say("brief.full_command", area=desk.place["ref"]))),
        Paragraph(source_line(desk, chosen), "source"),
    ]


def source_line(desk: Desk, chosen: list[Reading]) -> str:
    """The line that says where the figures of a short paper come from."""
    values = {
        "observatory": desk.text(desk.edition.observatory.get("name")) or "Longuevue",
        "edition": desk.edition.id,
        "date": day_words(desk.date, desk.language),
    }
    if not chosen:
        return desk.say("brief.source_line_none", **values)
    named = dict.fromkeys(desk.source_line(reading) for reading in chosen)
    return desk.say("brief.source_line", sources=" ; ".join(named), **values)
