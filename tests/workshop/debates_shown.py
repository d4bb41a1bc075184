"""Words of a debate in Valmont followed from the room to where they are read, then taken back by their author, others removed by a
moderator, and the room itself: gone from everything that is served. Called by the test that builds an edition; no test here."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connection
from django.test import Client
from pypdf import PdfReader

from longuevue.edition.reader import Edition
from longuevue.edition.verify import verify
from longuevue.portal import desk
from longuevue.publish.records import record_files
from longuevue.publish.voices import voice_documents
from longuevue.report.desk import Desk
from longuevue.report.parts.debate import debate
from longuevue.workshop.debate import services
from longuevue.workshop.debate.models import Room
from longuevue.workshop.moderation import services as moderation
from longuevue.workshop.moderation.selectors import items
from tests.workshop.rooms import opened_room, post_in, publish, remove

MARKER, HERE = "international-nights", "com-34172"
ASKED, ANSWERED, CLAIMED = "Zibeline demande des draps ?", "Zeugme en prête.", "Zouave loge à prix d'or."
WORDS = {"asked": "Zibeline", "answered": "Zeugme", "claimed": "Zouave", "source": "Zircon"}
REASON = "Vise une personne."
ROOM, SIDE = "Zizanie chez nous ?", "Ce que dit Zoroastre"


def debate_on(valmont: Any, manager: Any) -> Any:
    """A room with a question, its answer and a fact, in an approved record: three sentences that no other page holds."""
    room = opened_room(valmont, manager)
    room.marker, room.frozen = MARKER, {**room.frozen, "marker": MARKER}
    room.question, room.sides = ROOM, [room.sides[0], SIDE]
    room.save()
    moderation.approve(valmont, "room", [room.public_id], by=manager)
    room.asked = post_in(room, "question", ASKED, manager)
    publish(valmont, services.answer(room.asked, text=ANSWERED, by=manager), manager)
    room.claimed = post_in(room, "fact", CLAIMED, manager, side=1, source="Zircon, 2024")
    record = services.make_record(room, by=manager)
    assert moderation.approve(valmont, "room_record", [record.public_id], by=manager).done == 1
    room.manager = manager
    return room


def words_are_gone(room: Any, edition: Edition, folder: Path, text_of: Callable[[str], str]) -> None:
    """Read by anyone first; then nowhere, without a new edition, and `verify` accepts it."""
    address = f"/fr/debats/{room.public_id}/"
    assert list((edition.path / "posts").glob("*.json")) and verify(edition.path, recompute=False).holds
    assert not [word for word in WORDS.values() if word in (edition.path / "room_records.json").read_text()]
    desk.lend(edition)
    try:
        page = text_of(address)
        assert not [word for word in WORDS.values() if word not in page]
        assert "Zibeline" in text_of(f"/fr/marqueur/{MARKER}/") and "Zeugme" in text_of(f"/fr/territoire/{HERE}/")
        _taken_back_and_removed(room)
        for path in (address, f"/fr/marqueur/{MARKER}/", f"/fr/territoire/{HERE}/", f"/en/debates/{room.public_id}/"):
            page = text_of(path)
            assert not [word for word in ("Zibeline", "Zouave", "Zircon") if word in page], path
        assert "Zeugme" in text_of(address), "the answer is another person's"
        page = text_of(address)
        assert page.count("retirée depuis cette") == 4, "in their lines, and among the stones"
    finally:
        desk.lend(None)
    open_data = b"".join([*record_files(edition).values(), json.dumps(voice_documents(edition)).encode()])
    paper = str(debate(Desk(edition, HERE))).encode()
    on_disk = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    for where in (open_data, paper, on_disk, json.dumps(list(edition.registers().values()), default=str).encode()):
        assert not [word for word in (b"Zibeline", b"Zouave", b"Zircon") if word in where]
    gone = {str(room.asked.public_id), str(room.claimed.public_id)}
    assert set(voice_documents(edition)["revoked.json"]["posts"]) == gone == set(edition.posts_gone())
    assert b'"salt"' not in open_data and verify(edition.path, recompute=False).holds
    _stones_hold_no_word(edition, room)


def room_is_gone(room: Any, edition: Edition, folder: Path, text_of: Callable[[str], str]) -> None:
    """Removed whole: its question, its sides and everybody's words, at once and without a new edition."""
    address, words = f"/fr/debats/{room.public_id}/", ("Zeugme", "Zizanie", "Zoroastre")
    desk.lend(edition)
    try:
        page = text_of(address)
        assert not [word for word in words if word not in page]
        token = next(item.token for item in items(room.observatory, "room") if item.record == room.public_id)
        assert moderation.decide(room.observatory, [token], verdict="refused", reason=REASON, by=room.manager).done == 1
        assert Client().get(address).status_code == 404
        for path in (f"/fr/marqueur/{MARKER}/", f"/fr/territoire/{HERE}/", f"/fr/chiffre/{MARKER}/{HERE}/"):
            page = text_of(path)
            assert not [word for word in (*words, str(room.public_id)) if word in page], path
    finally:
        desk.lend(None)
    on_disk = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file()).decode(errors="replace")
    open_data = b"".join(record_files(edition).values()).decode()
    lists = json.dumps(list(edition.registers().values()), default=str, ensure_ascii=False)
    for where in (on_disk, open_data, lists, str(debate(Desk(edition, HERE)))):
        assert not [word for word in words if word in where]
    assert verify(edition.path, recompute=False).holds and str(room.public_id) in edition.posts_gone()


