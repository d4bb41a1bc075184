"""Writes: what a room enters, polls opened and closed, the end of a meeting, a survey's phases. Votes are in `counting.py`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from longuevue.terms.refusal import Refusal
from longuevue.workshop.agenda.services import checked_area
from longuevue.workshop.debate import services as debate
from longuevue.workshop.frame.words import say
from longuevue.workshop.tables import counting
from longuevue.workshop.tables.models import ENTRIES, Entry, Meeting, Poll, Survey

#: entries that may wait at once: a hall of three hundred phones, not a machine that writes
MOST_WAITING = 300
MOST_CHOICES = 8
#: guesses are given in steps of five, so that a precise one does not tell who guessed it
STEP = 5
AGREEMENTS = ("agree", "disagree", "unsure")
INTERESTS = ("interested", "indifferent")


def enter(meeting: Meeting, *, kind: str, text: str, kept: bool) -> Entry:
    """What somebody says: on the screen at once by the one who leads, once kept when it comes from a phone."""
    _going_on(meeting)
    words = " ".join(text.split())
    if kind not in ENTRIES or not words or len(words) > 300:
        raise Refusal(say("tables.entry_wrong"), say("tables.entry_wrong_remedy"))
    if not kept and meeting.entries.filter(kept_at=None, left=False).count() >= MOST_WAITING:
        raise Refusal(say("tables.too_many"), say("tables.too_many_remedy"))
    return Entry.objects.create(meeting=meeting, kind=kind, text=words, kept_at=timezone.now() if kept else None)


def _going_on(meeting: Meeting) -> None:
    """Raises `Refusal` once the meeting is over, whoever ended it."""
    if not Meeting.objects.filter(pk=meeting.pk, ended_at=None).exists():
        raise Refusal(say("tables.ended"), say("tables.ended_remedy"))


def sort_out(entry: Entry, *, keep: bool) -> None:
    """Kept, it is on the screen and in the minutes; left, in neither."""
    if keep and entry.kept_at is None:
        entry.kept_at = timezone.now()
    entry.left = not keep
    entry.save(update_fields=("kept_at", "left"))


def open_poll(meeting: Meeting, question: str, choices: Sequence[str]) -> Poll:
    """One question, two to eight choices. Raises `Refusal` while another is open."""
    named = list(dict.fromkeys(" ".join(choice.split()) for choice in choices if choice.strip()))
    _going_on(meeting)
    if not 2 <= len(named) <= MOST_CHOICES or not question.strip():
        raise Refusal(say("tables.choices_wrong"), say("tables.choices_wrong_remedy", most=MOST_CHOICES))
    try:
        with transaction.atomic():
            return Poll.objects.create(meeting=meeting, question=question.strip(), choices=named)
    except IntegrityError:
        raise Refusal(say("tables.poll_open"), say("tables.poll_open_remedy")) from None


def close_poll(poll: Poll) -> None:
    """Nothing is counted any more, and what may be told is."""
    Poll.objects.filter(pk=poll.pk, closed_at=None).update(closed_at=timezone.now())


def vote(poll: Poll, paper: str, choice: str) -> bool:
    """Count one phone once. A phone that asks again after the end is told that it was counted, when it was."""
    if counting.already(poll.public_id, paper):
        return False
    if not choice.isdecimal() or int(choice) >= len(poll.choices):
        raise Refusal(say("tables.no_choice"), say("tables.no_choice_remedy"))
    with transaction.atomic():
        # read again, and held: a poll that closes meanwhile waits for this ballot, or this ballot for it
        if not Poll.objects.select_for_update().filter(pk=poll.pk, closed_at=None).exists():
            raise Refusal(say("tables.poll_closed"), say("tables.poll_closed_remedy"))
        return counting.count(poll.public_id, paper, [choice])


@transaction.atomic
def end(meeting: Meeting) -> None:
    """The meeting is over: its poll closes, its code opens nothing more but the words « terminé »."""
    Poll.objects.filter(meeting=meeting, closed_at=None).update(closed_at=timezone.now())
    Meeting.objects.filter(pk=meeting.pk, ended_at=None).update(ended_at=timezone.now())


@transaction.atomic
def carry_questions(meeting: Meeting) -> int:
    """The questions kept become contributions of the room, read by moderators like others. How many."""
    if meeting.room is None:
        raise Refusal(say("tables.no_room"), say("tables.no_room_remedy"))
    waiting = meeting.entries.filter(kind="question", carried=False, left=False).exclude(kept_at=None)
    done = 0
    for entry in waiting:
        debate.post(meeting.room, kind="question", text=entry.text, role="residents")
        entry.carried = True
        entry.save(update_fields=("carried",))
        done += 1
    return done


def save_survey(observatory: Any, survey: Survey, *, by: Any) -> Survey:
    """A new survey. Raises `Refusal` for a territory that does not exist, has no officials, or has its measure of the year."""
    survey.observatory, survey.made_by = observatory, by
    survey.area = checked_area(observatory, survey.area)
    if survey.area.startswith("per-"):
        raise Refusal(say("tables.survey_area_perimeter"), say("tables.survey_area_perimeter_remedy"))
    with transaction.atomic():
        type(observatory).objects.select_for_update().get(pk=observatory.pk)
        mine = Survey.objects.filter(observatory=observatory, area=survey.area) if survey.area else ()
        if any(one.year == survey.year for one in mine):
            raise Refusal(say("tables.survey_area_taken", year=survey.year), say("tables.survey_area_taken_remedy"))
        survey.save()
    return survey


def next_phase(survey: Survey) -> None:
    """From guesses to answers, from answers to the gap; never back."""
    order = (Survey.Phase.GUESS, Survey.Phase.ANSWER, Survey.Phase.CLOSED)
    if survey.phase != Survey.Phase.CLOSED:
        following = order[order.index(Survey.Phase(survey.phase)) + 1]
        Survey.objects.filter(pk=survey.pk, phase=survey.phase).update(phase=following)


def guess(survey: Survey, paper: str, agree: str, interested: str) -> bool:
    """What an official believes: the per cent of residents who agree, and of those whom it interests."""
    if counting.already(survey.guesses, paper):
        return False
    _in_phase(survey, Survey.Phase.GUESS)
    steps = [_step(agree), _step(interested)]
    return counting.count(survey.guesses, paper, [f"agree:{steps[0]}", f"interested:{steps[1]}"])


def answer(survey: Survey, paper: str, agreement: str, interest: str) -> bool:
    """What a resident says: whether they agree, and whether it interests them."""
    if counting.already(survey.answers, paper):
        return False
    _in_phase(survey, Survey.Phase.ANSWER)
    if agreement not in AGREEMENTS or interest not in INTERESTS:
        raise Refusal(say("tables.two_answers"), say("tables.two_answers_remedy"))
    return counting.count(survey.answers, paper, [f"{interest}:{agreement}"])


def _in_phase(survey: Survey, phase: Any) -> None:
    if not Survey.objects.filter(pk=survey.pk, phase=phase).exists():
        raise Refusal(say("tables.wrong_phase"), say("tables.wrong_phase_remedy"))


def _step(text: str) -> int:
    value = int(text) if text.isdecimal() else -1
    if not 0 <= value <= 100 or value % STEP:
        raise Refusal(say("tables.guess_wrong"), say("tables.guess_wrong_remedy", step=STEP))
    return value
