"""Words that may be taken back from an edition: one file each, listed by hash in the manifest, which is never rewritten. Taking
some away removes their file and leaves a stone, which says that and the day. Whose words they are is said by `voices` and `posts`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from longuevue.edition.hashing import sha256_of_file
from longuevue.terms.on_disk import flush, write_whole

_STONE: Final = ".withdrawn.json"


def file_of(shelf: Path, name: str) -> Path:
    """Where these words are, while they are."""
    return shelf / f"{name}.json"


def write_words(shelf: Path, words: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """One file for each; name → hash, for the manifest. The words are hashed with a salt that goes with them."""
    listed = {}
    for name, said in sorted(words.items()):
        path = file_of(shelf, name)
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        listed[name] = {"sha256": sha256_of_file(path), "bytes": path.stat().st_size}
    return listed


def take_words_out(shelf: Path, gone: Iterable[str], day: str) -> int:
    """Remove the files of those that the folder holds and leave their stones, which keep their first day; how many went."""
    removed = 0
    for name in sorted(gone):
        path, stone = file_of(shelf, name), shelf / f"{name}{_STONE}"
        if path.is_file() and not stone.is_file():
            write_whole(stone, json.dumps({"id": name, "withdrawn_on": day}) + "\n")
        if path.is_file():
            path.unlink()
            removed += 1
    flush(shelf)
    return removed


def gone_on(shelf: Path, name: str) -> str:
    """The day on a stone, empty without one. It says whose it is, that day and nothing else: no word can hide in one."""
    try:
        said = json.loads((shelf / f"{name}{_STONE}").read_text(encoding="utf-8"))
        right = set(said) == {"id", "withdrawn_on"} and said["id"] == name
        return said["withdrawn_on"] if right and re.fullmatch(r"\d{4}-\d\d-\d\d", said["withdrawn_on"]) else ""
    except (OSError, ValueError, TypeError, KeyError):
        return ""


def state_of(shelf: Path) -> str:
    """Changes when words are taken away."""
    return f"{shelf.stat().st_mtime_ns:x}-{len(list(shelf.iterdir()))}" if shelf.is_dir() else ""


def faults_of_words(shelf: Path, listed: Mapping[str, Any], still_there: str, missing: str) -> list[str]:
    """What does not hold: words neither whole nor taken away, or both, or some that were never listed. The two sentences are
    said of a file that a stone contradicts, and of one that is missing without a stone."""
    faults = []
    for name, known in listed.items():
        path, gone = file_of(shelf, name), bool(gone_on(shelf, name))
        if path.is_file() and gone:
            faults.append(f"{shelf.name}/{name} : {still_there}")
        elif path.is_file() and sha256_of_file(path) != known["sha256"]:
            faults.append(f"{shelf.name}/{name} : le contenu a changé depuis la publication")
        elif not path.is_file() and not gone:
            faults.append(f"{shelf.name}/{name} : {missing}")
    names = {f"{name}{end}" for name in listed for end in (".json", _STONE)}
    for path in sorted(shelf.rglob("*")):
        if path.name not in names or path.parent != shelf:
            faults.append(f"{path.relative_to(shelf.parent).as_posix()} : ce fichier n'est pas dans le manifeste")
    return faults
