"""Statuses and reasons in plain words, in both languages, read from `data/statuses.yaml`. Which reading has which is
decided in the engine; a reason has a few words for a table and a sentence for a page."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from longuevue.terms.statuses import STATUSES
from longuevue.terms.wordbook import read_words

_SAID: Final = read_words(Path(__file__).parent / "data", "statuses.yaml")


def _of(kind: str) -> dict[str, dict[str, str]]:
    head = f"statuses.{kind}."
    return {key.removeprefix(head): texts for key, texts in _SAID.items() if key.startswith(head)}


#: `ok` … `not_observed`, then `zero` and `old`, which the eye tells apart too
STATUS_NAMES: Final = _of("name")
STATUS_WORDS: Final = {status: STATUS_NAMES[status] for status in STATUSES}
STATUS_MEANS: Final = _of("means")
REASON_WORDS: Final = _of("reason_short")
REASON_SENTENCES: Final = _of("reason")


def status_words(status: str, language: str = "fr") -> str:
    """A status in words."""
    return STATUS_WORDS[status][language]


def reason_words(reason: str, language: str = "fr") -> str:
    """A reason in a few words."""
    return REASON_WORDS[reason][language]
