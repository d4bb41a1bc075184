"""Short texts kept in YAML files, in French then English: read, checked and said in one way by every room that shows them.
Which texts a room has is in its own folder, not here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from longuevue.terms.numbers import french_spaces
from longuevue.terms.yaml_text import read_yaml

Texts = dict[str, Any]


def read_words(folder: Path, names: str = "*.yaml") -> dict[str, Texts]:
    """Key (`home.title`: file, then path inside it) → {"fr", "en"}, each a text or a list of texts.

    A text without its English twin raises: it would be shown half translated.
    """
    found: dict[str, Texts] = {}
    for path in sorted(folder.glob(names)):
        for key, texts in _flat(read_yaml(path.read_text(encoding="utf-8")), path.stem):
            if not texts.get("fr") or not texts.get("en"):
                raise ValueError(f"{path.name}: « {key} » has no {'French' if not texts.get('fr') else 'English'} text")
            found[key] = {"fr": _spaced(texts["fr"]), "en": texts["en"]}
    return found


def _spaced(french: Any) -> Any:
    return [french_spaces(text) for text in french] if isinstance(french, list) else french_spaces(french)


def _flat(node: Any, prefix: str) -> list[tuple[str, Texts]]:
    if not isinstance(node, dict):
        raise ValueError(f"{prefix}: a text with a comma needs quotes")
    if set(node) <= {"fr", "en"}:
        return [(prefix, node)]
    return [pair for key, value in node.items() for pair in _flat(value, f"{prefix}.{key}")]
