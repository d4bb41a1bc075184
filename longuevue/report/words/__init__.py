"""Every short text of the papers, in French then English, kept in YAML files beside this one. No figure is known here."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from longuevue.terms.numbers import french_spaces

HERE = Path(__file__).parent


@cache
def catalogue() -> dict[str, dict[str, Any]]:
    """Key (`seen.title`) → {"fr", "en"}, each a text or a list of texts. A text without its English twin raises."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted(HERE.glob("*.yaml")):
        for key, texts in _flat(yaml.safe_load(path.read_text(encoding="utf-8")), path.stem):
            if not texts.get("fr") or not texts.get("en"):
                raise ValueError(f"{path.name}: « {key} » has no {'French' if not texts.get('fr') else 'English'} text")
            french = texts["fr"]
            found[key] = {
                "fr": [french_spaces(t) for t in french] if isinstance(french, list) else french_spaces(french),
                "en": texts["en"],
            }
    return found


def _flat(node: dict[str, Any], prefix: str) -> list[tuple[str, dict[str, Any]]]:
    if set(node) <= {"fr", "en"}:
        return [(prefix, node)]
    return [pair for key, value in node.items() for pair in _flat(value, f"{prefix}.{key}")]


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
