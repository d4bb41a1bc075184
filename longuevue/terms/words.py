"""Statuses and reasons in plain words, in both languages, read from `data/statuses.yaml`. Which reading has which is
decided in the engine; a reason has a few words for a table and a sentence for a page."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from longuevue.terms.wordbook import read_words

_SAID: Final = read_words(Path(__file__).parent / "data", "statuses.yaml")


def _of(kind: str) -> dict[str, dict[str, str]]:
    head = f"statuses.{kind}."
    return {key.removeprefix(head): texts for key, texts in _SAID.items() if key.startswith(head)}


#: the statuses, then `zero`, `too_uncertain` and `old`, which the eye tells apart too
STATUS_NAMES: Final = _of("name")
STATUS_MEANS: Final = _of("means")
REASON_WORDS: Final = _of("reason_short")
REASON_SENTENCES: Final = _of("reason")


#: what is known and not given: among partner countries it is told so, or it would pass for no link at all
WITHHELD: Final = ("suppressed", "too_uncertain")


def seen_as(status: str, value: float | None) -> str:
    """What the eye tells apart: a status, zero, or a low precision under which no value is given."""
    if value == 0 and status == "ok":
        return "zero"
    return "too_uncertain" if value is None and status == "low_precision" else status


def status_words(status: str, language: str = "fr") -> str:
    """A status in words."""
    return STATUS_NAMES[status][language]


def reason_words(reason: str, language: str = "fr") -> str:
    """A reason in a few words."""
    return REASON_WORDS[reason][language]
