"""Every short text of the pages, in French then English, kept in YAML files beside this one. Long prose is in templates."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from longuevue.terms.numbers import french_spaces
from longuevue.terms.words import STATUS_WORDS

HERE = Path(__file__).parent


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Key (`home.title`) → {"fr", "en"}. A text without its English twin raises: it would be shown half translated."""
    found: dict[str, dict[str, str]] = {}
    for path in sorted(HERE.glob("*.yaml")):
        for key, texts in _flat(yaml.safe_load(path.read_text(encoding="utf-8")), path.stem):
            if not texts.get("fr") or not texts.get("en"):
                raise ValueError(f"{path.name}: « {key} » has no {'French' if not texts.get('fr') else 'English'} text")
            found[key] = {"fr": french_spaces(texts["fr"]), "en": texts["en"]}
    for status, names in STATUS_WORDS.items():
        found[f"status.name.{status}"] = dict(names)
    return found


def _flat(node: dict[str, Any], prefix: str) -> list[tuple[str, dict[str, str]]]:
    if not isinstance(node, dict):
        raise ValueError(f"{prefix}: a text with a comma needs quotes")
    if set(node) <= {"fr", "en"}:
        return [(prefix, node)]
    return [pair for key, value in node.items() for pair in _flat(value, f"{prefix}.{key}")]


def say(key: str, language: str, **values: object) -> str:
    """The text of `key` in `language`, with its {placeholders} filled."""
    text = catalogue()[key][language]
    return text.format(**values) if values else text


def has(key: str) -> bool:
    """True when the catalogue knows this key."""
    return key in catalogue()
