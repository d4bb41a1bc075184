"""From a room to the public pages: an approved record leaves by the press, in an edition that `verify` covers; nothing else does."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from longuevue.config.observatory import read_observatory
from longuevue.config.records import records_of
from longuevue.edition import layout
from longuevue.edition.reader import Edition
from longuevue.portal import desk
from longuevue.workshop.debate import services
from longuevue.workshop.moderation import services as moderation
from longuevue.workshop.observatories.selectors import folder_of
from longuevue.workshop.press import services as press
from tests.workshop.rooms import opened_room, post_in, publish, remove

MARKER, HERE, COMMUNE = "international-students-share", "epci-243400017", "com-34172"


@pytest.fixture
def told(valmont: Any, person: Callable[..., Any]) -> Any:
    """A room on a figure of Montpellier with an answered question and a removed argument; its record is approved."""
    manager = person(valmont, "manager")
    room = opened_room(valmont, manager)
    room.marker, room.frozen = MARKER, {**room.frozen, "marker": MARKER}
    room.save()
    moderation.approve(valmont, "room", [room.public_id], by=manager)
    question = room.posts.get(kind="question")
    answer = services.answer(question, text="Oui : deux agents, depuis mars.", by=manager)
    publish(valmont, answer, manager)
    remove(valmont, post_in(room, "argument", "À retirer.", manager), "Vise une personne.", manager)
    post_in(room, "argument", "Pas encore relu.", manager, approved=False)
    record = services.make_record(room, by=manager)
    moderation.approve(valmont, "room_record", [record.public_id], by=manager)
    room.manager = manager
    return room


def edition_with(rooms: list[dict[str, Any]], starter: Any, folder: Path) -> Edition:
    """The starter edition with these records beside it, as `longuevue build` lays them."""
    folder.mkdir()
    for path in Path(starter.path).iterdir():
        if path.name not in (layout.MANIFEST, layout.ROOM_RECORDS):
            (folder / path.name).symlink_to(path, target_is_directory=path.is_dir())
    manifest = json.loads((Path(starter.path) / layout.MANIFEST).read_text(encoding="utf-8"))
    manifest["files"] = {**manifest["files"], layout.ROOM_RECORDS: {}}
    (folder / layout.MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    (folder / layout.ROOM_RECORDS).write_text(json.dumps(rooms), encoding="utf-8")
    return Edition.open(folder)


def _page(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200, address
    return answer.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def test_what_nobody_approved_leaves_or_the_record_is_not_found_from_its_figure(
    valmont: Any, told: Any, starter: Any, tmp_path: Path
) -> None:
    assert press.press(valmont)["room_records"] == 1
    rooms = records_of(read_observatory(folder_of(valmont)))["room_records"]
    written = json.dumps(rooms, ensure_ascii=False)
    assert "Pas encore relu" not in written and "À retirer" not in written and "Vise une personne." in written
    assert not [word for word in ("written_by", "code_hash", "Personne ") if word in written]
    edition = edition_with(rooms, starter, tmp_path / "edition")
    assert (
        [r["room"] for r in edition.rooms(HERE)] == [r["room"] for r in edition.rooms(COMMUNE)] == [str(told.public_id)]
    )
    assert edition.rooms("com-42218") == [] and len(edition.rooms_of_marker(MARKER)) == 1
    desk.lend(edition)
    try:
        for address in (
            f"/fr/territoire/{HERE}/", f"/fr/territoire/{COMMUNE}/", f"/fr/marqueur/{MARKER}/", f"/fr/chiffre/{MARKER}/{COMMUNE}/"
        ):  # fmt: skip
            page = _page(address)
            assert told.question in page and f"/fr/debats/{told.public_id}/" in page, address
        assert 'id="rooms"' not in _page("/fr/territoire/dep-42/")
        page = _page(f"/fr/debats/{told.public_id}/")
        for words in (
            "14,9 %",
            told.frozen["address"],
            "Des familles ne trouvent plus",
            "Des ménages complètent",
            "deux agents",
        ):
            assert words in page, words
        assert "le jour même" in page and "Vise une personne." in page and "À retirer" not in page
        assert f"/atelier/debat/{told.public_id}/#p-{told.posts.get(kind='question').public_id}" in page
        assert "Asked by" in _page(f"/en/debates/{told.public_id}/") or "asked by" in _page(
            f"/en/debates/{told.public_id}/"
        )
        assert Client().get("/fr/debats/00000000-0000-0000-0000-000000000000/").status_code == 404
    finally:
        desk.lend(None)


def test_a_record_whose_words_were_taken_back_leaves_again(valmont: Any, told: Any) -> None:
    assert press.press(valmont)["room_records"] == 1
    gone = told.posts.filter(kind="fact").first()
    remove(valmont, gone, "Source fausse.", told.manager)
    assert press.press(valmont)["room_records"] == 0, "it is read again first"
    record = told.records.first()
    moderation.approve(valmont, "room_record", [record.public_id], by=told.manager)
    assert press.press(valmont)["room_records"] == 1
    text = (folder_of(valmont) / press.FILE).read_text(encoding="utf-8")
    assert f'"{gone.text}"' not in text and "Source fausse." in text


def test_a_record_is_lost_by_chance_when_its_salt_looks_like_a_telephone_number(
    valmont: Any, told: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr("longuevue.workshop.debate.telling._salt", lambda post: f"a0612345678b{post[:4]}")
    assert press.press(valmont)["room_records"] == 1


def test_a_figure_page_leads_to_a_workshop_that_is_not_there(starter: Any, monkeypatch: Any) -> None:
    desk.lend(starter)
    try:
        address = f"/fr/chiffre/{MARKER}/{HERE}/"
        assert f"/atelier/debat/chiffre/?marqueur={MARKER}&amp;territoire={HERE}" in _page(address)
        desk.lend(starter)
        monkeypatch.delattr(settings, "LONGUEVUE_WORKSHOP")
        assert "/atelier/" not in _page(address)
    finally:
        desk.lend(None)
