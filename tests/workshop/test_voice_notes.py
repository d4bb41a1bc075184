"""Stories said aloud in Valmont: written down by a person, agreed to by their author, and the sound is nowhere afterwards, neither on
the disk nor in a backup nor in what is published. Voices are invented, and silent."""

from __future__ import annotations

import datetime as dt
import re
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from longuevue.terms.refusal import Refusal

SOUND = b"OggS" + b"zqvoix-de-zoe" * 40


@pytest.fixture
def campaign(valmont: Any) -> Any:
    from longuevue.workshop.testimonies.models import Campaign

    return Campaign.objects.create(
        observatory=valmont, question="Qu'avez-vous vu changer ?", population="tous", closes=dt.date(2099, 1, 1)
    )


@pytest.fixture(autouse=True)
def clean(valmont: Any) -> Any:
    from longuevue.workshop.testimonies.voice_notes import folder

    yield
    for path in folder().iterdir() if folder().is_dir() else ():
        path.unlink()


def said_aloud(browser: Client, campaign: Any, sound: bytes = SOUND) -> Any:
    """A story whose only answer is a voice, sent; its voice note."""
    from longuevue.workshop.testimonies.models import VoiceNote

    browser.post(f"/atelier/raconter/{campaign.public_id}/")
    browser.post("/atelier/recit/1/", {"kind": "came", "take_part": "on"})
    voice = SimpleUploadedFile("message.ogg", sound, "text/html")
    assert browser.post("/atelier/recit/2/", {"answer": "", "voice": voice}).status_code == 302
    browser.post("/atelier/recit/8/", {"quote": "anonymous", "publish": "on"})
    assert "dit à voix haute" in browser.get("/atelier/recit/9/").content.decode()
    assert browser.post("/atelier/recit/9/").status_code == 302
    return VoiceNote.objects.get()


def on_disk() -> bytes:
    from django.conf import settings

    return b"".join(path.read_bytes() for path in Path(settings.LONGUEVUE_FOLDER).rglob("*") if path.is_file())


def address(note: Any) -> str:
    return f"/atelier/o/valmont/recits/{note.story.public_id}/voix/{note.public_id}/"


def test_a_voice_outlives_its_text_or_is_published_before_it(
    campaign: Any, valmont: Any, visitor: Callable[..., Client], person: Callable[..., Any], tmp_path: Path
) -> None:
    from django.conf import settings

    from longuevue.config.backup import save
    from longuevue.workshop.press.voices import voices
    from longuevue.workshop.testimonies import services, voice_notes
    from longuevue.workshop.testimonies.models import VoiceNote

    author, moderator = visitor(), visitor(person(valmont, "moderator"))
    note = said_aloud(author, campaign)
    story = note.story
    assert SOUND not in on_disk() and b"zqvoix" not in on_disk(), "it lies encrypted"
    heard = moderator.get(address(note))
    assert heard.content == SOUND and heard["Content-Type"] == "audio/ogg" and "no-store" in heard["Cache-Control"]
    page = moderator.get(f"/atelier/o/valmont/recits/{story.public_id}/")
    assert "media-src 'self'" in page["Content-Security-Policy"] and "<audio" in page.content.decode()
    with pytest.raises(Refusal, match="pas encore écrit"):
        services.decide(story, approve=True, reveals=False, reason="", by=person(valmont, "moderator"))
    assert moderator.post(address(note), {"text": "  "}).status_code == 400
    moderator.post(address(note), {"text": "Au marché, on parle portugais.", "do": "write"})
    story.refresh_from_db()
    assert story.words.get("what", "") == "" and voices(valmont) == [], "nothing before the author agrees"
    receipt = author.get("/atelier/recit/recu/").content.decode()
    assert "Ce que nous avons entendu" in receipt and "portugais" in receipt
    stranger = visitor()
    assert stranger.post(f"/atelier/recit/voix/{note.public_id}/", {"text": "Faux."}).status_code == 400
    folder = Path(settings.LONGUEVUE_FOLDER)
    (folder / "observatory.toml").exists() or (folder / "observatory.toml").write_text("# essai\n")
    path = voice_notes.folder() / str(note.public_id)
    sealed = path.read_bytes()
    save(folder, tmp_path / "avant.tar")
    author.post(f"/atelier/recit/voix/{note.public_id}/", {"text": "Au marché, on y parle portugais."})
    story.refresh_from_db()
    assert story.words == {"what": "Au marché, on y parle portugais.", "expected": "", "name": "", "role": ""} or (
        story.words["what"] == "Au marché, on y parle portugais."
        and not any(k.startswith("heard_") for k in story.words)
    )
    assert not VoiceNote.objects.exists() and not path.exists() and sealed not in on_disk()
    save(folder, tmp_path / "apres.tar")
    for name in ("avant.tar", "apres.tar"):
        with tarfile.open(tmp_path / name) as tar:
            assert not [one for one in tar.getnames() if "voice-notes" in one or str(note.public_id) in one]
    services.decide(story, approve=True, reveals=False, reason="", by=person(valmont, "moderator"))
    told = voices(valmont)
    assert [part["text"] for part in told[0]["words"]] == ["Au marché, on y parle portugais."]


