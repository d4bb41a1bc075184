"""Words of debates in an edition: one file a contribution, listed in the manifest, which is never rewritten. Taking one away removes
its file and leaves a stone; the record keeps its line, which says why it is empty. Why it went is said in the room."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from longuevue.edition import layout
from longuevue.edition.hashing import sha256_of_file
from longuevue.edition.records import Records
from longuevue.edition.spoken import POST, SPOKEN, told
from longuevue.terms.on_disk import flush, write_whole

_STONE: Final = ".withdrawn.json"


def write_posts(folder: Path, words: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, Any]]:
    """One file a contribution; id → hash, for the manifest. The words are hashed with a salt that goes with them."""
    listed = {}
    for post, said in sorted(words.items()):
        path = _file(folder, post)
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        listed[post] = {"sha256": sha256_of_file(path), "bytes": path.stat().st_size}
    return listed


def take_posts_out(edition: Path, gone: Iterable[str], day: str) -> int:
    """Remove the files of these contributions from an edition and leave their stones; how many were still there."""
    folder, removed = edition / layout.POSTS, 0
    if not folder.is_dir():
        return 0
    for post in sorted(set(gone)):
        if not POST.fullmatch(post) or not _file(edition, post).is_file():
            continue
        write_whole(_stone(edition, post), json.dumps({"id": post, "withdrawn_on": day}) + "\n")
        _file(edition, post).unlink()
        removed += 1
    flush(folder)
    return removed


def faults_of_posts(edition: Path, listed: Mapping[str, Any]) -> list[str]:
    """What does not hold: a contribution neither whole nor taken away, or both, or one that was never listed."""
    faults = []
    for post, known in listed.items():
        path, gone = _file(edition, post), bool(_day_of(edition, post))
        if path.is_file() and gone:
            faults.append(f"{layout.POSTS}/{post} : cette contribution est retirée et son fichier est encore là")
        elif path.is_file() and sha256_of_file(path) != known["sha256"]:
            faults.append(f"{layout.POSTS}/{post} : le contenu a changé depuis la publication")
        elif not path.is_file() and not gone:
            faults.append(f"{layout.POSTS}/{post} : le fichier manque, et rien ne dit que la contribution est retirée")
    names = {f"{post}{end}" for post in listed for end in (".json", _STONE)}
    for path in sorted((edition / layout.POSTS).rglob("*")):
        if path.name not in names or path.parent.name != layout.POSTS:
            faults.append(f"{path.relative_to(edition).as_posix()} : ce fichier n'est pas dans le manifeste")
    return faults


def _file(edition: Path, post: str) -> Path:
    return edition / layout.POSTS / f"{post}.json"


def _stone(edition: Path, post: str) -> Path:
    return edition / layout.POSTS / f"{post}{_STONE}"


def _day_of(edition: Path, post: str) -> str:
    """The day of a stone, which says its contribution and that day and nothing else; empty without one."""
    try:
        said = json.loads(_stone(edition, post).read_text(encoding="utf-8"))
        right = set(said) == {"id", "withdrawn_on"} and said["id"] == post
        return said["withdrawn_on"] if right and re.fullmatch(r"\d{4}-\d\d-\d\d", said["withdrawn_on"]) else ""
    except (OSError, ValueError, TypeError, KeyError):
        return ""


class Posts(Records):
    """The part of an edition's reader that answers for words of debates. One may be gone since the page before."""

    def _recorded(self, name: str) -> list[dict[str, Any]]:
        rows = super()._recorded(name)
        listed = next((one for one in SPOKEN if layout.RECORDS[one] == name), None)
        if listed is None or not self.manifest.get("posts"):
            return rows
        state = self.posts_state()
        if self._told_posts.get(name, ("", []))[0] != state:
            words, gone = self._words()
            self._told_posts[name] = (state, told(listed, rows, gone, words))
        return self._told_posts[name][1]

    def posts_state(self) -> str:
        """Changes when a contribution is taken away. Empty without any."""
        folder = self.path / layout.POSTS
        if not self.manifest.get("posts") or not folder.is_dir():
            return ""
        return f"{folder.stat().st_mtime_ns:x}-{len(list(folder.iterdir()))}"

    def posts_gone(self) -> list[str]:
        """The contributions taken away since: whoever holds a copy of the edition is asked to remove them."""
        return sorted(post for post in self.manifest.get("posts") or {} if _day_of(self.path, post))

    def _words(self) -> tuple[dict[str, Any], dict[str, str]]:
        words, gone = {}, {}
        for post in self.manifest["posts"]:
            try:
                words[post] = json.loads(_file(self.path, post).read_text(encoding="utf-8"))
            except (OSError, ValueError):
                gone[post] = _day_of(self.path, post)
        return words, gone

    @cached_property
    def _told_posts(self) -> dict[str, tuple[str, list[dict[str, Any]]]]:
        return {}
