"""How one step of a thread is said, from a figure to a council vote: the same words on pages and papers.
Which steps there are is the edition's; the words are in `data/thread.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from longuevue.terms.numbers import number
from longuevue.terms.periods import day_words
from longuevue.terms.wordbook import read_words

HERE = Path(__file__).parent / "data"


@cache
def _words() -> dict[str, Any]:
    return read_words(HERE, "thread.yaml")


def said(key: str, language: str, **values: object) -> str:
    """A text of the threads, with its {placeholders} filled."""
    text = str(_words()[f"thread.{key}"][language])
    return text.format(**values) if values else text


@dataclass(frozen=True, slots=True)
class Told:
    """One step in words: when, what it is, what was said, and what must be known beside it."""

    kind: str
    when: str
    name: str
    text: str
    notes: tuple[str, ...] = ()
    url: str = ""


def told(step: Mapping[str, Any], language: str) -> Told:
    """The step in words. What nobody wrote (a vote, money, a proof) is said missing, never left out."""
    kind = step["kind"]
    when = day_words(step["day"], language) if step.get("day") else ""
    notes = _NOTES[kind](step, language)
    text = _figure(step, language) if kind == "figure" else step["text"]
    named = [note for note in (step.get("place") or "", *notes) if note]
    return Told(kind, when, said(f"kind_{kind}", language), text, tuple(named), step.get("url") or "")


def gaps(missing: list[str], language: str) -> list[str]:
    """What the thread still lacks, one sentence each."""
    return [said(f"missing_{name}", language) for name in missing]


def _figure(step: Mapping[str, Any], language: str) -> str:
    return f"{step['label'][language]} : {step['value_text'][language]} ({step['period_text'][language]})".replace(
        " :", ":" if language == "en" else " :"
    )


def _act(step: Mapping[str, Any], language: str) -> list[str]:
    notes = [step["number"]]
    if step["cites"]:
        notes.append(said(f"takes_{step['cites']}", language))
    if step["delay_days"] is not None:
        notes.append(_after("after_edition", step["delay_days"], language))
    if step["votes_for"] is None:
        notes.append(said("no_votes", language))
    else:
        values = {
            "for_": step["votes_for"],
            "against": _or(step["votes_against"]),
            "withheld": _or(step["abstentions"]),
        }
        notes.append(said("votes", language, **values))
    return notes


def _commitment(step: Mapping[str, Any], language: str) -> list[str]:
    done = step["status"] == "done"
    notes = [step["bearer"]]
    notes.append(said("done_unproven", language) if done and not step["proven"] else step["status_name"][language])
    if step["due"]:
        notes.append(said("due", language, day=day_words(step["due"], language)))
    money = step["money"]
    notes.append(said("no_money", language) if money is None else f"{number(money, 0, language)} €")
    return notes


def _answer(step: Mapping[str, Any], language: str) -> list[str]:
    return [] if step["delay_days"] is None else [_after("answered_in", step["delay_days"], language)]


def _after(key: str, days: int, language: str) -> str:
    """How long after; the same day and the next have their own words."""
    return said(f"{key}_{days}", language) if days in (0, 1) else said(key, language, days=days)


def _question(step: Mapping[str, Any], language: str) -> list[str]:
    return [] if step["answered"] else [said("unanswered", language)]


def _nothing(step: Mapping[str, Any], language: str) -> list[str]:
    return []


def _address(step: Mapping[str, Any], language: str) -> list[str]:
    return [step["address"]]


def _or(count: int | None) -> str:
    return "—" if count is None else str(count)


_NOTES = {
    "figure": _address,
    "room": _nothing,
    "question": _question,
    "answer": _answer,
    "commitment": _commitment,
    "proof": _nothing,
    "deliberation": _act,
}
