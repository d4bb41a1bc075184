"""Every short text of the papers, in French then English, kept in YAML files beside this one. No figure is known here."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from longuevue.terms.wordbook import read_words

HERE = Path(__file__).parent


@cache
def catalogue() -> dict[str, dict[str, Any]]:
    """Key (`seen.title`) → {"fr", "en"}, each a text or a list of texts. A text without its English twin raises."""
    return read_words(HERE)


def say(key: str, language: str, **values: object) -> str:
    """The text of `key` in `language`, with its {placeholders} filled."""
    text = catalogue()[key][language]
    return text.format(**values) if values else text


def list_of(key: str, language: str) -> tuple[str, ...]:
    """The texts of `key` in `language`, when it holds several."""
    return tuple(catalogue()[key][language])


def has(key: str) -> bool:
    """True when the catalogue knows this key."""
    return key in catalogue()
