"""Every short text of the workshop, in French then English, kept in `words/`, one file an app. Long prose is in templates."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.utils.functional import lazystr
from django.utils.translation import get_language

from longuevue.terms.wordbook import read_words

HERE = Path(__file__).resolve().parent.parent / "words"


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Key (`actors.title`) → {"fr", "en"}; the first part of the key is the app."""
    return read_words(HERE)


def language() -> str:
    """The language of this answer: French unless English was chosen."""
    return "en" if (get_language() or "fr").startswith("en") else "fr"


def say(key: str, **values: object) -> str:
    """The text of `key` in the language of this answer, with its {placeholders} filled."""
    text = catalogue()[key][language()]
    return text.format(**values) if values else text


class _Later:
    """A text worded when it is shown: forms and choices are made once, for both languages."""

    def __init__(self, key: str) -> None:
        self.key = key
        catalogue()[key]  # a wrong key is said at start, not to a person

    def __str__(self) -> str:
        return say(self.key)


def later(key: str) -> str:
    """The text of `key`, worded when shown."""
    return lazystr(_Later(key))


def both(texts: dict[str, str]) -> str:
    """A bilingual text of `longuevue.terms` in the language of this answer."""
    return texts.get(language()) or texts["fr"]