def test_taking_back_leaves_a_voice(campaign: Any, visitor: Callable[..., Client]) -> None:
    from longuevue.workshop.testimonies.models import VoiceNote
    from longuevue.workshop.testimonies.voice_notes import folder

    author = visitor()
    said_aloud(author, campaign)
    assert author.post("/atelier/recit/retirer/").status_code == 200
    assert not VoiceNote.objects.exists() and list(folder().iterdir()) == []


def test_a_voice_that_nobody_writes_stays_for_ever(campaign: Any, visitor: Callable[..., Client]) -> None:
    from longuevue.workshop.testimonies.models import VoiceNote
    from longuevue.workshop.testimonies.voice_notes import folder, forget_unwritten

    note = said_aloud(visitor(), campaign)
    (folder() / "00000000-0000-0000-0000-000000000000").write_bytes(b"of a note that a restore forgot")
    day = note.made_at.date()
    assert forget_unwritten(day + dt.timedelta(days=60)) == 1 and VoiceNote.objects.count() == 1
    assert forget_unwritten(day + dt.timedelta(days=61)) == 1
    assert not VoiceNote.objects.exists() and list(folder().iterdir()) == []


@pytest.mark.parametrize(
    "content", [b"<script>alert(1)</script>", b"MZ\x90", b"", b"%PDF-1.7", b"OggS" + b"x" * (13 * 1024 * 1024)]
)
def test_a_file_that_is_no_sound_is_kept(campaign: Any, visitor: Callable[..., Client], content: bytes) -> None:
    from longuevue.workshop.testimonies.models import VoiceNote

    browser = visitor()
    browser.post(f"/atelier/raconter/{campaign.public_id}/")
    browser.post("/atelier/recit/1/", {"kind": "came", "take_part": "on"})
    voice = SimpleUploadedFile("message.mp3", content, "audio/mpeg")
    answer = browser.post("/atelier/recit/2/", {"answer": "Ce que j'ai écrit.", "voice": voice})
    assert answer.status_code == 400 and not VoiceNote.objects.exists()
    kept = browser.get("/atelier/recit/2/").content.decode() + answer.content.decode()
    assert re.search("Ce que j(&#x27;|')ai écrit", kept), "what was written is lost with the file"


def test_a_voice_is_heard_elsewhere_or_needs_a_machine(
    campaign: Any,
    valmont: Any,
    visitor: Callable[..., Client],
    person: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from longuevue.workshop.testimonies import voice_notes

    note = said_aloud(visitor(), campaign)
    moderator = visitor(person(valmont, "moderator"))
    monkeypatch.delenv(voice_notes.TRANSCRIBER, raising=False)
    assert moderator.post(address(note), {"do": "machine"}).status_code == 400
    assert "Premier jet" not in moderator.get(f"/atelier/o/valmont/recits/{note.story.public_id}/").content.decode()
    monkeypatch.setenv(
        voice_notes.TRANSCRIBER, f'{sys.executable} -c "import sys; print(len(sys.stdin.buffer.read()))"'
    )
    assert moderator.post(address(note), {"do": "machine"}).status_code == 302
    note.story.refresh_from_db()
    assert voice_notes.heard(note) == str(len(SOUND)) and voice_notes.sound_of(note) == SOUND, (
        "a draft, for a person to read"
    )
    monkeypatch.setenv(voice_notes.TRANSCRIBER, f'{sys.executable} -c "raise SystemExit(1)"')
    assert moderator.post(address(note), {"do": "machine"}).status_code == 400


def test_the_end_of_a_voice_is_cut_then_its_sound_deleted(campaign: Any, visitor: Callable[..., Client]) -> None:
    """What is written and what was said do not fit together: refused in words, and both are still there."""
    from longuevue.workshop.testimonies import voice_notes
    from longuevue.workshop.testimonies.kinds import LONGEST

    note = said_aloud(visitor(), campaign)
    note.story.seal(note.story.words | {note.question: "a" * 100})
    note.story.save()
    with pytest.raises(Refusal):
        voice_notes.agree(note, "b" * (LONGEST - 50))
    note.story.refresh_from_db()
    assert voice_notes.sound_of(note) and note.story.words[note.question] == "a" * 100
