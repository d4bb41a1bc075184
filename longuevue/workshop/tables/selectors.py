"""Reads: meetings of an observatory, the one of a code, what may be told of a poll and of a survey."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from longuevue.workshop.accounts.codes import plain
from longuevue.workshop.reasoning.perception import Estimate, gap, mean_guess, share
from longuevue.workshop.reasoning.respondents import Told, told, told_apart
from longuevue.workshop.tables.counting import counts
from longuevue.workshop.tables.models import Entry, Meeting, Poll, Survey
from longuevue.workshop.tables.services import AGREEMENTS, INTERESTS


def meetings(observatory: Any) -> QuerySet[Meeting]:
    return Meeting.objects.filter(observatory=observatory)


def meeting(observatory: Any, meeting_id: Any) -> Meeting:
    return get_object_or_404(meetings(observatory).select_related("observatory", "room"), public_id=meeting_id)


def entry(observatory: Any, word_id: Any) -> Entry:
    mine = Entry.objects.filter(meeting__observatory=observatory).select_related("meeting")
    return get_object_or_404(mine, public_id=word_id)


def poll(observatory: Any, poll_id: Any) -> Poll:
    mine = Poll.objects.filter(meeting__observatory=observatory).select_related("meeting")
    return get_object_or_404(mine, public_id=poll_id)


def surveys(observatory: Any) -> QuerySet[Survey]:
    return Survey.objects.filter(observatory=observatory)


def survey(observatory: Any, survey_id: Any) -> Survey:
    return get_object_or_404(surveys(observatory), public_id=survey_id)


def meeting_of_code(code: str) -> Meeting:
    """The meeting of the code on the screen, as a person typed it."""
    return get_object_or_404(Meeting.objects.select_related("observatory"), code=plain(code) or "—")


def poll_of_code(code: str, poll_id: Any) -> Poll:
    return get_object_or_404(meeting_of_code(code).polls.select_related("meeting"), public_id=poll_id)


def survey_of_code(code: str) -> tuple[Survey, bool]:
    """(the survey of that code, whether it is the officials' code)."""
    typed = plain(code)
    for name, officials in (("officials_code", True), ("residents_code", False)):
        found = Survey.objects.filter(**{name: typed}).select_related("observatory").first()
        if found is not None:
            return found, officials
    raise Http404


def told_poll(poll: Poll) -> Told:
    """What may be told of a poll, by choice, in the order in which choices were written."""
    found = counts(poll.public_id)
    return told({name: found.get(str(n), 0) for n, name in enumerate(poll.choices)}, closed=poll.closed_at is not None)


@dataclass(frozen=True, slots=True)
class Perception:
    """One of the two questions of a survey: what officials believed, what residents said, the gap; or why nothing is told."""

    name: str
    guess: Estimate | None
    answer: Estimate | None
    gap: Estimate | None
    why_guess: str
    why_answer: str


@dataclass(frozen=True, slots=True)
class Perceptions:
    """Agreement and interest apart; then agreement among those whom it interests, and among the others."""

    agree: Perception
    interested: Perception
    among: dict[str, Told]


def perceptions(survey: Survey) -> Perceptions:
    """What may be told of a survey."""
    closed = survey.phase == Survey.Phase.CLOSED
    guesses, answers = counts(survey.guesses), counts(survey.answers)
    by_agreement = {a: sum(answers.get(f"{i}:{a}", 0) for i in INTERESTS) for a in AGREEMENTS}
    by_interest = {i: sum(answers.get(f"{i}:{a}", 0) for a in AGREEMENTS) for i in INTERESTS}
    among = told_apart({i: told({a: answers.get(f"{i}:{a}", 0) for a in AGREEMENTS}, closed=closed) for i in INTERESTS})
    return Perceptions(
        _perception(survey, "agree", guesses, by_agreement, closed),
        _perception(survey, "interested", guesses, by_interest, closed),
        among,
    )


def gap_counts(observatory: Any) -> list[dict[str, Any]]:
    """What the press hands over of surveys that were meant for it and are over. A gap that may not be told gives no row."""
    rows: list[dict[str, Any]] = []
    for one in surveys(observatory).filter(phase=Survey.Phase.CLOSED).exclude(area=""):
        found = perceptions(one).agree
        if found.gap is None:
            continue
        guesses = _guessed("agree", counts(one.guesses))
        answers = counts(one.answers)
        parts = {
            "elected_estimates_total": sum(value * n for value, n in guesses.items()),
            "elected_members_asked": sum(guesses.values()),
            "residents_favourable": sum(n for key, n in answers.items() if key.endswith(":agree")),
            "residents_asked": sum(answers.values()),
        }
        year = str(one.year)
        rows += [{"measure": m, "area": one.area, "time_period": year, "value": v} for m, v in parts.items()]
    return sorted(rows, key=lambda row: (row["area"], row["time_period"], row["measure"]))


def _guessed(yes: str, guesses: dict[str, int]) -> dict[int, int]:
    """How many officials guessed each percentage of that answer."""
    return {int(key.split(":")[1]): n for key, n in guesses.items() if key.startswith(f"{yes}:")}


def _perception(survey: Survey, yes: str, guesses: dict[str, int], said: dict[str, int], closed: bool) -> Perception:
    mine = _guessed(yes, guesses)
    guessed = told({str(value): n for value, n in mine.items()}, closed=closed)
    answered = told(said, closed=closed)
    guess = answer = None
    if guessed.shown:
        guess = mean_guess([float(v) for v, n in sorted(mine.items()) for _ in range(n)], survey.officials)
    if answered.shown and answered.total is not None:
        answer = share(said[yes], answered.total, survey.residents)
    between = gap(guess, answer) if guess and answer else None
    return Perception(yes, guess, answer, between, guessed.why, answered.why)
