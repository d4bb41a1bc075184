"""What the workshop decided of an observatory, as a file that `longuevue build` reads beside `observatory.toml`.
The person's own file is never rewritten: its comments and other tables are theirs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from longuevue.terms.on_disk import write_whole

#: read over `observatory.toml` by `longuevue.config.observatory`
NAME = "workshop/settings.toml"


def settings_text(
    *,
    name: str,
    perimeter: Sequence[str],
    languages: Sequence[str],
    questions: Sequence[str],
    sensitive: Mapping[str, str],
    registered: Mapping[str, str],
) -> str:
    """The settings as TOML. JSON's strings and lists are TOML's."""
    lines = ["# Écrit par l'atelier ; se change dans l'atelier. Le reste est dans observatory.toml."]
    lines += [f"name = {_text(name)}"]
    for key, values in (("perimeter", perimeter), ("languages", languages), ("questions", questions)):
        lines.append(f"{key} = [{', '.join(_text(value) for value in values)}]")
    for table, entries in (("sensitive", sensitive), ("registered", registered)):
        lines += ["", f"[{table}]", *(f"{_text(key)} = {_text(value)}" for key, value in sorted(entries.items()))]
    return "\n".join(lines) + "\n"


def write_settings(folder: Path, text: str) -> Path:
    """Write in one gesture: a build that reads meanwhile sees the former settings or the new ones."""
    path = folder / NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return path
    write_whole(path, text)
    return path


def _text(value: str) -> str:
    """A TOML basic string; JSON leaves the DEL sign as it is, TOML does not."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
