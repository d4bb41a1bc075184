"""A step of a thread in words: what nobody wrote is said missing, a delay is said as people say it."""

from __future__ import annotations

from typing import Any

import pytest

from longuevue.terms.thread import gaps, told

ACT: dict[str, Any] = {
    "kind": "deliberation", "day": "2026-12-10", "text": "Plan", "number": "", "url": "", "place": "Valmont", "cites": "figure",
    "quote": "", "delay_days": 20, "votes_for": None, "votes_against": None, "abstentions": None,
}  # fmt: skip
COMMITMENT: dict[str, Any] = {
    "kind": "commitment", "day": "2026-12-01", "text": "Ouvrir", "place": "Valmont", "bearer": "", "due": None, "money": None,
    "status": "done", "proven": False, "status_name": {"fr": "fait", "en": "done"},
}  # fmt: skip


def test_a_vote_that_nobody_recorded_is_not_a_vote_of_zero() -> None:
    assert "vote non relevé" in told(ACT, "fr").notes
    voted = told({**ACT, "votes_for": 30, "votes_against": 0}, "fr").notes
    assert "30 pour, 0 contre, — abstention(s)" in voted


def test_done_without_a_proof_and_money_nobody_stated_are_said_so() -> None:
    assert told(COMMITMENT, "fr").notes == ("Valmont", "dit fait, sans preuve", "argent non dit")
    proven = told({**COMMITMENT, "proven": True, "money": 0}, "en").notes
    assert proven == ("Valmont", "done", "0 €")


@pytest.mark.parametrize(
    ("days", "words"), [(0, "le jour de l'édition"), (1, "le lendemain de l'édition"), (2, "2 jours après l'édition")]
)
def test_a_delay_of_a_day_or_none_is_said_as_people_say_it(days: int, words: str) -> None:
    assert words in told({**ACT, "delay_days": days}, "fr").notes


def test_a_question_without_answer_says_so_and_what_is_missing_is_a_sentence() -> None:
    asked = {"kind": "question", "day": "2026-12-01", "text": "Quand ?", "place": "", "answered": False}
    assert told(asked, "fr").notes == ("sans réponse",)
    assert gaps(["room", "commitment"], "en") == [
        "No debate is open on this figure.",
        "Nobody has undertaken anything.",
    ]
