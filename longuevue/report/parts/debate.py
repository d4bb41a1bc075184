"""Chapter 7: questions for debate, the ones that would teach most here, and where the debate stands."""

from __future__ import annotations

from longuevue.report.desk import Desk
from longuevue.report.model import Blank, Block, Listing, Paragraph, Section, Table
from longuevue.report.parts.events import events
from longuevue.report.parts.seen import table_of_figures
from longuevue.report.parts.threads import threads
from longuevue.report.telling import council_questions, first_gaps


def debate(desk: Desk) -> list[Section]:
    """The sections of the chapter."""
    say = desk.say
    return [
        Section(1, "debate", say("debate.title"), (Paragraph(say("debate.lead"), "lead"),)),
        Section(2, "debate-council", say("debate.council"), (Listing(tuple(council_questions(desk)), ordered=True),)),
        Section(2, "debate-learn", say("debate.learn"), (_learn(desk),)),
        Section(2, "debate-stands", say("debate.taken_up"), (_stands(desk),)),
        *threads(desk),
        *events(desk),
        Section(2, "debate-how", say("debate.how"), (Listing(desk.lines("debate.how_items"), ordered=True),)),
    ]


def _learn(desk: Desk) -> Block:
    say = desk.say
    gaps = first_gaps(desk, 5)
    if not gaps:
        return Blank(say("debate.learn_none"), say("debate.learn_none_text"), (say("debate.learn_none_fill"),))
    rows = tuple((desk.text(desk.marker(r)["question"]), desk.why(r), desk.names(desk.marker(r), 3)) for r in gaps)
    head = (say("unseen.question"), say("unseen.reason"), say("unseen.who"))
    return Table(say("debate.learn_caption"), head, rows, widths=(36, 36, 28))


def _stands(desk: Desk) -> Block:
    """What the markers of debate say; blank where nobody reads deliberations and programmes here."""
    say = desk.say
    about = [r for r in desk.readings if desk.marker(r)["field"] == "debate"]
    known = [r for r in about if r in desk.own()]
    if known:
        return table_of_figures(desk, known, say("debate.taken_up_caption"))
    fillers = tuple(desk.text(desk.marker(r)["question"]) for r in about)
    return Blank(say("paper.blank_mark"), say("debate.stands_none"), fillers, say("debate.stands_who"))
