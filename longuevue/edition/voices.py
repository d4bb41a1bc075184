"""Stories in an edition: one file each, listed by salted id in the manifest, which is never rewritten. Taking one back removes
its file and leaves a stone that says so; whether a story may be shown at all was decided before."""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from longuevue.edition import layout
from longuevue.edition.rooms import Rooms
from longuevue.edition.stones import faults_of_words, file_of, gone_on, state_of, take_words_out, write_words

if TYPE_CHECKING:
    from longuevue.edition.places import Place
    from longuevue.territories.areas import AreaRef

#: what a story may say; a build refuses any other word
VOICE_SAYS: Final = frozenset(
    ("id", "salt", "question", "kind", "kind_name", "year", "age", "age_name", "area", "marker", "quote", "signed", "words")
)  # fmt: skip
#: what is shown of a person beside their words, and may be withheld when too few share it
SHOWN_BESIDE: Final = ("area", "kind", "age", "year", "marker")
#: fewer people than this never share what is shown beside their words (methodology §4.4)
TOGETHER: Final = 5
HIDDEN: Final = "*"
_ID: Final = re.compile(r"[0-9a-f]{32}")


def salted(story: uuid.UUID) -> str:
    """The name of a story outside the workshop: its 122 random bits are the salt, and nothing leads back to them."""
    return hashlib.sha256(f"longuevue voice {story.hex}".encode()).hexdigest()[:32]


def write_voices(folder: Path, voices: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """One file a story; id → hash, for the manifest."""
    return write_words(folder / layout.VOICES, {voice["id"]: voice for voice in voices})


def take_out(edition: Path, gone: frozenset[str], day: str) -> int:
    """Remove the files of these stories from an edition and leave their stones; how many were still there."""
    shelf = edition / layout.VOICES
    return take_words_out(shelf, gone & ids_in(edition), day) if shelf.is_dir() else 0


def ids_in(edition: Path) -> frozenset[str]:
    """Every story that the folder holds, or held."""
    names = (path.name.partition(".")[0] for path in (edition / layout.VOICES).glob("*.json"))
    return frozenset(name for name in names if _ID.fullmatch(name))


def shown_before(shelf: Path) -> dict[str, dict[str, Any]]:
    """Story → what stood beside its words in the first of these editions that showed it, and still does in those we serve."""
    found: dict[str, dict[str, Any]] = {}
    for edition in sorted(path for path in shelf.glob("*") if path.is_dir() and not path.name.startswith(".")):
        for voice in ids_in(edition) - found.keys():
            try:
                said = json.loads(file_of(edition / layout.VOICES, voice).read_text(encoding="utf-8"))
            except (OSError, ValueError):
                continue  # taken back
            found[voice] = {name: said.get(name) for name in (*SHOWN_BESIDE, "kind_name", "age_name")}
    return found


def faults_of_voices(edition: Path, listed: Mapping[str, Any]) -> list[str]:
    """What does not hold: a story neither whole nor taken back, or both, or one that was never listed."""
    still_there = "ce récit est retiré et son fichier est encore là"
    missing = "le fichier manque, et rien ne dit que le récit est retiré"
    return faults_of_words(edition / layout.VOICES, listed, still_there, missing)


class Voices(Rooms):
    """The part of an edition's reader that answers for stories. They are read from the disk each time: one may be gone."""

    def voices(self, area: str | AreaRef, marker: str = "") -> list[dict[str, Any]]:
        """The stories told of the territory and of the places inside it, all or beside one figure, in order of years."""
        place = self._find(area)
        return [one for one in self._voices() if (not marker or one["marker"] == marker) and self._told_in(one, place)]

    def voices_of_marker(self, marker: str) -> list[dict[str, Any]]:
        """The stories told beside a figure, wherever they are."""
        return [one for one in self._voices() if one["marker"] == marker]

    def every_voice(self) -> list[dict[str, Any]]:
        """All the stories that the edition still holds."""
        return self._voices()

    def voices_counted(self) -> dict[str, Any]:
        """How many told, and how many expected the question, as counted when the edition was made: never counted again."""
        counted: dict[str, Any] = self._document(layout.NOTES).get("voices") or {}
        return counted

    def revoked(self) -> list[str]:
        """The salted ids of the stories taken back since: whoever holds a copy of the edition is asked to remove them."""
        return sorted(voice for voice in self.manifest.get("voices") or {} if gone_on(self.path / layout.VOICES, voice))

    def state(self) -> str:
        """Changes when a story or words of a debate are taken back: what was made of this edition before must be made again.
        Empty without any."""
        voices = state_of(self.path / layout.VOICES) if self.manifest.get("voices") else ""
        return self.posts_state() + voices

    def _voices(self) -> list[dict[str, Any]]:
        found = []
        for voice in self.manifest.get("voices") or {}:
            if gone_on(self.path / layout.VOICES, voice):
                continue
            try:
                found.append(json.loads(file_of(self.path / layout.VOICES, voice).read_text(encoding="utf-8")))
            except (OSError, ValueError):
                continue  # taken back while we read
        return sorted(_still_together(found), key=lambda one: (str(one["year"]), one["id"]))

    def _told_in(self, voice: Mapping[str, Any], place: Place) -> bool:
        homes = [home] if (home := self._known(voice["area"])) else self._perimeter
        return any(self._is_in(home, place) for home in homes)


def _still_together(voices: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """When so many were taken back that too few are left alike, nothing is shown any more beside the words of these."""
    alike = Counter(_beside(one) for one in voices if one["quote"] == "anonymous")
    hidden: dict[str, Any] = dict.fromkeys(SHOWN_BESIDE, HIDDEN) | {"kind_name": {}, "age_name": {}}
    return [
        one if one["quote"] != "anonymous" or alike[_beside(one)] >= TOGETHER else {**one, **hidden} for one in voices
    ]


def _beside(voice: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(voice[name]) for name in SHOWN_BESIDE)
