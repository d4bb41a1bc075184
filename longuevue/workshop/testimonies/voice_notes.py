"""A story said aloud: kept encrypted under the story's key until somebody has written it down and its author, or a moderator, agreed
to the text; then the sound is deleted. It is in no backup, no export, no edition, and no service elsewhere hears it."""

from __future__ import annotations

import datetime as dt
import os
import shlex
import subprocess
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db import transaction
from django.shortcuts import get_object_or_404

from longuevue.terms.on_disk import write_whole
from longuevue.terms.refusal import Refusal
from longuevue.workshop.frame.words import say
from longuevue.workshop.testimonies.kinds import LONGEST, QUESTIONS
from longuevue.workshop.testimonies.models import Status, Story, StoryKey, VoiceNote

MOST_BYTES: Final = 12 * 1024 * 1024
#: a sound that nobody wrote down in so many days is deleted all the same
DAYS: Final = 60
#: where, in the words of a story, the text waits for agreement
HEARD: Final = "heard_"
#: how each format begins
_BEGINS: Final = {
    "audio/webm": b"\x1aE\xdf\xa3", "audio/ogg": b"OggS", "audio/wav": b"RIFF", "audio/mpeg": b"ID3", "audio/flac": b"fLaC",
}  # fmt: skip
#: a command of the operator's own, on this machine: the sound on its standard input, the text on its standard output
TRANSCRIBER: Final = "LONGUEVUE_TRANSCRIBER"


def note(observatory: Any, story_id: Any, note_id: Any) -> VoiceNote:
    """One voice note of a story sent here."""
    found = VoiceNote.objects.select_related("story__campaign").exclude(story__status=Status.DRAFT)
    return get_object_or_404(
        found, story__campaign__observatory=observatory, story__public_id=story_id, public_id=note_id
    )


def folder() -> Path:
    """Where sounds lie: beside the keys, where no backup goes."""
    return Path(settings.LONGUEVUE_FOLDER) / "private" / "voice-notes"


@transaction.atomic
def keep(story: Story, question: str, content: bytes) -> VoiceNote:
    """The sound of one answer of a draft; another one takes its place."""
    if story.status != Status.DRAFT:
        raise Refusal(say("testimonies.sent_already"), say("testimonies.sent_already_remedy"))
    if len(content) > MOST_BYTES:
        raise Refusal(say("testimonies.voice_long"), say("testimonies.voice_long_remedy"))
    kind = _kind_of(content)
    if kind is None or question not in QUESTIONS:
        raise Refusal(say("testimonies.voice_unknown"), say("testimonies.voice_unknown_remedy"))
    discard(story.voice_notes.filter(question=question))
    if not StoryKey.objects.filter(story=story).exists():
        story.seal(story.words)
        story.save(update_fields=["sealed"])
    made = VoiceNote.objects.create(story=story, question=question, kind=kind)
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    write_whole(_path(made.public_id), _box(story).encrypt(content).decode("ascii"), mode=0o600)
    return made


def sound_of(one: VoiceNote) -> bytes | None:
    """The sound, as it was sent; None once it is gone, or its key."""
    try:
        return _box(one.story).decrypt(_path(one.public_id).read_bytes())
    except (OSError, InvalidToken, StoryKey.DoesNotExist):
        return None


def heard(one: VoiceNote) -> str:
    """What was written down of it, and waits for agreement."""
    return one.story.words.get(f"{HEARD}{one.question}", "")


@transaction.atomic
def write_down(one: VoiceNote, text: str) -> None:
    """A person's transcription, shown to the author on their receipt."""
    _check(text)
    _seal(one.story, {f"{HEARD}{one.question}": text.strip()})


def by_machine(one: VoiceNote) -> None:
    """A first draft by the operator's own command, if there is one; nothing leaves this machine."""
    command, sound = os.environ.get(TRANSCRIBER, ""), sound_of(one)
    if not command or sound is None:
        raise Refusal(say("testimonies.no_machine"), say("testimonies.no_machine_remedy"))
    try:
        done = subprocess.run(shlex.split(command), input=sound, capture_output=True, timeout=600, check=True)
    except (OSError, subprocess.SubprocessError):
        raise Refusal(say("testimonies.machine_failed"), say("testimonies.no_machine_remedy")) from None
    write_down(one, done.stdout.decode("utf-8", "replace"))


@transaction.atomic
def agree(one: VoiceNote, text: str) -> None:
    """The author, or a moderator, agrees to this text: it joins the written answer, and the sound is deleted."""
    _check(text)
    written = one.story.words.get(one.question, "")
    whole = "\n\n".join(filter(None, [written, text.strip()]))
    _check(whole)  # the sound is deleted below: nothing of it may be cut
    _seal(one.story, {one.question: whole, f"{HEARD}{one.question}": ""})
    discard([one])


def discard(notes: Iterable[VoiceNote]) -> int:
    """Sounds deleted from the disk, then from the tables; how many."""
    count = 0
    for one in list(notes):
        _path(one.public_id).unlink(missing_ok=True)
        one.delete()
        count += 1
    return count


def forget(ids: Iterable[uuid.UUID]) -> int:
    """The sounds of stories that are erased."""
    return discard(VoiceNote.objects.filter(story__public_id__in=list(ids)))


def forget_unwritten(today: dt.date) -> int:
    """Sounds that nobody wrote down in time, and files that no note speaks of any more."""
    count = discard(VoiceNote.objects.filter(made_at__date__lt=today - dt.timedelta(days=DAYS)))
    known = {str(one) for one in VoiceNote.objects.values_list("public_id", flat=True)}
    for path in folder().iterdir() if folder().is_dir() else ():
        if path.name not in known and path.is_file() and not path.name.startswith("."):
            path.unlink()
            count += 1
    return count


def _check(text: str) -> None:
    if not text.strip():
        raise Refusal(say("testimonies.nothing_told"), say("testimonies.voice_write"))
    if len(text) > LONGEST:
        raise Refusal(say("testimonies.too_long", most=LONGEST), say("testimonies.too_long_remedy"))


def _seal(story: Story, words: dict[str, str]) -> None:
    held = Story.objects.select_for_update().get(pk=story.pk)
    if held.status not in (Status.DRAFT, Status.SENT):
        raise Refusal(say("testimonies.decided_already"), say("testimonies.decided_already_remedy"))
    held.seal({key: text for key, text in (held.words | words).items() if text or not key.startswith(HEARD)})
    held.save(update_fields=["sealed"])


def _box(story: Story) -> Fernet:
    return Fernet(StoryKey.objects.get(story=story).key.encode())


def _path(note_id: uuid.UUID) -> Path:
    return folder() / str(note_id)


def _kind_of(content: bytes) -> str | None:
    """The format by its first bytes: what a browser says of a file is not believed."""
    if content[4:8] == b"ftyp":
        return "audio/mp4"
    if content[:2] in (b"\xff\xfb", b"\xff\xf3", b"\xff\xf1", b"\xff\xf9"):
        return "audio/mpeg" if content[1] in (0xFB, 0xF3) else "audio/aac"
    return next((kind for kind, first in _BEGINS.items() if content.startswith(first)), None)
