"""Kits for those who speak to residents: a column for the magazine, questions to all lists before an election.
The questions are the same for every list, by construction: they depend on the place and its edition, on nothing else."""

from __future__ import annotations

from longuevue.report.brief import source_line
from longuevue.report.desk import Desk, Reading
from longuevue.report.frame import paper_of
from longuevue.report.model import Block, Paper, Paragraph, Section, Table
from longuevue.report.telling import first_gaps, put_forward, said_of
from longuevue.terms.place_words import in_place

#: the same room to answer for everyone
ANSWER_SIGNS = 800


def magazine(desk: Desk) -> Paper:
    """A column of some fifteen hundred signs, with its source line."""
    say = desk.say
    chosen = put_forward(desk, 2)
    title = say("kits.magazine_title", in_place=_here(desk))
    told: list[Block] = [Paragraph(said_of(desk, reading), "lead") for reading in chosen]
    if not chosen:
        told = [Paragraph(say("kits.magazine_none", place=desk.name), "lead")]
    told += [Paragraph(text) for reading in chosen[:1] if (text := _compared(desk, reading))]
    sections = [Section(1, "column", title, tuple(told))]
    if chosen:
        why = desk.text(desk.marker(chosen[0])["why"])
        sections.append(Section(2, "why", say("kits.magazine_why"), (Paragraph(why),)))
    for gap in first_gaps(desk, 1):
        text = say("kits.magazine_unseen_text", question=desk.text(desk.marker(gap)["question"]), reason=desk.why(gap))
        sections.append(Section(2, "unseen", say("kits.magazine_unseen"), (Paragraph(text),)))
    you = (
        Paragraph(say("kits.magazine_you_text")),
        Paragraph(say("kits.magazine_address"), "note"),
        Paragraph(source_line(desk, chosen), "source"),
    )
    sections.append(Section(2, "you", say("kits.magazine_you"), you))
    return paper_of(desk, "magazine", (), tuple(sections), contents=False)


def questions(desk: Desk) -> Paper:
    """Six questions at most, the same for all lists, each with what is known and the same room to answer."""
    say = desk.say
    chosen = put_forward(desk, 2)
    asked: list[tuple[str, str]] = []
    for reading in chosen:
        question = desk.text(desk.marker(reading)["question"])
        asked.append(
            (say("kits.questions_on", question=question), f"{said_of(desk, reading)} {desk.source_line(reading)}.")
        )
    for gap in first_gaps(desk, 1):
        question = desk.text(desk.marker(gap)["question"])
        asked.append((say("kits.questions_gap", question=question), desk.why(gap)))
    asked += [(question, say("kits.questions_known_none")) for question in desk.lines("kits.questions_fixed")]
    head = (say("kits.questions_number"), say("figure.question"), say("kits.questions_known"))
    rows = tuple((str(number), question, known) for number, (question, known) in enumerate(asked, 1))
    room = say("kits.questions_room", count=desk.number(ANSWER_SIGNS))
    answers = tuple((str(number), room, " ") for number in range(1, len(asked) + 1))
    sections = (
        Section(
            1,
            "rules",
            say("paper.kind.questions"),
            (Paragraph(say("kits.questions_lead"), "lead"), Paragraph(say("kits.questions_law"), "note")),
        ),
        Section(
            1,
            "asked",
            say("kits.questions_table"),
            (Table(say("kits.questions_table"), head, rows, widths=(7, 50, 43)),),
        ),
        Section(
            1,
            "answers",
            say("kits.questions_answers"),
            (
                Paragraph(say("kits.questions_list")),
                Table(
                    say("kits.questions_answers"),
                    (say("kits.questions_number"), say("kits.questions_room_head"), say("kits.questions_answer")),
                    answers,
                    widths=(7, 28, 65),
                ),
                Paragraph(source_line(desk, chosen), "source"),
            ),
        ),
    )
    return paper_of(desk, "questions", (), sections, contents=False)


def _compared(desk: Desk, reading: Reading) -> str:
    others = ", ".join(f"{other['ref_area_name']} {text}" for other, text in desk.compared(reading))
    return desk.say("kits.magazine_compared", compared=others) if others else ""


def _here(desk: Desk) -> str:
    place = desk.place
    return in_place(place["level"], place["code"], desk.name, desk.language)