def _taken_back_and_removed(room: Any) -> None:
    """By the code of the one who wrote; by a moderator, with a reason. The room keeps both stones, its two pages too."""
    said = Client().post("/atelier/debat/reprendre/", {"code": room.asked.said_code})
    assert said.status_code == 200
    remove(room.observatory, room.claimed, REASON, room.manager)
    fresh = Room.objects.get(pk=room.pk)
    live = Client().get(f"/atelier/debat/{room.public_id}/").content.decode()
    assert REASON in live and "retiré par la personne" in live and not [w for w in ("Zibeline", "Zouave") if w in live]
    record = fresh.records.first()
    moderation.approve(fresh.observatory, "room_record", [record.public_id], by=room.manager)
    printed = Client().get(f"/atelier/debat/{room.public_id}/compte-rendu.pdf").content
    paper = "".join(page.extract_text() for page in PdfReader(io.BytesIO(printed)).pages)
    assert "Vise une personne" in paper and "Zibeline" not in paper and "Zouave" not in paper
    dump = ""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if not table.startswith("django_session"):
                cursor.execute(f'select * from "{table}"')
                dump += repr(cursor.fetchall())
    assert "Zibeline" not in dump, "what was taken back is erased: journal, records and all"
    assert "Zouave" in dump, "what a moderator removed may be put back"


def _stones_hold_no_word(edition: Edition, room: Any) -> None:
    """A changed word, a word put in a stone, or a file that vanished without one, is a fault."""
    stone = edition.path / "posts" / f"{room.asked.public_id}.withdrawn.json"
    kept = stone.read_text(encoding="utf-8")
    other = next(path for path in (edition.path / "posts").glob("*.json") if ".withdrawn" not in path.name)
    words = other.read_text(encoding="utf-8")
    for path, wrong in ((stone, kept.replace("}", ', "text": "Zibeline"}')), (other, words.replace("a", "e"))):
        right = path.read_text(encoding="utf-8")
        path.write_text(wrong, encoding="utf-8")
        assert not verify(edition.path, recompute=False).holds
        path.write_text(right, encoding="utf-8")
    other.unlink()
    assert not verify(edition.path, recompute=False).holds
    other.write_text(words, encoding="utf-8")
    assert verify(edition.path, recompute=False).holds
