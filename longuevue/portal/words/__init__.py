"""Every short text of the pages, in French then English, kept in YAML files beside this one. Long prose is in templates;
the words of statuses and reasons, which papers say too, are in `longuevue.terms.words`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from longuevue.terms.wordbook import read_words
from longuevue.terms.words import REASON_SENTENCES, STATUS_MEANS, STATUS_NAMES

HERE = Path(__file__).parent


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Key (`home.title`) → {"fr", "en"}. A text without its English twin raises: it would be shown half translated."""
    found = read_words(HERE)
    shared = {"name": STATUS_NAMES, "means": STATUS_MEANS, "reason": REASON_SENTENCES}
    return found | {f"status.{kind}.{code}": texts for kind, said in shared.items() for code, texts in said.items()}


def say(key: str, language: str, **values: object) -> str:
    """The text of `key` in `language`, with its {placeholders} filled."""
    text = catalogue()[key][language]
    return text.format(**values) if values else text


def has(key: str) -> bool:
    """True when the catalogue knows this key."""
    return key in catalogue()
