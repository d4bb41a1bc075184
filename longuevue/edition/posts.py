"""Words of debates in an edition: one file a contribution, one for the room's own, listed in the manifest, which is never rewritten. Taking one away removes
its file and leaves a stone; the record keeps its line, which says why it is empty. Why it went is said in the room."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from longuevue.edition import layout
from longuevue.edition.records import Records
from longuevue.edition.spoken import POST, SPOKEN, told
from longuevue.edition.stones import faults_of_words, file_of, gone_on, state_of, take_words_out, write_words


def write_posts(folder: Path, words: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, Any]]:
    """One file a contribution; id → hash, for the manifest."""
    return write_words(folder / layout.POSTS, words)


def take_posts_out(edition: Path, gone: Iterable[str], day: str) -> int:
    """Remove the files of these contributions from an edition and leave their stones; how many were still there."""
    shelf = edition / layout.POSTS
    return take_words_out(shelf, {post for post in gone if POST.fullmatch(post)}, day) if shelf.is_dir() else 0


def posts_kept(edition: Path) -> list[str]:
    """Every contribution or room whose words the folder still holds."""
    names = (path.name.removesuffix(".json") for path in (edition / layout.POSTS).glob("*.json"))
    return sorted(name for name in names if POST.fullmatch(name))


def faults_of_posts(edition: Path, listed: Mapping[str, Any]) -> list[str]:
    """What does not hold: a contribution neither whole nor taken away, or both, or one that was never listed."""
    still_there = "cette contribution est retirée et son fichier est encore là"
    missing = "le fichier manque, et rien ne dit que la contribution est retirée"
    return faults_of_words(edition / layout.POSTS, listed, still_there, missing)


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
        return state_of(self.path / layout.POSTS) if self.manifest.get("posts") else ""

    def posts_gone(self) -> list[str]:
        """The contributions taken away since: whoever holds a copy of the edition is asked to remove them."""
        return sorted(post for post in self.manifest.get("posts") or {} if gone_on(self.path / layout.POSTS, post))

    def _words(self) -> tuple[dict[str, Any], dict[str, str]]:
        words, gone = {}, {}
        for post in self.manifest["posts"]:
            try:
                words[post] = json.loads(file_of(self.path / layout.POSTS, post).read_text(encoding="utf-8"))
            except (OSError, ValueError):
                gone[post] = gone_on(self.path / layout.POSTS, post)
        return words, gone

    @cached_property
    def _told_posts(self) -> dict[str, tuple[str, list[dict[str, Any]]]]:
        return {}
