"""Chapter 3: what is not seen, why, and who could see it: by reason, by field, then by witness to write to."""

from __future__ import annotations

from longuevue.report.desk import Desk, Reading
from longuevue.report.drawings import reasons_chart
from longuevue.report.model import Blank, Block, Entries, Paragraph, Section, Table
from longuevue.terms.countries import in_order_of_names
from longuevue.terms.flows import FIELDS

#: witnesses listed, those who could answer most
MOST_WITNESSES = 14
#: questions named beside a witness
MOST_QUESTIONS = 4


def unseen(desk: Desk) -> list[Section]:
    """The sections of the chapter."""
    say = desk.say
    title = Section(1, "unseen", say("unseen.title"), (Paragraph(say("unseen.lead"), "lead"),))
    if not desk.missing():
        fill = (say("unseen.all_seen_fill"),)
        blank = Blank(say("unseen.all_seen"), say("unseen.all_seen_text"), fill)
        return [Section(1, "unseen", say("unseen.title"), (*title.blocks, blank))]
    chart = reasons_chart(desk)
    return [
        title,
        Section(2, "unseen-why", say("unseen.why"), (chart,) if chart else ()),
        Section(2, "unseen-fields", say("unseen.by_field"), tuple(_by_field(desk))),
        Section(2, "unseen-whom", say("unseen.whom"), (Paragraph(say("unseen.whom_lead")), _witnesses(desk))),
    ]


def _by_field(desk: Desk) -> list[Block]:
    say = desk.say
    blocks: list[Block] = []
    for field, names in FIELDS.items():
        items = tuple(
            (desk.text(desk.marker(r)["question"]), _told(desk, r))
            for r in desk.missing()
            if desk.marker(r)["field"] == field
        )
        if items:
            blocks.append(Entries(say("unseen.field_caption", field=names[desk.language]), items))
    return blocks


def _told(desk: Desk, reading: Reading) -> str:
    """Why the figure is missing, who could see it, and what a larger area lends meanwhile."""
    who = desk.names(desk.marker(reading))
    told = [desk.why(reading)]
    if who:
        told.append(desk.say("unseen.who_could", who=who))
    if reading["offered"]:
        told.append(desk.say("unseen.lent", value=desk.value(reading["offered"])))
    return " ".join(told)


def _witnesses(desk: Desk) -> Table:
    """Those who could tell most, in order of names: never a ranking of people either."""
    could: dict[str, list[str]] = {}
    for reading in desk.missing():
        marker = desk.marker(reading)
        for name in desk.witnesses(marker):
            could.setdefault(name, []).append(desk.text(marker["label"]))
    most = sorted(could, key=lambda name: (-len(could[name]), in_order_of_names(name)))[:MOST_WITNESSES]
    rows = []
    for name in sorted(most, key=in_order_of_names):
        labels = could[name]
        more = f" (+ {len(labels) - MOST_QUESTIONS})" if len(labels) > MOST_QUESTIONS else ""
        rows.append((name, " ; ".join(labels[:MOST_QUESTIONS]) + more))
    say = desk.say
    if not rows:
        rows = [(say("figure.no_value"), say("unseen.lead"))]
    return Table(
        say("unseen.whom_caption"), (say("unseen.witness"), say("unseen.could_tell")), tuple(rows), widths=(32, 68)
    )
